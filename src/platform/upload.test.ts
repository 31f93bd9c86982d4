import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusals } from './http.ts';
import { receiveFile, type Uploaded } from './upload.ts';

const app = Fastify();
const received: (Uploaded & { content: string })[] = [];
let port: number;
beforeAll(async () => {
  await app.register(multipart, { limits: { files: 1, fileSize: 1000 } });
  refusals(app);
  app.post('/', async (request) => {
    const file = await receiveFile(request);
    received.push({ ...file, content: await readFile(file.path, 'utf8') });
    await file.discard();
    return {};
  });
  port = Number(new URL(await app.listen({ host: '127.0.0.1', port: 0 })).port);
});
afterAll(() => app.close());

const part = (filename: string, content: string, field = 'file') =>
  `--x\r\ncontent-disposition: form-data; name="${field}"; filename="${filename}"\r\ncontent-type: text/plain\r\n\r\n${content}\r\n`;
const send = (payload: string, type = 'multipart/form-data; boundary=x') =>
  app.inject({ method: 'POST', url: '/', payload, headers: { 'content-type': type } });
const post = (filename: string, content: string) => send(`${part(filename, content)}--x--\r\n`);
const refusal = async (answer: Promise<Awaited<ReturnType<typeof send>>>) => {
  const { statusCode, body } = await answer;
  const { code, details } = JSON.parse(body) as { code: string; details: object };
  return [statusCode, code, details];
};

test('a file arrives whole, with its hash, in a place of its own that is gone afterwards', async () => {
  expect((await post('台账.csv', '甲,乙')).statusCode).toBe(200);
  const file = received.at(-1)!;
  const sha256 = createHash('sha256').update('甲,乙').digest('hex');
  expect(file).toMatchObject({ name: '台账.csv', size: Buffer.byteLength('甲,乙'), sha256, content: '甲,乙' });
  expect(existsSync(file.path)).toBe(false);
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['/etc/cron.d/x', 'x'],
  ['e\u0301tat.csv', '\u00e9tat.csv'],
])('a name is only shown, and never where it is kept: %s', async (filename, name) => {
  await post(filename, 'x');
  const file = received.at(-1)!;
  expect(file.name).toBe(name);
  expect(file.path).toMatch(/zhuchao-[^/]+\/received$/);
});

test('too large, empty or no file at all is refused by name', async () => {
  const before = received.length;
  expect(await refusal(post('a.txt', 'x'.repeat(1001)))).toEqual([400, 'file.too_large', { size: 1000 }]);
  expect(await refusal(post('a.txt', ''))).toEqual([400, 'file.empty', {}]);
  expect(await refusal(send('--x--\r\n'))).toEqual([400, 'file.missing', {}]);
  expect(await refusal(send('--x\r\ncontent-disposition: form-data; name="note"\r\n\r\nhello\r\n--x--\r\n'))).toEqual([
    400,
    'file.missing',
    {},
  ]);
  expect(received).toHaveLength(before);
});

test('a form that cannot be read, or breaks off in the middle, is the sender’s fault and not ours', async () => {
  expect(await refusal(send(part('a.txt', 'half of it')))).toEqual([400, 'request.malformed', { reason: 'multipart' }]);
  expect(await refusal(send('no form', 'multipart/form-data'))).toEqual([400, 'request.malformed', { reason: 'multipart' }]);
  expect(await refusal(send('no form'))).toEqual([400, 'request.malformed', { reason: 'multipart' }]);
});

test('a sender who hangs up leaves nothing behind', async () => {
  const before = received.length;
  const socket = connect(port, '127.0.0.1');
  socket.write(
    `POST / HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: 900\r\n\r\n${part('a.txt', 'x')}`,
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(received).toHaveLength(before);
  expect((await post('b.txt', 'still here')).statusCode).toBe(200);
});
