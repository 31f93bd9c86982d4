import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connect } from './db.ts';
import { testDatabase } from './test-database.ts';

type Inner = { connection: { stream: { destroy(): void } } };

test('a connection that is lost as a transaction begins goes back, so that the pool serves on and can be closed', async () => {
  const { url, close } = await testDatabase();
  const { db, pool, close: end } = connect(url, 1);
  await db.execute(sql`select 1`);
  pool.once('acquire', (client) => (client as unknown as Inner).connection.stream.destroy());
  await expect(db.transaction(async () => 1)).rejects.toThrow();
  expect(await db.transaction(async (tx) => (await tx.execute(sql`select 2 as two`)).rows)).toEqual([{ two: 2 }]);
  await end();
  await close();
});

test('what a transaction wrote before it failed is gone, and its connection is free', async () => {
  const { db, pool, close } = await testDatabase();
  await expect(
    db.transaction(async (tx) => {
      await tx.execute(sql`create temporary table half (n int)`);
      throw new Error('no further');
    }),
  ).rejects.toThrow('no further');
  expect((await db.execute(sql`select to_regclass('half') as half`)).rows).toEqual([{ half: null }]);
  expect(pool.idleCount).toBe(pool.totalCount);
  await close();
});

test('the database keeps a statement that comes again inside acts, none that is asked outside of them unless it asks to be kept, and no long one', async () => {
  const { url, close } = await testDatabase();
  const { db, close: end } = connect(url, 1);
  const kept = async (mark: string) =>
    (await db.execute(sql`select 1 from pg_prepared_statements where statement like ${`%/* ${mark} */%`}`)).rows.length;
  const inAct = (n: number) => db.transaction(async (tx) => (await tx.execute(sql`select ${n}::int as n /* acts */`)).rows[0]);
  expect(await inAct(1)).toEqual({ n: 1 });
  expect(await kept('acts')).toBe(0);
  expect([await inAct(2), await inAct(3)]).toEqual([{ n: 2 }, { n: 3 }]);
  expect(await kept('acts')).toBe(1);
  for (const n of [1, 2, 3]) await db.execute(sql`select ${n}::int as n /* reads */`);
  expect(await kept('reads')).toBe(0);
  const blank = sql.raw(' '.repeat(2000));
  for (const n of [1, 2, 3]) await db.transaction((tx) => tx.execute(sql`select ${n}::int as n ${blank} /* long */`));
  expect(await kept('long')).toBe(0);
  for (const n of [1, 2, 3]) expect((await db.kept.execute(sql`select ${n}::int as n ${blank} /* by key */`)).rows).toEqual([{ n }]);
  expect(await kept('by key')).toBe(1);
  await end();
  await close();
});
