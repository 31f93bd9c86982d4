import { currencies, isCurrency, minorToFen } from '../../../kernel/currency.ts';
import { isPartialDate, type PartialDate } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import { decimalText, scaledInteger } from '../../../kernel/number.ts';
import { refuse, type Refusal } from '../../../kernel/refusal.ts';

/** In which currency money came and at what rate (CNY for one unit, decimal text), by whose rate of which day. */
export type Terms = Readonly<{ currency: string; rate: string; rateSource: string | null; rateOn: PartialDate | null }>;
export type GivenTerms = Readonly<{ currency: string; rate: string | null; rateSource: string | null; rateOn: PartialDate | null }>;

const rateDecimals = 10;
// numeric(20, 10): ten digits before the point.
const rateCeiling = 10n ** 20n;

/** Drops the zeros a database adds: '6.8000000000' → '6.8'. */
export const plainRate = (rate: string) => (rate.includes('.') ? rate.replace(/\.?0+$/, '') : rate);

/**
 * Reads the terms of an entry. 人民币 has rate 1; any other currency needs its rate, where it is from and its day (rules.md R7).
 * Refuses: money.unknown_currency, money.rate_unreadable, money.cny_has_rate_one, money.rate_source_missing, money.rate_day_unreadable.
 */
export function readTerms(given: GivenTerms): Terms | Refusal {
  const { currency, rate } = given;
  if (!isCurrency(currency)) return refuse('invalid', 'money.unknown_currency', { found: currency, expected: currencies });
  if (currency !== 'CNY') return readForeign(given);
  if (rate !== null && plainRate(rate) !== '1') return refuse('invalid', 'money.cny_has_rate_one', { found: rate });
  return { currency, rate: '1', rateSource: null, rateOn: null };
}

function readForeign({ currency, rate, rateSource, rateOn }: GivenTerms): Terms | Refusal {
  const scaled = scaledInteger(rate ?? '', rateDecimals);
  if (scaled === null || scaled <= 0n || scaled >= rateCeiling)
    return refuse('invalid', 'money.rate_unreadable', { currency, found: rate });
  if (!rateSource?.trim()) return refuse('invalid', 'money.rate_source_missing', { currency });
  if (!rateOn || !isPartialDate(rateOn)) return refuse('invalid', 'money.rate_day_unreadable', { currency, found: rateOn });
  return { currency, rate: plainRate(decimalText(scaled, rateDecimals)), rateSource: rateSource.trim(), rateOn };
}

/** Original minor units on these terms → fen. */
export const toFen = (minor: number, { currency, rate }: Pick<Terms, 'currency' | 'rate'>): Fen | Refusal =>
  minorToFen(minor, currency, rate);

/** A sum in fen and, beside it, in every currency it was made of (minor units). */
export type Sums = Readonly<{ fen: Fen; byCurrency: Readonly<Record<string, number>> }>;
export const noMoney: Sums = { fen: 0, byCurrency: {} };

export function plus(sums: Sums, currency: string, minor: number, fen: Fen): Sums {
  return { fen: sums.fen + fen, byCurrency: { ...sums.byCurrency, [currency]: (sums.byCurrency[currency] ?? 0) + minor } };
}

/**
 * Is a more than b? Where both are of one and the same currency they are compared in it: fen of many converted parts
 * differ from fen of the converted whole by the rounding of each, and a rounding is not a fault.
 */
export function isAbove(a: Sums, b: Sums): boolean {
  const [only, ...others] = new Set([...Object.keys(a.byCurrency), ...Object.keys(b.byCurrency)]);
  return only && !others.length ? (a.byCurrency[only] ?? 0) > (b.byCurrency[only] ?? 0) : a.fen > b.fen;
}
