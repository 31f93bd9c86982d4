import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Refusal } from '../kernel/refusal.ts';
import { loadConfig } from './config.ts';

const folder = mkdtempSync(join(tmpdir(), 'settings-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(text: string) {
  const path = join(folder, `${Math.random()}.json`);
  writeFileSync(path, text);
  return path;
}
function problems(env: Record<string, string>): unknown {
  try {
    loadConfig(env, false);
  } catch (cause) {
    return cause instanceof Refusal && cause.code === 'config.invalid' ? cause.details['problems'] : cause;
  }
  return [];
}

describe('settings', () => {
  it('need none: this machine alone, port 7600, a database of our own in the home of the person', () => {
    expect(loadConfig({ HOME: '/home/li' }, false)).toMatchObject({
      host: '127.0.0.1',
      port: 7600,
      dataDir: '/home/li/.local/share/zhuchao',
      databaseUrl: null,
      s3: null,
      security: { lockout: { failures: 5, minutes: 15 }, session: { idleMinutes: 30, hours: 12 } },
    });
  });

  it('put the data where the system expects it: XDG_DATA_HOME for a person, /var/lib for root', () => {
    expect(loadConfig({ HOME: '/home/li', XDG_DATA_HOME: '/data' }, false).dataDir).toBe('/data/zhuchao');
    expect(loadConfig({ HOME: '/root', XDG_DATA_HOME: '/root/x' }, true).dataDir).toBe('/var/lib/zhuchao');
    expect(loadConfig({ ZHUCHAO_DATA: '/srv/a/../b' }, true).dataDir).toBe('/srv/b');
  });

  it('come from one file, and the environment goes before it', () => {
    const path = file(JSON.stringify({ PORT: 8000, HOST: '0.0.0.0', TRUST_PROXY: true }));
    expect(loadConfig({ ZHUCHAO_CONFIG: path, PORT: '9000' }, false)).toMatchObject({ port: 9000, host: '0.0.0.0', trustProxy: true });
  });

  it('left empty in the environment count as not set', () => {
    expect(loadConfig({ DATABASE_URL: '', PORT: '' }, false)).toMatchObject({ databaseUrl: null, port: 7600 });
  });

  it('say which value is bad, what was found and what is expected, all at once', () => {
    expect(problems({ PORT: 'abc', LOG_LEVEL: 'loud' })).toEqual([
      'PORT: a whole number from 0 to 65535; found "abc"',
      expect.stringMatching(/^LOG_LEVEL: .*"warn".*; found "loud"$/),
    ]);
    expect(problems({ PORT: '70000' })).toEqual([expect.stringMatching(/^PORT: .*65535.*found "70000"$/)]);
    expect(problems({ DATABASE_URL: 'postgres://u:p@/db?host=/run' })).toEqual([expect.stringContaining('%2Fvar%2Frun')]);
  });

  it('never repeat a password in a message', () => {
    expect(JSON.stringify(problems({ DATABASE_URL: 'mysql://u:hush@h/d' }))).not.toContain('hush');
  });

  it('refuse a name that does not exist, a file that is not one object, and half a file store', () => {
    expect(problems({ ZHUCHAO_CONFIG: file('{"PROT": 1}') })).toEqual(['PROT: no such setting']);
    expect(problems({ ZHUCHAO_CONFIG: file('[1]') })).toEqual([expect.stringContaining('one JSON object')]);
    expect(problems({ ZHUCHAO_CONFIG: join(folder, 'none.json') })).toEqual([expect.stringContaining('none.json')]);
    expect(problems({ S3_BUCKET: 'ledger' })).toEqual([expect.stringContaining('all four or none')]);
    expect(problems({ DATABASE_OWNER_URL: 'postgres://h/d' })).toEqual([expect.stringContaining('DATABASE_URL')]);
  });
});
