import type { Month } from '../../../kernel/day.ts';
import { divideRounded } from '../../../kernel/number.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** Spread evenly over months, or as the unit writes it month by month. */
export const yearShapes = ['linear', 'curve'] as const;
export type YearShape = (typeof yearShapes)[number];

/** A sum spread evenly over some months of a year, whole fen: what is due by the end of each month is never off by more than half a fen. */
export function evenly(totalFen: number, firstMonth: number, lastMonth: number): number[] {
  const span = lastMonth - firstMonth + 1;
  const upTo = (n: number) => Number(divideRounded(BigInt(totalFen) * BigInt(n), BigInt(span)));
  return Array.from({ length: 12 }, (_, i) => {
    const n = i + 1 - firstMonth + 1;
    return n < 1 || n > span ? 0 : upTo(n) - upTo(n - 1);
  });
}

/** The months as planned, or why they are no plan. */
export function checkMonths(monthsFen: readonly number[]): number[] | Refusal {
  const below = monthsFen.findIndex((fen) => fen < 0);
  if (below >= 0) return refuse('invalid', 'year_plan.month_below_zero', { field: 'monthsFen', month: below + 1 });
  if (monthsFen.every((fen) => fen === 0)) return refuse('invalid', 'year_plan.nothing_planned', { field: 'monthsFen' });
  return [...monthsFen];
}

/** 序时进度: what is to be done by the end of a month, out of the whole year; integer fen, so that it can be compared exactly. */
export type Due = Readonly<{ plannedFen: number; totalFen: number }>;
export function dueBy(plan: Readonly<{ year: number; monthsFen: readonly number[]; totalFen: number }>, month: Month): Due {
  const [year, no] = month.split('-').map(Number) as [number, number];
  const months = year < plan.year ? 0 : year > plan.year ? 12 : no;
  return { plannedFen: plan.monthsFen.slice(0, months).reduce((sum, fen) => sum + fen, 0), totalFen: plan.totalFen };
}
