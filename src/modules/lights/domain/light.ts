import { type Day, daysBetween, firstDayOf, lastDayOf, type Month, monthOf, type PartialDate } from '../../../kernel/day.ts';
import { divideRounded } from '../../../kernel/number.ts';
import type { Stage } from '../../projects/domain/stage.ts';
import {
  type Colour,
  colours,
  leastTotal,
  type LightEvent,
  type LightRules,
  milderOf,
  type Rule,
  type SimpleRule,
  worseOf,
} from './rule.ts';

/** Fen: done this year, due by now (序时), and planned for the year. */
export type Schedule = Readonly<{ doneFen: number; plannedFen: number; yearPlanFen: number }>;
/** Everything a light is judged by, as of a day after the month it is for. */
export type LightFacts = Readonly<{
  month: Month;
  today: Day;
  stage: Stage;
  schedule: Schedule | null;
  /** What the whole project is to cost; null while nobody has said. */
  totalFen: number | null;
  /** By when each was to happen and when it did; a `due` of null says it is not due at all. */
  events: Readonly<Record<LightEvent, Readonly<{ due: PartialDate | null; happened: PartialDate | null }>>>;
  updatedOn: PartialDate | null;
  /** The node of the plan that is longest overdue. */
  missed: Readonly<{ name: string; finishOn: Day; days: number }> | null;
}>;

/** The colour of one dimension, and what its sentence is made of: words are `lights.why.<code>`. */
export type Judged = Readonly<{ key: string; colour: Colour; code: string; details: Readonly<Record<string, string | number>> }>;
type Found = Omit<Judged, 'key'>;

/** 58.33 from ten-thousandths of a whole: percent with two decimals, rounded half away from zero. */
export function percentText(part: number, whole: number): string {
  if (whole === 0) return '0.00';
  const hundredths = Number(divideRounded(BigInt(part) * 10_000n, BigInt(whole)));
  const [sign, digits] = [hundredths < 0 ? '-' : '', String(hundredths < 0 ? -hundredths : hundredths).padStart(3, '0')];
  return `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

const larger = (a: number, b: number) => (a > b ? a : b);
const none = (code: string): Found => ({ colour: 'none', code, details: {} });
type Bound = Readonly<{ at: number; inclusive: boolean }>;
/** value ≥ at × scale, or > where the bound is not inclusive; whole numbers throughout. */
const reaches = (value: bigint, scale: bigint, { at, inclusive }: Bound) =>
  inclusive ? value >= BigInt(at) * scale : value > BigInt(at) * scale;

function ofSchedule(
  rule: Extract<SimpleRule, { type: 'ratioToSchedule' | 'pointsBehindSchedule' }>,
  { schedule, month }: LightFacts,
): Found {
  if (!schedule) return none('no_plan');
  const { doneFen, plannedFen, yearPlanFen } = schedule;
  const details = {
    month,
    done: percentText(doneFen, yearPlanFen),
    schedule: percentText(plannedFen, yearPlanFen),
    behind: percentText(larger(plannedFen - doneFen, 0), yearPlanFen),
    ratio: percentText(doneFen, plannedFen),
  };
  if (rule.type === 'pointsBehindSchedule') {
    // (planned − done) ÷ year ≥ at ÷ 10000, without dividing.
    const behind = BigInt(plannedFen - doneFen) * 10_000n;
    const whole = BigInt(yearPlanFen);
    const is = (bound: Bound) => behind > 0n && reaches(behind, whole, bound);
    return { colour: is(rule.red) ? 'red' : is(rule.yellow) ? 'yellow' : 'green', code: 'points', details };
  }
  // Where nothing is due yet nothing is behind.
  const done = BigInt(doneFen) * 10_000n;
  const below = (share: number) => done < BigInt(share) * BigInt(plannedFen);
  return { colour: below(rule.redBelow) ? 'red' : below(rule.yellowBelow) ? 'yellow' : 'green', code: 'ratio', details };
}

const monthNo = (day: PartialDate) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
/** Whole months from a day to another: 2026-01-31 to 2026-03-30 is one. */
export function wholeMonths(from: Day, to: Day): number {
  const months = monthNo(to) - monthNo(from);
  return Number(to.slice(8)) < Number(from.slice(8)) && to !== lastDayOf(monthOf(to)!) ? months - 1 : months;
}

type Leveled = Readonly<{ yellow: Bound; red: Bound | null }>;
function atLevel(value: number, { yellow, red }: Leveled): Colour {
  const is = (bound: Bound | null) => bound !== null && reaches(BigInt(value), 1n, bound);
  return is(red) ? 'red' : is(yellow) ? 'yellow' : 'green';
}

function ofEvent(rule: Extract<SimpleRule, { type: 'daysOverdue' }>, { events, month, today, totalFen }: LightFacts): Found {
  const { due, happened } = events[rule.event];
  if (happened !== null) return { colour: 'green', code: 'happened', details: { event: rule.event, on: happened } };
  if (totalFen !== null && totalFen < rule.fromTotalFen)
    return { colour: 'none', code: 'too_small', details: { event: rule.event, least: leastTotal(rule.fromTotalFen) } };
  if (due === null) return none('not_due');
  // In months: those begun since the month it was due in, judged at the end of the light's month. In days: since its last day, today.
  const late = rule.unit === 'month' ? monthNo(month) - monthNo(firstDayOf(due)) : daysBetween(lastDayOf(due), today);
  // Days grow every day: the sentence says since when, so that it stays true.
  const details = { event: rule.event, due, ...(rule.unit === 'month' && { n: larger(late, 0) }) };
  if (late < 0) return { colour: 'green', code: 'not_yet', details };
  return { colour: atLevel(late, rule), code: `overdue_${rule.unit}`, details };
}

function ofUpdate(rule: Extract<SimpleRule, { type: 'daysSinceUpdate' }>, { stage, updatedOn, today }: LightFacts): Found {
  if (!rule.stages.includes(stage)) return none('other_stage');
  if (updatedOn === null) return none('never_updated');
  const since = lastDayOf(updatedOn) < today ? lastDayOf(updatedOn) : today;
  const n = rule.unit === 'month' ? wholeMonths(since, today) : daysBetween(since, today);
  const isOut = rule.remove !== null && reaches(BigInt(n), 1n, rule.remove);
  const colour = isOut ? 'red' : atLevel(n, rule);
  return {
    colour,
    code: isOut ? `remove_${rule.unit}` : `silent_${rule.unit}`,
    details: { on: updatedOn, ...(rule.unit === 'month' && { n }) },
  };
}

function ofMilestone(rule: Extract<SimpleRule, { type: 'milestoneMissed' }>, { missed }: LightFacts): Found {
  if (!missed) return { colour: 'green', code: 'on_plan', details: {} };
  return { colour: atLevel(missed.days, rule), code: 'missed', details: { node: missed.name, due: missed.finishOn } };
}

function ofSimple(rule: SimpleRule, facts: LightFacts): Found {
  switch (rule.type) {
    case 'ratioToSchedule':
    case 'pointsBehindSchedule':
      return ofSchedule(rule, facts);
    case 'daysOverdue':
      return ofEvent(rule, facts);
    case 'daysSinceUpdate':
      return ofUpdate(rule, facts);
    case 'milestoneMissed':
      return ofMilestone(rule, facts);
  }
}

const ofCompound = ({ mode, rules }: Extract<Rule, { type: 'compound' }>, facts: LightFacts): Found => {
  const all = rules.map((rule) => ofSimple(rule, facts));
  const pick = mode === 'any' ? worseOf : milderOf;
  // 任一 passes over what cannot be judged; 全部 cannot be said while one of them cannot.
  return all.reduce((a, b) => (pick(a.colour, b.colour) === a.colour ? a : b));
};

/** What is overdue in months was so in each of them, whether a light was kept then or not. */
const monthsYellow = (rule: SimpleRule, { details }: Found) =>
  rule.type === 'daysOverdue' && rule.unit === 'month' ? Number(details['n']) - rule.yellow.at + (rule.yellow.inclusive ? 1 : 0) : 0;

/** `past`: the colours of this dimension in the months before, the latest first. */
function ofRule(rule: Rule, facts: LightFacts, past: readonly Colour[]): Found {
  if (rule.type === 'compound') return ofCompound(rule, facts);
  if (rule.type !== 'consecutivePeriods') return ofSimple(rule, facts);
  const found = ofSimple(rule.rule, facts);
  if (found.colour !== 'yellow') return found;
  const before = past.findIndex((c) => c !== 'yellow' && c !== 'red');
  const seen = 1 + (before < 0 ? past.length : before);
  const periods = larger(seen, monthsYellow(rule.rule, found));
  if (periods < rule.periods) return found;
  return { colour: 'red', code: `${found.code}_running`, details: { ...found.details, periods } };
}

/** What earlier months said: of each dimension, and of the light as a whole before it was held back; the latest first. */
export type Past = Readonly<{ dimensions: Readonly<Record<string, readonly Colour[]>>; judged: readonly Colour[]; shown: Colour | null }>;
export const noPast: Past = { dimensions: {}, judged: [], shown: null };

export type Light = Readonly<{
  /** As shown, after what holds it back. */
  colour: Colour;
  /** As the rules say this month. */
  judged: Colour;
  dimensions: readonly Judged[];
}>;

/** A light gets worse at once and better only when that has held: while it has not, it stays as it was. */
function heldBack(judged: Colour, { judged: before, shown }: Past, betterAfter: number): Colour {
  const rank = (c: Colour) => colours.indexOf(c);
  if (shown === null || shown === 'none' || judged === 'none' || rank(judged) >= rank(shown)) return judged;
  const recent = [judged, ...before].slice(0, betterAfter);
  if (recent.length < betterAfter) return shown;
  return milderOf(shown, recent.reduce(worseOf));
}

/** Has the project a light under these rules at all? */
export const isLit = (rules: LightRules, { stage, schedule }: Pick<LightFacts, 'stage' | 'schedule'>) =>
  rules.stages.includes(stage) && (rules.yearPlanFromFen === 0 || (schedule?.yearPlanFen ?? 0) >= rules.yearPlanFromFen);

/** The light of a project: the worst of its dimensions, with what each of them says, the worst first. */
export function lightOf(rules: LightRules, facts: LightFacts, past: Past = noPast): Light {
  if (!isLit(rules, facts)) return { colour: 'none', judged: 'none', dimensions: [] };
  const dimensions = rules.dimensions
    .map(({ key, rule }): Judged => ({ key, ...ofRule(rule, facts, past.dimensions[key] ?? []) }))
    .toSorted((a, b) => colours.indexOf(b.colour) - colours.indexOf(a.colour));
  const judged = dimensions[0]!.colour;
  return { colour: heldBack(judged, past, rules.betterAfter), judged, dimensions };
}
