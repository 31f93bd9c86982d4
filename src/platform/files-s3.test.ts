import { createHash, createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { s3Files, signed } from './files-s3.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const key = 'AKIAIOSFODNN7EXAMPLE';
const sha256 = (data: string | Buffer) => createHash('sha256').update(data).digest('hex');
const kept = new Map<string, Buffer>();
let folder: string;
let lastPut: IncomingMessage['headers'] = {};

/** The receiving side, written from the description of the signature and not from our signer. */
function isSignedWell(request: IncomingMessage, body: Buffer): boolean {
  const header = request.headers.authorization ?? '';
  const [, credential, names, signature] =
    /^AWS4-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})$/.exec(header) ?? [];
  const [who, day, region, service, end] = credential?.split('/') ?? [];
  const payload = String(request.headers['x-amz-content-sha256']);
  if (who !== key || payload !== sha256(body)) return false;
  const lines = names!.split(';').map((name) => `${name}:${String(request.headers[name])}\n`);
  const canonical = `${request.method}\n${request.url}\n\n${lines.join('')}\n${names}\n${payload}`;
  const text = `AWS4-HMAC-SHA256\n${String(request.headers['x-amz-date'])}\n${day}/${region}/${service}/${end}\n${sha256(canonical)}`;
  let k: Buffer = Buffer.from(`AWS4${secret}`);
  for (const part of [day, region, service, end]) k = createHmac('sha256', k).update(part!).digest();
  return createHmac('sha256', k).update(text).digest('hex') === signature && names!.includes('host') && names!.includes('x-amz-date');
}

const service = createServer((request, response) => {
  void buffer(request).then((body) => {
    if (!isSignedWell(request, body)) return response.writeHead(403).end();
    if (request.method === 'PUT') {
      lastPut = request.headers;
      kept.set(request.url!, body);
      return response.end();
    }
    const found = kept.get(request.url!);
    return found ? response.end(request.method === 'HEAD' ? undefined : found) : response.writeHead(404).end();
  });
});
const settings = () => ({
  endpoint: `http://127.0.0.1:${(service.address() as AddressInfo).port}`,
  region: 'cn-north-1',
  bucket: 'ledger',
  key,
  secret,
});

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhuchao-s3-'));
  await new Promise<void>((listening) => service.listen(0, '127.0.0.1', listening));
});
beforeEach(() => kept.clear());
afterAll(async () => {
  service.close();
  service.closeAllConnections();
  await rm(folder, { recursive: true });
});

async function aFile(text: string) {
  const path = join(folder, 'file');
  await writeFile(path, text);
  return { path, sha256: sha256(text) };
}

test('the published example of a signed request gives the published signature', () => {
  const call = {
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
    headers: { range: 'bytes=0-9' },
    payloadSha256: sha256(''),
  };
  const headers = signed({ region: 'us-east-1', key, secret }, call, new Date('2013-05-24T00:00:00Z'));
  expect(headers['authorization']).toMatch(/Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41$/);
});

test('the published example of a signed listing, with a query, gives the published signature', () => {
  const url = new URL('https://examplebucket.s3.amazonaws.com/?prefix=J&max-keys=2');
  const headers = signed(
    { region: 'us-east-1', key, secret },
    { method: 'GET', url, headers: {}, payloadSha256: sha256('') },
    new Date('2013-05-24T00:00:00Z'),
  );
  expect(headers['authorization']).toMatch(/Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7$/);
});

test('a file is kept under its hash with its length, found, read back and verified', async () => {
  const store = s3Files(settings());
  const file = await aFile('进账单 1200.00');
  expect(await store.has(file.sha256)).toBe(false);
  await store.put(file.path, file.sha256);
  expect([...kept.keys()]).toEqual([`/ledger/${file.sha256.slice(0, 2)}/${file.sha256.slice(2, 4)}/${file.sha256}`]);
  expect(lastPut).toMatchObject({ 'content-length': '17' });
  expect(await store.has(file.sha256)).toBe(true);
  expect((await buffer(await store.open(file.sha256))).toString()).toBe('进账单 1200.00');
  expect(await store.verify(file.sha256)).toBe(true);
  kept.set([...kept.keys()][0]!, Buffer.from('forged'));
  expect(await store.verify(file.sha256)).toBe(false);
});

test('a file that is not the announced one is refused by the service, and a missing one is not found', async () => {
  const store = s3Files(settings());
  const { path } = await aFile('other bytes');
  await expect(store.put(path, sha256('announced'))).rejects.toThrow('403');
  await expect(store.open(sha256('never kept'))).rejects.toMatchObject({ code: 'file.not_in_store' });
  expect(await store.verify(sha256('never kept'))).toBe(false);
});

test('a wrong secret is an error, not a missing file', async () => {
  await expect(s3Files({ ...settings(), secret: 'wrong' }).has(sha256('x'))).rejects.toThrow('403');
});
