import type { Fen } from '../../../kernel/money.ts';
import type { Outcome, Reason } from './verdict.ts';

/** The ledger itself as one side of a reconciliation: every arrival in force, as it was recorded. */
export const ledgerBasis = 'ledger';

/** One side of an arrival: what it adds within the period, and what its verdict says. */
export type Side = Readonly<{ fen: Fen; outcome: Outcome; reason: Reason | 'in_ledger' | 'reversed'; isInPeriod: boolean }>;
/** Arrivals that stand alike on both sides, together. */
export type Combination = Readonly<{ a: Side; b: Side; count: number }>;

export const groupKinds = ['only_a', 'only_b', 'differs'] as const;
export type GroupKind = (typeof groupKinds)[number];
/** `other_period`: counted on the other side too, but under a date outside the period. */
export type Because = Side['reason'] | 'other_period';
export type Group = Readonly<{ kind: GroupKind; because: Because; count: number; aFen: Fen; bFen: Fen; differenceFen: Fen }>;
export type Reconciliation = Readonly<{ groups: Group[]; sameCount: number; sameFen: Fen; explainedFen: Fen; unexplainedFen: Fen }>;

const whyNot = ({ outcome, reason, isInPeriod }: Side): Because => (outcome === 'counted' && !isInPeriod ? 'other_period' : reason);

const sizeOf = (fen: Fen) => (fen < 0 ? 0 - fen : fen);

/** Why two sides of an arrival differ; null when they do not. */
export function explain(a: Side, b: Side): Readonly<{ kind: GroupKind; because: Because }> | null {
  if (a.fen === b.fen) return null;
  if (b.fen === 0) return { kind: 'only_a', because: whyNot(b) };
  if (a.fen === 0) return { kind: 'only_b', because: whyNot(a) };
  return { kind: 'differs', because: sizeOf(a.fen) < sizeOf(b.fen) ? a.reason : b.reason };
}

/** Every yuan between two totals, in groups by reason. What the groups do not explain is said, and is zero unless rows were lost. */
export function reconcile(totals: Readonly<{ aFen: Fen; bFen: Fen }>, combinations: readonly Combination[]): Reconciliation {
  const groups = new Map<string, Group>();
  let [sameCount, sameFen] = [0, 0];
  for (const { a, b, count } of combinations) {
    const why = explain(a, b);
    if (!why) {
      sameCount += count;
      sameFen += a.fen;
      continue;
    }
    const key = `${groupKinds.indexOf(why.kind)} ${why.because}`;
    const g = groups.get(key) ?? { ...why, count: 0, aFen: 0, bFen: 0, differenceFen: 0 };
    groups.set(key, {
      ...g,
      count: g.count + count,
      aFen: g.aFen + a.fen,
      bFen: g.bFen + b.fen,
      differenceFen: g.differenceFen + a.fen - b.fen,
    });
  }
  const sorted = [...groups].toSorted(([x], [y]) => (x < y ? -1 : 1)).map(([, g]) => g);
  const explainedFen = sorted.reduce((sum, g) => sum + g.differenceFen, 0);
  return { groups: sorted, sameCount, sameFen, explainedFen, unexplainedFen: totals.aFen - totals.bFen - explainedFen };
}
