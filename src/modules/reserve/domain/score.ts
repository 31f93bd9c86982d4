import { divideRounded } from '../../../kernel/number.ts';
import { type Flows, internalRate, netPresentValue, payback, perMu, type Told } from './benefit.ts';
import { criteria, type Criterion, type ReserveRules } from './rule.ts';

export type Candidate = Readonly<{
  totalFen: number | null;
  /** Hundredths of a mu. */
  land: number | null;
  taxFen: number | null;
  jobs: number | null;
  /** 0 to 5. */
  chain: number | null;
  flows: Flows;
}>;

/** What an idea is worth by each criterion: fen, ten-thousandths, hundredths of a year, fen a mu, people, a mark. */
export type Benefits = Readonly<Record<Criterion, Told>>;
const known = (value: number | null): Told => (value === null ? { value: null, why: 'no_flows' } : { value, why: null });
export function benefitsOf({ totalFen, land, taxFen, jobs, chain, flows }: Candidate, rules: ReserveRules): Benefits {
  return {
    npv: known(flows.length === 0 ? null : netPresentValue(flows, rules.discountRate)),
    irr: internalRate(flows),
    payback: payback(flows),
    intensity: known(perMu(totalFen, land)),
    tax: known(perMu(taxFen, land)),
    jobs: known(jobs),
    chain: known(chain),
  };
}

/** Points of a hundred with two decimals, as hundredths; what is not known has none. */
export type Scored = Readonly<{ points: Readonly<Record<Criterion, number | null>>; score: number }>;
const full = 10_000;

/** Measured by the best of those compared: the largest value has all points, of payback the shortest. What is below zero has none. */
function pointsOf(value: number | null, all: readonly number[], criterion: Criterion): number | null {
  if (value === null) return null;
  if (criterion === 'payback') {
    const shortest = all.reduce((a, b) => (b < a ? b : a));
    return value === 0 ? full : Number(divideRounded(BigInt(shortest) * BigInt(full), BigInt(value)));
  }
  const largest = all.reduce((a, b) => (b > a ? b : a));
  return value <= 0 || largest <= 0 ? 0 : Number(divideRounded(BigInt(value) * BigInt(full), BigInt(largest)));
}

/** 综合得分 of candidates side by side: their points, weighed; a criterion without weight counts nothing. */
export function scoresOf(all: readonly Benefits[], { weights }: ReserveRules): Scored[] {
  const values = (c: Criterion) => all.flatMap((b) => (b[c].value === null ? [] : [b[c].value]));
  const sum = criteria.reduce((n, c) => n + weights[c], 0);
  return all.map((benefits) => {
    const points = Object.fromEntries(criteria.map((c) => [c, pointsOf(benefits[c].value, values(c), c)])) as Record<
      Criterion,
      number | null
    >;
    const weighed = criteria.reduce((n, c) => n + BigInt(points[c] ?? 0) * BigInt(weights[c]), 0n);
    return { points, score: Number(divideRounded(weighed, BigInt(sum))) };
  });
}
