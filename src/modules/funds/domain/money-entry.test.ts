import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { currencies, minorDigits, minorOf, minorText } from '../../../kernel/currency.ts';
import { isAbove, noMoney, plainRate, plus, readTerms, toFen } from './money-entry.ts';

const bank = { rateSource: 'Bank of China, middle rate', rateOn: '2026-03-02' };
const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);

describe('money as it was entered', () => {
  test('yuan keep their fen and need no rate', () => {
    const terms = readTerms({ currency: 'CNY', rate: null, rateSource: null, rateOn: null });
    expect(terms).toEqual({ currency: 'CNY', rate: '1', rateSource: null, rateOn: null });
    fc.assert(fc.property(fc.maxSafeInteger(), (fen) => toFen(fen, { currency: 'CNY', rate: '1' }) === fen));
  });
  test('dollars and cents at 7.1234 give fen, rounded once, half away from zero', () => {
    expect(toFen(100_000_00, { currency: 'USD', rate: '7.1234' })).toBe(712_340_00);
    expect(toFen(1, { currency: 'USD', rate: '7.5' })).toBe(8);
    expect(toFen(-1, { currency: 'USD', rate: '7.5' })).toBe(-8);
  });
  test('yen have no smaller unit: 1,000,000 yen at 0.0476 are 47,600 yuan', () => {
    expect(toFen(1_000_000, { currency: 'JPY', rate: '0.0476' })).toBe(47_600_00);
    expect([minorOf(1_000_000_00, 'JPY'), codeOf(minorOf(150, 'JPY')), minorOf(150, 'USD')]).toEqual([
      1_000_000,
      'amount.finer_than_minor',
      150,
    ]);
    expect(minorText(1_000_000, 'JPY')).toBe('1000000');
    expect(minorText(-123456, 'USD')).toBe('-1234.56');
  });
  test('the fen of a conversion are never more than half a fen from the exact product', () => {
    const rates = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 9_999_999_999 }));
    fc.assert(
      fc.property(
        fc.constantFrom(...currencies),
        fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
        rates,
        (currency, minor, [whole, parts]) => {
          const fen = toFen(minor, { currency, rate: `${whole}.${String(parts).padStart(10, '0')}` });
          const exact = BigInt(minor) * 10n ** BigInt(2 - minorDigits[currency]!) * (BigInt(whole) * 10n ** 10n + BigInt(parts));
          const error = BigInt(fen as number) * 10n ** 10n - exact;
          expect(error * 2n <= 10n ** 10n && error * -2n <= 10n ** 10n).toBe(true);
        },
      ),
    );
  });
  test('an amount that no longer fits exactly is refused, not rounded', () => {
    expect(codeOf(toFen(Number.MAX_SAFE_INTEGER, { currency: 'USD', rate: '7' }))).toBe('amount.too_large');
    expect(codeOf(toFen(Number.MAX_SAFE_INTEGER, { currency: 'JPY', rate: '0.01' }))).toBe('amount.too_large');
  });
});

describe('the terms of an entry', () => {
  test.each([
    [{ currency: 'XAU', rate: '7', ...bank }, 'money.unknown_currency'],
    [{ currency: 'toString', rate: '7', ...bank }, 'money.unknown_currency'],
    [{ currency: 'CNY', rate: '7.1', ...bank }, 'money.cny_has_rate_one'],
    [{ currency: 'USD', rate: null, ...bank }, 'money.rate_unreadable'],
    [{ currency: 'USD', rate: '0', ...bank }, 'money.rate_unreadable'],
    [{ currency: 'USD', rate: '-7', ...bank }, 'money.rate_unreadable'],
    [{ currency: 'USD', rate: '7,1', ...bank }, 'money.rate_unreadable'],
    [{ currency: 'USD', rate: '10000000000', ...bank }, 'money.rate_unreadable'],
    [{ currency: 'USD', rate: '7.1', ...bank, rateSource: ' ' }, 'money.rate_source_missing'],
    [{ currency: 'USD', rate: '7.1', ...bank, rateOn: null }, 'money.rate_day_unreadable'],
    [{ currency: 'USD', rate: '7.1', ...bank, rateOn: '2026-02-30' }, 'money.rate_day_unreadable'],
  ])('%j is refused: %s', (given, code) => {
    expect(codeOf(readTerms(given))).toBe(code);
  });
  test('a rate is kept without the zeros that say nothing', () => {
    expect(readTerms({ currency: 'USD', rate: '06.8000', ...bank })).toEqual({ currency: 'USD', rate: '6.8', ...bank });
    expect(['7', '70', '6.8000000000', '1.0000000000'].map(plainRate)).toEqual(['7', '70', '6.8', '1']);
  });
});

describe('comparing sums', () => {
  test('three payments of one currency never exceed their own sum, whatever the roundings of each', () => {
    const terms = { currency: 'USD', rate: '7.1234567' };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1_000_000 }), { minLength: 1 }), (parts) => {
        const whole = parts.reduce((a, b) => a + b);
        const paid = parts.reduce((sum, p) => plus(sum, 'USD', p, toFen(p, terms) as number), noMoney);
        const agreed = plus(noMoney, 'USD', whole, toFen(whole, terms) as number);
        expect([isAbove(paid, agreed), isAbove(plus(paid, 'USD', 1, 7), agreed)]).toEqual([false, true]);
      }),
    );
  });
  test('sums of several currencies are compared in yuan', () => {
    const mixed = plus(plus(noMoney, 'USD', 100, 700), 'CNY', 50, 50);
    expect(isAbove(mixed, plus(noMoney, 'CNY', 749, 749))).toBe(true);
    expect(isAbove(mixed, plus(noMoney, 'CNY', 750, 750))).toBe(false);
  });
});
