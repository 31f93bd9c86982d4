import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { refuse } from '../kernel/refusal.ts';
import type { Log } from './log.ts';
import { type Home, prepareHome } from './postgres-home.ts';
import { isRunning, processesWhere, signal, until } from './processes.ts';

export type ClusterOptions = {
  log: Log;
  /** false only for tests: an acknowledged write may then be lost with the machine's power. */
  fsync?: boolean;
  /** Called once when the database died and could not be started again. */
  onLost?: (cause: Error) => void;
};
export type Access = { sockets: string; owner: string; app: string };
export type Cluster = { ownerUrl: string; appUrl: string; stop(): Promise<void> };

export const database = 'zhuchao';
export const ownerRole = 'zhuchao_owner';
export const appRole = 'zhuchao_app';
const port = 5432;

/** A quarter of the machine for the pages of tables in use, at most 2 GB: a million projects with their indexes. */
const pagesInMemory = `${Math.min(2048, Math.floor(totalmem() / 4 / 2 ** 20))}MB`;
// For 2 cores and 8 GB shared with the server; memory is taken only when used. Operators change them in postgresql.conf.
const tuning = {
  max_connections: '80',
  shared_buffers: pagesInMemory,
  effective_cache_size: '4GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  min_wal_size: '128MB',
  max_wal_size: '2GB',
  checkpoint_timeout: '15min',
  wal_compression: 'on',
  random_page_cost: '1.1',
  jit: 'off',
  io_workers: '2',
  max_worker_processes: '4',
  max_parallel_workers: '2',
  max_parallel_workers_per_gather: '1',
  max_wal_senders: '0',
  autovacuum_max_workers: '2',
  timezone: 'Asia/Shanghai',
};

/** The address of a database of the cluster, as libpq and node-postgres both take it. */
export const clusterUrl = (sockets: string, role: string, password: string, name = database) =>
  `postgresql://${role}:${password}@${encodeURIComponent(sockets)}:${port}/${name}`;

const accessFile = (dataDir: string) => join(dataDir, 'postgres.json');

/** How to reach the cluster of a data place, for another process of the same user; null before the first start. */
export function readAccess(dataDir: string): Access | null {
  try {
    return JSON.parse(fs.readFileSync(accessFile(dataDir), 'utf8')) as Access;
  } catch {
    return null;
  }
}

function writeAccess(dataDir: string, access: Access) {
  const draft = `${accessFile(dataDir)}.new`;
  fs.writeFileSync(draft, JSON.stringify(access), { mode: 0o600 });
  fs.renameSync(draft, accessFile(dataDir));
}

// PG* variables of the operator's shell belong to other databases.
const cleanEnv = () => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name)));

/** Locales by preference: pg_trgm needs a character type that knows Chinese letters; sorting is by code point on every machine. */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C'];

function initialise(home: Home, ownerPassword: string, fsync: boolean) {
  // Made aside and renamed, so that a first start that was cut off leaves nothing half made; its initdb may even still be at work.
  const draft = `${home.data}.new-${randomBytes(4).toString('hex')}`;
  const passwordFile = join(home.dir, 'initdb-password');
  fs.rmSync(passwordFile, { force: true });
  fs.writeFileSync(passwordFile, ownerPassword, { mode: 0o600, flag: 'wx' });
  const { uid, gid } = home.runAs;
  if (uid !== undefined && gid !== undefined) fs.chownSync(passwordFile, uid, gid);
  const options = Object.entries(tuning).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  let errors = '';
  for (const ctype of characterTypes) {
    fs.rmSync(draft, { recursive: true, force: true });
    const names = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', `--lc-ctype=${ctype}`];
    const safety = ['--data-checksums', '--auth=scram-sha-256', `--pwfile=${passwordFile}`, ...(fsync ? [] : ['--no-sync'])];
    const args = ['-D', draft, '-U', ownerRole, ...names, ...safety, ...options];
    const done = spawnSync(join(home.binaries, 'bin', 'initdb'), args, { ...home.runAs, cwd: '/', env: cleanEnv(), encoding: 'utf8' });
    if (done.status === 0) break;
    errors += done.stderr || String(done.error ?? '');
    if (ctype === characterTypes.at(-1)) throw refuse('rule', 'postgres.not_initialised', { data: home.data, errors });
  }
  fs.rmSync(passwordFile, { force: true });
  fs.renameSync(draft, home.data);
  for (const name of fs.readdirSync(home.dir).filter((n) => n.startsWith('data.new'))) {
    fs.rmSync(join(home.dir, name), { recursive: true, force: true, maxRetries: 3 });
  }
}

/** A name that marks every process of the cluster with this data folder in the process list. */
export const clusterName = (data: string) => `zhuchao-${createHash('sha256').update(data).digest('hex').slice(0, 10)}`;

const postmasters = (home: Home) => processesWhere((line) => line.includes(`-D ${home.data} `) && line.includes(clusterName(home.data)));
const workers = (home: Home) => processesWhere((line) => line.startsWith(`postgres: ${clusterName(home.data)}: `));

/**
 * Ends what a killed server or a killed postmaster left running on our data. Only for the holder of the data place's lock:
 * nobody else can then be using these processes. A postmaster is asked to shut down in order first.
 */
async function clearOrphans(home: Home, log: Log) {
  for (const [name, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 5000],
    ['SIGKILL', 5000],
  ] as const) {
    const left = postmasters(home);
    if (!left.length) break;
    log.warn({ pids: left, signal: name }, 'a database process was left running by a server that died; stopping it');
    for (const pid of left) signal(pid, name);
    await until(() => postmasters(home).length === 0, patience);
  }
  for (const name of ['SIGQUIT', 'SIGKILL'] as const) {
    for (const pid of workers(home)) signal(pid, name);
    await until(() => workers(home).length === 0, 5000);
  }
  // PostgreSQL itself judges stale lock files; it errs when the old number belongs to another program, or to a dead process nobody buried.
  for (const path of [join(home.data, 'postmaster.pid'), join(home.sockets, `.s.PGSQL.${port}.lock`)]) {
    const pid = fs.existsSync(path) ? Number.parseInt(fs.readFileSync(path, 'utf8'), 10) : 0;
    if (pid > 0 && isRunning(pid)) fs.rmSync(path);
  }
}

function logFile(home: Home): string {
  const path = join(home.dir, 'postgres.log');
  if (fs.existsSync(path) && fs.statSync(path).size > 5_000_000) fs.renameSync(path, `${path}.1`);
  return path;
}

function lastWords(home: Home): string[] {
  const path = join(home.dir, 'postgres.log');
  return fs.existsSync(path) ? fs.readFileSync(path, 'utf8').trimEnd().split('\n').slice(-8) : [];
}

function launch(home: Home, fsync: boolean): ChildProcess {
  const settings = {
    cluster_name: clusterName(home.data),
    listen_addresses: '',
    unix_socket_directories: home.sockets,
    unix_socket_permissions: '0700',
    port: String(port),
    logging_collector: 'off',
    ...(fsync ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const args = ['-D', home.data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const out = fs.openSync(logFile(home), 'a', 0o600);
  // A session of its own: Ctrl-C in a terminal must reach the server alone, which then ends the database in order.
  const child = spawn(join(home.binaries, 'bin', 'postgres'), args, {
    ...home.runAs,
    cwd: '/',
    env: cleanEnv(),
    detached: true,
    stdio: ['ignore', out, out],
  });
  child.on('error', () => undefined);
  fs.closeSync(out);
  return child;
}

const isGone = (child: ChildProcess) => child.pid === undefined || child.exitCode !== null || child.signalCode !== null;

/** A fast shutdown in order; force only when that takes too long. */
async function end(child: ChildProcess | null) {
  for (const [name, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ] as const) {
    if (!child?.pid || isGone(child)) return;
    signal(child.pid, name);
    await until(() => isGone(child), patience);
  }
}

/** Waits for the first connection; recovery after a crash may take minutes and is waited for as long as it runs. */
async function ready(home: Home, child: ChildProcess, url: string) {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (cause) {
      const { code } = cause as { code?: string };
      const isComing = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', '57P03'].includes(code ?? '') || /terminated/.test(String(cause));
      if (isGone(child)) throw Object.assign(refuse('rule', 'postgres.not_started', { data: home.data, log: lastWords(home) }), { cause });
      if (!isComing) throw cause;
    }
    await sleep(25);
  }
}

async function furnish(access: Access) {
  const admin = new pg.Client({ connectionString: clusterUrl(access.sockets, ownerRole, access.owner, 'postgres') });
  await admin.connect();
  try {
    const made = await admin.query('select 1 from pg_database where datname = $1', [database]);
    if (!made.rowCount) await admin.query(`create database ${database}`);
    const role = await admin.query('select 1 from pg_roles where rolname = $1', [appRole]);
    await admin.query(`${role.rowCount ? 'alter' : 'create'} role ${appRole} login password ${pg.escapeLiteral(access.app)}`);
  } finally {
    await admin.end();
  }
}

function assertSameMajor(home: Home) {
  const kept = fs.readFileSync(join(home.data, 'PG_VERSION'), 'utf8').trim();
  if (kept !== home.major) throw refuse('rule', 'postgres.other_version', { data: home.data, kept, own: home.major });
}

/**
 * Starts the embedded cluster of a data place, made on first use. The caller holds the lock of the place.
 * It is started again when it dies by itself, at most 5 times in a minute.
 */
export async function startCluster(dataDir: string, { log, fsync = true, onLost }: ClusterOptions): Promise<Cluster> {
  const home = prepareHome(join(dataDir, 'postgres'), log);
  const kept = readAccess(dataDir);
  const isNew = !fs.existsSync(home.data);
  if (!isNew && !kept) throw refuse('rule', 'postgres.no_access_file', { expected: accessFile(dataDir) });
  const secret = () => randomBytes(24).toString('base64url');
  const access: Access = { owner: secret(), app: secret(), ...(isNew ? null : kept), sockets: home.sockets };
  writeAccess(dataDir, access);
  if (isNew) initialise(home, access.owner, fsync);
  assertSameMajor(home);

  const adminUrl = clusterUrl(access.sockets, ownerRole, access.owner, 'postgres');
  const falls: number[] = [];
  let child: ChildProcess | null = null;
  let isStopping = false;
  let reviving = Promise.resolve();
  const start = async () => {
    await clearOrphans(home, log);
    if (isStopping) return;
    const started = launch(home, fsync);
    child = started;
    await ready(home, started, adminUrl);
    const fell = () => {
      reviving = revive(started);
    };
    started.once('exit', fell);
    // It may have died between its first answer and the line above.
    if (isGone(started) && started.off('exit', fell)) fell();
  };
  const revive = async (dead: ChildProcess) => {
    if (isStopping) return;
    falls.push(Date.now());
    log.error({ code: dead.exitCode, signal: dead.signalCode, log: lastWords(home) }, 'the database stopped by itself; starting it again');
    try {
      if (falls.filter((at) => at > Date.now() - 60_000).length > 5) throw refuse('rule', 'postgres.keeps_dying', { log: lastWords(home) });
      await start();
      log.info({}, 'the database is back');
    } catch (cause) {
      log.error({ cause: String(cause) }, 'the database could not be started again');
      if (!isStopping) onLost?.(cause as Error);
    }
  };
  // A server that exits without stopping still takes its database along; only kill −9 leaves an orphan.
  const lastAct = () => {
    if (child?.pid && !isGone(child)) signal(child.pid, 'SIGINT');
  };
  process.on('exit', lastAct);
  const stop = async () => {
    isStopping = true;
    await end(child);
    // A restart may have been under way when the first child was ended.
    await reviving;
    await end(child);
    process.off('exit', lastAct);
    if (dirname(home.sockets) !== home.dir) fs.rmSync(home.sockets, { recursive: true, force: true });
  };
  try {
    await start();
    await furnish(access);
  } catch (cause) {
    await stop();
    throw cause;
  }
  return { ownerUrl: clusterUrl(access.sockets, ownerRole, access.owner), appUrl: clusterUrl(access.sockets, appRole, access.app), stop };
}
