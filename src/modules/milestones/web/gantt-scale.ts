import { addDays, type Day, daysBetween, firstDayOf, lastDayOf, monthOf, monthsFrom } from '../../../kernel/day.ts';

export type Scale = Readonly<{
  /** Where a day begins, and where it ends. */
  start: (day: Day) => number;
  end: (day: Day) => number;
  months: readonly Readonly<{ month: string; at: number }>[];
}>;
const mostLabels = 14;

/** Where days stand between `left` and `right`, from the first of the first month to the end of the last; months as far as they fit. */
export function scaleOf(days: readonly Day[], left: number, right: number): Scale {
  const sorted = days.toSorted();
  const [first, last] = [monthOf(sorted[0]!)!, monthOf(sorted.at(-1)!)!];
  const from = firstDayOf(first);
  const whole = daysBetween(from, lastDayOf(last)) + 1;
  const start = (day: Day) => left + ((right - left) * daysBetween(from, day)) / whole;
  const all = monthsFrom(first, last);
  const every = Math.ceil(all.length / mostLabels);
  const months = all.filter((_, i) => i % every === 0).map((month) => ({ month, at: start(firstDayOf(month)) }));
  return { start, end: (day) => start(addDays(day, 1)), months };
}
