import { minorText } from '../../../kernel/currency.ts';
import type { Month } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { type InvestmentParts, sumOfParts } from '../../funds/domain/investment-check.ts';

export const yuan = (fen: Fen): string => minorText(fen, 'CNY');

/** 未报 / 待审 / 退回 / 通过 / 免报 */
export const reportStates = ['missing', 'submitted', 'returned', 'accepted', 'excused'] as const;
export type ReportState = (typeof reportStates)[number];
export type Outcome = 'accepted' | 'returned';

export const parts = ['civilFen', 'installationFen', 'equipmentFen', 'otherFen'] as const satisfies (keyof InvestmentParts)[];
/** 建筑 + 安装 + 设备 + 其他, and of the other 旧建筑物购置 and 建设用地费. */
export type ReportedMoney = InvestmentParts & Readonly<{ oldBuildingFen: Fen; landFen: Fen }>;
export const noMoney: ReportedMoney = { civilFen: 0, installationFen: 0, equipmentFen: 0, otherFen: 0, oldBuildingFen: 0, landFen: 0 };

/** What the ledger holds of a project, without what an earlier report of the same month put there. */
export type LedgerMonth = Readonly<{
  /** Typed directly for the months that the report covers. */
  typed: InvestmentParts;
  /** Of earlier years, and of this year before the months covered. */
  earlierYearsFen: Fen;
  earlierThisYearFen: Fen;
}>;

export type GivenReport = ReportedMoney &
  Readonly<{
    month: Month;
    isUnchanged: boolean;
    summary: string | null;
    /** 自年初累计 and 自开始累计 where the paper before the clerk says them: they must agree with the ledger. */
    yearFen?: Fen | null | undefined;
    totalFen?: Fen | null | undefined;
  }>;

export type Totals = Readonly<{ amountFen: Fen; yearFen: Fen; totalFen: Fen }>;
/** 自年初累计 = what the year held + the month; 自开始累计 = 上年累计 + 自年初累计 (rules.md §3.8). */
export function totalsOf(amountFen: Fen, { earlierYearsFen, earlierThisYearFen }: LedgerMonth): Totals {
  const yearFen = earlierThisYearFen + amountFen;
  return { amountFen, yearFen, totalFen: earlierYearsFen + yearFen };
}

/**
 * Reads a report against the ledger. Refuses: report.summary_required, report.unchanged_has_money, report.other_below_its_parts,
 * report.below_ledger (what was typed directly must be taken back there first), report.year_total_differs, report.total_differs.
 */
export function checkReport(given: GivenReport, ledger: LedgerMonth): Totals | Refusal {
  const totals = totalsOf(sumOfParts(given), ledger);
  if (!given.isUnchanged && !given.summary?.trim()) return refuse('invalid', 'report.summary_required', { field: 'summary' });
  if (given.isUnchanged && parts.some((part) => given[part] !== ledger.typed[part]))
    return refuse('invalid', 'report.unchanged_has_money', { field: 'isUnchanged' });
  return moneyFault(given, ledger) ?? differing(given, totals) ?? totals;
}

function moneyFault(given: ReportedMoney, { typed }: LedgerMonth): Refusal | null {
  if (!Number.isSafeInteger(sumOfParts(given))) return refuse('invalid', 'amount.too_large', { found: sumOfParts(given), currency: 'CNY' });
  const { otherFen, oldBuildingFen, landFen } = given;
  if (otherFen < oldBuildingFen + landFen)
    return refuse('invalid', 'report.other_below_its_parts', {
      field: 'otherFen',
      found: yuan(otherFen),
      parts: yuan(oldBuildingFen + landFen),
    });
  const below = parts.find((part) => given[part] < typed[part]);
  return below ? refuse('rule', 'report.below_ledger', { field: below, ledger: yuan(typed[below]), found: yuan(given[below]) }) : null;
}

function differing({ yearFen, totalFen }: GivenReport, totals: Totals): Refusal | null {
  const differs = (code: string, field: string, found: Fen | null | undefined, expectedFen: Fen) =>
    typeof found === 'number' && found !== expectedFen
      ? refuse('invalid', code, { field, found: yuan(found), expected: yuan(expectedFen) })
      : null;
  return (
    differs('report.year_total_differs', 'yearFen', yearFen, totals.yearFen) ??
    differs('report.total_differs', 'totalFen', totalFen, totals.totalFen)
  );
}

/** What the ledger still lacks of what a report says; null when nothing. */
export function lackingEntry(given: InvestmentParts, typed: InvestmentParts): InvestmentParts | null {
  const lacks = Object.fromEntries(parts.map((part) => [part, given[part] - typed[part]])) as Record<(typeof parts)[number], Fen>;
  return parts.some((part) => lacks[part] !== 0) ? lacks : null;
}

/** 是否迟报: sent after its day, or still missing when the day is past. */
export const isLate = ({ dueOn, reportedOn }: Readonly<{ dueOn: string; reportedOn: string | null }>, today: string) =>
  (reportedOn ?? today) > dueOn;
