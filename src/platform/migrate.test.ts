import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from './migrate.ts';
import { emptyDatabase } from './test-database.ts';

let folder = '';
let database: Awaited<ReturnType<typeof emptyDatabase>>;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  database = await emptyDatabase();
  write('1_a.sql', 'create table a (x int); insert into a values (1);');
});
afterEach(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const write = (name: string, sql: string) => writeFileSync(join(folder, name), sql);
const run = () => migrate(database.ownerUrl, folder);
async function ask(sql: string) {
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  return client
    .query(sql)
    .then((r) => r.rows as Record<string, unknown>[])
    .finally(() => client.end());
}

describe('migration', () => {
  it('applies what is missing in name order, once', async () => {
    write('2_b.sql', 'insert into a values (2);');
    write('note.txt', 'not a migration');
    expect(await run()).toEqual(['1_a.sql', '2_b.sql']);
    write('3_c.sql', 'insert into a values (3);');
    expect(await run()).toEqual(['3_c.sql']);
    expect(await run()).toEqual([]);
    expect(await ask('select x from a order by x')).toEqual([{ x: 1 }, { x: 2 }, { x: 3 }]);
  });

  it('refuses a database that a newer build has moved on', async () => {
    write('2_b.sql', 'select 1');
    await run();
    rmSync(join(folder, '2_b.sql'));
    await expect(run()).rejects.toMatchObject({ code: 'migration.newer_schema', details: { unknown: ['2_b.sql'] } });
  });

  it('applies nothing when it refuses', async () => {
    await run();
    rmSync(join(folder, '1_a.sql'));
    write('2_b.sql', 'insert into a values (2)');
    await expect(run()).rejects.toMatchObject({ code: 'migration.newer_schema' });
    expect(await ask('select x from a')).toEqual([{ x: 1 }]);
  });

  it('refuses a migration whose text changed after it was applied', async () => {
    await run();
    write('1_a.sql', 'create table a (x bigint); insert into a values (1);');
    await expect(run()).rejects.toMatchObject({ code: 'migration.changed', details: { changed: ['1_a.sql'] } });
  });

  it('takes the same text with Windows line ends for the same migration', async () => {
    write('2_b.sql', 'select 1;\nselect 2;\n');
    await run();
    write('2_b.sql', 'select 1;\r\nselect 2;\r\n');
    expect(await run()).toEqual([]);
  });

  it('that fails leaves nothing of itself, keeps those before it, and names file and line', async () => {
    write('2_b.sql', 'insert into a values (2);\ncreate table b (y int);\ninsert into nowhere values (1);');
    await expect(run()).rejects.toMatchObject({ code: 'migration.failed', details: { name: '2_b.sql', line: 3 } });
    expect(await ask('select x from a')).toEqual([{ x: 1 }]);
    expect(await ask('select name from schema_migration')).toEqual([{ name: '1_a.sql' }]);
  });

  it('by several servers that start together happens once', async () => {
    write('2_b.sql', 'select pg_sleep(0.1); insert into a values (2);');
    const applied = await Promise.all([run(), run(), run()]);
    expect(applied.flat().toSorted()).toEqual(['1_a.sql', '2_b.sql']);
    expect(await ask('select x from a order by x')).toEqual([{ x: 1 }, { x: 2 }]);
  });
});
