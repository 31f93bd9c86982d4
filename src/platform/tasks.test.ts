import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { refuse } from '../kernel/refusal.ts';
import type { Db } from './db.ts';
import { installJobs, type Jobs, openJobs } from './jobs.ts';
import { enqueueTask, runTasks, task, type TaskHandlers, type Work } from './tasks.ts';
import { testDatabase } from './test-database.ts';

const { db, pool, url, ownerUrl, close } = await testDatabase();
const actor: Actor = { id: v7(), name: '甲', unitId: v7(), unitIds: [], roles: ['promoter'] };
const now = new Date('2026-11-20T01:00:00Z');
let jobs: Jobs;
const errors: unknown[] = [];
const interrupted: string[] = [];
const runner = (more: { db?: Db; handlers?: TaskHandlers } = {}) => ({
  db,
  pool,
  jobs,
  handlers: {},
  actorOf: async (id: string) => (id === actor.id ? actor : null),
  onError: (error: unknown) => void errors.push(error),
  ...more,
});
const noteInterrupted = async (kind: string, id: string) => void interrupted.push(`${kind} ${id}`);

let begun = () => undefined as void;
const steps = async ({ count }: { count: number }, { progress, actor: who }: Work) => {
  for (let done = 1; done <= count; done += 1) {
    await progress(done, count);
    begun();
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return { count, by: who.name };
};
const handlers: TaskHandlers = {
  steps,
  refuse: async () => {
    throw refuse('rule', 'thing.refused', { row: 7 });
  },
  fail: async () => {
    throw new Error('secret words');
  },
};

beforeAll(async () => {
  await installJobs(ownerUrl);
  jobs = await openJobs(pool, (error) => errors.push(error));
});
afterAll(async () => {
  await jobs.stop();
  await close();
});
const enqueue = (kind: string, input: object = {}, who = actor) => db.transaction((tx) => enqueueTask(tx, jobs, kind, input, who, now));
const read = async (id: string) => (await db.select().from(task).where(eq(task.id, id)))[0]!;
async function reaches(id: string, wanted: (row: typeof task.$inferSelect) => boolean) {
  for (let tries = 0; tries < 400; tries += 1) {
    const row = await read(id);
    if (wanted(row)) return row;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`still ${JSON.stringify(await read(id))}`);
}
const ends = (id: string) => reaches(id, (row) => row.finishedAt !== null);
const cancel = (id: string) => pool.query('update task set cancel_requested = true where id = $1', [id]);

describe('long work that nobody may finish', () => {
  test('is failed as interrupted when its server was killed over it, and whoever waits for it is told once', async () => {
    const id = await enqueue('endless');
    const platform = (file: string) => JSON.stringify(join(import.meta.dirname, file));
    const script = `
      import { connect } from ${platform('db.ts')};
      import { openJobs } from ${platform('jobs.ts')};
      import { runTasks } from ${platform('tasks.ts')};
      const { db, pool } = connect(${JSON.stringify(url)}, 6);
      const jobs = await openJobs(pool, () => undefined);
      const actor = ${JSON.stringify(actor)};
      const handlers = { endless: () => new Promise(() => setInterval(() => undefined, 1000)) };
      await runTasks({ db, pool, jobs, handlers, actorOf: async () => actor, onError: console.error }, async () => undefined);`;
    const server = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'inherit' });
    await reaches(id, (row) => row.status === 'running');
    // While it lives, another server that starts leaves its work alone.
    await runTasks(runner({ handlers }), noteInterrupted);
    expect((await read(id)).status).toBe('running');
    const gone = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await gone;
    await waitUntilFree(id);
    await runTasks(runner({ handlers }), noteInterrupted);
    expect(await read(id)).toMatchObject({
      status: 'failed',
      refusal: { kind: 'conflict', code: 'task.interrupted' },
      finishedAt: expect.any(Date),
    });
    await runTasks(runner({ handlers }), noteInterrupted);
    expect(interrupted).toEqual([`endless ${id}`]);
  }, 60_000);

  test('is failed as interrupted when its server was killed before it began', async () => {
    const id = await enqueue('steps', { count: 1 });
    await pool.query(`update job_queue.job set state = 'active', started_on = now() - interval '5 minutes' where data->>'taskId' = $1`, [
      id,
    ]);
    await runTasks(runner({ handlers }), noteInterrupted);
    expect(await read(id)).toMatchObject({ status: 'failed', refusal: { code: 'task.interrupted' } });
    expect(interrupted).toContain(`steps ${id}`);
  });

  test('but not when it ended while others looked', async () => {
    const id = v7();
    await pool.query(`insert into task (id, kind, status, actor_id, input, created_at) values ($1, 'late', 'running', $2, '{}', $3)`, [
      id,
      actor.id,
      now,
    ]);
    const endsMeanwhile = async (query: never) => {
      await pool.query(`update task set status = 'done', finished_at = now() where id = $1 and kind = 'late'`, [id]);
      return db.execute(query);
    };
    const slow = new Proxy(db, { get: (of, key) => (key === 'execute' ? endsMeanwhile : Reflect.get(of, key)) });
    await runTasks(runner({ db: slow, handlers }), noteInterrupted);
    expect((await read(id)).status).toBe('done');
    expect(interrupted.join()).not.toContain(id);
  });
});

async function waitUntilFree(id: string) {
  const held = 'select 1 from pg_locks where locktype = $1 and database = (select oid from pg_database where datname = current_database())';
  while ((await pool.query(held, ['advisory'])).rowCount) await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await read(id)).status).toBe('running');
}

describe('long work', () => {
  test('tells how far it is, and ends with its result, for whoever asked for it', async () => {
    const id = await enqueue('steps', { count: 40 });
    const midway = await reaches(id, (row) => row.doneCount > 0 && row.doneCount < 40);
    expect(midway).toMatchObject({ status: 'running', totalCount: 40, startedAt: expect.any(Date), finishedAt: null });
    expect(await ends(id)).toMatchObject({ status: 'done', doneCount: 40, result: { count: 40, by: '甲' }, refusal: null });
  });

  test('stops at its next report when it is cancelled', async () => {
    const id = await enqueue('steps', { count: 2000 });
    await reaches(id, (row) => row.doneCount > 0);
    await cancel(id);
    const row = await ends(id);
    expect(row).toMatchObject({ status: 'cancelled', result: null });
    expect(row.doneCount).toBeLessThan(2000);
  });

  test('that is cancelled before it begins never begins', async () => {
    let hasBegun = false;
    begun = () => void (hasBegun = true);
    const id = await db.transaction(async (tx) => {
      const waiting = await enqueueTask(tx, jobs, 'steps', { count: 1 }, actor, now);
      await tx.update(task).set({ cancelRequested: true }).where(eq(task.id, waiting));
      return waiting;
    });
    expect(await ends(id)).toMatchObject({ status: 'cancelled', startedAt: null });
    expect(hasBegun).toBe(false);
  });

  test('that is refused says why; that fails says nothing of our insides, and the log does', async () => {
    expect(await ends(await enqueue('refuse'))).toMatchObject({
      status: 'failed',
      refusal: { kind: 'rule', code: 'thing.refused', details: { row: 7 } },
    });
    expect(errors).toEqual([]);
    expect(await ends(await enqueue('fail'))).toMatchObject({
      status: 'failed',
      refusal: { kind: 'internal', code: 'internal', details: {} },
    });
    expect(errors.map(String)).toEqual(['Error: secret words']);
  });

  test('that nobody knows how to do, or for somebody who is no longer here, cannot run', async () => {
    const unknown = [await enqueue('nothing'), await enqueue('steps', { count: 1 }, { ...actor, id: v7() })];
    for (const id of unknown) expect(await ends(id)).toMatchObject({ status: 'failed', refusal: { code: 'task.cannot_run' } });
  });
});
