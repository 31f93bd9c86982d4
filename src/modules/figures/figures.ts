import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import type { FigureKey } from './domain/card.ts';
import type { Thresholds } from './domain/thresholds.ts';

/** A sum over projects of `visible`: those that satisfy `where`, each contributing `value` (1 for a count). */
export type Part = Readonly<{ where: SQL; value: SQL }>;
/** A figure is its numerator; a rate divides it by a denominator. `excluded` are rows that a reader would look for and that do not count. */
export type Figure = Readonly<{ numerator: Part; denominator?: Part; excluded: SQL }>;

const one = sql`1`;
const counted = sql`(side is null or side = 'suspended')`;
const signed = sql`in_cohort and ${counted}`;
const reachedBy = (column: string, day: Day) => sql`coalesce(${sql.raw(column)} <= ${day}, true)`;

/** Every figure of the catalogue as SQL over the facts of `facts-queries.ts`; rates share parts with the counts they are made of. */
export function figures(through: Day, { investedMinTotalFen }: Thresholds): Record<FigureKey, Figure> {
  const year = through.slice(0, 4);
  const isStarted = sql`${signed} and stage in ('building', 'completed', 'producing', 'at_capacity') and ${reachedBy('started_on', through)}`;
  const isProducing = sql`${signed} and stage in ('producing', 'at_capacity') and ${reachedBy('production_on', through)}`;
  const invested = sql`has_investment and ${counted} and total >= ${investedMinTotalFen}`;
  const exited = sql`in_cohort and not ${counted}`;
  const smallOrGone = sql`has_investment and not (${counted} and total >= ${investedMinTotalFen})`;
  const count = (where: SQL): Part => ({ where, value: one });
  const sum = (where: SQL, column: string): Part => ({ where, value: sql.raw(column) });
  const signedCount = count(signed);
  const signedAmount = sum(signed, 'agreed');
  return {
    signed_count: { numerator: signedCount, excluded: exited },
    signed_amount: { numerator: signedAmount, excluded: exited },
    attracted_amount: { numerator: sum(signed, 'attracted'), excluded: exited },
    fixed_amount: { numerator: sum(signed, 'fixed'), excluded: exited },
    arrived_amount: {
      numerator: sum(sql`arrived_period <> 0 and side is distinct from 'transferred' and side is distinct from 'merged'`, 'arrived_period'),
      excluded: sql`arrived_period <> 0 and side in ('transferred', 'merged')`,
    },
    arrival_rate: { numerator: sum(signed, 'arrived'), denominator: signedAmount, excluded: exited },
    started_count: { numerator: count(isStarted), excluded: exited },
    start_rate: { numerator: count(isStarted), denominator: signedCount, excluded: exited },
    producing_count: { numerator: count(isProducing), excluded: exited },
    production_rate: { numerator: count(isProducing), denominator: signedCount, excluded: exited },
    fulfilment_rate: {
      numerator: signedCount,
      denominator: count(sql`in_cohort and (${counted} or side = 'withdrawn')`),
      excluded: sql`in_cohort and side in ('transferred', 'merged')`,
    },
    invested_count: { numerator: count(invested), excluded: smallOrGone },
    invested_amount: { numerator: sum(invested, 'invested_period'), excluded: smallOrGone },
    new_count: { numerator: count(sql`${invested} and left(started_on, 4) = ${year}`), excluded: smallOrGone },
    continued_count: { numerator: count(sql`${invested} and left(started_on, 4) < ${year}`), excluded: smallOrGone },
    ledger_count: { numerator: count(sql`${counted}`), excluded: sql`not ${counted}` },
  };
}
