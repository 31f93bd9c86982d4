import { type ChildProcess, spawn } from 'node:child_process';
import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Log } from './log.ts';
import { migrate } from './migrate.ts';
import { ask, askPatiently, end, killAll, postmastersOf, type Server, startServer } from './postgres-drill.ts';
import { asApp, assertFit, openPostgres, type Postgres } from './postgres.ts';
import { signal, until } from './processes.ts';

let dataDir = '';
beforeAll(() => {
  dataDir = fs.mkdtempSync(join(tmpdir(), 'data-'));
});
afterAll(async () => {
  await killAll(dataDir);
  fs.rmSync(dataDir, { recursive: true, force: true });
});

const config = () => ({ dataDir, databaseUrl: null, databaseOwnerUrl: null });
const kept = 'select x from kept order by x';
const strangers: ChildProcess[] = [];
const running: (Postgres | Server)[] = [];
async function open(...[log]: Log[]) {
  const opened = await openPostgres(config(), log ? { log } : {});
  running.push(opened);
  return opened;
}
async function serve() {
  const server = await startServer(dataDir);
  running.push(server);
  return server;
}
const onlyPostmaster = () => {
  const [pid, ...more] = postmastersOf(dataDir);
  if (!pid || more.length) throw new Error(`one postmaster expected, found ${[pid, ...more].join()}`);
  return pid;
};

// One data place goes through a life, as it would on a machine; each test leaves it stopped.
describe('the embedded database', () => {
  afterEach(async () => {
    for (const each of strangers.splice(0)) each.kill();
    for (const each of running.splice(0)) await ('stop' in each ? each.stop() : end(each));
  });

  it('is made on the first start, sound and private, also after a first start that was cut off', async () => {
    fs.mkdirSync(join(dataDir, 'postgres', 'data.new-half'), { recursive: true });
    fs.writeFileSync(join(dataDir, 'postgres', 'data.new-half', 'half'), '');
    const opened = await open();
    const settings = ['data_checksums', 'fsync', 'full_page_writes', 'server_encoding', 'listen_addresses', 'TimeZone'];
    const shown = await Promise.all(settings.map(async (name) => Object.values((await ask(opened.ownerUrl, `show ${name}`))[0] ?? {})[0]));
    expect(shown).toEqual(['on', 'on', 'on', 'UTF8', '', 'Asia/Shanghai']);
    const mode = (path: string) => (fs.statSync(join(dataDir, path)).mode & 0o777).toString(8);
    expect([mode('postgres.json'), mode('postgres'), mode('postgres/run'), mode('postgres/data')]).toEqual(['600', '700', '700', '700']);
    // Under a private home the binaries are copied beside them.
    const kept = fs.readdirSync(join(dataDir, 'postgres')).filter((name) => !name.startsWith('binaries-'));
    expect(kept.toSorted()).toEqual(['data', 'postgres.log', 'run']);
    await ask(opened.ownerUrl, 'create table kept (x int); grant select, insert on kept to zhuchao_app');
    await ask(opened.appUrl, 'insert into kept values (1)');
    await opened.stop();
    expect(postmastersOf(dataDir)).toEqual([]);
  });

  it('asks for a password even from this machine, and knows the application as a role without powers', async () => {
    const opened = await open();
    const [role] = await ask(
      opened.appUrl,
      'select rolname, rolsuper, rolcreaterole, rolcreatedb from pg_roles where rolname = session_user',
    );
    expect(role).toEqual({ rolname: 'zhuchao_app', rolsuper: false, rolcreaterole: false, rolcreatedb: false });
    const wrong = new URL(opened.appUrl);
    wrong.password = 'guess';
    await expect(ask(wrong.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
    await expect(ask(opened.appUrl, 'create table mine (x int)')).rejects.toMatchObject({ code: '42501' });
  });

  it('keeps the rows over a restart, and finds Chinese names by part', async () => {
    const opened = await open();
    expect(await ask(opened.appUrl, kept)).toEqual([{ x: 1 }]);
    await ask(opened.ownerUrl, 'create extension if not exists pg_trgm');
    expect(await ask(opened.ownerUrl, `select array_length(show_trgm('青禾新材料'), 1) as n`)).toEqual([{ n: 6 }]);
  });

  it('is started again when it is killed while the server runs, and loses no committed row', async () => {
    const said: string[] = [];
    const note = (_: object, message: string) => void said.push(message);
    const log: Log = { info: note, warn: note, error: note };
    const opened = await open(log);
    await ask(opened.appUrl, 'insert into kept values (2)');
    const first = onlyPostmaster();
    // A statement that is still running outlives its postmaster and would keep the next one out.
    const statement = ask(opened.ownerUrl, 'select sum(a * b) from generate_series(1, 20000) a, generate_series(1, 200000) b').catch(
      (cause: Error) => cause,
    );
    const isBusy = `select 1 from pg_stat_activity where query like 'select sum%' and state = 'active'`;
    while ((await ask(opened.ownerUrl, isBusy)).length === 0);
    signal(first, 'SIGKILL');
    await until(() => said.length >= 2, 15_000);
    expect(await askPatiently(opened.appUrl, kept)).toEqual([{ x: 1 }, { x: 2 }]);
    expect(await statement).toBeInstanceOf(Error);
    expect(onlyPostmaster()).not.toBe(first);
    expect(said).toEqual(['the database stopped by itself; starting it again', 'the database is back']);
    await opened.stop();
    expect(postmastersOf(dataDir)).toEqual([]);
  });

  it('refuses a second server on the same data, names the first, and leaves it undisturbed', async () => {
    const first = await serve();
    await expect(openPostgres(config())).rejects.toMatchObject({ code: 'data.in_use', details: { dataDir, pid: first.process.pid } });
    expect(await ask(first.said['appUrl'], kept)).toHaveLength(2);
    const joined = await openPostgres(config(), { join: true });
    expect(await ask(joined.appUrl, kept)).toHaveLength(2);
    await joined.stop();
    expect(await ask(first.said['appUrl'], kept)).toHaveLength(2);
    await end(first);
    expect(postmastersOf(dataDir)).toEqual([]);
  });

  it('left running by a killed server is ended in order and started anew', async () => {
    const first = await serve();
    await ask(first.said['appUrl'], 'insert into kept values (4)');
    const orphan = onlyPostmaster();
    await end(first, 'SIGKILL');
    expect(onlyPostmaster()).toBe(orphan);
    const opened = await open();
    expect(onlyPostmaster()).not.toBe(orphan);
    expect(await ask(opened.appUrl, kept)).toEqual([{ x: 1 }, { x: 2 }, { x: 4 }]);
  });

  it('recovers when server and database were killed together and the old process number has a new owner', async () => {
    const first = await serve();
    await ask(first.said['appUrl'], 'insert into kept values (5)');
    const postmaster = onlyPostmaster();
    await end(first, 'SIGKILL');
    signal(postmaster, 'SIGKILL');
    await until(() => postmastersOf(dataDir).length === 0, 5000);
    const pidFile = join(dataDir, 'postgres', 'data', 'postmaster.pid');
    const { uid, gid } = fs.statSync(pidFile);
    const stranger = spawn('sleep', ['60'], process.getuid?.() === 0 ? { uid, gid } : {});
    strangers.push(stranger);
    for (const path of [pidFile, join(dataDir, 'postgres', 'run', '.s.PGSQL.5432.lock')]) {
      fs.writeFileSync(path, fs.readFileSync(path, 'utf8').replace(/^\d+/, String(stranger.pid)));
    }
    const opened = await open();
    expect(await ask(opened.appUrl, kept)).toHaveLength(4);
    expect(stranger.exitCode).toBe(null);
  });
});

describe('a PostgreSQL of the user’s own', () => {
  let server: Postgres;
  let url = '';
  beforeAll(async () => {
    server = await openPostgres(config());
    // As an administrator would prepare it: a user that owns one database and may make roles, no more.
    await ask(server.ownerUrl, 'drop role if exists zhuchao_app').catch(() =>
      ask(server.ownerUrl, 'drop owned by zhuchao_app; drop role zhuchao_app'),
    );
    await ask(server.ownerUrl, `create role bureau login createrole password 'p ss'`);
    await ask(server.ownerUrl, 'create database ledger owner bureau');
    const at = new URL(server.ownerUrl);
    Object.assign(at, { username: 'bureau', password: 'p ss', pathname: '/ledger' });
    url = at.href;
  });
  afterAll(() => server.stop());

  it('is used through the same door, and the application works without its owner’s rights', async () => {
    const opened = await openPostgres({ dataDir: '/nowhere', databaseUrl: url, databaseOwnerUrl: null });
    await migrate(opened.ownerUrl);
    expect(
      await ask(
        opened.appUrl,
        `select session_user::text as signed_in, current_user::text as works_as, current_setting('TimeZone') as zone`,
      ),
    ).toEqual([{ signed_in: 'bureau', works_as: 'zhuchao_app', zone: 'Asia/Shanghai' }]);
    await expect(ask(opened.appUrl, 'delete from audit_entry')).rejects.toMatchObject({ code: '42501' });
    await expect(ask(opened.appUrl, 'reset role; delete from audit_entry')).rejects.toMatchObject({ code: '42501' });
    await opened.stop();
    expect(await ask(server.ownerUrl, 'select 1 as up')).toEqual([{ up: 1 }]);
  });

  it('that cannot be reached is refused without repeating the password', async () => {
    const away = openPostgres({ dataDir: '', databaseUrl: 'postgres://u:hush@127.0.0.1:9/d', databaseOwnerUrl: null });
    const cause: unknown = await away.catch((c: unknown) => c);
    expect(cause).toMatchObject({ code: 'database.unreachable' });
    expect(JSON.stringify(cause)).not.toContain('hush');
  });

  it('older than 15 or not in UTF-8 is refused with what was found', () => {
    expect(() => assertFit({ version: 140_012, encoding: 'UTF8' })).toThrow(
      expect.objectContaining({ code: 'database.too_old', details: { found: 14, expected: 15 } }),
    );
    expect(() => assertFit({ version: 150_000, encoding: 'SQL_ASCII' })).toThrow(expect.objectContaining({ code: 'database.not_utf8' }));
    expect(() => assertFit({ version: 150_000, encoding: 'UTF8' })).not.toThrow();
  });

  it('keeps the other options of its address', () => {
    const at = asApp('postgres://u:p@h/d?sslmode=require&options=-c%20statement_timeout%3D9s');
    const client = new pg.Client({ connectionString: at.replace('sslmode=require&', '') }) as unknown as {
      connectionParameters: { options: string };
    };
    expect(at).toContain('sslmode=require');
    expect(client.connectionParameters.options).toBe('-c statement_timeout=9s -c role=zhuchao_app -c TimeZone=Asia/Shanghai');
    expect(asApp('postgres://zhuchao_app:p@h/d')).toBe('postgres://zhuchao_app:p@h/d');
  });
});
