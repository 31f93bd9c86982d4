import { v7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { Answers } from './answers.ts';
import { command } from './command.ts';
import { connect, type Db, keptEach, keptIn } from './db.ts';
import { testDatabase } from './test-database.ts';

const house = await testDatabase();
const other = connect(house.url, 2);
afterAll(async () => {
  await other.close();
  await house.close();
});
const { db } = house;
const actor: Actor = { id: v7(), name: '甲', unitId: v7(), unitIds: [], roles: [] };
const record = command('thing.record', async (_tx, subject: string | null) => ({
  result: {},
  trace: subject === null ? [] : { subject, subjectId: actor.id },
}));

let n = 0;
const load = async () => (n += 1);
const ask = (from: Db = db) => from.changes.kept('things', ['thing'], load);

test('while nobody listens nothing is kept', async () => {
  expect([await ask(), await ask()]).toEqual([1, 2]);
});

let deafen: () => Promise<void>;

test('what was read is kept until an act with its subject is committed, here or by another process', async () => {
  deafen = await db.changes.listen();
  const first = await ask();
  expect(await ask()).toBe(first);
  await record(db, 'other', actor);
  expect(await ask()).toBe(first);
  await record(db, 'thing', actor);
  expect(await ask()).toBe(first + 1);
  await expect(
    db.transaction((tx) => record.inside(tx, 'thing', { actor, now: new Date() }).then(() => Promise.reject(new Error('no')))),
  ).rejects.toThrow();
  expect(await ask()).toBe(first + 1);
  await record(other.db, 'thing', actor);
  await expect.poll(() => ask(), { timeout: 10_000 }).toBe(first + 2);
});

test('a transaction reads anew what it wrote itself', async () => {
  const kept = await ask();
  await db.transaction(async (tx) => {
    const read = () => keptIn(tx, 'things', ['thing'], load);
    expect(await read()).toBe(kept);
    await record.inside(tx, 'thing', { actor, now: new Date() });
    expect(await read()).toBe(kept + 1);
  });
});

test('of several things only those are loaded that are not kept, and all anew once something of them was recorded', async () => {
  const asked: string[][] = [];
  const names = (...wanted: string[]) =>
    keptEach(db, 'names', ['thing'], wanted, async (missing) => {
      asked.push([...missing]);
      return missing.map((one) => [one, one.toUpperCase()] as const);
    });
  expect([...(await names('a', 'b', 'a'))]).toEqual([
    ['a', 'A'],
    ['b', 'B'],
  ]);
  expect((await names('b', 'c')).get('c')).toBe('C');
  expect((await names('a', 'b', 'c')).size).toBe(3);
  expect(asked).toEqual([['a', 'b'], ['c']]);
  await record(db, 'thing', actor);
  expect([...(await names('b')).keys()]).toEqual(['b']);
  expect(asked).toEqual([['a', 'b'], ['c'], ['b']]);
});

test('an answer is given again to whoever asked, until anything is recorded, also what leaves no entry', async () => {
  const answers = new Answers(db.changes);
  const keep = answers.find('a /x') as (body: string) => void;
  keep('{"n":1}');
  expect(String(answers.find('a /x'))).toBe('{"n":1}');
  expect(answers.find('b /x')).toBeTypeOf('function');
  await record(db, null, actor);
  expect(answers.find('a /x')).toBeTypeOf('function');
});

test('an answer that was being made while something was recorded is not kept', async () => {
  const answers = new Answers(db.changes);
  const keep = answers.find('a /y') as (body: string) => void;
  await record(db, 'thing', actor);
  keep('{"n":"before"}');
  expect(answers.find('a /y')).toBeTypeOf('function');
});

test('what was kept is forgotten when the line to the database breaks, and kept again once it is back', async () => {
  const before = await ask();
  await house.pool.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query = 'listen changed'`,
  );
  await expect.poll(() => db.changes.isHeard, { timeout: 5000 }).toBe(false);
  expect([await ask(), await ask()]).toEqual([before + 1, before + 2]);
  await expect.poll(() => db.changes.isHeard, { timeout: 15_000 }).toBe(true);
  const again = await ask();
  expect(await ask()).toBe(again);
  await deafen();
  expect(db.changes.isHeard).toBe(false);
});
