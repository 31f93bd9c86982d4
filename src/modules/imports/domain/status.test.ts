import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { settleRow, weigh } from './finding.ts';
import { afterInterruption, importStatuses, mayCommit, possible, step } from './status.ts';
import { Tally } from './tally.ts';

const code = (answer: true | Refusal) => (answer instanceof Refusal ? answer.code : 'may');

describe('what may be done with an import depends on how far it is', () => {
  test('step by step, in every state', () => {
    for (const status of importStatuses) {
      for (const name of Object.keys(possible) as (keyof typeof possible)[]) {
        const isPossible = (possible[name] as readonly string[]).includes(status);
        expect(code(step(name, status)) === 'may', `${name} ${status}`).toBe(isPossible);
      }
    }
    expect(code(step('commit', 'draft'))).toBe('import.not_checked');
    expect(code(step('check', 'committed'))).toBe('import.already_committed');
    expect(code(step('setUp', 'committing'))).toBe('import.busy_or_over');
  });
  test('stopped midway it goes back to where it was', () => {
    expect(importStatuses.map(afterInterruption)).toEqual(['draft', 'draft', 'checked', 'checked', 'committed', 'discarded']);
  });
});

describe('an answer to what was found', () => {
  const counts = { refused: 0, accepted: 5 };
  test('leaves refused rows out only when it says so', () => {
    expect(code(mayCommit({ ...counts, refused: 2 }, [], { skipRefused: false, acknowledged: null }))).toBe('import.rows_refused');
    expect(code(mayCommit({ ...counts, refused: 2 }, [], { skipRefused: true, acknowledged: null }))).toBe('may');
  });
  test('ticks every soft fault and gives a reason', () => {
    const answer = (codes: string[], reason: string) =>
      code(mayCommit(counts, ['a', 'b'], { skipRefused: false, acknowledged: { codes, reason } }));
    expect([answer(['a', 'b'], '已核'), answer(['a'], '已核'), answer(['a', 'b'], '  ')]).toEqual([
      'may',
      'import.not_acknowledged',
      'import.not_acknowledged',
    ]);
  });
});

test('a published severity takes the place of the usual one, and faults of reading stay faults', () => {
  const finding = { code: 'x', field: null, severity: 'warn' as const };
  const rules = { rows: [{ code: 'x', severity: 'refuse' as const }] };
  expect(weigh([finding], { rows: [] }).warnings).toHaveLength(1);
  expect(weigh([finding], rules)).toMatchObject({ faults: [{ code: 'x' }], warnings: [] });
  const judged = { row: 1, outcome: 'new' as const, targetId: null, changes: {}, faults: [], findings: [], plan: null };
  expect(settleRow({ faults: [{ code: 'y', field: 'a' }], warnings: [] }, judged, { rows: [] }).outcome).toBe('refused');
});

test('a row judged again leaves the counts and sums as if it had been judged once', () => {
  const outcome = fc.constantFrom('new' as const, 'changed' as const, 'unchanged' as const, 'refused' as const);
  const warning = fc.record({
    code: fc.constantFrom('a', 'b'),
    field: fc.constant(null),
    severity: fc.constantFrom('warn' as const, 'acknowledge' as const),
  });
  const row = fc.record({
    outcome,
    values: fc.record({ total: fc.integer({ min: 0, max: 10 ** 12 }) }),
    terms: fc.constantFrom(null, { currency: 'USD', rate: '7.1' }),
    faults: fc.constant(null),
    warnings: fc.array(warning, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(fc.array(row, { maxLength: 20 }), fc.array(row, { maxLength: 20 }), (kept, again) => {
      const [once, twice] = [new Tally(['total']), new Tally(['total'])];
      kept.forEach(once.add);
      for (const r of [...kept, ...again]) twice.add(r);
      again.forEach(twice.remove);
      const sorted = <T extends object>(list: T[]) => list.map((x) => JSON.stringify(x)).toSorted();
      expect(twice.counts()).toEqual(once.counts());
      expect(sorted(twice.totals())).toEqual(sorted(once.totals()));
      expect(sorted(twice.toAcknowledge())).toEqual(sorted(once.toAcknowledge()));
    }),
  );
});
