import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clamdScanner, verdictOf } from './clamd.ts';
import { eicar, openTestClamd } from './test-clamd.ts';

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clamd-'));
});
afterAll(() => rm(dir, { recursive: true }));
const file = (content: string | Buffer) => Readable.from([Buffer.from(content)]);

describe('the scanner', () => {
  test('sends the whole file over a socket or TCP and reads the verdict', async () => {
    const large = Buffer.alloc(300_000, 'bytes ');
    for (const path of [join(dir, 'clamd.sock'), undefined]) {
      const daemon = await openTestClamd(path);
      const scan = clamdScanner(daemon.address)!;
      expect(await scan(file(large))).toEqual({ verdict: 'clean' });
      expect(daemon.heard.at(-1)!.equals(large)).toBe(true);
      expect(await scan(file(eicar))).toEqual({ verdict: 'infected', threat: 'Eicar-Signature' });
      await daemon.close();
    }
  });
  test('that is not there is said to be unavailable; without an address there is none', async () => {
    await expect(clamdScanner(`unix:${join(dir, 'nobody.sock')}`)!(file('x'))).rejects.toMatchObject({ code: 'scan.unavailable' });
    // It is known to be gone before the file has been opened; whoever brings the file is not kept waiting.
    async function* slowly() {
      await new Promise((done) => setTimeout(done, 50));
      yield Buffer.alloc(70_000);
      yield Buffer.alloc(70_000);
    }
    await expect(clamdScanner(`unix:${join(dir, 'nobody.sock')}`)!(Readable.from(slowly()))).rejects.toMatchObject({
      code: 'scan.unavailable',
    });
    expect(clamdScanner(null)).toBeNull();
    expect(() => verdictOf('INSTREAM size limit exceeded. ERROR')).toThrow('size limit');
  });
});
