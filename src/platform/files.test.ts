import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type FileStore, openFileStore } from './files.ts';
import { placeOf } from './files-place.ts';

const hashOf = (data: string) => createHash('sha256').update(data).digest('hex');
let folder: string;
let store: FileStore;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zhuchao-files-'));
  store = openFileStore({ dataDir: folder, s3: null });
});
afterEach(() => rm(folder, { recursive: true }));

async function received(content: string) {
  const path = join(folder, `received-${hashOf(content).slice(0, 8)}`);
  await writeFile(path, content);
  return path;
}
const kept = async () =>
  (await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).map((e) => e.name);

test('a file is kept once under its hash, private to the server, and read back', async () => {
  const sha256 = hashOf('协议');
  await Promise.all([store.put(await received('协议'), sha256), store.put(await received('协议'), sha256)]);
  await store.put(await received('协议'), sha256);
  expect(await kept()).toEqual([sha256]);
  expect((await stat(join(folder, 'files', placeOf(sha256)))).mode & 0o777).toBe(0o600);
  expect(await text(await store.open(sha256))).toBe('协议');
  expect(await store.has(sha256)).toBe(true);
});

test('a file that is not the announced one is not kept, and leaves nothing behind', async () => {
  await expect(store.put(await received('something else'), hashOf('announced'))).rejects.toThrow();
  expect(await kept()).toEqual([]);
  expect(await store.has(hashOf('announced'))).toBe(false);
});

test('a changed byte on the disk is found', async () => {
  const sha256 = hashOf('1200.00');
  await store.put(await received('1200.00'), sha256);
  expect(await store.verify(sha256)).toBe(true);
  await writeFile(join(folder, 'files', placeOf(sha256)), '9200.00');
  expect(await store.verify(sha256)).toBe(false);
  expect(await store.verify(hashOf('never'))).toBe(false);
});

test('a file that was never kept is not found', async () => {
  await expect(store.open(hashOf('never'))).rejects.toMatchObject({ kind: 'not_found', code: 'file.not_in_store' });
});

test.each(['../../etc/passwd', '/etc/passwd', `${'a'.repeat(63)}/`, `${'a'.repeat(62)}..`, 'A'.repeat(64), '', `${'a'.repeat(64)}\0`])(
  '%j leads nowhere',
  async (name) => {
    await expect(store.open(name)).rejects.toThrow(RangeError);
    await expect((async () => store.put('/etc/hostname', name))()).rejects.toThrow(RangeError);
  },
);
