import { divideRounded } from '../../../kernel/number.ts';

/** What is likely, with the least and the most of it. */
export type Range = Readonly<{ low: number; likely: number; high: number }>;
export const whole = 10_000;

/** The largest whole number whose square is not above this one. */
export function rootOf(square: bigint): bigint {
  if (square < 2n) return square;
  let at = 1n << BigInt((square.toString(2).length + 1) >> 1);
  for (let next = (at + square / at) >> 1n; next < at; next = (at + square / at) >> 1n) at = next;
  return at;
}

/** The value below which such a share of them lies; the lower one counts for low shares, the higher one for high ones. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = share * (sorted.length - 1);
  return sorted[(at - (at % whole)) / whole + (share * 2 > whole && at % whole > 0 ? 1 : 0)]!;
}

/**
 * How far the mean of `ahead` months that are to come may lie from the mean of `seen` months, as a share of how far a single month does,
 * in ten-thousandths: √(1/ahead + 1/seen), as for months that do not depend on each other, and (seen + 1) ÷ seen of it, as few months
 * do not show all that months can be. Never further than a single month, so that more in a month never gives less.
 */
export function spreadOf(seen: number, ahead: number): number {
  const [n, r, one] = [BigInt(seen), BigInt(ahead), BigInt(whole)];
  return within(Number((rootOf((one * one * (n + r)) / (n * r)) * (n + 1n)) / n), 0, whole);
}

type Quantiles = Readonly<{ low: number; high: number }>;
/** Fen: what such months come to in so many months to come. More in any month never gives less. */
export function sumAhead(
  values: readonly number[],
  ahead: number,
  { low, high }: Quantiles,
  spread = spreadOf(values.length, ahead),
): Range {
  const [n, months] = [BigInt(values.length), BigInt(ahead)];
  const sum = BigInt(values.reduce((a, b) => a + b, 0));
  const likely = Number(divideRounded(sum * months, n));
  // likely + spread × (quantile − mean) × months, at least nothing.
  const at = (value: number) =>
    Number(divideRounded((sum * BigInt(whole) + BigInt(spread) * (BigInt(value) * n - sum)) * months, n * BigInt(whole)));
  const [least, most] = [at(quantile(values, low)), at(quantile(values, high))];
  return { low: within(least, 0, likely), likely, high: most > likely ? most : likely };
}

export const within = (value: number, least: number, most: number): number => (value < least ? least : value > most ? most : value);
