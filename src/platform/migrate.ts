import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { refuse } from '../kernel/refusal.ts';

const shipped = fileURLToPath(new URL('../../migrations/', import.meta.url));
// One number for every build, so that two servers that start together on one database take turns.
const turn = 7_600_202_611;

export type Migration = { name: string; sql: string; sha256: string };

/** The migrations of this build, in order. */
export async function knownMigrations(folder = shipped): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted();
  return Promise.all(
    names.map(async (name) => {
      // A checkout with Windows line ends is still the same migration.
      const sql = (await readFile(`${folder}/${name}`, 'utf8')).replaceAll('\r\n', '\n');
      return { name, sql, sha256: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

async function recorded(client: pg.Client): Promise<Map<string, string>> {
  await client.query(`create table if not exists schema_migration (
    name text primary key, sha256 text not null, applied_at timestamptz not null default now())`);
  const { rows } = await client.query<{ name: string; sha256: string }>('select name, sha256 from schema_migration');
  return new Map(rows.map((row) => [row.name, row.sha256]));
}

/** Refuses a database that a newer build has moved on, or whose history is not the one this build ships. */
function assertSameHistory(known: Migration[], done: Map<string, string>) {
  const byName = new Map(known.map((m) => [m.name, m]));
  const unknown = [...done.keys()].filter((name) => !byName.has(name)).toSorted();
  if (unknown.length) throw refuse('conflict', 'migration.newer_schema', { unknown });
  const changed = known.filter((m) => done.has(m.name) && done.get(m.name) !== m.sha256).map((m) => m.name);
  if (changed.length) throw refuse('conflict', 'migration.changed', { changed });
}

async function apply(client: pg.Client, { name, sql, sha256 }: Migration) {
  await client.query('begin');
  try {
    await client.query(sql);
    await client.query('insert into schema_migration (name, sha256) values ($1, $2)', [name, sha256]);
    await client.query('commit');
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    if (!(cause instanceof pg.DatabaseError)) throw cause;
    const line = cause.position ? sql.slice(0, Number(cause.position)).split('\n').length : null;
    throw Object.assign(refuse('rule', 'migration.failed', { name, line, message: cause.message, detail: cause.detail ?? null }), {
      cause,
    });
  }
}

/**
 * Brings a database to the schema of this build: every `wanted` file of `folder` in name order, each in its own transaction.
 * Answers with the names applied now. Throws `migration.newer_schema`, `migration.changed` or `migration.failed`.
 */
export async function migrate(ownerUrl: string, folder = shipped, wanted: (name: string) => boolean = () => true): Promise<string[]> {
  const known = await knownMigrations(folder);
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'zhuchao-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [turn]);
    const done = await recorded(client);
    assertSameHistory(known, done);
    const missing = known.filter((m) => !done.has(m.name) && wanted(m.name));
    for (const migration of missing) await apply(client, migration);
    return missing.map((m) => m.name);
  } finally {
    await client.end();
  }
}
