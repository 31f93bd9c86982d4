import { addMonths, type Day, lastDayOf, type Month } from '../../../kernel/day.ts';

/** What a number covers: from the first of a month (null: since the ledger began) to the end of a day. */
export type Period = Readonly<{ from: Month | null; through: Day }>;
export type LabelledPeriod = Period & Readonly<{ label: string }>;

const monthNumber = (month: Month) => Number(month.slice(5));
export const yearLabel = (month: Month) => `${month.slice(0, 4)}年`;

/** January and February are reported together, because the Spring Festival falls into either. */
export const isCombined = (month: Month) => monthNumber(month) === 2;
/** What a paper calls the month it is about: 10月, 1—2月. */
export const monthLabel = (month: Month) => (isCombined(month) ? '1—2月' : `${monthNumber(month)}月`);
/** The months of the year so far: 1—10月; 1月 in January. */
export const yearToDateLabel = (month: Month) => (monthNumber(month) === 1 ? '1月' : `1—${monthNumber(month)}月`);
/** The last day a paper of a month made on a day can speak of: a month that is not over ends on that day. */
const endOf = (month: Month, madeOn: Day): Day => (madeOn < lastDayOf(month) ? madeOn : lastDayOf(month));
/** 截至2026年10月底; 截至2026年10月20日 of a month that was not over. */
export function untilLabel({ month, madeOn }: Made): string {
  const end = endOf(month, madeOn);
  return `截至${yearLabel(month)}${monthNumber(month)}月${end === lastDayOf(month) ? '底' : `${Number(end.slice(8))}日`}`;
}

/** The month a paper is about, and the day it was made. */
type Made = Readonly<{ month: Month; madeOn: Day }>;
const whole = (from: Month | null, month: Month): Period => ({ from, through: lastDayOf(month) });
const januaryOf = (month: Month): Month => `${month.slice(0, 4)}-01`;

/**
 * The periods a monthly paper speaks of. `current` is the month, or January and February together; it is the same as `year`
 * until March. `previous` is the month before, which neither the two combined months nor a month that is not over have.
 */
export function periodsOf({ month, madeOn }: Made) {
  const first = isCombined(month) ? januaryOf(month) : month;
  const through = endOf(month, madeOn);
  const isOver = through === lastDayOf(month);
  const aYearAgo = (m: Month) => addMonths(m, -12);
  const throughBefore = isOver ? lastDayOf(aYearAgo(month)) : `${aYearAgo(month)}-${through.slice(8)}`;
  return {
    total: { from: null, through },
    year: { from: januaryOf(month), through },
    current: { from: first, through },
    yearBefore: { from: aYearAgo(januaryOf(month)), through: throughBefore },
    currentBefore: { from: aYearAgo(first), through: throughBefore },
    previous: isCombined(month) || !isOver ? null : whole(addMonths(month, -1), addMonths(month, -1)),
  } satisfies Record<string, Period | null>;
}
export type PeriodName = keyof ReturnType<typeof periodsOf>;

/** The lines of a table by month for the year so far, January and February in one from February on. */
export function monthsOfYear({ month, madeOn }: Made): LabelledPeriod[] {
  const january = januaryOf(month);
  const lines: LabelledPeriod[] =
    month === january ? [{ ...whole(january, january), label: '1月' }] : [{ ...whole(january, addMonths(january, 1)), label: '1—2月' }];
  for (let m = addMonths(january, 2); m <= month; m = addMonths(m, 1)) lines.push({ ...whole(m, m), label: monthLabel(m) });
  return lines.map((line, i) => (i === lines.length - 1 ? { ...line, through: endOf(month, madeOn) } : line));
}
