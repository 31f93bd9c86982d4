import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { stages } from '../../projects/domain/stage.ts';
import { checkShares, doublesOf, type EntryBrief, fieldPairs, settleStage, stageOutcome, takenOver } from './merger.ts';

const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);

test('the matrix of stages: nothing goes back silently, whichever pair of stages meets', () => {
  for (const into of stages)
    for (const from of stages) {
      const outcome = stageOutcome(into, from);
      const [silent, taken, kept, why] = [
        settleStage(into, from, null, null),
        settleStage(into, from, 'from', null),
        settleStage(into, from, 'into', null),
        settleStage(into, from, 'into', '台账有误'),
      ].map(codeOf);
      const behind = ['merger.stage_undecided', true, 'merger.stage_reason_required', false];
      expect([into, from, silent, taken, kept, why]).toEqual([
        into,
        from,
        ...(outcome === 'behind' ? behind : [false, false, false, false]),
      ]);
    }
});

test('D3 fields: a conflict keeps what is there unless chosen, a gap is filled unless refused', () => {
  const pairs = fieldPairs(
    { name: '乙', place: '园区', remark: null, scale: '同' },
    { name: '甲', place: null, remark: '注', scale: '同' },
    ['name', 'place', 'remark', 'scale'],
  );
  expect(pairs.map((p) => [p.field, p.isConflict])).toEqual([
    ['name', true],
    ['place', false],
  ]);
  expect(takenOver(pairs, {})).toEqual(['place']);
  expect(takenOver(pairs, { name: 'from', place: 'into' })).toEqual(['name']);
});

test('D5 an entry of one pairs off with at most one of the other', () => {
  const entry = (id: string, more: Partial<EntryBrief> = {}): EntryBrief => ({
    ledger: 'arrival',
    id,
    on: '2026-03',
    fen: 100,
    kind: 'land',
    voucherNo: null,
    ...more,
  });
  const ids = (from: EntryBrief[], into: EntryBrief[]) => doublesOf(from, into).map((d) => [d.entry.id, d.of]);
  expect(ids([entry('a'), entry('b')], [entry('x')])).toEqual([['a', 'x']]);
  expect(ids([entry('a', { voucherNo: 'v', on: '2026-01', kind: 'civil' })], [entry('x', { voucherNo: 'v' })])).toEqual([['a', 'x']]);
  for (const other of [{ fen: 99 }, { on: '2026-04' }, { kind: 'civil' }, { ledger: 'investment' as const }])
    expect(ids([entry('a')], [entry('x', other)])).toEqual([]);
  const deal = { ledger: 'agreement' as const, kind: 'investment' };
  expect(ids([entry('a', { ...deal, fen: 1, on: '2024' })], [entry('x', { ...deal, fen: 2 })])).toEqual([['a', 'x']]);
  expect(ids([entry('a', deal)], [entry('x', { ...deal, kind: 'framework' })])).toEqual([]);
});

test('D12 shares come to 100 %, each unit once, with the paper that divides them', () => {
  const share = (unitId: string, basisPoints: number) => ({ unitId, basisPoints });
  const check = (...of: Parameters<typeof checkShares>) => codeOf(checkShares(...of));
  expect(check([], null)).toBe(true);
  expect(check([share('a', 6000), share('b', 4000)], '分割证明1号')).toBe(true);
  expect(check([share('a', 6000), share('b', 4000)], ' ')).toBe('merger.certificate_required');
  expect(check([share('a', 5000), share('a', 5000)], 'x')).toBe('merger.shares_twice');
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 1, maxLength: 4 }), (parts) => {
      const isWhole = parts.every((p) => p > 0) && parts.reduce((s, p) => s + p, 0) === 10_000;
      expect(
        check(
          parts.map((p, i) => share(String(i), p)),
          'x',
        ) === true,
      ).toBe(isWhole);
    }),
  );
});
