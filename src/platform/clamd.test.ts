import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { clamdScanner, verdictOf } from './clamd.ts';

/** Speaks INSTREAM as clamd does: reads the framed parts, then says what it found. */
const fakeClamd = (heard: Buffer[]): Server =>
  createServer((socket) => {
    let held = Buffer.alloc(0);
    socket.on('data', (part) => {
      held = Buffer.concat([held, part]);
      if (held.length < 10 || held.subarray(-4).readUInt32BE() !== 0) return;
      const command = held.indexOf(0) + 1;
      const body: Buffer[] = [];
      for (let at = command; at < held.length;) {
        const length = held.readUInt32BE(at);
        body.push(held.subarray(at + 4, at + 4 + length));
        at += 4 + length;
      }
      const file = Buffer.concat(body);
      heard.push(file);
      socket.end(file.includes('EICAR') ? 'stream: Eicar-Signature FOUND\0' : 'stream: OK\0');
    });
  });

let dir: string;
const heard: Buffer[] = [];
const servers: Server[] = [];
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'clamd-'));
});
afterAll(async () => {
  for (const server of servers) server.close();
  await rm(dir, { recursive: true });
});
const listening = async (at: string | number): Promise<Server> => {
  const server = fakeClamd(heard);
  servers.push(server);
  await new Promise<void>((done) => (typeof at === 'string' ? server.listen(at, done) : server.listen(at, '127.0.0.1', done)));
  return server;
};
const file = (content: string | Buffer) => Readable.from([Buffer.from(content)]);

describe('the scanner', () => {
  test('sends the whole file over a socket or TCP and reads the verdict', async () => {
    const socket = join(dir, 'clamd.sock');
    await listening(socket);
    const { port } = (await listening(0)).address() as AddressInfo;
    const large = Buffer.alloc(300_000, 'bytes ');
    for (const address of [`unix:${socket}`, `127.0.0.1:${port}`]) {
      const scan = clamdScanner(address)!;
      expect(await scan(file(large))).toEqual({ verdict: 'clean' });
      expect(heard.at(-1)!.equals(large)).toBe(true);
      expect(await scan(file('X5O!P%@AP EICAR'))).toEqual({ verdict: 'infected', threat: 'Eicar-Signature' });
    }
  });
  test('that is not there is said to be unavailable; without an address there is none', async () => {
    await expect(clamdScanner(`unix:${join(dir, 'nobody.sock')}`)!(file('x'))).rejects.toMatchObject({ code: 'scan.unavailable' });
    expect(clamdScanner(null)).toBeNull();
    expect(() => verdictOf('INSTREAM size limit exceeded. ERROR')).toThrow('size limit');
  });
});
