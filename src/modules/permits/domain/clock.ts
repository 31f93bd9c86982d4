import { addMonths, type Day, lastDayOf } from '../../../kernel/day.ts';
import { largest } from '../../../kernel/number.ts';
import { type HalfDay, workingDaysAfter, workingDaysBetween } from '../../../kernel/working-day.ts';

/** Why a clock stands still (行政许可法第四十五条): the time this takes does not count. */
export const stopCauses = ['correction', 'publicity', 'hearing', 'expert', 'testing'] as const;
export type StopCause = (typeof stopCauses)[number];
export type Stop = Readonly<{ from: Day; to: Day | null; cause: StopCause }>;

/**
 * The last day of a limit that runs from the working day after `from`. A day on which the clock is stopped still counts, the day on which
 * it goes on does not, as the day of acceptance does not. None while it stands still with days left.
 */
export function dueOf(from: Day, stops: readonly Stop[], days: number): HalfDay | null {
  const isWhole = Number.isInteger(days);
  let left = isWhole ? days : days + 0.5;
  let at = from;
  for (const stop of stops) {
    const ran = workingDaysBetween(at, stop.from);
    if (left <= ran) break;
    if (stop.to === null) return null;
    left -= ran;
    at = stop.to;
  }
  return { day: workingDaysAfter(at, left), by: isWhole ? 'evening' : 'noon' };
}

/** Working days that have counted up to and with a day. */
export function usedDays(from: Day, stops: readonly Stop[], until: Day): number {
  let used = 0;
  let at = from;
  for (const stop of stops) {
    if (stop.from >= until) break;
    used += workingDaysBetween(at, stop.from);
    if (stop.to === null || stop.to >= until) return used;
    at = stop.to;
  }
  return used + workingDaysBetween(at, until);
}

/** Working days on which the clock stood still up to and with a day. */
export const stoodDays = (stops: readonly Stop[], until: Day): number =>
  stops
    .filter((s) => s.from < until)
    .reduce((sum, { from, to }) => sum + workingDaysBetween(from, to !== null && to < until ? to : until), 0);

/** Working days from a day to the last one: none is today, below zero is late, on a free day after it by one already. */
export const daysLeft = (due: Day, today: Day): number =>
  today <= due ? workingDaysBetween(today, due) : -largest(1, workingDaysBetween(due, today));

/** The same day so many months later; the last of that month where it has no such day (民法典第二百零三条). */
export function monthsAfter(day: Day, months: number): Day {
  const month = addMonths(day.slice(0, 7), months);
  const same = `${month}${day.slice(7)}`;
  const last = lastDayOf(month);
  return same < last ? same : last;
}
