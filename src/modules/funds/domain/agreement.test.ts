import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { asSigned, checkStanding, readAgreement, type Standing, totalsOf } from './agreement.ts';
import { agreementKinds, effective } from './entry.ts';

const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);
const yuan = (
  kind: Standing['kind'],
  signedOn: string,
  total: number,
  attracted: number | null = null,
  fixed: number | null = null,
): Standing => ({ kind, signedOn, currency: 'CNY', totalMinor: total, totalFen: total, attractedFen: attracted, fixedFen: fixed });

describe('one agreement by itself', () => {
  const terms = { currency: 'CNY', rate: null, rateSource: null, rateOn: null };
  const good = { kind: 'investment', signedOn: '2026-03', totalMinor: 100, attractedMinor: 100, fixedMinor: 0, ...terms } as const;
  test('引资额 and 固投 may reach the total, and each has its fen', () => {
    expect(readAgreement(good, '2026-03-01')).toEqual({ ...good, rate: '1', totalFen: 100, attractedFen: 100, fixedFen: 0 });
    const dollars = { ...good, currency: 'USD', rate: '7.1', rateSource: 'bank', rateOn: '2026-03-01', fixedMinor: null };
    expect(readAgreement(dollars, '2026-03-01')).toMatchObject({ totalFen: 710, attractedFen: 710, fixedFen: null });
  });
  test.each([
    [{ attractedMinor: 101 }, 'agreement.part_above_total'],
    [{ fixedMinor: 101 }, 'agreement.part_above_total'],
    [{ attractedMinor: -1 }, 'agreement.part_below_zero'],
    [{ totalMinor: 0, attractedMinor: null }, 'agreement.total_not_positive'],
    [{ signedOn: '2026-04' }, 'agreement.in_future'],
    [{ signedOn: '2026-2-30' }, 'date.unreadable'],
    [{ kind: 'promise' as 'investment' }, 'agreement.kind_unknown'],
    [{ kind: 'supplement', totalMinor: 0, attractedMinor: null, fixedMinor: 0 }, 'agreement.changes_nothing'],
    [{ currency: 'USD', rate: '0' }, 'money.rate_unreadable'],
  ] as const)('%j is refused: %s', (change, code) => {
    expect(codeOf(readAgreement({ ...good, ...change }, '2026-03-31'))).toBe(code);
  });
  test('a supplement may take away, and may change one part only', () => {
    expect(readAgreement({ ...good, kind: 'supplement', totalMinor: -50, attractedMinor: null }, '2026-03-31')).toMatchObject({
      totalFen: -50,
    });
    expect(readAgreement({ ...good, kind: 'supplement', totalMinor: 0, attractedMinor: 30 }, '2026-03-31')).toMatchObject({
      attractedFen: 30,
    });
  });
});

describe('the agreements in force of one project', () => {
  test('a framework never counts, neither its amount nor its day', () => {
    const signed = [
      yuan('framework', '2024-01-01', 900),
      yuan('investment', '2025-06-01', 100, 80, 60),
      yuan('supplement', '2025-09', 20, null, 5),
    ];
    expect(totalsOf(signed)).toEqual({
      agreed: { fen: 120, byCurrency: { CNY: 120 } },
      attractedFen: 80,
      fixedFen: 65,
      signedOn: '2025-06-01',
    });
    expect(totalsOf([yuan('framework', '2024-01-01', 900)])).toMatchObject({ agreed: { fen: 0 }, signedOn: null });
  });
  test('the day of signing is that of the earliest 投资协议, and a year alone stands before its months', () => {
    expect(totalsOf([yuan('investment', '2025-03', 1), yuan('investment', '2025', 1)]).signedOn).toBe('2025');
    expect(totalsOf([yuan('investment', '2025-03', 1), yuan('supplement', '2024', 1)]).signedOn).toBe('2025-03');
  });
  test('a supplement needs a 投资协议; a framework will not do', () => {
    expect(codeOf(checkStanding([yuan('framework', '2024', 100), yuan('supplement', '2025', 20)]))).toBe(
      'agreement.supplement_needs_investment',
    );
    expect(checkStanding([yuan('investment', '2024', 100), yuan('supplement', '2025', -100)])).toBe(true);
  });
  test('a second 投资协议 is an event that adds nothing, and needs a first', () => {
    expect([asSigned('investment', false), asSigned('investment', true), asSigned('supplement', true)]).toEqual([
      'investment',
      'resigning',
      'supplement',
    ]);
    expect(totalsOf([yuan('investment', '2024', 100), yuan('resigning', '2023', 900)])).toMatchObject({
      agreed: { fen: 100 },
      signedOn: '2024',
    });
    expect(codeOf(checkStanding([yuan('framework', '2024', 100), yuan('resigning', '2025', 20)]))).toBe('agreement.not_signed_yet');
  });
  test('no sum may end below zero, no part above the whole', () => {
    expect(codeOf(checkStanding([yuan('investment', '2024', 100), yuan('supplement', '2025', -101)]))).toBe('agreement.sum_below_zero');
    expect(codeOf(checkStanding([yuan('investment', '2024', 100, 90), yuan('supplement', '2025', -20)]))).toBe('agreement.parts_above_sum');
  });
  test('sums are those of the rows, whatever their order', () => {
    const any = fc.array(
      fc.record({
        kind: fc.constantFrom(...agreementKinds),
        total: fc.integer({ min: -1000, max: 1000 }),
        part: fc.integer({ min: -1000, max: 1000 }),
      }),
    );
    fc.assert(
      fc.property(any, (rows) => {
        const all = rows.map((r) => yuan(r.kind, '2025', r.total, r.part, null));
        const counted = rows.filter((r) => r.kind === 'investment' || r.kind === 'supplement');
        expect(totalsOf(all)).toMatchObject({
          agreed: { fen: counted.reduce((s, r) => s + r.total, 0) },
          attractedFen: counted.reduce((s, r) => s + r.part, 0),
        });
        expect(totalsOf(all.toReversed())).toEqual(totalsOf(all));
      }),
    );
  });
});

test('a reversed row and the row that reverses it both stop counting', () => {
  const rows = [
    { id: 'a', reverses: null },
    { id: 'b', reverses: null },
    { id: 'c', reverses: 'a' },
  ];
  expect(effective(rows).map((r) => r.id)).toEqual(['b']);
});
