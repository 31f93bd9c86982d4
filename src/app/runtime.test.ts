import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { lockData } from '../platform/server-lock.ts';

const place = mkdtempSync(join(tmpdir(), 'zhuchao-runtime-'));
afterAll(() => rmSync(place, { recursive: true }));
const main = fileURLToPath(new URL('main.js', import.meta.url));

test('a start on a place that another server works on says so in one line, and ends', { timeout: 60_000 }, () => {
  const unlock = lockData(place);
  const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ZHUCHAO_DATA: place, PORT: '0' };
  const { status, stderr } = spawnSync(process.execPath, [main, 'start'], { env, encoding: 'utf8' });
  unlock();
  expect([status, stderr]).toEqual([2, `data.in_use ${JSON.stringify({ dataDir: place, pid: process.pid })}\n`]);
});
