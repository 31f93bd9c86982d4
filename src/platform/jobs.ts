import pg from 'pg';
import { PgBoss } from 'pg-boss';
import type { Tx } from './db.ts';
import { sql } from 'drizzle-orm';

const schema = 'job_queue';
/** Every job there is, for who asks what became of one. */
export const jobTable = sql.raw(`${schema}.job`);
export const queues = ['task', 'nightly', 'notices'] as const;
export type Queue = (typeof queues)[number];

/** Creates or upgrades the queue's own tables, as their owner, and lets the application use them. Safe to call at every start. */
export async function installJobs(ownerUrl: string): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => undefined);
  await boss.start();
  for (const queue of queues) await boss.createQueue(queue, { retryLimit: 0, expireInSeconds: 6 * 3600 });
  await boss.stop({ graceful: false });
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    await owner.query(`grant usage, create on schema ${schema} to zhuchao_app;
      grant all on all tables in schema ${schema} to zhuchao_app;
      grant all on all sequences in schema ${schema} to zhuchao_app;
      grant execute on all functions in schema ${schema} to zhuchao_app`);
  } finally {
    await owner.end();
  }
}

export type Jobs = {
  /** Enqueues inside the caller's transaction: if it rolls back, the job never was. */
  send(tx: Tx, queue: Queue, data: object): Promise<void>;
  work(queue: Queue, handle: (data: object) => Promise<void>, concurrency?: number): Promise<void>;
  /** Cron expression in Asia/Shanghai. */
  schedule(queue: Queue, cron: string): Promise<void>;
  stop(): Promise<void>;
};

/** The queue as the application sees it. Work outside the database runs after the commit that asked for it. */
export async function openJobs(pool: pg.Pool, onError: (error: unknown) => void): Promise<Jobs> {
  const boss = new PgBoss({
    db: { executeSql: (text, values) => pool.query(text, values) },
    schema,
    migrate: false,
    createSchema: false,
    cronWorkerIntervalSeconds: 30,
  });
  boss.on('error', onError);
  await boss.start();
  return {
    send: async (tx, queue, data) => {
      await boss.send(queue, data, { db: { executeSql: (text, values) => runIn(tx, text, values ?? []) } });
    },
    work: async (queue, handle, concurrency = 1) => {
      await boss.work(queue, { pollingIntervalSeconds: 0.5, localConcurrency: concurrency }, async (batch) => {
        for (const job of batch) await handle(job.data as object);
      });
    },
    schedule: (queue, cron) => boss.schedule(queue, cron, {}, { tz: 'Asia/Shanghai' }),
    stop: () => boss.stop({ graceful: true, timeout: 5000 }),
  };
}

/** pg-boss writes $1-style SQL; drizzle's transaction takes it as chunks with bound values. */
async function runIn(tx: Tx, text: string, values: unknown[]): Promise<{ rows: Record<string, unknown>[] }> {
  const chunks = text.split(/\$(\d+)/).map((part, i) => (i % 2 ? sql.param(values[Number(part) - 1]) : sql.raw(part)));
  return tx.execute(sql.join(chunks));
}
