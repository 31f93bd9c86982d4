import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { birthOf } from './processes.ts';
import { isLocked, lockData } from './server-lock.ts';

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(place, { recursive: true }));

const leave = (holder: unknown) => writeFileSync(join(place, 'server.lock'), typeof holder === 'string' ? holder : JSON.stringify(holder));

describe('the lock of a data place', () => {
  it('is held by one server at a time, and names the holder to the other', () => {
    const release = lockData(place);
    expect(isLocked(place)).toBe(true);
    expect(() => lockData(place)).toThrow(expect.objectContaining({ code: 'data.in_use', details: { dataDir: place, pid: process.pid } }));
    release();
    expect(isLocked(place)).toBe(false);
    lockData(place)();
  });

  it('respects a holder that is another living process', () => {
    leave({ pid: process.ppid, birth: birthOf(process.ppid) });
    expect(() => lockData(place)).toThrow(expect.objectContaining({ details: { dataDir: place, pid: process.ppid } }));
  });

  it('is void when its holder was killed', async () => {
    const child = spawn('sleep', ['60']);
    const holder = { pid: child.pid, birth: birthOf(child.pid ?? 0) };
    leave(holder);
    expect(isLocked(place)).toBe(true);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('exit', resolve));
    lockData(place)();
  });

  it('is void when the holder’s number now belongs to a later process', () => {
    leave({ pid: process.ppid, birth: 'an earlier boot/1' });
    lockData(place)();
  });

  it('is void when it cannot be read, and leaves no litter', () => {
    leave('{"pi');
    lockData(place)();
    expect(readdirSync(place)).toEqual([]);
  });

  it('says so when the place cannot be written', () => {
    writeFileSync(join(place, 'file'), '');
    expect(() => lockData(join(place, 'file', 'data'))).toThrow(expect.objectContaining({ code: 'data.unwritable' }));
  });
});
