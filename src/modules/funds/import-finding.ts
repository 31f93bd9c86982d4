import { minorText } from '../../kernel/currency.ts';
import type { PartialDate } from '../../kernel/day.ts';
import type { RuleFinding, Severity } from '../../kernel/import-row.ts';
import type { ArrivalFault } from './domain/arrival-check.ts';
import type { Ledger } from './domain/entry.ts';
import { bookedOn, type ClosedThrough } from './domain/month.ts';
import type { Sums } from './domain/money-entry.ts';

/** A sum as a sheet would say it: in its own currency when there is only one. */
function sumText({ byCurrency, fen }: Sums): string {
  const [only, ...others] = Object.entries(byCurrency);
  return only && others.length === 0 ? `${minorText(only[1], only[0])} ${only[0]}` : `${minorText(fen, 'CNY')} CNY`;
}

/** A soft fault of an arrival as an import tells it: 'arrival.above_total' and so on; it needs a tick and a reason. */
export function findingOf(fault: ArrivalFault, field: string): RuleFinding {
  const { code, ...details } = fault;
  const base = { code: `arrival.${code.replace(/^arrived_/, '')}`, field, severity: 'acknowledge' as const };
  switch (fault.code) {
    case 'arrived_above_total':
      return { ...base, found: sumText(fault.arrived), details: { total: sumText(fault.total) } };
    case 'arrived_above_agreed':
      return { ...base, found: sumText(fault.arrived), details: { agreed: sumText(fault.agreed) } };
    case 'before_signing':
      return { ...base, field: field === 'amount' ? 'arrivedOn' : field, found: fault.arrivedOn, details: { signedOn: fault.signedOn } };
    case 'in_future':
      return { ...base, field: field === 'amount' ? 'arrivedOn' : field, found: fault.arrivedOn, details: { today: fault.today } };
    case 'same_voucher':
      return { ...base, field: 'voucherNo', found: fault.voucherNo, details: { uses: fault.uses, shown: fault.shown } };
    default:
      return { ...base, details };
  }
}

/** An entry whose month is closed is booked in the next open one: 'arrival.month_closed'. */
export function bookedLater(ledger: Ledger, field: string, date: PartialDate, closed: ClosedThrough, severity: Severity): RuleFinding[] {
  const booked = bookedOn(date, closed);
  return booked === null ? [] : [{ code: `${ledger}.month_closed`, field, found: date, expected: booked, severity }];
}
