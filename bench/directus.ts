import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { type Visitor, visitor } from '../src/app/testing/running-server.ts';
import { readAccess } from '../src/platform/postgres-cluster.ts';
import { clusterUrl, ownerRole } from '../src/platform/postgres-cluster.ts';
import { columns } from './generator.ts';
import { accounts, password } from './load.ts';
import { printTable } from './measure.ts';

const version = '11.3.5';
const name = 'bench_directus';
const token = 'bench-token';
/** Its compiled parts know no later Node, which is often older than ours. */
const newestNode = 22;
const compiled = ['argon2', 'isolated-vm', 'sharp'];
const run = promisify(execFile);

/** The Node that Directus is installed and run with: the one `DIRECTUS_NODE` names, else the first on the path that it knows. */
async function olderNode(): Promise<string> {
  const named = process.env['DIRECTUS_NODE'];
  if (named) return named;
  const found = (process.env['PATH'] ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  for (const node of found.filter((path) => existsSync(path))) {
    const { stdout } = await run(node, ['--print', 'parseInt(process.versions.node)']);
    if (Number(stdout) <= newestNode) return node;
  }
  throw new Error(`Directus ${version} needs a Node up to ${newestNode}: DIRECTUS_NODE names one`);
}

/** Installed by npm into a folder of its own, once; never a dependency of ours. */
async function installed(node: string): Promise<string> {
  const place = process.env['DIRECTUS_DIR'] ?? join(tmpdir(), `zhuchao-bench-directus-${version}`);
  const cli = join(place, 'node_modules', 'directus', 'cli.js');
  if (existsSync(cli)) return cli;
  console.log(`installing directus@${version} into ${place}: minutes, since it compiles`);
  await mkdir(place, { recursive: true });
  // npm lets a package compile itself where it is named here alone, and compiles for the Node that it runs on itself.
  const allowScripts = Object.fromEntries(compiled.map((part) => [part, true]));
  await writeFile(join(place, 'package.json'), JSON.stringify({ private: true, allowScripts }));
  const env = { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) };
  await run('npm', ['install', `directus@${version}`, '--no-audit', '--no-fund'], { cwd: place, env, maxBuffer: 2 ** 26 });
  return cli;
}

/** The same projects and arrivals in a database of the same cluster, with the same indexes on what is asked. */
async function copyRows(dataDir: string): Promise<void> {
  const access = readAccess(dataDir)!;
  const url = (database?: string) => clusterUrl(access.sockets, ownerRole, access.owner, database);
  const source = new pg.Client({ connectionString: url() });
  await source.connect();
  const known = await source.query('select 1 from pg_database where datname = $1', [name]);
  if (known.rowCount) return source.end();
  await source.query(`create database ${name}`);
  const target = new pg.Client({ connectionString: url(name) });
  await target.connect();
  for (const table of ['project', 'arrival'] as const) {
    const { rows } = await source.query<{ column: string; type: string }>(
      `select attname as column, format_type(atttypid, atttypmod) as type from pg_attribute where attrelid = $1::regclass and attname = any($2)`,
      [table, columns[table].split(', ')],
    );
    await target.query(`create table ${table} (${rows.map((r) => `${r.column} ${r.type}`).join(', ')})`);
    const list = rows.map((r) => r.column).join(', ');
    const out = source.query(copyTo(`copy (select ${list} from ${table}) to stdout`));
    await pipeline(out, target.query(copyFrom(`copy ${table} (${list}) from stdin`)));
    await target.query(`alter table ${table} add primary key (id)`);
  }
  for (const keyed of ['stage, side', 'agreed_fen desc, id desc', 'unit_id', 'updated_at desc, id'])
    await target.query(`create index on project (${keyed})`);
  await target.query('create index on arrival (project_id)');
  await target.query('vacuum analyze');
  await Promise.all([source.end(), target.end()]);
}

/** The real Directus as a process of its own on that database, with an administrator's static token. */
async function started(node: string, cli: string, dataDir: string, port: number): Promise<ChildProcess> {
  const { sockets, owner } = readAccess(dataDir)!;
  const env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    NODE_ENV: 'production',
    DB_CLIENT: 'pg',
    DB_HOST: sockets,
    DB_PORT: '5432',
    DB_DATABASE: name,
    DB_USER: ownerRole,
    DB_PASSWORD: owner,
    HOST: '127.0.0.1',
    PORT: `${port}`,
    SECRET: 'bench-secret',
    ADMIN_EMAIL: 'bench@example.com',
    ADMIN_PASSWORD: 'Bench-Wutong-2026',
    ADMIN_TOKEN: token,
    PRESSURE_LIMITER_ENABLED: 'false',
    TELEMETRY: 'false',
    LOG_LEVEL: 'error',
  };
  await run(node, [cli, 'bootstrap'], { env, cwd: tmpdir() });
  const child = spawn(node, [cli, 'start'], { env, cwd: tmpdir(), stdio: ['ignore', 'ignore', 'inherit'] });
  for (let tries = 0; tries < 300; tries += 1) {
    if (
      await fetch(`http://127.0.0.1:${port}/server/ping`).then(
        (r) => r.ok,
        () => false,
      )
    )
      return child;
    await sleep(200);
  }
  child.kill();
  throw new Error('Directus did not answer within a minute');
}

type Act = (i: number) => Promise<unknown>;
type Pair = { what: string; bar: number; ours: (who: Visitor) => Act; theirs: Act };

/** Acts done by 10 at a time, one after another, in a second. */
async function rate(act: Act, seconds: number): Promise<number> {
  const end = performance.now() + seconds * 1000;
  let done = 0;
  const from = performance.now();
  await Promise.all(
    Array.from({ length: 10 }, async () => {
      while (performance.now() < end) await act((done += 1));
    }),
  );
  return (done * 1000) / (performance.now() - from);
}

/** The same while somebody records something every second. */
async function rateAmongWrites(act: Act, write: Act, seconds: number): Promise<number> {
  const written: Promise<unknown>[] = [];
  const clock = setInterval(() => written.push(write(written.length)), 1000);
  const found = await rate(act, seconds);
  clearInterval(clock);
  await Promise.all(written);
  return found;
}

/** The mean of each rate, in turns, so that whatever else the machine does falls on all alike. */
async function ratesOf(rates: readonly (() => Promise<number>)[], turns: number): Promise<number[]> {
  const sums = rates.map(() => 0);
  for (let n = 0; n < turns * rates.length; n += 1) sums[n % rates.length]! += await rates[n % rates.length]!();
  return sums.map((sum) => sum / turns);
}

/** Answers are taken in whole and not looked into, by ours as by theirs. */
const taken = async (answer: Response | Promise<Response>) => (await answer).arrayBuffer();

function pairs(base: string, ids: readonly string[]): Pair[] {
  const send = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const answer = await fetch(base + path, { ...init, headers });
    if (!answer.ok) throw new Error(`Directus: ${answer.status} ${await answer.text()}`);
    return taken(answer);
  };
  const at = (i: number) => ids[i % ids.length]!;
  const entry = { arrivedOn: '2026-10-20', amountMinor: 10_000_00, kind: 'other' };
  const codes = ['arrived_above_agreed', 'arrived_above_total', 'before_signing', 'far_above_last_month'];
  let no = Date.now();
  return [
    {
      what: 'list: filtered, sorted, 50 of them, counted',
      bar: 10,
      ours: (who) => () => taken(who.download('/projects?stage=building&sort=agreedFen&size=50')),
      theirs: () => send('/items/project?filter[stage][_eq]=building&sort=-agreed_fen&limit=50&meta=filter_count'),
    },
    {
      what: 'get one',
      bar: 10,
      ours: (who) => (i) => taken(who.download(`/projects/${at(i)}`)),
      theirs: (i) => send(`/items/project/${at(i)}`),
    },
    {
      what: 'sums by unit',
      bar: 10,
      ours: (who) => () => taken(who.download('/figures/signed_amount/groups?dimension=unit')),
      theirs: () => send('/items/project?aggregate[sum]=agreed_fen&aggregate[count]=*&groupBy[]=unit_id&limit=-1'),
    },
    {
      what: 'create one arrival, with its trace',
      bar: 2,
      ours: (who) => (i) =>
        who.post(`/projects/${at(i)}/arrivals`, { ...entry, voucherNo: `D${(no += 1)}`, acknowledged: { codes, reason: '基准测试' } }),
      theirs: (i) =>
        send('/items/arrival', {
          method: 'POST',
          body: JSON.stringify({
            id: crypto.randomUUID(),
            project_id: at(i),
            arrived_on: '2026-10-20',
            amount_minor: 1_000_000,
            amount_fen: 1_000_000,
            kind: 'other',
            voucher_no: `D${(no += 1)}`,
            recorded_by: at(0),
            recorded_at: new Date().toISOString(),
          }),
        }),
    },
  ];
}

/**
 * Ours and Directus on the same rows of the same PostgreSQL, in turns of a few seconds: ours as it runs, which gives a kept answer again
 * until anything is recorded, with and without somebody who records; ours asked to make every answer anew; and Directus as it comes.
 */
export async function directusBench(dataDir: string, address: string, { port = 7699, seconds = 3, turns = 3 } = {}): Promise<void> {
  const [ours, anew] = [visitor(address), visitor(address, { anew: true })];
  for (const who of [ours, anew]) await who.signIn(accounts.scoped.login, password);
  const node = await olderNode();
  const cli = await installed(node);
  await copyRows(dataDir);
  const child = await started(node, cli, dataDir, port);
  try {
    const { items } = await ours.get<{ items: { id: string }[] }>('/projects?signed=true&sort=code&size=200');
    const rows: string[][] = [];
    const ids = items.map((p) => p.id);
    const compared = pairs(`http://127.0.0.1:${port}`, ids);
    const write = compared.at(-1)!.ours(ours);
    for (const { what, bar, ours: own, theirs } of compared) {
      const acts = [own(ours), own(anew), theirs] as const;
      for (const act of acts) await rate(act, 1);
      const [kept, made, other] = acts.map((act) => () => rate(act, seconds));
      const done = await ratesOf([kept!, () => rateAmongWrites(acts[0], write, seconds), made!, other!], turns);
      const ratios = done.slice(0, 3).map((n) => `${(n / done[3]!).toFixed(1)} ×`);
      rows.push([what, ...done.map((n) => n.toFixed(0)), ...ratios, `≥ ${bar} ×`]);
    }
    const ways = ['Zhuchao', 'while one arrival a second is recorded', 'each answer made anew'];
    const header = [`10 connections, ${turns} turns of ${seconds} s each: requests/s`, ...ways, `Directus ${version}`];
    printTable([...header, 'ratio', 'ratio, one a second', 'ratio, made anew', 'bar'], rows);
  } finally {
    child.kill();
  }
}
