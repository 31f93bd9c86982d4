import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { refuse } from '../kernel/refusal.ts';
import { birthOf } from './processes.ts';

type Holder = { pid: number; birth: string };

function holderIn(path: string): Holder | null {
  try {
    const { pid, birth } = JSON.parse(readFileSync(path, 'utf8')) as Holder;
    return { pid, birth };
  } catch {
    return null;
  }
}

const isAlive = (holder: Holder) => birthOf(holder.pid) === holder.birth;
const isSame = (a: Holder | null, b: Holder | null) => a?.pid === b?.pid && a?.birth === b?.birth;

function tryUnlink(path: string) {
  try {
    unlinkSync(path);
  } catch {
    // Gone already.
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw cause;
  }
}

/** Moves a dead holder's lock aside; a lock that another server took in the meantime is put back. */
function clear(path: string, judged: Holder | null) {
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  if (!isSame(holderIn(aside), judged)) tryLink(aside, path);
  tryUnlink(aside);
}

/**
 * Takes a data place for this process alone, for as long as it lives: a lock left by kill −9 is void.
 * Throws `data.in_use` with the holder's process id. Answers with the release.
 */
export function lockData(dataDir: string): () => void {
  const path = join(dataDir, 'server.lock');
  const mine: Holder = { pid: process.pid, birth: birthOf(process.pid) ?? '' };
  const draft = `${path}.${randomUUID()}`;
  makePlace(dataDir);
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o644 });
  try {
    // The link either makes the lock or fails: it never shows a half-written one.
    while (!tryLink(draft, path)) {
      const holder = holderIn(path);
      if (holder && isAlive(holder)) throw refuse('conflict', 'data.in_use', { dataDir, pid: holder.pid });
      clear(path, holder);
    }
  } finally {
    tryUnlink(draft);
  }
  return () => {
    if (isSame(holderIn(path), mine)) tryUnlink(path);
  };
}

/** True while some living process holds this data place. */
export function isLocked(dataDir: string): boolean {
  const holder = holderIn(join(dataDir, 'server.lock'));
  return holder !== null && isAlive(holder);
}

function makePlace(dataDir: string) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(join(dataDir, '.writable'), '');
    unlinkSync(join(dataDir, '.writable'));
  } catch (cause) {
    throw refuse('rule', 'data.unwritable', { dataDir, message: (cause as Error).message });
  }
}
