import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from '../kernel/refusal.ts';

/** Keeps files by what is in them: the name of a file is the SHA-256 of its bytes, so it is kept once and can be checked. */
export type FileStore = {
  /** Keeps the file at `path`; when it is kept already, nothing happens. Throws when its content is not that of `sha256`. */
  put: (path: string, sha256: string) => Promise<void>;
  /** Refuses: file.not_in_store. */
  open: (sha256: string) => Promise<Readable>;
  has: (sha256: string) => Promise<boolean>;
  /** Is the file there, and is every byte as it was? */
  verify: (sha256: string) => Promise<boolean>;
};

/** ab/cd/abcd…: no folder grows large. Nothing but 64 hexadecimal digits passes, so no name leads out of the store. */
export function placeOf(sha256: string): string {
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw new RangeError('not a SHA-256');
  return `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
}

/** Reads a stream to its end and answers whether its bytes hash to `sha256`. */
export async function hashesTo(body: Readable, sha256: string): Promise<boolean> {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk as Buffer);
  return hash.digest('hex') === sha256;
}

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files in a folder of this machine, readable by the server's own user only. */
export function localFiles(folder: string): FileStore {
  const at = (sha256: string) => join(folder, placeOf(sha256));
  const has = (sha256: string) =>
    access(at(sha256)).then(
      () => true,
      () => false,
    );

  async function put(path: string, sha256: string) {
    const target = at(sha256);
    if (await has(sha256)) return;
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    const draft = `${target}.${randomUUID()}.part`;
    try {
      await copyChecked(path, draft, sha256);
      await rename(draft, target);
    } catch (error) {
      await rm(draft, { force: true });
      throw error;
    }
    await syncFolders(dirname(target), dirname(folder));
  }

  async function openFile(sha256: string): Promise<Readable> {
    try {
      return (await open(at(sha256), 'r')).createReadStream();
    } catch (error) {
      throw isMissing(error) ? refuse('not_found', 'file.not_in_store', { sha256 }) : error;
    }
  }
  const verify = async (sha256: string) => (await has(sha256)) && hashesTo(await openFile(sha256), sha256);
  return { put, open: openFile, has, verify };
}

/** The copy is on the disk, and is the file it says it is, before it gets its name. */
async function copyChecked(from: string, to: string, sha256: string) {
  const hash = createHash('sha256');
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  await pipeline(createReadStream(from), measure, createWriteStream(to, { mode: 0o600, flags: 'wx', flush: true }));
  if (hash.digest('hex') !== sha256) throw new Error('the file is not the one that was announced');
}

/** A name is durable when its folder is, and so are the folders made for it. */
async function syncFolders(from: string, upTo: string) {
  for (let folder = from; folder.length >= upTo.length; folder = dirname(folder)) {
    const handle = await open(folder, 'r');
    // Windows cannot sync a folder, and needs not.
    await handle.sync().catch(() => undefined);
    await handle.close();
  }
}
