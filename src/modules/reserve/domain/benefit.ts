import type { Fen } from '../../../kernel/money.ts';
import { divideRounded } from '../../../kernel/number.ts';

/** Net cash of each year from the first year of building on, out below zero; a rate of 800 is 8 %. All whole numbers. */
export type Flows = readonly Fen[];
const whole = 10_000n;

/**
 * Net present value times (1 + rate)^n, with the rate out of `of`: a whole number whose sign is that of the net present value, whatever the
 * size. The first year counts in full.
 */
function scaledValue(flows: Flows, rate: bigint, of: bigint): bigint {
  let [sum, power] = [0n, 1n];
  for (const fen of flows) {
    sum = sum * (of + rate) + BigInt(fen) * power;
    power *= of;
  }
  return sum;
}

/** 净现值: exact, rounded once, to the fen, half away from zero. */
export function netPresentValue(flows: Flows, rate: number): Fen {
  if (flows.length === 0) return 0;
  return Number(divideRounded(scaledValue(flows, BigInt(rate), whole), (whole + BigInt(rate)) ** BigInt(flows.length - 1)));
}

/** Why there is no rate or no period to be told. */
export type Unknown = 'no_flows' | 'no_sign_change' | 'many_sign_changes' | 'income_first' | 'beyond' | 'never';
export type Told = Readonly<{ value: number; why: null }> | Readonly<{ value: null; why: Unknown }>;
const told = (value: number): Told => ({ value, why: null });
const unknown = (why: Unknown): Told => ({ value: null, why });

/** From -99.99 % to 1,000 %. */
const [leastRate, mostRate] = [-9999n, 100_000n];
/**
 * 内部收益率 in ten-thousandths, rounded half up: the rate at which the net present value is nothing. Told only where there is exactly one:
 * flows whose sign changes once, out before in (Descartes).
 */
export function internalRate(flows: Flows): Told {
  const signs = flows.filter((fen) => fen !== 0).map((fen) => fen > 0);
  if (signs.length === 0) return unknown('no_flows');
  const changes = signs.filter((s, i) => i > 0 && s !== signs[i - 1]).length;
  if (changes === 0) return unknown('no_sign_change');
  if (changes > 1) return unknown('many_sign_changes');
  if (signs[0]) return unknown('income_first');
  // In halves of a ten-thousandth, so that the rate is rounded by one more comparison.
  const isWorthIt = (half: bigint) => scaledValue(flows, half, 2n * whole) >= 0n;
  if (!isWorthIt(2n * leastRate) || isWorthIt(2n * mostRate)) return unknown('beyond');
  let [low, high] = [2n * leastRate, 2n * mostRate];
  while (high - low > 1n) {
    const middle = low + (high - low) / 2n;
    if (isWorthIt(middle)) low = middle;
    else high = middle;
  }
  // The rate lies from `low` up to the next half: an odd half is rounded up.
  return told(Number((low + (low % 2n === 0n ? 0n : 1n)) / 2n));
}

/** 静态投资回收期 in hundredths of a year from the start of building: when what came in makes up for what went out, and stays so. */
export function payback(flows: Flows): Told {
  if (!flows.some((fen) => fen < 0)) return unknown('no_flows');
  const sums: bigint[] = [];
  for (const fen of flows) sums.push((sums.at(-1) ?? 0n) + BigInt(fen));
  const lastShort = sums.findLastIndex((sum) => sum < 0n);
  if (lastShort === sums.length - 1) return unknown('never');
  if (lastShort < 0) return told(0);
  const part = divideRounded(-sums[lastShort]! * 100n, BigInt(flows[lastShort + 1]!));
  return told((lastShort + 1) * 100 + Number(part));
}

/** Fen for each mu, rounded half away from zero; none without land. `mu` is decimal text with at most two decimals, as hundredths. */
export const perMu = (fen: Fen | null, muHundredths: number | null): Fen | null =>
  fen === null || muHundredths === null || muHundredths === 0 ? null : Number(divideRounded(BigInt(fen) * 100n, BigInt(muHundredths)));
