import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';

// bigint columns and sums are fen or counts and stay within safe integers; a value beyond them must not be rounded silently.
pg.types.setTypeParser(pg.types.builtins.INT8, (text) => {
  const n = Number(text);
  if (!Number.isSafeInteger(n)) throw new RangeError(`integer ${text} is beyond the safe range`);
  return n;
});

/** Reads anywhere. */
export type Reader = Pick<NodePgDatabase, 'select' | 'selectDistinct' | 'with' | '$with' | '$count' | 'execute'>;
/** Writes only inside a command. */
export type Tx = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];
/** What the composition root holds: it can read, and it can begin. It cannot write. */
export type Db = Reader & Pick<NodePgDatabase, 'transaction'>;

export function connect(url: string, max = 8) {
  const pool = new pg.Pool({ connectionString: url, max });
  // A connection that dies with its server, idle or in the middle of a transaction, must not take the process down: the next query reports it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return { db: drizzle(pool, { casing: 'snake_case' }) as Db, pool, close: () => pool.end() };
}
