import chineseDays from 'chinese-days';
import { addDays, type Day, yearOf } from './day.ts';

/**
 * Working days as the yearly notices of 国务院办公厅 set them: weekends and holidays do not count, working weekends (调休) do.
 * A notice comes out in the autumn before its year. Until then only weekends are known to be free; `unpublishedYears` says where that is so.
 */
type Year = Readonly<{ isPublished: boolean; days: readonly Day[] }>;

const years = new Map<number, Year>();
function yearAt(year: number): Year {
  const known = years.get(year);
  if (known) return known;
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const made = {
    isPublished: chineseDays.getHolidaysInRange(first, last, false).length > 0,
    days: chineseDays.getWorkdaysInRange(first, last, true).toSorted(),
  };
  years.set(year, made);
  return made;
}
const yearNo = (day: Day) => Number(yearOf(day));

/** How many of the sorted days are on or before this one. */
function countTo(days: readonly Day[], day: Day): number {
  let [low, high] = [0, days.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (days[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function isWorkingDay(day: Day): boolean {
  const { days } = yearAt(yearNo(day));
  return days[countTo(days, day) - 1] === day;
}

/** The day so many working days after this one, which itself does not count; the day itself for none. */
export function workingDaysAfter(day: Day, count: number): Day {
  if (count < 0) return workingDaysBefore(day, -count);
  if (count === 0) return day;
  let year = yearNo(day);
  let at = countTo(yearAt(year).days, day) + count;
  while (at > yearAt(year).days.length) {
    at -= yearAt(year).days.length;
    year += 1;
  }
  return yearAt(year).days[at - 1]!;
}

/** The day so many working days before this one, which itself does not count; the day itself for none. */
export function workingDaysBefore(day: Day, count: number): Day {
  if (count < 0) return workingDaysAfter(day, -count);
  if (count === 0) return day;
  let year = yearNo(day);
  let at = countTo(yearAt(year).days, addDays(day, -1)) - count;
  while (at < 0) {
    year -= 1;
    at += yearAt(year).days.length;
  }
  return yearAt(year).days[at]!;
}

/** Working days after the one and up to and with the other; below zero where the other is earlier. */
export function workingDaysBetween(from: Day, to: Day): number {
  if (to < from) return -workingDaysBetween(to, from);
  let count = countTo(yearAt(yearNo(to)).days, to) - countTo(yearAt(yearNo(from)).days, from);
  for (let year = yearNo(from); year < yearNo(to); year += 1) count += yearAt(year).days.length;
  return count;
}

/** The day itself where it is a working day, else the next one. */
export const workingDayFrom = (day: Day): Day => workingDaysAfter(addDays(day, -1), 1);
/** The day itself where it is a working day, else the last one before. */
export const workingDayUpTo = (day: Day): Day => workingDaysBefore(addDays(day, 1), 1);

export type HalfDay = Readonly<{ day: Day; by: 'noon' | 'evening' }>;
/**
 * When a term of so many half working days has run out (0.5 个工作日 is one). It runs from the morning of the next working day on,
 * whenever on this day it was set going: the day of acceptance does not count.
 */
export const halfWorkingDaysAfter = (day: Day, halves: number): HalfDay =>
  halves < 1 ? { day, by: 'evening' } : { day: workingDaysAfter(day, Math.ceil(halves / 2)), by: halves % 2 === 1 ? 'noon' : 'evening' };

/** Has the notice for the year's holidays come out, as far as this version of the product knows? */
export const isCalendarPublished = (year: number): boolean => yearAt(year).isPublished;

/** The years from one day to another whose calendar is not published yet: what is counted there knows only weekends. */
export function unpublishedYears(from: Day, to: Day): number[] {
  const found: number[] = [];
  for (let year = yearNo(from); year <= yearNo(to); year += 1) if (!isCalendarPublished(year)) found.push(year);
  return found;
}
