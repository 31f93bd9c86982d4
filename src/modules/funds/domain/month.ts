import { addMonths, firstDayOf, type Month, monthOf, type PartialDate } from '../../../kernel/day.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';

/** Months up to and with this one are closed; null while none is. Months close in order and reopen from the last back, so one month says it all. */
export type ClosedThrough = Month | null;

/** Does the date lie in a closed month? One known only to its year does as soon as a month of that year is closed, whose totals it would change. */
const isClosed = (date: PartialDate, closed: ClosedThrough): boolean => closed !== null && monthOf(firstDayOf(date))! <= closed;

/** The month an entry is booked in when that is not when it happened: the next open month. */
export const bookedOn = (date: PartialDate, closed: ClosedThrough): Month | null =>
  closed !== null && isClosed(date, closed) ? addMonths(closed, 1) : null;

/** When an entry counts. */
export const countedOn = ({ happenedOn, bookedOn: booked }: Readonly<{ happenedOn: PartialDate; bookedOn: Month | null }>): PartialDate =>
  booked ?? happenedOn;

export type MonthAct = 'close' | 'reopen';

/**
 * May this month be closed or reopened, given what is closed and the first month with an entry? Refuses: month.not_over (it must have
 * ended), month.out_of_order (naming the one that is due).
 */
export function checkMonthAct(
  act: MonthAct,
  month: Month,
  { closed, first, current }: Readonly<{ closed: ClosedThrough; first: Month; current: Month }>,
): true | Refusal {
  if (act === 'reopen') return closed === month || refuse('rule', 'month.reopens_from_the_last', { month, expected: closed });
  if (month >= current) return refuse('rule', 'month.not_over', { month });
  const due = closed ? addMonths(closed, 1) : first;
  return month === due || refuse('rule', 'month.out_of_order', { month, expected: due });
}
