import { type SQL, sql } from 'drizzle-orm';
import { addMonths, type Day, lastDayOf, monthOf } from '../../kernel/day.ts';
import type { FigureKey } from './domain/card.ts';
import { type RecognisedKey, recognisedKeys } from './domain/recognised.ts';
import type { Thresholds } from './domain/thresholds.ts';

/** A sum over `visible`: the projects that satisfy `where`, each contributing `value` (for a count `n`, the projects in a row: one, or many in a sum). */
export type Part = Readonly<{ where: SQL; value: SQL }>;
/** A figure is its numerator; a rate divides it by a denominator. `excluded` are rows that a reader would look for and that do not count. */
export type Figure = Readonly<{ numerator: Part; denominator?: Part; excluded: SQL }>;

const one = sql`n`;
const started = sql`('building', 'completed', 'producing', 'at_capacity')`;
const producing = sql`('producing', 'at_capacity')`;
const counted = sql`(side is null or side = 'suspended')`;
const signed = sql`in_cohort and ${counted}`;
const reachedBy = (column: string, day: Day) => sql`coalesce(${sql.raw(column)} <= ${day}, true)`;

const gone = sql`coalesce(side in ('transferred', 'merged'), false)`;
/** Arrivals that count under a 口径; a project left out is one whose arrivals were judged and none counts, or that is gone. */
const recognised = (key: RecognisedKey): Figure => ({
  numerator: { where: sql`${sql.raw(key)} <> 0 and not ${gone}`, value: sql.raw(key) },
  excluded: sql`(${sql.raw(key)} <> 0 and ${gone}) or (${sql.raw(key)} = 0 and is_judged and has_arrival)`,
});

/** Counts as waiting from this many months after signing on. */
const monthsToStart = 6;
/** A date known to the month or year is over when its last day is. */
const overBy = (column: string, day: Day) => {
  const month = monthOf(day)!;
  const lastOf = day === lastDayOf(month) ? '31' : day.slice(8);
  return sql`${sql.raw(column)} || substr('-12-31', length(${sql.raw(column)}) - 3) <= ${`${addMonths(month, -monthsToStart)}-${lastOf}`}`;
};

/** Every figure of the catalogue as SQL over the facts of `facts-queries.ts`; rates share parts with the counts they are made of. */
export function figures(through: Day, { investedMinTotalFen }: Thresholds): Record<FigureKey, Figure> {
  const year = through.slice(0, 4);
  const hasStarted = sql`stage in ${started} and ${reachedBy('started_on', through)}`;
  const isStarted = sql`${signed} and ${hasStarted}`;
  const isProducing = sql`${signed} and stage in ${producing} and ${reachedBy('production_on', through)}`;
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
      numerator: sum(sql`has_arrival and side is distinct from 'transferred' and side is distinct from 'merged'`, 'arrived_period'),
      excluded: sql`has_arrival and side in ('transferred', 'merged')`,
    },
    arrival_rate: { numerator: sum(signed, 'arrived'), denominator: signedAmount, excluded: exited },
    started_count: { numerator: count(isStarted), excluded: exited },
    start_rate: { numerator: count(isStarted), denominator: signedCount, excluded: exited },
    producing_count: { numerator: count(isProducing), excluded: exited },
    production_rate: { numerator: count(isProducing), denominator: signedCount, excluded: exited },
    opened_count: {
      numerator: count(sql`${counted} and stage in ${started} and start_in_period and started_on <= ${through}`),
      excluded: sql`not ${counted} and stage in ${started} and start_in_period and started_on <= ${through}`,
    },
    put_into_production_count: {
      numerator: count(sql`${counted} and stage in ${producing} and production_in_period and production_on <= ${through}`),
      excluded: sql`not ${counted} and stage in ${producing} and production_in_period and production_on <= ${through}`,
    },
    waiting_count: { numerator: count(sql`${signed} and not (${hasStarted}) and ${overBy('signed_on', through)}`), excluded: exited },
    fulfilment_rate: {
      numerator: signedCount,
      denominator: count(sql`in_cohort and (${counted} or side = 'withdrawn')`),
      excluded: sql`in_cohort and side in ('transferred', 'merged')`,
    },
    invested_count: { numerator: count(invested), excluded: smallOrGone },
    invested_amount: { numerator: sum(invested, 'invested_period'), excluded: smallOrGone },
    new_count: { numerator: count(sql`${invested} and left(started_on, 4) = ${year}`), excluded: smallOrGone },
    continued_count: { numerator: count(sql`${invested} and left(started_on, 4) < ${year}`), excluded: smallOrGone },
    ledger_count: { numerator: count(sql`in_ledger and ${counted}`), excluded: sql`in_ledger and not ${counted}` },
    ...(Object.fromEntries(recognisedKeys.map((key) => [key, recognised(key)])) as Record<RecognisedKey, Figure>),
  };
}
