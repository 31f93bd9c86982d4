import { afterAll, beforeAll, expect, test } from 'vitest';
import { until } from './processes.ts';
import { installJobs, type Jobs, openJobs } from './jobs.ts';
import { testDatabase } from './test-database.ts';

const { db, pool, ownerUrl, close } = await testDatabase();
let jobs: Jobs;
const errors: unknown[] = [];
const heard: string[] = [];
beforeAll(async () => {
  await installJobs(ownerUrl);
  jobs = await openJobs(pool, (error) => errors.push(error));
  await jobs.work('task', async (data) => {
    const { say } = data as { say: string };
    heard.push(say);
    if (say === 'fail') throw new Error('as asked');
  });
});
afterAll(async () => {
  await jobs.stop();
  await close();
});
const isHeard = (say: string) => until(() => heard.includes(say), 10_000);

test('work asked for in a transaction that is given up never was, and is never done', async () => {
  const given = db.transaction(async (tx) => {
    await jobs.send(tx, 'task', { say: 'never' });
    throw new Error('given up');
  });
  await expect(given).rejects.toThrow('given up');
  await db.transaction((tx) => jobs.send(tx, 'task', { say: 'after it' }));
  await isHeard('after it');
  expect(heard).not.toContain('never');
  const { rows } = await pool.query(`select data->>'say' as say from job_queue.job where name = 'task' and data->>'say' = 'never'`);
  expect(rows).toEqual([]);
});

test('work begins only after the commit that asked for it', async () => {
  await db.transaction(async (tx) => {
    await jobs.send(tx, 'task', { say: 'committed' });
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(heard).not.toContain('committed');
  });
  await isHeard('committed');
});

test('what is sent is sent as it is, quotes, dollars and all', async () => {
  const say = `'; drop table job; -- $1 \${x} "quoted" \\ 中文`;
  await db.transaction((tx) => jobs.send(tx, 'task', { say }));
  await isHeard(say);
});

test('work that fails is not done again, and does not stop what comes after', async () => {
  for (const say of ['fail', 'next']) await db.transaction((tx) => jobs.send(tx, 'task', { say }));
  await isHeard('next');
  await new Promise((resolve) => setTimeout(resolve, 1200));
  expect(heard.filter((say) => say === 'fail')).toHaveLength(1);
});

test('the queue may be installed again at every start, and the application owns none of it', async () => {
  await installJobs(ownerUrl);
  const { rows } = await pool.query<{ owner: string }>(`select distinct tableowner as owner from pg_tables where schemaname = 'job_queue'`);
  expect(rows.map((r) => r.owner)).not.toContain('zhuchao_app');
  expect(errors).toEqual([]);
});
