import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figureValues } from '../modules/figures/queries.ts';
import { operatorActor } from '../modules/identity/queries.ts';
import { loadReference } from '../modules/reference/commands.ts';
import { auditHead, checkAudit, linkAudit } from '../platform/audit-chain.ts';
import { writeBackup } from '../platform/backup.ts';
import { connect, type Db } from '../platform/db.ts';
import { localFiles } from '../platform/files-local.ts';
import { asApp } from '../platform/postgres.ts';
import { restoreBackup } from '../platform/restore.ts';
import { emptyDatabase, testDatabase } from '../platform/test-database.ts';
import { loadDemo } from './demo/load.ts';
import { publishPresets, verify } from './wiring.ts';

const now = new Date('2026-11-22T02:00:00Z');
const content = Buffer.from('%PDF-1.7 进账单');
const sha256 = createHash('sha256').update(content).digest('hex');
const origin = await testDatabase();
const folder = await mkdtemp(join(tmpdir(), 'zhuchao-backup-test-'));
const backup = join(folder, 'zhuchao.tar.gz');
const store = (name: string) => localFiles(join(folder, name, 'files'));

async function figuresOf(db: Db) {
  const { figures } = await figureValues(
    db,
    { unitId: undefined, from: undefined, through: undefined, asOf: undefined },
    await operatorActor(db),
    now,
  );
  return figures;
}
async function ask(url: string, sql: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client
    .query(sql)
    .then((r) => r.rows as Record<string, unknown>[])
    .finally(() => client.end());
}

beforeAll(async () => {
  await loadReference(origin.db, now);
  await publishPresets(origin.db);
  await loadDemo(origin.db, now);
  const path = join(folder, 'slip.pdf');
  await writeFile(path, content);
  await store('origin').put(path, sha256);
  await ask(
    origin.ownerUrl,
    `insert into stored_file (sha256, size, media_type, stored_at) values ('${sha256}', ${content.length}, 'application/pdf', now())`,
  );
  await linkAudit(origin.db);
  await writeBackup(origin.ownerUrl, store('origin'), backup, now);
}, 180_000);
afterAll(async () => {
  await origin.close();
  await rm(folder, { recursive: true, force: true });
});

describe('a backup', () => {
  test(
    'restored into an empty database gives the same figures, the same files, and a log that verifies',
    { timeout: 120_000 },
    async () => {
      const target = await emptyDatabase();
      const done = await restoreBackup(target.ownerUrl, store('target'), backup);
      expect(done).toMatchObject({ madeAt: now.toISOString(), files: 1, migrated: [] });
      const { db, close } = connect(asApp(target.ownerUrl));
      expect(await figuresOf(db)).toEqual(await figuresOf(origin.db));
      expect(await auditHead(db)).toEqual(await auditHead(origin.db));
      expect(await checkAudit(db)).toMatchObject({ isClean: true });
      expect(await verify(db, store('target'))).toEqual({ differences: [], damagedFiles: [] });
      expect(await store('target').verify(sha256)).toBe(true);
      const keys = `select conrelid::regclass::text as t, conname from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`;
      expect(await ask(target.ownerUrl, keys)).toEqual(await ask(origin.ownerUrl, keys));
      const next = `select nextval('audit_entry_seq_seq') as n`;
      expect(await ask(target.ownerUrl, next)).toEqual(await ask(origin.ownerUrl, next));
      await close();
      await expect(restoreBackup(target.ownerUrl, store('target'), backup)).rejects.toMatchObject({ code: 'restore.not_empty' });
      await target.close();
    },
  );

  const bytes = async () => gunzipSync(await readFile(backup));
  const changed = async (change: (tar: Buffer) => Buffer) => {
    const path = join(folder, 'changed.tar.gz');
    await writeFile(path, gzipSync(change(await bytes()), { level: 1 }));
    return path;
  };
  test.each([
    ['one byte of a row', (tar: Buffer) => swap(tar, '云岭', '云领')],
    ['one byte of a file', (tar: Buffer) => swap(tar, '进账单', '进账草')],
    ['its end cut off', cutOff],
    ['nothing of it left but a name', () => Buffer.alloc(1024)],
  ])('with %s is refused and leaves no row; the whole one can go in afterwards', { timeout: 120_000 }, async (_, change) => {
    const target = await emptyDatabase();
    await expect(restoreBackup(target.ownerUrl, store('refused'), await changed(change))).rejects.toMatchObject({ code: 'backup.damaged' });
    const left = await ask(target.ownerUrl, `select to_regclass('project') as t`);
    if (left[0]?.['t']) expect(await ask(target.ownerUrl, 'select 1 from project union all select 1 from audit_entry')).toEqual([]);
    if (change === cutOff) expect(await restoreBackup(target.ownerUrl, store('target'), backup)).toMatchObject({ files: 1 });
    await target.close();
  });

  test('of a newer build is refused by name', { timeout: 120_000 }, async () => {
    const target = await emptyDatabase();
    const path = await changed((tar) => swap(tar, '20261122T0900_platform.sql', '20991122T0900_platform.sql'));
    await expect(restoreBackup(target.ownerUrl, store('newer'), path)).rejects.toMatchObject({
      code: 'backup.newer_schema',
      details: { unknown: ['20991122T0900_platform.sql'] },
    });
    await target.close();
  });

  test('names the files that the store lacks, and keeps the rows', { timeout: 120_000 }, async () => {
    const path = join(folder, 'without-files.tar.gz');
    expect(await writeBackup(origin.ownerUrl, store('nothing'), path, now)).toMatchObject({ files: 0, missingFiles: [sha256] });
  });
});

const cutOff = (tar: Buffer) => tar.subarray(0, tar.length - 40_000);

/** The same length, so that everything else of the archive stays where it was. */
function swap(tar: Buffer, from: string, to: string): Buffer {
  const at = tar.indexOf(from);
  expect(at).toBeGreaterThan(0);
  const copy = Buffer.from(tar);
  copy.write(to, at, 'utf8');
  return copy;
}
