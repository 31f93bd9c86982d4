import * as z from 'zod';
import { addDays, type Day, dayAt, daysBetween } from '../../../kernel/day.ts';
import { springFestivalOf } from '../../../kernel/lunar-year.ts';
import { isWorkingDay } from '../../../kernel/working-day.ts';
import type { PlanNode } from './node.ts';

const dayOfYear = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);
const name = z.string().trim().min(1).max(40);
/** When nodes outdoors stand still: the same days every year (冬休), or days before and after 正月初一. */
export const Shutdown = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('yearly'), name, from: dayOfYear, to: dayOfYear }),
  z.strictObject({ kind: z.literal('spring_festival'), name, before: z.int().min(0).max(40), after: z.int().min(0).max(40) }),
]);
export type Shutdown = z.output<typeof Shutdown>;
type Yearly = Extract<Shutdown, { kind: 'yearly' }>;

const isWithin = ({ from, to }: Yearly, at: string) => (from <= to ? from <= at && at <= to : at >= from || at <= to);
const leastOpen = 120;
const aYear = Array.from({ length: 366 }, (_, i) => addDays('2024-01-01', i).slice(5));
/** Some of the year must be left to work in. */
const leavesWork = (all: readonly Shutdown[]) =>
  aYear.filter((at) => !all.some((s) => s.kind === 'yearly' && isWithin(s, at))).length >= leastOpen;
/** 停工时段 of the district. A rule of kind `milestones.shutdowns`. */
export const Shutdowns = z.strictObject({
  shutdowns: z.array(Shutdown).max(10).refine(leavesWork, { error: 'milestone.no_days_left' }),
});
export const shutdownsKind = 'milestones.shutdowns';

const isShut = (shutdown: Shutdown, day: Day): boolean => {
  if (shutdown.kind === 'yearly') return isWithin(shutdown, day.slice(5));
  const festival = springFestivalOf(Number(day.slice(0, 4)));
  if (!festival) return false;
  const from = daysBetween(festival, day);
  return -shutdown.before <= from && from < shutdown.after;
};

/** A day's morning, as a whole number to count with. */
export type Morning = number;

/** The days on which a node gets on, and walks along them. */
export type Pace = Readonly<{
  /** The first morning by which so many of its days have passed since this one. */
  forward: (from: Morning, days: number) => Morning;
  /** The last morning from which so many of its days pass until this one. */
  back: (to: Morning, days: number) => Morning;
  /** Its days between two mornings; below zero where the second is earlier. */
  between: (from: Morning, to: Morning) => number;
}>;

function pace(isActive: (day: Day) => boolean): Pace {
  const known = new Map<Morning, boolean>();
  const active = (at: Morning) => {
    const said = known.get(at);
    if (said !== undefined) return said;
    const found = isActive(dayAt(at));
    known.set(at, found);
    return found;
  };
  const between = (from: Morning, to: Morning): number => {
    if (to < from) return -between(to, from);
    let count = 0;
    for (let at = from; at < to; at += 1) if (active(at)) count += 1;
    return count;
  };
  return {
    between,
    forward: (from, days) => {
      let at = from;
      for (let left = days; left > 0; at += 1) if (active(at)) left -= 1;
      return at;
    },
    back: (to, days) => {
      let at = to;
      for (let left = days; left > 0; at -= 1) if (active(at - 1)) left -= 1;
      return at;
    },
  };
}

/** The pace of each kind of node: working or calendar days, outdoors without the days on which work there stands still. */
export function pacesWith(shutdowns: readonly Shutdown[]): (node: Pick<PlanNode, 'unit' | 'isOutdoor'>) => Pace {
  const made = new Map<string, Pace>();
  return ({ unit, isOutdoor }) => {
    const name = `${unit} ${String(isOutdoor)}`;
    const before = made.get(name);
    if (before) return before;
    const found = pace((day) => (unit === 'calendar' || isWorkingDay(day)) && !(isOutdoor && shutdowns.some((s) => isShut(s, day))));
    made.set(name, found);
    return found;
  };
}
