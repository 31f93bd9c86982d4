import type { Day } from '../../../kernel/day.ts';
import { workingDaysAfter } from '../../../kernel/working-day.ts';
import type { AcceptMode, ActKind } from './act.ts';
import { dueOf, monthsAfter, type Stop, type StopCause } from './clock.ts';
import type { PermitRule } from './permit.ts';

/** An entry of what happened to an approval. */
export type PermitEvent = Readonly<{
  id: string;
  kind: ActKind;
  happenedOn: Day;
  mode: AcceptMode | null;
  cause: StopCause | null;
  number: string | null;
  untilOn: Day | null;
  missing: readonly string[] | null;
  months: number | null;
  isGreen: boolean;
  takesBack: string | null;
}>;
/** waiting: not applied for. told: what is missing has been told. lapsed: gaps were not filled by their day. */
export const permitStates = ['waiting', 'applied', 'told', 'running', 'stopped', 'lapsed', 'granted', 'declined', 'dropped'] as const;
export type PermitState = (typeof permitStates)[number];

export type Standing = Readonly<{
  state: PermitState;
  last: PermitEvent | null;
  appliedOn: Day | null;
  /** What was told as missing, at once. */
  told: Readonly<{ on: Day; missing: readonly string[] }> | null;
  /** The blue seal. */
  preReviewedOn: Day | null;
  /** The day from which the limits run, which itself does not count. */
  acceptedOn: Day | null;
  /** Nobody said within five working days what was missing, so it counts as accepted from the application. */
  isDeemed: boolean;
  mode: AcceptMode | null;
  isGreen: boolean;
  gaps: readonly string[];
  gapsBy: Day | null;
  stops: readonly Stop[];
  decidedOn: Day | null;
  number: string | null;
  /** Months by which it was extended, once for each. */
  extended: readonly number[];
}>;

const fresh: Standing = {
  state: 'waiting',
  last: null,
  appliedOn: null,
  told: null,
  preReviewedOn: null,
  acceptedOn: null,
  isDeemed: false,
  mode: null,
  isGreen: false,
  gaps: [],
  gapsBy: null,
  stops: [],
  decidedOn: null,
  number: null,
  extended: [],
};

/** Working days within which the applicant is told, once, what is missing (行政许可法第三十二条第一款第四项). */
export const tellWithin = 5;
export const answerBy = (appliedOn: Day): Day => workingDaysAfter(appliedOn, tellWithin);

/** Entries that stand: without those taken back. */
export function standingEvents(events: readonly PermitEvent[]): PermitEvent[] {
  const gone = new Set(events.map((e) => e.takesBack));
  return events.filter((e) => e.kind !== 'taken_back' && !gone.has(e.id));
}

/** What stands of an approval on a day, from everything that was entered. */
export function standingOf(events: readonly PermitEvent[], today: Day): Standing {
  const found = standingEvents(events).reduce<Standing>((s, e) => ({ ...s, ...steps[e.kind](s, e), last: e }), fresh);
  if (hasLapsed(found, today)) return { ...found, state: 'lapsed' };
  // Nobody answered in time: what was applied for counts as accepted.
  if (found.state === 'applied' && found.told === null && today > answerBy(found.appliedOn!))
    return { ...found, state: 'running', ...deemed(found) };
  return found;
}
/** 容缺 ends on its promised day: what is not there by then was never accepted. */
const hasLapsed = ({ state, gaps, gapsBy }: Standing, today: Day) =>
  (state === 'running' || state === 'stopped') && gaps.length > 0 && gapsBy !== null && today > gapsBy;

type Step = (s: Standing, e: PermitEvent) => Partial<Standing>;
/** An application begins anew; the blue seal stays. */
const applied: Step = ({ preReviewedOn, told, state }, { happenedOn, isGreen }) => ({
  ...fresh,
  preReviewedOn,
  state: 'applied',
  appliedOn: happenedOn,
  isGreen,
  told: state === 'told' ? told : null,
});
/** Recorded when it counted as accepted already, it changes nothing of its days. */
const accepted: Step = ({ appliedOn, told }, { happenedOn, mode, isGreen, missing, untilOn }) => {
  const isDeemed = appliedOn !== null && told === null && happenedOn > answerBy(appliedOn);
  return {
    state: 'running',
    appliedOn: appliedOn ?? happenedOn,
    acceptedOn: isDeemed ? appliedOn : happenedOn,
    isDeemed,
    mode,
    isGreen,
    gaps: mode === 'lacking' ? (missing ?? []) : [],
    gapsBy: untilOn,
  };
};
const steps: Readonly<Record<ActKind, Step>> = {
  applied,
  reviewed: (_, { happenedOn }) => ({ preReviewedOn: happenedOn }),
  told: (_, { happenedOn, missing }) => ({ state: 'told', told: { on: happenedOn, missing: missing ?? [] } }),
  accepted,
  filled: ({ gaps }, { missing }) => ({ gaps: gaps.filter((g) => !missing?.includes(g)) }),
  stopped: (s, { happenedOn, cause }) => ({
    state: 'stopped',
    ...deemed(s),
    stops: [...s.stops, { from: happenedOn, to: null, cause: cause! }],
  }),
  resumed: ({ stops }, { happenedOn }) => ({
    state: 'running',
    stops: stops.map((s, i) => (i === stops.length - 1 ? { ...s, to: happenedOn } : s)),
  }),
  granted: (s, { happenedOn, number }) => ({ state: 'granted', ...deemed(s), decidedOn: happenedOn, number }),
  declined: (s, { happenedOn }) => ({ state: 'declined', ...deemed(s), decidedOn: happenedOn }),
  extended: ({ extended }, { months }) => ({ extended: [...extended, months ?? 0] }),
  dropped: () => ({ ...fresh, state: 'dropped' }),
  revived: () => fresh,
  taken_back: () => ({}),
};
/** Something was done with an application that nobody accepted or answered: it counts as accepted. */
const deemed = ({ state, appliedOn }: Standing): Partial<Standing> =>
  state === 'applied' ? { acceptedOn: appliedOn, isDeemed: true, mode: 'full' } : {};

/** The last day of a granted permit, its extensions counted from its own day so that no month's end eats days. */
export function validUntil({ state, decidedOn, extended }: Standing, { validMonths }: Pick<PermitRule, 'validMonths'>): Day | null {
  if (state !== 'granted' || decidedOn === null || validMonths === null) return null;
  return monthsAfter(
    decidedOn,
    extended.reduce((sum, n) => sum + n, validMonths),
  );
}

/** The limit that was promised: that of the green channel where it was on at acceptance. */
export const promisedDays = ({ isGreen }: Pick<Standing, 'isGreen'>, rule: Pick<PermitRule, 'promisedDays' | 'greenDays'>) =>
  isGreen ? rule.greenDays : rule.promisedDays;

type Limits = Pick<PermitRule, 'legalDays' | 'promisedDays' | 'greenDays'>;
/** The last days by law and by promise, from acceptance or the day named; none before it and while the clock stands still. */
export function dues(standing: Standing, rule: Limits, acceptedOn = standing.acceptedOn) {
  const { stops } = standing;
  if (acceptedOn === null) return { legal: null, promised: null };
  return { legal: dueOf(acceptedOn, stops, rule.legalDays), promised: dueOf(acceptedOn, stops, promisedDays(standing, rule)) };
}
