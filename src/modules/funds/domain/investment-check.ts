import { addMonths, type Day, type Month, monthOf } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { manyTimes } from './arrival-check.ts';

/** Investment done in one month, fen: 建筑工程 + 安装工程 + 设备工器具购置 + 其他费用 (fixed-investment statistics). */
export type InvestmentParts = Readonly<{ civilFen: Fen; installationFen: Fen; equipmentFen: Fen; otherFen: Fen }>;
export type InvestmentEntry = InvestmentParts & Readonly<{ projectId: string; month: Month; amountFen: Fen }>;

/** Soft faults: each may be true all the same, and then needs a tick and a reason (acceptance I11). */
export const investmentFaultCodes = ['cumulative_falls', 'far_above_last_month', 'month_has_rows'] as const;
export type InvestmentFault =
  | Readonly<{ code: 'cumulative_falls'; beforeFen: Fen; afterFen: Fen }>
  | Readonly<{ code: 'far_above_last_month'; month: Month; monthFen: Fen; lastMonthFen: Fen }>
  /** The month is recorded already, so that this adds to it. */
  | Readonly<{ code: 'month_has_rows'; month: Month; alreadyFen: Fen }>;

/** What the ledger holds of one project: months that have rows, 'YYYY-MM' → fen, and the sum of all. */
export type ProjectWork = Readonly<{ investedFen: Fen; months: Readonly<Record<Month, Fen>> }>;

export const sumOfParts = (p: InvestmentParts): Fen => p.civilFen + p.installationFen + p.equipmentFen + p.otherFen;

/** Reads one month by itself: refuses an unreadable or future month, and parts that do not make up the amount. */
export function checkInvestment(entry: Omit<InvestmentEntry, 'projectId'>, today: Day): true | Refusal {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(entry.month)) return refuse('invalid', 'date.unreadable', { field: 'month', found: entry.month });
  const thisMonth = monthOf(today)!;
  if (entry.month > thisMonth) return refuse('invalid', 'investment.month_in_future', { month: entry.month, thisMonth });
  const parts = sumOfParts(entry);
  if (!Number.isSafeInteger(parts)) return refuse('invalid', 'amount.too_large', { found: parts, currency: 'CNY' });
  return parts === entry.amountFen || refuse('invalid', 'investment.parts_differ_from_amount', { parts, amountFen: entry.amountFen });
}

/** Judges months one after the other, each as if those before it were recorded; see `arrivalJudge`. */
export function investmentJudge() {
  const projects = new Map<string, ProjectWork>();
  const judge = (entry: InvestmentEntry): InvestmentFault[] => {
    const before = projects.get(entry.projectId) ?? { investedFen: 0, months: {} };
    const monthFen = (before.months[entry.month] ?? 0) + entry.amountFen;
    const after = { investedFen: before.investedFen + entry.amountFen, months: { ...before.months, [entry.month]: monthFen } };
    projects.set(entry.projectId, after);
    return [...faultsOf(entry, before, after)];
  };
  const lacks = (entries: readonly InvestmentEntry[]) => [...new Set(entries.map((e) => e.projectId))].filter((id) => !projects.has(id));
  const learn = (known: ReadonlyMap<string, ProjectWork>) => {
    for (const [id, work] of known) projects.set(id, work);
  };
  return { lacks, learn, judge };
}

function* faultsOf({ month }: InvestmentEntry, before: ProjectWork, after: ProjectWork): Generator<InvestmentFault> {
  if (after.investedFen < before.investedFen)
    yield { code: 'cumulative_falls', beforeFen: before.investedFen, afterFen: after.investedFen };
  const [monthFen, lastMonthFen, alreadyFen] = [after.months[month] ?? 0, before.months[addMonths(month, -1)] ?? 0, before.months[month]];
  if (lastMonthFen > 0 && monthFen / manyTimes >= lastMonthFen) yield { code: 'far_above_last_month', month, monthFen, lastMonthFen };
  if (alreadyFen !== undefined) yield { code: 'month_has_rows', month, alreadyFen };
}
