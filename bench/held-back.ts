import { type Random, seeded } from '../src/app/demo/random.ts';
import { addDays, addMonths, type Day, daysBetween, firstDayOf, lastDayOf, type Month, monthsFrom } from '../src/kernel/day.ts';
import { settle } from '../src/kernel/refusal.ts';
import type { ForecastFacts, ForecastNode } from '../src/modules/forecast/domain/facts.ts';
import { shutdowns, templates } from '../src/modules/milestones/domain/preset.ts';
import { schedule } from '../src/modules/milestones/domain/schedule.ts';
import { pacesWith } from '../src/modules/milestones/domain/shutdown.ts';
import { dueBy, evenly } from '../src/modules/milestones/domain/year-plan.ts';
import { chronicle, investmentsOf } from './story.ts';

/** What was known of a project at some month, and what became of it in the months that are held back. */
export type HeldBack = Readonly<{
  facts: ForecastFacts;
  finishedOn: Day;
  /** At the end of the year of `facts`. */ yearFen: number;
  heldMonths: number;
}>;

/** Long enough that every project comes to its end. */
const months = monthsFrom('2019-01', '2028-12');
const fenPerWan = 1_000_000;
export const paces = pacesWith(shutdowns);

/** Projects of the benchmark's generator, each looked at in some month of its building with everything later held back. */
export function* heldBack(count: number, seed: number): Generator<HeldBack> {
  const random = seeded(seed);
  for (let made = 0; made < count;) {
    const found = caseOf(random);
    if (!found) continue;
    made += 1;
    yield found;
  }
}

function caseOf(random: Random): HeldBack | null {
  const story = chronicle(random, random.between(0, 40), months);
  const at = (stage: string) => story.log.find((s) => s.stage === stage);
  const [started, completed, producing] = [at('building'), at('completed'), at('producing')];
  if (!started || !completed || !producing || story.side) return null;
  const total = random.between(500, 50_000);
  const invested = [...investmentsOf(random, story, months, { agreed: total, total })].map(({ month, parts }) => ({
    month,
    fen: parts.reduce((a, b) => a + b, 0) * fenPerWan,
  }));
  const known = random.between(3, completed.at - started.at - 1);
  const through = months[started.at + known - 1]!;
  const today = addDays(lastDayOf(through), 10);
  const finishedOn = addDays(firstDayOf(producing.month), random.between(0, 27));
  const startedOn = addDays(firstDayOf(started.month), random.between(0, 27));
  const promise = { months: random.between(12, 18), production: 2 };
  const promisedOn = lastDayOf(addMonths(started.month, promise.months + promise.production));
  const sum = (from: Month, to: Month) => invested.reduce((all, i) => (i.month >= from && i.month <= to ? all + i.fen : all), 0);
  const year = through.slice(0, 4);
  // The ledger is complete up to the last month over: in January this year has nothing yet.
  const ofYear = today.slice(0, 4);
  const investedFen = sum('2000-01', through);
  const facts: ForecastFacts = {
    today,
    stage: 'building',
    promisedOn,
    completedOn: null,
    totalFen: total * fenPerWan,
    through,
    investedFen,
    yearDoneFen: ofYear === year ? sum(`${year}-01`, through) : 0,
    months: monthsFrom(started.month, through).map((month) => ({ month, fen: sum(month, month) })),
    yearPlan: yearPlanOf(started.month, promise.months, total * fenPerWan, sum('2000-01', `${Number(ofYear) - 1}-12`), ofYear, through),
    nodes: nodesOf(random, { startedOn, finishedOn, promisedOn, today }),
  };
  return { facts, finishedOn, yearFen: sum(`${ofYear}-01`, `${ofYear}-12`), heldMonths: producing.at - started.at - known };
}

/** What a unit plans without knowing better: what is left of the total, evenly over what is left of the promised time, or over the year. */
function yearPlanOf(start: Month, promised: number, totalFen: number, before: number, year: string, through: Month) {
  const rest = totalFen - before;
  if (rest <= 0) return null;
  const last = addMonths(start, promised - 1);
  const [first, end] = [start > `${year}-01` ? start : `${year}-01`, last < `${year}-12` ? `${year}-12` : last];
  const all = monthsFrom(first, end);
  const inYear = all.filter((m) => m.startsWith(year));
  const totalOfYear = Math.floor((rest * inYear.length) / all.length);
  const no = (m: Month) => Number(m.slice(5));
  const monthsFen = evenly(totalOfYear, no(inYear[0]!), no(inYear.at(-1)!));
  return dueBy({ year: Number(year), monthsFen, totalFen: totalOfYear }, through.startsWith(year) ? through : `${Number(year) - 1}-12`);
}

type Days = Readonly<{ startedOn: Day; finishedOn: Day; promisedOn: Day; today: Day }>;
/** The nodes from the start of building on: planned backwards from the promise, done where the project's own time has it, now sooner, now later. */
function nodesOf(random: Random, { startedOn, finishedOn, promisedOn, today }: Days): ForecastNode[] {
  const building = new Set(['start', 'foundation', 'structure', 'fitting', 'order', 'installation', 'acceptance', 'trial', 'production']);
  const nodes = templates.industrial_new.nodes
    .filter((n) => building.has(n.key))
    .map((n) => ({ ...n, after: n.after.filter((k) => building.has(k)) }));
  const plan = settle(schedule({ nodes, promisedOn, from: startedOn, done: new Map(), paces }));
  const first = plan.nodes.find((n) => n.key === 'start')!.latestFinishOn;
  const [planned, took] = [daysBetween(first, promisedOn), daysBetween(startedOn, finishedOn)];
  const when = (day: Day) => {
    const noise = Math.floor(took * (random.next() - 0.5) * 0.16);
    const on = addDays(startedOn, Math.floor((daysBetween(first, day) * took) / planned) + noise);
    return on < startedOn ? startedOn : on > finishedOn ? finishedOn : on;
  };
  const seen = (day: Day) => (day <= today ? day : null);
  return nodes.map((node, i) => {
    const { latestStartOn: startOn, latestFinishOn: finishOn } = plan.nodes[i]!;
    const [a, b] = [when(startOn), when(finishOn)].toSorted() as [Day, Day];
    const end = node.event === 'started' ? startedOn : node.event === 'production' ? finishedOn : b;
    return { ...node, startOn, finishOn, startedOn: seen(node.event ? end : a), finishedOn: seen(end) };
  });
}
