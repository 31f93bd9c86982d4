import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished, pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { type Pack, pack as tarPack } from 'tar-stream';
import { type About, aboutName, fileName, partName, sumsName, sumsText } from './backup-format.ts';
import type { FileStore } from './files.ts';

export type BackupDone = { file: string; bytes: number; tables: number; rows: number; files: number; missingFiles: string[] };

const partBytes = 4 * 2 ** 20;
const quoted = (name: string) => pg.escapeIdentifier(name);

/**
 * Writes a backup of the database as it is at one moment, and of every file it names, beside a running server. The file appears
 * under its name only when it is whole. Files that the store lacks are listed, not refused: the rows are worth keeping.
 */
export async function writeBackup(ownerUrl: string, files: FileStore, out: string, now: Date): Promise<BackupDone> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'zhuchao-backup' });
  await client.connect();
  const draft = `${out}.part`;
  const archive = new Archive();
  const written = pipeline(archive.pack, createGzip({ level: 6 }), createWriteStream(draft, { mode: 0o600, flush: true }));
  // Told by the await below; until then a full disk must not end the process.
  written.catch(() => undefined);
  try {
    await client.query("begin isolation level repeatable read read only; set local timezone = 'UTC'; set local datestyle = 'ISO'");
    const about = await aboutOf(client, now);
    await archive.add(aboutName, Buffer.from(`${JSON.stringify(about, null, 2)}\n`));
    let rows = 0;
    for (const table of about.tables) rows += await addTable(client, archive, table);
    const { kept, missing } = await addFiles(archive, files, await filesNamed(client, about));
    await archive.end();
    await written;
    await rename(draft, out);
    return { file: out, bytes: (await stat(out)).size, tables: about.tables.length, rows, files: kept, missingFiles: missing };
  } catch (error) {
    archive.pack.destroy();
    await written.catch(() => undefined);
    await rm(draft, { force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** Entries one after the other, with the hash of each. */
class Archive {
  readonly pack: Pack = tarPack();
  readonly #sums = new Map<string, string>();

  async add(name: string, content: Buffer) {
    this.#sums.set(name, createHash('sha256').update(content).digest('hex'));
    await new Promise<void>((resolve, reject) => {
      this.pack.once('error', reject);
      this.pack.entry({ name, mode: 0o600 }, content, (error) => {
        this.pack.off('error', reject);
        if (error) reject(error);
        else resolve();
      });
    });
  }

  /** A file whose name is its hash. */
  async addFile(name: string, sha256: string, path: string) {
    this.#sums.set(name, sha256);
    const entry = this.pack.entry({ name, mode: 0o600, size: (await stat(path)).size });
    await pipeline(createReadStream(path), entry);
  }

  async end() {
    await this.add(sumsName, Buffer.from(sumsText(this.#sums)));
    this.pack.finalize();
  }
}

async function aboutOf(client: pg.Client, now: Date): Promise<About> {
  const migrations = await client.query<About['migrations'][number]>('select name, sha256 from schema_migration order by name');
  const tables = await client.query<About['tables'][number]>(
    `select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns from pg_class c join pg_attribute a on a.attrelid = c.oid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and c.relname <> 'schema_migration'
       and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' group by 1 order by 1`,
  );
  const sequences = await client.query<About['sequences'][number]>(
    `select sequencename as name, last_value as value from pg_sequences where schemaname = 'public' and last_value is not null order by 1`,
  );
  return { format: 1, madeAt: now.toISOString(), migrations: migrations.rows, tables: tables.rows, sequences: sequences.rows };
}

async function addTable(client: pg.Client, archive: Archive, { name, columns }: About['tables'][number]): Promise<number> {
  const source = client.query(copyTo(`copy ${quoted(name)} (${columns.map(quoted).join(', ')}) to stdout`));
  let [held, size, part] = [[] as Buffer[], 0, 0];
  const flush = async () => {
    if (size > 0) await archive.add(partName(name, ++part), Buffer.concat(held));
    [held, size] = [[], 0];
  };
  for await (const chunk of source as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size >= partBytes) await flush();
  }
  await flush();
  return source.rowCount ?? 0;
}

/** A column that names a kept file is called `sha256`, or ends in `_sha256`, whichever room it belongs to. */
async function filesNamed(client: pg.Client, { tables }: About): Promise<string[]> {
  const named = new Set<string>();
  for (const { name, columns } of tables) {
    for (const column of columns.filter((c) => /(^|_)sha256$/.test(c))) {
      const { rows } = await client.query<{ hash: string }>(
        `select distinct ${quoted(column)} as hash from ${quoted(name)} where ${quoted(column)} is not null`,
      );
      for (const { hash } of rows) named.add(hash);
    }
  }
  return [...named].toSorted();
}

/** Each file by way of the disk: an entry begins with its length, and a store need not know it. */
async function addFiles(archive: Archive, files: FileStore, named: readonly string[]) {
  const place = await mkdtemp(join(tmpdir(), 'zhuchao-backup-'));
  const missing: string[] = [];
  try {
    for (const sha256 of named) {
      if (!(await files.verify(sha256))) {
        missing.push(sha256);
        continue;
      }
      const path = join(place, sha256);
      const source = await files.open(sha256);
      await pipeline(source, createWriteStream(path, { mode: 0o600 }));
      await finished(source).catch(() => undefined);
      await archive.addFile(fileName(sha256), sha256, path);
      await rm(path);
    }
  } finally {
    await rm(place, { recursive: true, force: true });
  }
  return { kept: named.length - missing.length, missing };
}
