import { mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { connect } from './db.ts';
import { migrate } from './migrate.ts';
import { openPostgres } from './postgres.ts';
import { birthOf, isRunning, processesWhere, signal, until } from './processes.ts';

declare module 'vitest' {
  interface ProvidedContext {
    database: { ownerUrl: string; appUrl: string; template: string };
  }
}

const named = (url: string, name: string) => {
  const at = new URL(url);
  at.pathname = `/${name}`;
  return at.href;
};

async function asOwner(ownerUrl: string, sql: string) {
  const client = new pg.Client({ connectionString: named(ownerUrl, 'postgres') });
  await client.connect();
  try {
    return (await client.query<{ datname: string }>(sql)).rows;
  } finally {
    await client.end();
  }
}

const prefix = 'zhuchao-test-';

/** A run that was killed leaves its database behind; the next run clears it away. */
async function sweep() {
  for (const name of (await readdir(tmpdir())).filter((n) => n.startsWith(prefix))) {
    const place = join(tmpdir(), name);
    if (isHeld(place)) continue;
    const left = () => processesWhere((line) => line.includes(`-D ${place}/`));
    for (const pid of left()) signal(pid, 'SIGQUIT');
    await until(() => left().length === 0, 3000);
    await clear(place);
  }
}

/** The cluster may be linked from elsewhere, when the temporary folder is private to root. */
async function clear(place: string) {
  const cluster = await realpath(join(place, 'postgres')).catch(() => place);
  for (const dir of [cluster, place]) await rm(dir, { recursive: true, force: true });
}

function isHeld(place: string): boolean {
  try {
    const { pid, birth } = JSON.parse(readFileSync(join(place, 'run-by.json'), 'utf8')) as { pid: number; birth: string };
    return isRunning(pid) && birthOf(pid) === birth;
  } catch {
    // Being made just now, or being removed.
    return true;
  }
}

async function openForRun() {
  const url = process.env['TEST_DATABASE_URL'];
  if (url) return openPostgres({ dataDir: '', databaseUrl: url, databaseOwnerUrl: null });
  await sweep();
  const dataDir = await mkdtemp(join(tmpdir(), prefix));
  await writeFile(join(dataDir, 'run-by.json'), JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) }));
  const opened = await openPostgres({ dataDir, databaseUrl: null, databaseOwnerUrl: null }, { fsync: false });
  const stop = async () => {
    await opened.stop();
    await clear(dataDir);
  };
  return { ...opened, stop };
}

/** Once a run: a PostgreSQL of its own (or that of TEST_DATABASE_URL) and one migrated template. */
export async function setup(project: TestProject) {
  const { ownerUrl, appUrl, stop } = await openForRun();
  const family = `zhuchao_test_${process.pid}_${Date.now().toString(36)}`;
  const template = `${family}_template`;
  await asOwner(ownerUrl, `create database ${template}`);
  await migrate(named(ownerUrl, template));
  project.provide('database', { ownerUrl, appUrl, template });
  return async () => {
    const left = await asOwner(ownerUrl, `select datname from pg_database where datname like '${family}%'`);
    for (const { datname } of left) await asOwner(ownerUrl, `drop database if exists ${datname} with (force)`);
    await stop();
  };
}

let count = 0;

async function make(how: string) {
  const { ownerUrl, appUrl, template } = inject('database');
  const name = `${template.replace(/_template$/, '')}_${process.pid}_${++count}`;
  await asOwner(ownerUrl, `create database ${name} ${how.replace('$template', template)}`);
  const drop = async () => void (await asOwner(ownerUrl, `drop database if exists ${name} with (force)`));
  return { url: named(appUrl, name), ownerUrl: named(ownerUrl, name), drop };
}

/** A migrated database for one test file, connected as the application's role; `close` drops it. */
export async function testDatabase() {
  const { url, ownerUrl, drop } = await make('template $template');
  const { db, pool, close: closePool } = connect(url, 4);
  const close = async () => {
    await closePool();
    await drop();
  };
  /** Waits until so many of its sessions wait for a lock: whatever comes next is a race that has begun. */
  const untilWaiting = async (sessions: number) => {
    const waiting = `select datname from pg_stat_activity where datname = '${new URL(url).pathname.slice(1)}' and wait_event_type = 'Lock'`;
    while ((await asOwner(ownerUrl, waiting)).length < sessions) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  return { db, pool, url, ownerUrl, untilWaiting, close };
}

/** A database with nothing in it, for tests of migration itself. */
export async function emptyDatabase() {
  const { ownerUrl, drop } = await make('template template0');
  return { ownerUrl, close: drop };
}
