import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { refuse } from '../kernel/refusal.ts';
import { hashesTo, placeOf } from './files-place.ts';

const isMissing = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT';

/** Files in a folder of this machine, readable by the server's own user only. */
export function localFiles(folder: string) {
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
