import chineseDays from 'chinese-days';
import { addDays, type Day } from '../../kernel/day.ts';

/** The day so many working days after this one: weekends and holidays do not count, working weekends (调休) do. */
export function workingDaysAfter(day: Day, days: number): Day {
  let at = day;
  for (let left = days; left > 0;) {
    at = addDays(at, 1);
    if (chineseDays.isWorkday(at)) left -= 1;
  }
  return at;
}
