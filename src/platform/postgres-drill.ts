import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { clusterName } from './postgres-cluster.ts';
import { processesWhere, signal, until } from './processes.ts';

/** For tests of what happens to the database when a server process lives, stops or is killed. */
export type Server = { process: ChildProcess; said: Record<string, unknown>; gone: Promise<unknown> };

const here = fileURLToPath(new URL('.', import.meta.url));

/** A server process of its own on this data place: says its addresses, or its refusal, and stops in order on SIGTERM. */
export async function startServer(
  dataDir: string,
  at: { platform?: string; uid?: number; gid?: number; home?: string } = {},
): Promise<Server> {
  const { platform = here, home, ...user } = at;
  const script = `
    // A test that is cut short leaves no server behind.
    process.stdin.resume().once('close', () => process.kill(process.pid, 'SIGKILL'));
    const { openPostgres } = await import(${JSON.stringify(`${platform}/postgres.ts`)});
    try {
      const opened = await openPostgres({ dataDir: ${JSON.stringify(dataDir)}, databaseUrl: null, databaseOwnerUrl: null });
      console.log(JSON.stringify({ ownerUrl: opened.ownerUrl, appUrl: opened.appUrl }));
      process.once('SIGTERM', () => opened.stop().then(() => process.exit(0)));
      setInterval(() => undefined, 1000);
    } catch (cause) {
      console.log(JSON.stringify({ code: cause.code, details: cause.details, message: cause.message }));
    }`;
  const env = { PATH: process.env['PATH'], ...(home ? { HOME: home } : {}) };
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    ...user,
    env,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  const line = await new Promise<string>((resolve) => {
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text += part;
      if (text.endsWith('\n')) resolve(text);
    });
    child.once('exit', () => resolve('{"code":"exited"}'));
  });
  return { process: child, said: JSON.parse(line) as Record<string, unknown>, gone };
}

export async function end(server: Server, how: NodeJS.Signals = 'SIGTERM') {
  server.process.kill(how);
  await server.gone;
}

/** Every PostgreSQL process of a data place: its postmaster first, by the folder on its command line. */
export const postmastersOf = (dataDir: string) => processesWhere((line) => line.includes(`-D ${dataDir}/`) && !line.includes('initdb'));

/** What a failed test may have left running, a statement without its postmaster included. */
export async function killAll(dataDir: string) {
  const mark = `postgres: ${clusterName(join(dataDir, 'postgres', 'data'))}: `;
  const left = () => [...postmastersOf(dataDir), ...processesWhere((line) => line.startsWith(mark))];
  for (const pid of left()) signal(pid, 'SIGQUIT');
  await until(() => left().length === 0, 5000);
}

export async function ask(url: unknown, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: String(url) });
  client.on('error', () => undefined);
  await client.connect();
  return client
    .query(sql)
    .then((r) => r.rows as Record<string, unknown>[])
    .finally(() => client.end());
}

/** Asks again while the database is coming back. */
export async function askPatiently(url: unknown, sql: string): Promise<Record<string, unknown>[]> {
  for (const end = Date.now() + 15_000; ; await sleep(50)) {
    try {
      return await ask(url, sql);
    } catch (cause) {
      if (Date.now() > end) throw cause;
    }
  }
}
