import { convert, type Fen } from './money.ts';
import { decimalText } from './number.ts';
import { refuse, type Refusal } from './refusal.ts';

/** Currencies that money comes in, with the digits of their minor unit (ISO 4217). Amounts are kept in minor units: cents, but whole yen. */
export const minorDigits: Readonly<Record<string, number>> = {
  CNY: 2,
  USD: 2,
  EUR: 2,
  HKD: 2,
  TWD: 2,
  MOP: 2,
  GBP: 2,
  CHF: 2,
  SGD: 2,
  AUD: 2,
  CAD: 2,
  NZD: 2,
  SEK: 2,
  NOK: 2,
  DKK: 2,
  RUB: 2,
  THB: 2,
  MYR: 2,
  INR: 2,
  AED: 2,
  SAR: 2,
  TRY: 2,
  ZAR: 2,
  BRL: 2,
  PLN: 2,
  JPY: 0,
  KRW: 0,
  VND: 0,
};
export const currencies = Object.keys(minorDigits) as [string, ...string[]];
export const isCurrency = (code: string) => Object.hasOwn(minorDigits, code);

const minorInHundredths = (currency: string) => 10 ** (2 - (minorDigits[currency] ?? 2));

/** Hundredths, as `parseAmount` reads them, → minor units of the currency. Refuses amount.finer_than_minor: there is no half yen. */
export function minorOf(hundredths: number, currency: string): number | Refusal {
  const size = minorInHundredths(currency);
  return hundredths % size === 0
    ? hundredths / size
    : refuse('invalid', 'amount.finer_than_minor', { found: decimalText(BigInt(hundredths), 2), currency });
}

/** Minor units → hundredths of the currency, as sheets write amounts: 1000 JPY → 100000. */
export const hundredthsOf = (minor: number, currency: string) => minor * minorInHundredths(currency);

/** Minor units × rate (CNY for one unit) → fen, rounded half away from zero once. Refuses amount.too_large beyond a safe integer. */
export function minorToFen(minor: number, currency: string, rate: string): Fen | Refusal {
  const tooLarge = () => refuse('invalid', 'amount.too_large', { found: minor, currency });
  const hundredths = hundredthsOf(minor, currency);
  if (!Number.isSafeInteger(hundredths)) return tooLarge();
  const fen = convert(hundredths, rate);
  return fen !== null && Number.isSafeInteger(fen) ? fen : tooLarge();
}

/** Minor units → decimal text in the currency itself: 123456 USD → '1234.56', 123456 JPY → '123456'. */
export const minorText = (minor: number, currency: string) => decimalText(BigInt(minor), minorDigits[currency] ?? 2);
