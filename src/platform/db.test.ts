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
