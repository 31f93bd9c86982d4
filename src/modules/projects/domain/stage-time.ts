import { daysBetween, type Day, firstDayOf, type PartialDate } from '../../../kernel/day.ts';
import type { Side, Stage, StageChangeKind } from './stage.ts';

export type LoggedChange = Readonly<{ kind: StageChangeKind; toStage: Stage; toSide: Side | null; happenedOn: PartialDate }>;
export type StageTime = Readonly<{ stage: Stage; days: number; asideDays: number }>;

/**
 * Calendar days spent in each stage up to `today`, from the log alone, in the order it was recorded. A day known to the month
 * or year counts from its first day, and never before the change logged earlier. Days aside (中止 …) are told apart.
 */
export function timeInStages(log: readonly LoggedChange[], today: Day): StageTime[] {
  const times = new Map<Stage, { days: number; asideDays: number }>();
  // What is dated after today has taken no time yet.
  const starts = effectiveStarts(log).map((start) => (start < today ? start : today));
  log.forEach(({ toStage, toSide }, i) => {
    const end = starts[i + 1] ?? today;
    const time = times.get(toStage) ?? { days: 0, asideDays: 0 };
    time[toSide ? 'asideDays' : 'days'] += daysBetween(starts[i]!, end);
    times.set(toStage, time);
  });
  return [...times].map(([stage, time]) => ({ stage, ...time }));
}

/** The first day of each entry of the log; never before that of the entry recorded earlier. */
export function effectiveStarts(log: readonly LoggedChange[]): Day[] {
  const starts: Day[] = [];
  for (const [i, { kind, happenedOn }] of log.entries()) {
    const next = log[i + 1]?.happenedOn;
    const own = firstDayOf(happenedOn);
    // A project is often registered after it moved on: what came next is then when it began here.
    const first = kind === 'create' && next && firstDayOf(next) < own ? firstDayOf(next) : own;
    const earlier = starts.at(-1);
    starts.push(earlier && earlier > first ? earlier : first);
  }
  return starts;
}
