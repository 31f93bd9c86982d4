import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Combination, explain, reconcile, type Side } from './reconciliation.ts';
import { reasons } from './verdict.ts';

const side = fc
  .record({
    outcome: fc.constantFrom('counted', 'left_out', 'pending' as const),
    reason: fc.constantFrom(...reasons),
    isInPeriod: fc.boolean(),
    amount: fc.integer({ min: -1_000_000, max: 1_000_000 }),
  })
  .map(({ amount, ...s }): Side => ({ ...s, fen: s.outcome === 'counted' && s.isInPeriod ? amount : 0 }));
const arrivals = fc.array(fc.record({ a: side, b: side, count: fc.constant(1) }));
const sum = (rows: readonly Combination[], key: 'a' | 'b') => rows.reduce((n, r) => n + r[key].fen, 0);

describe('a reconciliation', () => {
  test('for any ledger and verdicts A − B − Σ explanations is 0', () => {
    fc.assert(
      fc.property(arrivals, (rows) => {
        const totals = { aFen: sum(rows, 'a'), bFen: sum(rows, 'b') };
        const found = reconcile(totals, rows);
        expect(totals.aFen - totals.bFen - found.groups.reduce((n, g) => n + g.differenceFen, 0)).toBe(0);
        expect(found.unexplainedFen).toBe(0);
        expect(found.groups.reduce((n, g) => n + g.count, 0) + found.sameCount).toBe(rows.length);
        expect(totals.aFen).toBe(found.sameFen + found.groups.reduce((n, g) => n + g.aFen, 0));
      }),
    );
  });
  test('a row that was lost on the way is said to be unexplained', () => {
    expect(reconcile({ aFen: 100, bFen: 30 }, []).unexplainedFen).toBe(70);
  });
});

describe('why two sides differ', () => {
  const counted: Side = { fen: 100, outcome: 'counted', reason: 'meets_rule', isInPeriod: true };
  const out: Side = { fen: 0, outcome: 'left_out', reason: 'kind_not_counted', isInPeriod: false };
  test.each([
    [counted, counted, null],
    [counted, out, { kind: 'only_a', because: 'kind_not_counted' }],
    [out, counted, { kind: 'only_b', because: 'kind_not_counted' }],
    [counted, { ...counted, fen: 0, isInPeriod: false }, { kind: 'only_a', because: 'other_period' }],
    [counted, { ...counted, fen: 40, reason: 'part_counted' as const }, { kind: 'differs', because: 'part_counted' }],
  ])('%j against %j: %j', (a, b, why) => {
    expect(explain(a, b)).toEqual(why);
  });
});
