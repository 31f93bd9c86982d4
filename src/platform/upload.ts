import '@fastify/multipart';
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyRequest } from 'fastify';
import { refuse } from '../kernel/refusal.ts';

/** A received file in a private temporary place; it is gone after the request. `name` is the sender's, for display only. */
export type Uploaded = { name: string; path: string; size: number; sha256: string; discard: () => Promise<void> };

/** Takes the one file of a multipart request. Refuses: none sent, too large. */
export async function receiveFile(request: FastifyRequest): Promise<Uploaded> {
  const part = request.isMultipart() ? await request.file().catch((error: Error) => Promise.reject(named(error))) : undefined;
  if (!part) throw refuse('invalid', 'file.missing');
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-'));
  const discard = () => rm(folder, { recursive: true, force: true });
  const path = join(folder, 'received');
  const hash = createHash('sha256');
  let size = 0;
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      size += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(part.file, measure, createWriteStream(path, { mode: 0o600 }));
    if (part.file.truncated) throw refuse('invalid', 'file.too_large', { size });
    if (size === 0) throw refuse('invalid', 'file.empty');
  } catch (error) {
    await discard();
    throw named(error as Error);
  }
  return { name: basename(part.filename || 'file').normalize('NFC'), path, size, sha256: hash.digest('hex'), discard };
}

/** What breaks of ours has a code; a form that cannot be read, or ends in the middle, has none and is the sender's. */
const named = (error: Error) => ('code' in error ? error : refuse('invalid', 'request.malformed', { reason: 'multipart' }));
