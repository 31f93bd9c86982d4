import { addMonths, type Day, firstDayOf, lastDayOf, type Month, monthOf } from '../../../kernel/day.ts';
import type { FigureBinding, TextBinding } from './binding.ts';

/** The month a form is filled for, up to `through`: its last day, or today while it lasts. */
export type Filled = Readonly<{ month: Month; through: Day }>;

export const filledFor = (month: Month, today: Day): Filled => {
  const last = lastDayOf(month);
  return { month, through: last < today ? last : today };
};

const isWhole = ({ month, through }: Filled) => through === lastDayOf(month);

/** The period of a figure: the month, the year so far, or all since the ledger began; also of the year before, up to the same day. */
export function periodOf(
  { period, lastYear }: Pick<FigureBinding, 'period' | 'lastYear'>,
  filled: Filled,
): { from: Month | null; through: Day } {
  const month = lastYear ? addMonths(filled.month, -12) : filled.month;
  const last = lastDayOf(month);
  const sameDay = `${month}-${filled.through.slice(8)}`;
  const through = isWhole(filled) || sameDay > last ? last : sameDay;
  if (period === 'total') return { from: null, through };
  return { from: period === 'month' ? month : `${month.slice(0, 4)}-01`, through };
}

const inWords = (day: Day) => `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
const monthInWords = (month: Month) => `${Number(month.slice(0, 4))}年${Number(month.slice(5))}月`;

type Facts = Readonly<{ unit: string; today: Day; preparer: string; filled: Filled }>;
/** A word of the form: who, for when, on which day. */
export function textOf(
  { text, before, after }: Pick<TextBinding, 'text' | 'before' | 'after'>,
  { unit, today, preparer, filled }: Facts,
): string {
  const words = {
    unit,
    preparer,
    filled_on: inWords(today),
    month: monthInWords(filled.month),
    as_of: isWhole(filled) ? `截至${monthInWords(filled.month)}底` : `截至${inWords(filled.through)}`,
  };
  return before + words[text] + after;
}

/** First and last month of the rows of a list; null when every row counts. */
export function listSpan(period: 'month' | 'year' | 'total' | 'any', { month, through }: Filled): { from: Month | null; to: Month } | null {
  if (period === 'any') return null;
  const to = monthOf(through)!;
  return { from: period === 'total' ? null : period === 'month' ? month : monthOf(firstDayOf(month.slice(0, 4)))!, to };
}
