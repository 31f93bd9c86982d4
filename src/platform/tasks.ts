import { and, eq, sql } from 'drizzle-orm';
import { bigint, boolean, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type pg from 'pg';
import { v7 } from 'uuid';
import type { Actor } from '../kernel/actor.ts';
import { Refusal } from '../kernel/refusal.ts';
import type { Db, Tx } from './db.ts';
import { type Jobs, jobTable } from './jobs.ts';

const instant = () => timestamp({ withTimezone: true });
export const taskStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;
export type TaskState = (typeof taskStates)[number];

/** Long work with progress and cancel. Not part of the book of accounts: its rows are updated in place. */
export const task = pgTable('task', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  status: text().$type<TaskState>().notNull(),
  doneCount: bigint({ mode: 'number' }).notNull().default(0),
  totalCount: bigint({ mode: 'number' }),
  cancelRequested: boolean().notNull().default(false),
  actorId: uuid().notNull(),
  input: jsonb().notNull(),
  result: jsonb(),
  refusal: jsonb(),
  createdAt: instant().notNull(),
  startedAt: instant(),
  finishedAt: instant(),
});

/** What long work is given: whom it acts for, where to report, and when to stop. */
export type Work = { actor: Actor; taskId: string; progress: (done: number, total?: number) => Promise<void>; signal: AbortSignal };
export type TaskHandlers = Record<string, (input: never, work: Work) => Promise<unknown>>;

/** Enqueues long work in the caller's transaction; it starts after the commit. */
export async function enqueueTask(tx: Tx, jobs: Jobs, kind: string, input: object, actor: Actor, now: Date): Promise<string> {
  const id = v7();
  await tx.insert(task).values({ id, kind, status: 'waiting', actorId: actor.id, input, createdAt: now });
  await jobs.send(tx, 'task', { taskId: id });
  return id;
}

type Runner = {
  db: Db;
  pool: pg.Pool;
  jobs: Jobs;
  handlers: TaskHandlers;
  actorOf: (personId: string) => Promise<Actor | null>;
  onError: (error: unknown, taskId: string) => void;
};

/** Takes up tasks, at most two at a time, and first settles those that a killed server left running. Answers with how to stop settling. */
export async function runTasks(
  runner: Runner,
  onInterrupted: (kind: string, taskId: string) => Promise<void>,
): Promise<() => Promise<void>> {
  let settling = settleInterrupted(runner, onInterrupted);
  await settling;
  const settle = () => settleInterrupted(runner, onInterrupted).catch((error: unknown) => runner.onError(error, ''));
  const timer = setInterval(() => (settling = settling.then(settle)), 30_000).unref();
  await runner.jobs.work('task', async (data) => runOne(runner, (data as { taskId: string }).taskId), 2);
  return async () => {
    clearInterval(timer);
    await settling;
  };
}

/** A running task holds this lock on a connection of its own, so its death frees the lock. */
const lockKey = (id: string) => sql`hashtextextended(${id}, 0)`;

async function runOne({ db, pool, handlers, actorOf, onError }: Runner, id: string): Promise<void> {
  const client = await pool.connect();
  const stop = new AbortController();
  try {
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [id]);
    const [row] = await db
      .select()
      .from(task)
      .where(and(eq(task.id, id), eq(task.status, 'waiting')));
    if (!row) return;
    if (row.cancelRequested) return void (await finish(pool, id, 'cancelled', null, null));
    await pool.query(`update task set status = 'running', started_at = now() where id = $1`, [id]);
    const actor = await actorOf(row.actorId);
    const handle = handlers[row.kind];
    if (!actor || !handle) return void (await finish(pool, id, 'failed', null, { kind: 'invalid', code: 'task.cannot_run', details: {} }));
    try {
      const result = await handle(row.input as never, { actor, taskId: id, progress: reporter(pool, id, stop), signal: stop.signal });
      await finish(pool, id, 'done', result ?? null, null);
    } catch (error) {
      await finish(pool, id, stop.signal.aborted ? 'cancelled' : 'failed', null, refusalOf(error));
      if (!(error instanceof Refusal) && !stop.signal.aborted) onError(error, id);
    }
  } finally {
    await client.query('select pg_advisory_unlock_all()').catch(() => undefined);
    client.release();
  }
}

const refusalOf = (error: unknown) =>
  error instanceof Refusal
    ? { kind: error.kind, code: error.code, details: error.details }
    : { kind: 'internal', code: 'internal', details: {} };

async function finish(pool: pg.Pool, id: string, status: TaskState, result: unknown, refusal: unknown) {
  await pool.query(`update task set status = $2, result = $3, refusal = $4, finished_at = now() where id = $1`, [
    id,
    status,
    result === null ? null : JSON.stringify(result),
    refusal === null ? null : JSON.stringify(refusal),
  ]);
}

/** Writes progress at most four times a second and learns on the way whether the person cancelled. */
function reporter(pool: pg.Pool, id: string, stop: AbortController) {
  let last = 0;
  return async (done: number, total?: number) => {
    if (Date.now() - last < 250 && done !== total) return;
    last = Date.now();
    const { rows } = await pool.query<{ cancel_requested: boolean }>(
      `update task set done_count = $2, total_count = coalesce($3, total_count) where id = $1 returning cancel_requested`,
      [id, done, total ?? null],
    );
    if (rows[0]?.cancel_requested) stop.abort();
    stop.signal.throwIfAborted();
  };
}

/** Long work whose server may be gone: it runs, or it was taken up a while ago and has not begun. */
const perhapsLost = sql`select id, kind from ${task} t where status = 'running' or (status = 'waiting' and not exists (
  select 1 from ${jobTable} j where j.name = 'task' and j.data ->> 'taskId' = t.id::text
    and (j.state in ('created', 'retry') or (j.state = 'active' and j.started_on > now() - interval '1 minute'))))`;

async function settleInterrupted({ db, pool }: Runner, onInterrupted: (kind: string, taskId: string) => Promise<void>) {
  const { rows: open } = await db.execute<{ id: string; kind: string }>(perhapsLost);
  const refusal = JSON.stringify({ kind: 'conflict', code: 'task.interrupted', details: {} });
  for (const { id, kind } of open) {
    const { rows } = await db.execute<{ free: boolean }>(sql`select pg_try_advisory_xact_lock(${lockKey(id)}) as free`);
    if (!rows[0]?.free) continue;
    // It may have ended just before its lock was free.
    const { rowCount } = await pool.query(
      `update task set status = 'failed', refusal = $2, finished_at = now() where id = $1 and status in ('waiting', 'running')`,
      [id, refusal],
    );
    if (rowCount) await onInterrupted(kind, id);
  }
}
