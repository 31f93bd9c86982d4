/** A civil day in Asia/Shanghai, 'YYYY-MM-DD'. */
export type Day = string;
/** A date known to the day, the month or only the year: 'YYYY-MM-DD' | 'YYYY-MM' | 'YYYY'. It is kept as it is known. */
export type PartialDate = string;
/** 'YYYY-MM' */
export type Month = string;

const shanghaiOffset = 8 * 3_600_000;
/** The business day of an instant: Asia/Shanghai has had no daylight saving since 1991. */
export const dayOf = (now: Date): Day => new Date(now.getTime() + shanghaiOffset).toISOString().slice(0, 10);
/** 2026-11-05 09:30:00, as clocks in the office show an instant. */
export const clockTime = (instant: Date): string =>
  new Date(instant.getTime() + shanghaiOffset).toISOString().replace('T', ' ').slice(0, 19);
/** The last instant of a business day. */
export const endOfDay = (day: Day): Date => new Date(Date.parse(`${day}T23:59:59.999+08:00`));
export const startOfDay = (day: Day): Date => new Date(Date.parse(`${day}T00:00:00.000+08:00`));

export const partialDatePattern = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;
export function isPartialDate(text: string): boolean {
  if (!partialDatePattern.test(text)) return false;
  if (text.length < 10) return true;
  return new Date(`${text}T00:00:00Z`).toISOString().slice(0, 10) === text;
}
export const isDay = (text: string) => text.length === 10 && isPartialDate(text);
export type Precision = 'day' | 'month' | 'year';
export const precisionOf = (d: PartialDate): Precision => (d.length === 10 ? 'day' : d.length === 7 ? 'month' : 'year');

export const monthOf = (d: PartialDate): Month | null => (d.length >= 7 ? d.slice(0, 7) : null);
export const yearOf = (d: PartialDate): string => d.slice(0, 4);
export const firstDayOf = (d: PartialDate): Day => (d + '-01-01'.slice(d.length - 4)).slice(0, 10);
export function lastDayOf(d: PartialDate): Day {
  if (d.length === 10) return d;
  if (d.length === 4) return `${d}-12-31`;
  const [y, m] = d.split('-').map(Number);
  return new Date(Date.UTC(y!, m!, 0)).toISOString().slice(0, 10);
}
/** Moves a month: addMonths('2026-01', -1) → '2025-12'. */
export function addMonths(month: Month, n: number): Month {
  const [y, m] = month.split('-').map(Number);
  return new Date(Date.UTC(y!, m! - 1 + n, 1)).toISOString().slice(0, 7);
}
export function addDays(day: Day, n: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
}
/** Days as whole numbers, to count with. */
export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;
export const dayAt = (number: number): Day => new Date(number * 86_400_000).toISOString().slice(0, 10);
/** Days from a to b (b − a). */
export const daysBetween = (a: Day, b: Day) => Math.round((Date.parse(`${b}T00:00:00Z`) - Date.parse(`${a}T00:00:00Z`)) / 86_400_000);
/** Every month from first to last, both included. */
export function monthsFrom(first: Month, last: Month): Month[] {
  const months: Month[] = [];
  for (let m = first; m <= last; m = addMonths(m, 1)) months.push(m);
  return months;
}
/** Is the (partly known) date on or before the day? A month or year counts when it has begun: what happened in it is not known to be later. */
export const isOnOrBefore = (d: PartialDate, day: Day) => firstDayOf(d) <= day;
