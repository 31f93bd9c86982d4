import { formatFen, grouped } from '../../../kernel/money.ts';
import { fittingUnit } from '../../../web/kit/amount-choice.ts';
import type { Text } from '../../../web/text.ts';
import type { ArrivalFault } from '../domain/arrival-check.ts';
import type { InvestmentFault } from '../domain/investment-check.ts';

/** What looks wrong about an entry and may be right all the same. */
export type Fault = ArrivalFault | InvestmentFault;

const amountIn = (t: Text, fen: number) => `${grouped(formatFen(fen, fittingUnit(fen)))} ${t(`amount.${fittingUnit(fen)}`)}`;

/** A soft fault as a sentence, with the amounts and dates that show it. */
export function faultSentence(t: Text, fault: Fault): string {
  const amount = (fen: number) => amountIn(t, fen);
  switch (fault.code) {
    case 'arrived_above_agreed':
      return t('funds.fault.arrived_above_agreed', { arrived: amount(fault.arrived.fen), agreed: amount(fault.agreed.fen) });
    case 'arrived_above_total':
      return t('funds.fault.arrived_above_total', { arrived: amount(fault.arrived.fen), total: amount(fault.total.fen) });
    case 'before_signing':
      return t(fault.signedOn === null ? 'funds.fault.unsigned' : 'funds.fault.before_signing', {
        arrivedOn: fault.arrivedOn,
        signedOn: fault.signedOn,
      });
    case 'same_voucher':
      return t('funds.fault.same_voucher', { voucherNo: fault.voucherNo, uses: fault.uses, shown: usesIn(t, fault) });
    case 'in_future':
      return t('funds.fault.in_future', { arrivedOn: fault.arrivedOn });
    default:
      return monthSentence(t, fault);
  }
}

function monthSentence(
  t: Text,
  fault: Exclude<Fault, { code: 'arrived_above_agreed' | 'arrived_above_total' | 'before_signing' | 'same_voucher' | 'in_future' }>,
) {
  const amount = (fen: number) => amountIn(t, fen);
  switch (fault.code) {
    case 'far_above_last_month':
      return t('funds.fault.far_above_last_month', { month: fault.month, now: amount(fault.monthFen), last: amount(fault.lastMonthFen) });
    case 'cumulative_falls':
      return t('funds.fault.cumulative_falls', { before: amount(fault.beforeFen), after: amount(fault.afterFen) });
    case 'month_has_rows':
      return t('funds.fault.month_has_rows', { month: fault.month, already: amount(fault.alreadyFen) });
  }
}

const usesIn = (t: Text, { shown }: Extract<Fault, { code: 'same_voucher' }>) =>
  shown
    .map((u) => t('funds.fault.use', { project: u.projectName, on: u.arrivedOn, amount: amountIn(t, u.amountFen) }))
    .join(t('shell.comma'));
