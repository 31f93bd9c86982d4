import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decimalText, divideRounded, ratio, scaledInteger, toHalfWidth } from './number.ts';

describe('rates are rounded half away from zero to two places', () => {
  test.each([
    ['资金到位率 2794.49 / 6129.09', 279_449, 612_909, '45.59'],
    ['开工率 907 / 1093', 907, 1093, '82.98'],
    ['建成率 401 / 1093', 401, 1093, '36.69'],
    ['履约率 291 / 292, which the source cuts to 99.65', 291, 292, '99.66'],
    ['15.82亿 of 48.33亿', 1582, 4833, '32.73'],
    ['exactly half goes up', 1, 800, '0.13'],
    ['a negative half goes down', -1, 800, '-0.13'],
    ['more than the whole', 3, 2, '150.00'],
  ])('%s', (_, numerator, denominator, percent) => {
    expect(ratio(numerator, denominator).percent).toBe(percent);
  });
  test('nothing out of nothing is no rate, and keeps what it was made of', () => {
    expect(ratio(0, 0)).toEqual({ numerator: 0, denominator: 0, percent: null });
  });
  test('decimals are a choice', () => {
    expect([0, 1, 4].map((n) => ratio(291, 292, n).percent)).toEqual(['100', '99.7', '99.6575']);
  });
});

describe('division', () => {
  const integer = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  const divisor = integer.filter((n) => n !== 0n);
  test('is never further than half a unit from the truth, at any size', () => {
    fc.assert(
      fc.property(integer, divisor, (n, d) => {
        const error = n - divideRounded(n, d) * d;
        const [size, whole] = [error < 0n ? -error : error, d < 0n ? -d : d];
        return size * 2n <= whole;
      }),
    );
  });
  test('treats a debt as it treats a claim', () => {
    fc.assert(fc.property(integer, divisor, (n, d) => divideRounded(-n, d) === -divideRounded(n, d)));
  });
  test('by nothing is a fault of the program', () => {
    expect(() => divideRounded(1n, 0n)).toThrow(RangeError);
  });
});

describe('decimal text', () => {
  test('and scaled integers are each other’s inverse', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: 0, max: 12 }), (n, decimals) => {
        expect(scaledInteger(decimalText(n, decimals), decimals)).toBe(n);
      }),
    );
  });
  test.each(['', '-', '.', '.5', '1e3', '1,000', '0x10', '１', ' 1', '1.2.3', 'NaN', '--1'])('%j is not a plain decimal', (text) => {
    expect(scaledInteger(text, 2)).toBeNull();
  });
  test('more digits than fit are not cut silently, zeros at the end are', () => {
    expect([scaledInteger('1.005', 2), scaledInteger('1.5000', 2), scaledInteger('-0.01', 2)]).toEqual([null, 150n, -1n]);
  });
});

test('full-width digits, signs and brackets become half-width, words stay', () => {
  expect(toHalfWidth('１，２００．５０（万元）：－３％　约')).toBe('1,200.50(万元):-3% 约');
});
