import { randomUUID } from 'node:crypto';
import { type Placeholder, sql } from 'drizzle-orm';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { Changes } from './changes.ts';

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
/**
 * What the composition root holds: it can read, and it can begin. It cannot write. `kept` reads by statements whose plan the database
 * keeps: for what is asked all day in the same words, such as one project by its key; never for what people filter by. `changes` knows
 * what was recorded since.
 */
export type Db = Reader & Pick<NodePgDatabase, 'transaction'> & Readonly<{ kept: Reader; changes: Changes }>;

export function connect(url: string, max = 8) {
  const own = `zhuchao-${randomUUID()}`;
  const pool = new pg.Pool({ connectionString: url, max, application_name: own });
  // A connection that dies with its server, idle or in the middle of a transaction, must not take the process down: the next query reports it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const changes = new Changes(url, own);
  const db: Db = Object.assign(drizzle(pool, options), {
    transaction: transactionOn(pool, changes),
    kept: Object.assign(drizzle(planned(pool, Infinity), options), { changes }),
    changes,
  });
  return { db, pool, close: () => pool.end() };
}

const noted = new WeakMap<object, { changes: Changes; subjects: Set<string> }>();
/** An act writes about these subjects: whoever keeps what was read of them is told once it is committed. */
export function noteChanges(tx: Tx, subjects: readonly string[]): void {
  const note = noted.get(tx);
  if (!note) return;
  note.subjects.add('');
  for (const subject of subjects) note.subjects.add(subject);
}
/** Does this process hear of what is recorded, as a server does? */
export const isListening = (tx: Tx): boolean => noted.get(tx)?.changes.isHeard ?? false;
/** As `Changes.kept`, for whoever reads in a transaction: what the transaction itself wrote is read anew. */
export function keptIn<T>(reader: Reader, key: string, subjects: readonly string[], load: () => Promise<T>): Promise<T> {
  const note = noted.get(reader);
  const changes = note?.changes ?? (reader as Partial<Db>).changes;
  if (!changes || subjects.some((s) => note?.subjects.has(s))) return load();
  return changes.kept(key, subjects, load);
}
/** As `keptIn`, thing by thing: only those among `wanted` that are not kept are loaded. The answer may hold others too. */
export async function keptEach<T>(
  reader: Reader,
  key: string,
  subjects: readonly string[],
  wanted: readonly string[],
  load: (missing: readonly string[]) => Promise<Iterable<readonly [string, T]>>,
): Promise<ReadonlyMap<string, T>> {
  const known = await keptIn(reader, key, subjects, () => Promise.resolve(new Map<string, T>()));
  const missing = [...new Set(wanted)].filter((one) => !known.has(one));
  if (missing.length > 0) for (const [one, value] of await load(missing)) known.set(one, value);
  return known;
}

const options = { casing: 'snake_case' } as const;

/**
 * As drizzle's own on a pool, which keeps a connection for ever when `begin` fails on it: a pool that lost its database in the
 * wrong moment could then never be closed.
 */
const transactionOn =
  (pool: pg.Pool, changes: Changes): Db['transaction'] =>
  async (run, config) => {
    const client = await pool.connect();
    const home = homeOn(client);
    const subjects = new Set<string>();
    try {
      const result = await home.transaction((tx) => {
        noted.set(tx, { changes, subjects });
        homes.set(tx, home);
        return run(tx);
      }, config);
      if (subjects.size > 0) changes.happened(subjects);
      return result;
    } finally {
      client.release();
    }
  };

const onClients = new WeakMap<pg.PoolClient, NodePgDatabase>();
/** What is known of a connection stays as long as it does: the names of columns, the questions put together on it. */
function homeOn(client: pg.PoolClient): NodePgDatabase {
  const found = onClients.get(client) ?? drizzle(planned(client), options);
  onClients.set(client, found);
  return found;
}
/** The connection that a transaction is on. */
const homes = new WeakMap<object, Reader>();

type Question<R> = { prepare(name: string): { execute(values: Record<string, unknown>): Promise<R> } };
/**
 * A question in words that never change but for the values named: its text is put together once for a connection and not with every
 * answer, which for a wide table takes longer than the answer does. A name stands for a value wherever a value may stand.
 */
export function question<N extends string, R>(named: readonly N[], ask: (db: Reader, of: Record<N, Placeholder<N>>) => Question<R>) {
  const of = Object.fromEntries(named.map((name) => [name, sql.placeholder(name)])) as Record<N, Placeholder<N>>;
  const asked = new WeakMap<object, ReturnType<Question<R>['prepare']>>();
  return (db: Reader, values: Record<N, unknown>): Promise<R> => {
    const home = homes.get(db) ?? db;
    const found = asked.get(home) ?? ask(home, of).prepare('');
    asked.set(home, found);
    return found.execute(values);
  };
}

const names = new Map<string, string>();
const seenOnce = new Set<string>();
const [mostNames, mostSeen] = [400, 2000];
/** A longer statement of an act reads a whole ledger: it is worth a plan for what is asked, and a plan for any question made papers take minutes. */
const longestOfActs = 2000;
/** Said at the head of a long statement of acts that touches a few rows by their keys. */
export const keptStatement = sql.raw('/* kept */');
/** A text that comes a second time gets a name, as long as there are any left. */
function nameOf(text: string, longest: number): string | undefined {
  if (text.length > longest && !/^\s*\/\* kept \*\//.test(text)) return undefined;
  const known = names.get(text);
  if (known || names.size >= mostNames) return known;
  if (seenOnce.size >= mostSeen) seenOnce.clear();
  if (!seenOnce.delete(text)) return void seenOnce.add(text);
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/**
 * The connections with their statements kept by the database under names. An act is some thirty small statements, and planning each anew
 * takes longer than carrying it out; what people filter lists by varies too much for one plan, so only reads that ask for it are kept.
 */
const planned = <C extends pg.Pool | pg.PoolClient>(client: C, longest = longestOfActs): C =>
  new Proxy(client, {
    get: (target, key) => {
      if (key !== 'query') return Reflect.get(target, key, target) as unknown;
      return (asked: pg.QueryConfig, values?: unknown[]) =>
        target.query(typeof asked === 'object' && values?.length ? { ...asked, name: nameOf(asked.text, longest) } : asked, values);
    },
  });
