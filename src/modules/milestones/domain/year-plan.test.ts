import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ratio } from '../../../kernel/number.ts';
import { checkMonths, dueBy, evenly } from './year-plan.ts';

test('1.2亿 spread over a year is 58.33% by the end of July (T2), and nothing before it and all after', () => {
  const plan = { year: 2026, monthsFen: evenly(12_000_000_000, 1, 12), totalFen: 12_000_000_000 };
  expect(dueBy(plan, '2026-07')).toEqual({ plannedFen: 7_000_000_000, totalFen: 12_000_000_000 });
  expect(ratio(7_000_000_000, 12_000_000_000).percent).toBe('58.33');
  expect([dueBy(plan, '2025-12'), dueBy(plan, '2026-12'), dueBy(plan, '2027-01')].map((d) => d.plannedFen)).toEqual([
    0,
    plan.totalFen,
    plan.totalFen,
  ]);
});
test('a project that begins in April has nothing due in March and a ninth in April', () => {
  const plan = { year: 2026, monthsFen: evenly(900, 4, 12), totalFen: 900 };
  expect(['2026-03', '2026-04', '2026-12'].map((m) => dueBy(plan, m).plannedFen)).toEqual([0, 100, 900]);
});
test('months below zero and a year of nothing are no plan', () => {
  const zeros = Array<number>(12).fill(0);
  expect(checkMonths(zeros)).toMatchObject({ code: 'year_plan.nothing_planned' });
  expect(checkMonths([...zeros.slice(1), 1])).toEqual([...zeros.slice(1), 1]);
  expect(checkMonths([...zeros.slice(2), -1, 5])).toMatchObject({ code: 'year_plan.month_below_zero', details: { month: 11 } });
});
test('whatever the sum and the months, the months make the sum and differ by at most a fen', () =>
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_000_000_000_000 }), fc.integer({ min: 1, max: 12 }), fc.nat(11), (total, first, more) => {
      const last = Math.min(12, first + more);
      const months = evenly(total, first, last);
      expect(months.reduce((a, b) => a + b, 0)).toBe(total);
      const own = months.slice(first - 1, last);
      expect(Math.max(...own) - Math.min(...own)).toBeLessThanOrEqual(1);
      expect(months.filter((fen, i) => fen !== 0 && (i < first - 1 || i > last - 1))).toEqual([]);
    }),
  ));
