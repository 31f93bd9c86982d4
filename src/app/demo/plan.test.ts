import { describe, expect, test } from 'vitest';
import { planDemo } from './plan.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

describe('the invented ledger', () => {
  const { projects, months } = planDemo(20261122, '2026-10');
  const signed = projects.filter((p) => p.signedMonth && !p.framework && !p.side);
  test('meets the published totals exactly: 132 signed, 48.33亿 agreed, 15.82亿 arrived', () => {
    expect(signed).toHaveLength(132);
    expect(sum(signed.map((p) => p.agreed))).toBe(483_300);
    expect(sum(projects.flatMap((p) => p.arrivals.map((a) => a.amount)))).toBe(158_200);
  });
  test('meets the published investment exactly: 353 projects of 100万 and more, 34.17亿 done', () => {
    const working = projects.filter((p) => p.investments.length && p.total >= 100);
    expect(working).toHaveLength(353);
    expect(sum(working.flatMap((p) => p.investments.map((i) => i.amount)))).toBe(341_700);
  });
  test('every month’s investment is the sum of its four kinds, and nothing arrives above the agreed amount', () => {
    for (const p of projects) {
      for (const i of p.investments) expect(sum(i.split)).toBe(i.amount);
      if (p.arrivals.length) expect(sum(p.arrivals.map((a) => a.amount))).toBeLessThanOrEqual(p.agreed);
    }
  });
  test('covers three years of months and repeats for the same seed and month', () => {
    expect(months).toHaveLength(36);
    expect(planDemo(20261122, '2026-10')).toEqual({ projects, months });
  });
  test.each(['2026-12', '2027-01', '2028-02'])('meets the same totals when it ends in %s', (last) => {
    const later = planDemo(20261122, last).projects;
    expect(sum(later.flatMap((p) => p.arrivals.map((a) => a.amount)))).toBe(158_200);
    expect(later.filter((p) => p.investments.length && p.total >= 100)).toHaveLength(353);
  });
});
