import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { amountText, dateText, growthOf } from './number-text.ts';

test('amounts are in 亿元 from one 亿 on, else in 万元, also when rounding reaches it', () => {
  expect([483_300_000_000, 10_000_000_000, 9_999_995_000, 9_999_994_999, 53_760_000_00, 0, -1_200_000_00].map(amountText)).toEqual([
    '48.33亿元',
    '1.00亿元',
    '1.00亿元',
    '9999.99万元',
    '5376.00万元',
    '0.00万元',
    '-120.00万元',
  ]);
});
test('no amount reads 10000.00万元 or more', () => {
  fc.assert(fc.property(fc.integer({ min: -1e14, max: 1e14 }), (fen) => !/\d{5,}\.\d\d万元/.test(amountText(fen))));
});
test('growth is half away from zero, falls below nothing have none, tenfold is a multiple', () => {
  expect(growthOf(3, 2)).toMatchObject({ text: '50.00%', percent: '50.00' });
  expect(growthOf(1, 3)).toMatchObject({ text: '66.67%', percent: '-66.67', numerator: -2, denominator: 3 });
  expect(growthOf(999, 100)).toMatchObject({ text: '899.00%', isMultiple: false });
  expect(growthOf(1000, 100)).toMatchObject({ text: '10.00倍', numerator: 1000, isMultiple: true });
  expect([growthOf(1, 0), growthOf(1, -5), growthOf(-1, 5)]).toEqual([null, null, null]);
});
test('dates are as precise as they are known', () => {
  expect(['2026-10-05', '2026-10', '2026'].map(dateText)).toEqual(['10月5日', '10月', '2026年']);
});
