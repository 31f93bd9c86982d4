import { describe, expect, test } from 'vitest';
import type { ImportValue, MappedRow } from '../../../kernel/import-row.ts';
import {
  agreementMove,
  agreementOf,
  arrivalOf,
  codesOf,
  patchOf,
  remarkOf,
  nothingMeant,
  standingOf,
  withoutSameTerms,
} from './import-row.ts';

const today = '2026-06-15';
const yuan = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
const dollars = { currency: 'USD', rate: '7.1', rateSource: null, rateOn: null };
const row = (values: Record<string, ImportValue>, more: Partial<MappedRow> = {}): MappedRow => ({
  row: 2,
  values,
  terms: yuan,
  words: [],
  faulty: [],
  ...more,
});
const deal = { kind: 'investment', signedOn: '2026-01', totalMinor: 100, attractedMinor: null, fixedMinor: 40, ...yuan };

describe('the agreement that a ledger line tells of', () => {
  test('has an amount and a day of signing', () => {
    expect(agreementOf(row({ agreed: 100, fixed: 40, signedOn: '2026-01' }), today).agreement).toEqual(deal);
    expect(agreementOf(row({ agreed: 100 }), today)).toMatchObject({ agreement: null, lacks: 'signedOn' });
    expect(agreementOf(row({ agreed: 100 }, { faulty: ['signedOn'] }), today)).toMatchObject({ agreement: null, lacks: null });
    expect(agreementOf(row({ agreed: 0, signedOn: '2026' }), today)).toEqual({ agreement: null, lacks: null, loose: [] });
  });
  test('is the whole of its parts: a part without it hangs loose', () =>
    expect(agreementOf(row({ fixed: 5, attracted: 3 }), today).loose).toEqual(['attracted', 'fixed']));
  test('in another currency says where its rate is from and of which day', () => {
    const own = agreementOf(row({ agreed: 1, signedOn: '2026' }, { terms: dollars }), today).agreement;
    expect(own).toMatchObject({ currency: 'USD', rate: '7.1', rateSource: '导入设置', rateOn: today });
  });
  test('adds, changes nothing, takes the place of the only one, or is unclear among several', () => {
    const held = { ...deal, id: 'a' };
    expect(agreementMove(deal, [])).toEqual({ act: 'add' });
    expect(agreementMove({ ...deal, fixedMinor: null }, [held])).toEqual({ act: 'none' });
    expect(agreementMove({ ...deal, totalMinor: 120, fixedMinor: null }, [held])).toMatchObject({
      act: 'replace',
      id: 'a',
      agreement: { totalMinor: 120, fixedMinor: 40 },
    });
    expect(agreementMove({ ...deal, totalMinor: 200 }, [held, { ...held, id: 'b' }])).toEqual({ act: 'none' });
    expect(agreementMove({ ...deal, totalMinor: 150 }, [held, { ...held, id: 'b' }])).toEqual({ act: 'unclear', heldMinor: 200 });
  });
  test('is measured by what counts: signed again it is an event beside it, and never part of the sum or in its place', () => {
    const held = { ...deal, id: 'a' };
    const again = { ...deal, kind: 'resigning', signedOn: '2026-05', totalMinor: 900 };
    const both = [held, { ...again, id: 'b' }];
    expect(agreementMove(again, [held])).toEqual({ act: 'add' });
    expect(agreementMove(again, both)).toEqual({ act: 'none' });
    expect(agreementMove({ ...again, signedOn: '2026-06' }, both)).toEqual({ act: 'add' });
    expect(agreementMove(deal, both)).toEqual({ act: 'none' });
    expect(agreementMove({ ...deal, totalMinor: 1000 }, both)).toMatchObject({ act: 'replace', id: 'a' });
    const framework = { ...deal, kind: 'framework', id: 'f' };
    expect(agreementMove(deal, [framework])).toMatchObject({ act: 'replace', id: 'f' });
    expect(agreementMove(deal, [framework, held])).toEqual({ act: 'none' });
    expect(agreementMove({ ...deal, kind: 'framework' }, [held])).toEqual({ act: 'add' });
  });
});

test('what arrived so far becomes an arrival of what the book does not hold yet', () => {
  const line = row({ arrived: 50, arrivedOn: '2026-05' });
  expect(arrivalOf(line, 0, today)).toMatchObject({ amountMinor: 50, arrivedOn: '2026-05' });
  expect(arrivalOf(line, 20, today)).toMatchObject({ amountMinor: 30 });
  expect([
    arrivalOf(line, 50, today),
    arrivalOf(line, 60, today),
    arrivalOf(row({ arrived: 5 }), 0, today),
    arrivalOf(row({}), 9, today),
  ]).toEqual([null, 'falls', 'undated', null]);
});

test('a project stands where its ledger says, else by the last thing that it dates', () => {
  const stage = (values: Record<string, ImportValue>, agreement: typeof deal | null = null) => standingOf(row(values), agreement).stage;
  expect(stage({ stage: 'preparing', productionOn: '2026' })).toBe('preparing');
  expect(stage({ signedOn: '2025', startedOn: '2026', completedOn: '2026', productionOn: '2026', capacityOn: '2026' })).toBe('at_capacity');
  expect(stage({ startedOn: '2026', productionOn: '2026' })).toBe('producing');
  expect(stage({ startedOn: '2026', completedOn: '2026' })).toBe('completed');
  expect(stage({ signedOn: '2025', startedOn: '2026' })).toBe('building');
  expect([stage({}, deal), stage({}, { ...deal, kind: 'framework' }), stage({ signedOn: '2025' }), stage({})]).toEqual([
    'signed',
    'negotiating',
    'signed',
    'negotiating',
  ]);
  expect(standingOf(row({ stage: 'withdrawn', startedOn: '2026' }), null)).toEqual({ stage: 'building', side: 'withdrawn' });
});

test('a remark keeps what a row said in words, once', () => {
  const line = row({ remark: '原备注' }, { words: ['总投资：约3亿'] });
  const kept = remarkOf(line, null, ['责任人：张三']);
  expect(kept).toBe('原备注；总投资：约3亿；责任人：张三');
  expect(remarkOf(line, kept, ['责任人：张三'])).toBe(kept);
  expect(remarkOf(row({}), kept, [])).toBe(kept);
  expect(remarkOf(row({ remark: '新备注' }), kept, [])).toBe('新备注');
});

test('the same rate again is no news, and blanks say nothing', () => {
  const patch = patchOf(row({ name: '甲', total: 5 }, { terms: dollars }), nothingMeant, today);
  expect(patch).toEqual({ name: '甲', totalMinor: 5, currency: 'USD', rate: '7.1', rateSource: '导入设置', rateOn: today });
  expect(withoutSameTerms(patch, { currency: 'USD', rate: '7.1000000000' }, dollars)).not.toHaveProperty('rateOn');
  expect(withoutSameTerms(patch, { currency: 'USD', rate: '7.0' }, dollars)).toHaveProperty('rateOn');
});

test('codes are kept as their authority writes them; an old national code under its own scheme', () => {
  expect(codesOf(row({ nationalCode: '2101640303 04 01 123456', cityCode: 'C1', code: 'XM2026-000001' }), today)).toMatchObject({
    codes: [
      { scheme: 'national', code: '2101-640303-04-01-123456' },
      { scheme: 'city', code: 'C1' },
    ],
    house: 'XM2026-000001',
  });
  expect(codesOf(row({ nationalCode: '2017-640303-04-01-123456' }), today).codes).toMatchObject([{ scheme: 'national_old' }]);
  expect(codesOf(row({ nationalCode: '旧文号' }), today).faults).toMatchObject([{ field: 'nationalCode' }]);
});
