import { createHash, createHmac } from 'node:crypto';
import { openAsBlob } from 'node:fs';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { refuse } from '../kernel/refusal.ts';
import type { S3Settings } from './config.ts';
import { hashesTo, placeOf } from './files-place.ts';

type Call = { method: string; url: URL; headers: Record<string, string>; payloadSha256: string };

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex');
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest();
const encoded = (text: string) => encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
const compare = (a: readonly [string, string], b: readonly [string, string]) => (a[0] < b[0] ? -1 : 1);

/** The headers of a request signed by AWS Signature Version 4 for the service `s3`. */
export function signed(
  { region, key, secret }: Pick<S3Settings, 'region' | 'key' | 'secret'>,
  call: Call,
  now: Date,
): Record<string, string> {
  const time = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`;
  const headers = { ...call.headers, host: call.url.host, 'x-amz-content-sha256': call.payloadSha256, 'x-amz-date': time };
  const sorted = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(compare);
  const names = sorted.map(([name]) => name).join(';');
  const query = [...call.url.searchParams].map(([k, v]) => [encoded(k), encoded(v)] as const).sort(compare);
  const canonical = [
    call.method,
    call.url.pathname
      .split('/')
      .map((part) => encoded(decodeURIComponent(part)))
      .join('/'),
    query.map((pair) => pair.join('=')).join('&'),
    ...sorted.map((pair) => pair.join(':')),
    '',
    names,
    call.payloadSha256,
  ].join('\n');
  const signingKey = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${secret}`);
  const signature = hmac(signingKey, ['AWS4-HMAC-SHA256', time, scope, sha256Of(canonical)].join('\n')).toString('hex');
  return { ...headers, authorization: `AWS4-HMAC-SHA256 Credential=${key}/${scope},SignedHeaders=${names},Signature=${signature}` };
}

/** Files in a bucket of an S3-compatible service, addressed by path. The service checks each file against its signed hash. */
export function s3Files(settings: S3Settings) {
  async function send(method: 'GET' | 'HEAD' | 'PUT', sha256: string, body?: Blob): Promise<Response> {
    const base = settings.endpoint.replace(/\/+$/, '');
    const url = new URL(`${base}/${settings.bucket}/${placeOf(sha256)}`);
    const payloadSha256 = body ? sha256 : sha256Of('');
    const { host: _, ...headers } = signed(settings, { method, url, headers: {}, payloadSha256 }, new Date());
    const response = await fetch(url, { method, headers, ...(body && { body }), redirect: 'error' });
    if (response.ok || response.status === 404) return response;
    await response.body?.cancel();
    throw new Error(`the file store answered ${method} with ${response.status}`);
  }

  const has = async (sha256: string) => (await send('HEAD', sha256)).ok;
  async function put(path: string, sha256: string) {
    if (await has(sha256)) return;
    const response = await send('PUT', sha256, await openAsBlob(path));
    await response.body?.cancel();
    if (!response.ok) throw new Error('the file store has no such bucket');
  }
  async function open(sha256: string): Promise<Readable> {
    const response = await send('GET', sha256);
    if (response.ok && response.body) return Readable.fromWeb(response.body as ReadableStream);
    await response.body?.cancel();
    throw refuse('not_found', 'file.not_in_store', { sha256 });
  }
  const verify = async (sha256: string) => (await has(sha256)) && hashesTo(await open(sha256), sha256);
  return { put, open, has, verify };
}
