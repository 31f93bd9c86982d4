import type { FileHandle } from 'node:fs/promises';
import { pipeline, Readable } from 'node:stream';
import { createInflateRaw } from 'node:zlib';
import { refuse, type Refusal } from '../../kernel/refusal.ts';
import type { SheetLimits } from './book.ts';
import { fileChunks } from './text-encoding.ts';

export type ZipEntry = Readonly<{ name: string; size: number; stored: number; offset: number; method: number; encrypted: boolean }>;
/** The directory of a zip file; names in lower case with forward slashes, since real writers disagree on both. */
export type Zip = Readonly<{ entries: ReadonlyMap<string, ZipEntry>; open: (entry: ZipEntry) => AsyncIterable<Buffer> }>;

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const unknown32 = 0xffffffff;
const damaged = (part: string) => refuse('invalid', 'sheet.damaged', { part });

/** Reads the directory of a zip file and refuses bombs by what it declares; `open` refuses a part that is larger than declared. */
export async function openZip(file: FileHandle, fileSize: number, limits: SheetLimits): Promise<Zip> {
  const { count, start, length } = await endOfDirectory(file, fileSize);
  if (count > limits.entries) throw bomb({ entries: count, limit: limits.entries });
  const directory = await readAt(file, start, length);
  const entries = new Map<string, ZipEntry>();
  let total = 0;
  for (let at = 0, n = 0; n < count; n += 1) {
    const { entry, next } = readEntry(directory, at);
    entries.set(entry.name.toLowerCase(), entry);
    total += entry.size;
    at = next;
  }
  checkTotal(total, fileSize, limits);
  return { entries, open: (entry) => inflate(file, entry) };
}

function bomb(details: Record<string, unknown>): Refusal {
  return refuse('invalid', 'sheet.zip_bomb', details);
}
function checkTotal(total: number, fileSize: number, limits: SheetLimits) {
  if (total > limits.inflatedBytes) throw bomb({ inflatedBytes: total, limit: limits.inflatedBytes });
  if (total > limits.ratioFloorBytes && total / fileSize > limits.ratio)
    throw bomb({ ratio: Math.floor(total / fileSize), limit: limits.ratio });
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw damaged('zip');
  return buffer;
}

async function endOfDirectory(file: FileHandle, fileSize: number) {
  const length = Math.min(fileSize, 65_557);
  const tail = await readAt(file, fileSize - length, length);
  for (let at = length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== endSignature) continue;
    const [count, size, start] = [tail.readUInt16LE(at + 10), tail.readUInt32LE(at + 12), tail.readUInt32LE(at + 16)];
    // Only files beyond 4 GB or 65,535 parts need the 64-bit directory, and both are refused anyway.
    if (start === unknown32 || size === unknown32 || count === 0xffff) throw bomb({ entries: count });
    if (start + size > fileSize) throw damaged('zip');
    return { count, start, length: size };
  }
  throw damaged('zip');
}

function readEntry(directory: Buffer, at: number): { entry: ZipEntry; next: number } {
  if (at + 46 > directory.length || directory.readUInt32LE(at) !== entrySignature) throw damaged('zip');
  const [nameLength, extraLength, commentLength] = [28, 30, 32].map((o) => directory.readUInt16LE(at + o)) as [number, number, number];
  const name = directory
    .toString('utf8', at + 46, at + 46 + nameLength)
    .replaceAll('\\', '/')
    .replace(/^\/+/, '');
  const extra = directory.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
  const [stored, size, offset] = [20, 24, 42].map((o) => directory.readUInt32LE(at + o)) as [number, number, number];
  const wide = wideSizes(extra, { size, stored, offset });
  const flags = directory.readUInt16LE(at + 8);
  return {
    entry: { name, ...wide, method: directory.readUInt16LE(at + 10), encrypted: (flags & 1) === 1 },
    next: at + 46 + nameLength + extraLength + commentLength,
  };
}

/** The 64-bit sizes some streaming writers use even for small parts. */
function wideSizes(extra: Buffer, sizes: { size: number; stored: number; offset: number }) {
  const wide = { ...sizes };
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let from = at + 4;
    for (const key of ['size', 'stored', 'offset'] as const) {
      if (wide[key] !== unknown32 || from + 8 > extra.length) continue;
      wide[key] = Number(extra.readBigUInt64LE(from));
      from += 8;
    }
  }
  return wide;
}

async function* inflate(file: FileHandle, entry: ZipEntry): AsyncGenerator<Buffer> {
  if (entry.encrypted) throw refuse('invalid', 'sheet.encrypted', {});
  if (entry.method !== 0 && entry.method !== 8) throw damaged(entry.name);
  const local = await readAt(file, entry.offset, 30);
  const start = entry.offset + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
  if (entry.stored === 0) return;
  const source = Readable.from(fileChunks(file, start + entry.stored, start));
  // The iteration below reports what goes wrong in the pipeline.
  const chunks = entry.method === 0 ? source : pipeline(source, createInflateRaw({ chunkSize: 128 * 1024 }), () => undefined);
  let total = 0;
  try {
    for await (const chunk of chunks as AsyncIterable<Buffer>) {
      total += chunk.length;
      if (total > entry.size) throw bomb({ part: entry.name, declaredBytes: entry.size });
      yield chunk;
    }
  } finally {
    chunks.destroy();
  }
  if (total < entry.size) throw damaged(entry.name);
}

/** A whole part as text; a missing part is null. */
export async function partText(zip: Zip, name: string, limit: number): Promise<string | null> {
  const entry = zip.entries.get(name.toLowerCase());
  if (!entry) return null;
  if (entry.size > limit) throw refuse('invalid', 'sheet.too_large', { bytes: entry.size, limit });
  const chunks: Buffer[] = [];
  for await (const chunk of zip.open(entry)) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
