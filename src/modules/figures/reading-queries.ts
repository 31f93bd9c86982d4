import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { FigureQuery } from './contract.ts';
import { type Base, baseOf } from './base-queries.ts';
import type { FigureKey } from './domain/card.ts';
import type { Thresholds } from './domain/thresholds.ts';
import { type Figure, figures } from './figures.ts';
import { type Asked, scopeFor, thresholdsOf } from './scope-queries.ts';
import { factColumns, projectFacts } from './standing-facts-queries.ts';

/**
 * A question with all that its answers are read by, found once however many figures, groups and rows are asked of it: the thresholds of
 * its day, its figures as conditions, what it is answered by (`baseOf`), and its facts of one row a
 * project as the relation `visible`.
 */
export type Reading = Asked &
  Readonly<{ thresholds: Thresholds; figures: Readonly<Record<FigureKey, Figure>>; base: Base | null; facts: SQL }>;

type From = 'standings' | 'entries';
/**
 * What the actor may see of a question, ready to be read. Of days long past most projects' standings say something else; who knows
 * that beforehand says `entries`, and they are not looked for. Refuses as `scopeFor` does.
 */
export async function readingFor(db: Reader, query: FigureQuery, actor: Actor, now: Date, from: From = 'standings'): Promise<Reading> {
  const asked = await scopeFor(db, query, actor, now);
  const thresholds = await thresholdsOf(db, asked.scope);
  const base = from === 'entries' ? null : await baseOf(db, asked);
  return { ...asked, thresholds, figures: figures(asked.scope.through, thresholds), base, facts: projectFacts(asked, base) };
}

/**
 * The same with its facts read once, into a table that goes with the transaction: for papers, which ask much of one question. `name` is
 * of this question alone within the transaction.
 */
export async function laidOut(tx: Tx, reading: Reading, name: string): Promise<Reading> {
  const table = sql.identifier(`facts_${name}`);
  const columns = sql.raw(Object.keys(factColumns).join(', '));
  const typed = sql.raw(
    Object.entries(factColumns)
      .map(([column, type]) => `${column} ${type}`)
      .join(', '),
  );
  await tx.execute(sql`create temporary table ${table} (${typed}) on commit drop`);
  await tx.execute(sql`insert into ${table} ${reading.facts} select ${columns} from visible`);
  return { ...reading, base: null, facts: sql`with visible as (select * from ${table})` };
}
