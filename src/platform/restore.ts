import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { extract } from 'tar-stream';
import { refuse, Refusal } from '../kernel/refusal.ts';
import { About, aboutName, entryOf, readSums } from './backup-format.ts';
import type { FileStore } from './files.ts';
import { knownMigrations, migrate } from './migrate.ts';

export type RestoreDone = { madeAt: string; tables: number; rows: number; files: number; migrated: string[] };

const quoted = (name: string) => pg.escapeIdentifier(name);
const damaged = (details: Record<string, unknown>) => refuse('invalid', 'backup.damaged', details);

/**
 * Fills an empty database and the file store from a backup, checks every byte of it against its hashes before anything counts, and
 * brings an older schema to that of this build. Refuses `restore.not_empty`, `backup.damaged`, `backup.newer_schema`; a refused
 * restore leaves the database without a row and can be tried again.
 */
export async function restoreBackup(ownerUrl: string, files: FileStore, path: string): Promise<RestoreDone> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'zhuchao-restore' });
  await client.connect();
  const place = await mkdtemp(join(tmpdir(), 'zhuchao-restore-'));
  try {
    await assertEmpty(client);
    const loading = new Loading(client, ownerUrl, files, place);
    await entries(path, (name, content) => loading.take(name, content)).catch((error: unknown) => {
      throw error instanceof Refusal || error instanceof pg.DatabaseError ? error : damaged({ message: (error as Error).message });
    });
    const done = await loading.finish();
    return { ...done, migrated: await migrate(ownerUrl) };
  } finally {
    // Ends what is open with it: rows that are being copied, and the transaction.
    await client.end();
    await rm(place, { recursive: true, force: true });
  }
}

async function assertEmpty(client: pg.Client) {
  const { rows } = await client.query<{ trace: string | null }>(`select to_regclass('audit_entry')::text as trace`);
  if (!rows[0]?.trace) return;
  const { rowCount } = await client.query('select 1 from audit_entry limit 1');
  if (rowCount) throw refuse('conflict', 'restore.not_empty', { expected: 'an empty data place or database' });
}

/** Gives every entry of the archive to `take`, one after the other. Whatever is wrong with any part of the way ends it at once. */
async function entries(path: string, take: (name: string, content: Readable) => Promise<void>) {
  const [source, unzip, archive] = [createReadStream(path), createGunzip(), extract()];
  let taking = Promise.resolve();
  try {
    await new Promise<void>((resolve, reject) => {
      archive.on('entry', ({ name }, content, next) => {
        content.on('error', reject);
        taking = take(name, content as unknown as Readable);
        taking.then(() => {
          content.resume();
          next();
        }, reject);
      });
      source.once('error', reject);
      unzip.once('error', reject);
      archive.once('error', reject);
      archive.once('finish', () => void taking.then(resolve, reject));
      source.pipe(unzip).pipe(archive);
    });
  } finally {
    source.destroy();
    unzip.destroy();
  }
}

type Key = { table: string; name: string; definition: string };

/** Takes a backup's entries in their order, all rows in one transaction. */
class Loading {
  readonly client: pg.Client;
  readonly ownerUrl: string;
  readonly files: FileStore;
  readonly place: string;
  readonly #sums = new Map<string, string>();
  #about: About | null = null;
  #keys: Key[] = [];
  #copy: { table: string; stream: ReturnType<typeof copyFrom>; done: Promise<void> } | null = null;
  #counts = { rows: 0, files: 0 };
  #isChecked = false;
  constructor(client: pg.Client, ownerUrl: string, files: FileStore, place: string) {
    [this.client, this.ownerUrl, this.files, this.place] = [client, ownerUrl, files, place];
  }

  async take(name: string, content: Readable) {
    const entry = entryOf(name);
    if (!entry || (this.#about === null) !== (entry === 'about')) throw damaged({ entry: name, expected: aboutName });
    if (entry === 'about') return this.#begin(name, content);
    if (entry === 'sums') return this.#check(await text(content));
    if ('table' in entry) return this.#takeRows(name, entry.table, content);
    await this.#endCopy();
    return this.#takeFile(name, entry.sha256, content);
  }

  async finish(): Promise<Omit<RestoreDone, 'migrated'>> {
    if (!this.#about || !this.#isChecked) throw damaged({ expected: 'SHA256SUMS at the end' });
    for (const { table, name, definition } of this.#keys)
      await this.client.query(`alter table ${table} add constraint ${quoted(name)} ${definition}`);
    for (const { name, value } of this.#about.sequences)
      await this.client.query('select setval($1, $2)', [`public.${quoted(name)}`, value]);
    await this.client.query('commit');
    return { madeAt: this.#about.madeAt, tables: this.#about.tables.length, ...this.#counts };
  }

  /** The schema as it was, without rows, and without the keys between tables until all rows are there. */
  async #begin(name: string, content: Readable) {
    const json = await text(content);
    this.#sums.set(name, createHash('sha256').update(json).digest('hex'));
    const about = About.safeParse(JSON.parse(json));
    if (!about.success) throw damaged({ entry: name, expected: 'format 1' });
    this.#about = about.data;
    const known = new Map((await knownMigrations()).map((m) => [m.name, m.sha256]));
    const unknown = about.data.migrations.filter((m) => known.get(m.name) !== m.sha256).map((m) => m.name);
    if (unknown.length) throw refuse('conflict', 'backup.newer_schema', { unknown });
    const wanted = new Set(about.data.migrations.map((m) => m.name));
    await migrate(this.ownerUrl, undefined, (migration) => wanted.has(migration));
    const there = await this.client.query<{ name: string }>('select name from schema_migration');
    const ahead = there.rows.map((r) => r.name).filter((n) => !wanted.has(n));
    if (ahead.length) throw refuse('conflict', 'restore.not_empty', { expected: 'an empty data place or database', ahead });
    await this.client.query("begin; set local timezone = 'UTC'; set local datestyle = 'ISO'");
    const keys = await this.client.query<Key>(
      `select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition from pg_constraint
       where contype = 'f' and connamespace = 'public'::regnamespace`,
    );
    this.#keys = keys.rows;
    for (const key of this.#keys) await this.client.query(`alter table ${key.table} drop constraint ${quoted(key.name)}`);
    const tables = about.data.tables.map((t) => quoted(t.name)).join(', ');
    if (tables) await this.client.query(`truncate ${tables}`);
  }

  async #takeRows(name: string, table: string, content: Readable) {
    if (this.#copy?.table !== table) {
      await this.#endCopy();
      const columns = this.#about!.tables.find((t) => t.name === table)?.columns;
      if (!columns) throw damaged({ entry: name });
      const stream = this.client.query(copyFrom(`copy ${quoted(table)} (${columns.map(quoted).join(', ')}) from stdin`));
      const done = new Promise<void>((resolve, reject) => void stream.once('finish', resolve).once('error', reject));
      // Told by the await that ends it.
      done.catch(() => undefined);
      this.#copy = { table, stream, done };
    }
    const hash = createHash('sha256');
    const { stream, done } = this.#copy;
    for await (const chunk of content as AsyncIterable<Buffer>) {
      hash.update(chunk);
      if (!stream.write(chunk)) await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), done]);
    }
    this.#sums.set(name, hash.digest('hex'));
  }

  async #endCopy() {
    if (!this.#copy) return;
    this.#copy.stream.end();
    await this.#copy.done;
    this.#counts.rows += this.#copy.stream.rowCount ?? 0;
    this.#copy = null;
  }

  async #takeFile(name: string, sha256: string, content: Readable) {
    const path = join(this.place, sha256);
    const hash = createHash('sha256');
    content.on('data', (chunk: Buffer) => hash.update(chunk));
    await pipeline(content, createWriteStream(path, { mode: 0o600 }));
    if (hash.digest('hex') !== sha256) throw damaged({ entry: name });
    await this.files.put(path, sha256);
    await rm(path);
    this.#sums.set(name, sha256);
    this.#counts.files += 1;
  }

  async #check(sums: string) {
    await this.#endCopy();
    const expected = readSums(sums);
    const wrong = [...new Set([...expected.keys(), ...this.#sums.keys()])].filter((name) => expected.get(name) !== this.#sums.get(name));
    if (wrong.length) throw damaged({ entries: wrong.slice(0, 20) });
    this.#isChecked = true;
  }
}

async function text(content: Readable): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of content as AsyncIterable<Buffer>) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}
