import chineseDays from 'chinese-days';
import type { Day } from './day.ts';

const [first, last] = [1901, 2100];
/** 正月初一 of a year, or null beyond the years that are known (1901–2100). */
export const springFestivalOf = (year: number): Day | null =>
  year < first || year > last ? null : chineseDays.getSolarDateFromLunar(`${year}-01-01`).date;
