import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { connect, question } from './db.ts';
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

test('a question is put together once for a pool and once for a connection, and reads what its transaction wrote', async () => {
  const { url, close } = await testDatabase();
  const { db, close: end } = connect(url, 1);
  let built = 0;
  const ask = question(['least', 'names'], (on, { least, names }) => {
    built += 1;
    const isWanted = sql`datname = any(${names}::text[]) and oid::int >= ${least}`;
    return on
      .select({ name: sql<string>`datname` })
      .from(sql`pg_database`)
      .where(isWanted);
  });
  const names = ['postgres', 'nothing of this name'];
  for (const least of [0, 1]) expect(await ask(db, { least, names })).toEqual([{ name: 'postgres' }]);
  expect(await ask(db, { least: 2_000_000_000, names })).toEqual([]);
  expect(built).toBe(1);
  const half = question(['n'], (on, { n }) =>
    on
      .select({ n: sql<number>`n` })
      .from(sql`half`)
      .where(sql`n > ${n}`),
  );
  for (const n of [7, 8])
    await db
      .transaction(async (tx) => {
        await tx.execute(sql`create temporary table half as select ${n}::int as n`);
        expect([await ask(tx, { least: 0, names }), await half(tx, { n: 0 })]).toEqual([[{ name: 'postgres' }], [{ n }]]);
        throw new Error('no further');
      })
      .catch((error: Error) => expect(error.message).toBe('no further'));
  expect(built).toBe(2);
  await expect(half(db, { n: 0 })).rejects.toThrow();
  await end();
  await close();
});
