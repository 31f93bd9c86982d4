import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { refuse } from '../../../kernel/refusal.ts';

type Part = Readonly<{ name: string; method: number; crc: number; size: number; time: number; raw: Buffer }>;

/** A part of a form that is read or rewritten is never larger: a form is filled in, it is no store of rows. */
const largestPart = 8 * 1024 * 1024;
const [localSignature, entrySignature, endSignature] = [0x04034b50, 0x02014b50, 0x06054b50] as const;
const damaged = (part: string) => refuse('invalid', 'sheet.damaged', { part });

/**
 * The parts of an .xlsx held in memory, to change some of them: whatever is not set anew is written as the bytes it came in.
 * The file has been inspected before (`inspectBook`), which refuses bombs and damaged archives.
 */
export class Package {
  readonly #parts = new Map<string, Part>();

  constructor(file: Buffer) {
    for (const part of partsOf(file)) {
      const key = part.name.toLowerCase();
      // Readers disagree on which of two parts of one name counts.
      if (this.#parts.has(key)) throw damaged(part.name);
      this.#parts.set(key, part);
    }
  }

  get names(): string[] {
    return [...this.#parts.values()].map((p) => p.name);
  }

  /** A part as text, or null when there is none. */
  text(name: string): string | null {
    const part = this.#parts.get(name.toLowerCase());
    if (!part) return null;
    if (part.size > largestPart) throw refuse('invalid', 'sheet.too_large', { bytes: part.size, limit: largestPart });
    return inflated(part).toString('utf8');
  }

  set(name: string, text: string) {
    const body = Buffer.from(text, 'utf8');
    const known = this.#parts.get(name.toLowerCase());
    const part = { method: 8, crc: crc32(body), size: body.length, time: known?.time ?? 0x210000, raw: deflateRawSync(body) };
    this.#parts.set(name.toLowerCase(), { name: known?.name ?? name, ...part });
  }

  remove(name: string) {
    this.#parts.delete(name.toLowerCase());
  }

  /** The same parts give the same bytes. */
  file(): Buffer {
    const chunks: Buffer[] = [];
    const directory: Buffer[] = [];
    let offset = 0;
    for (const part of this.#parts.values()) {
      const name = Buffer.from(part.name, 'utf8');
      const common = commonFields(part, name.length);
      const head = Buffer.concat([uint32(localSignature), common, name]);
      directory.push(Buffer.concat([uint32(entrySignature), uint16(20), common, Buffer.alloc(10), uint32(offset), name]));
      chunks.push(head, part.raw);
      offset += head.length + part.raw.length;
    }
    const listed = Buffer.concat(directory);
    const count = uint16(directory.length);
    return Buffer.concat([
      ...chunks,
      listed,
      uint32(endSignature),
      Buffer.alloc(4),
      count,
      count,
      uint32(listed.length),
      uint32(offset),
      uint16(0),
    ]);
  }
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
}
function uint32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
}
const utf8Names = 0x0800;
const commonFields = ({ method, time, crc, raw, size }: Part, nameLength: number) =>
  Buffer.concat([
    uint16(20),
    uint16(utf8Names),
    uint16(method),
    uint32(time),
    uint32(crc),
    uint32(raw.length),
    uint32(size),
    uint16(nameLength),
    uint16(0),
  ]);

function partsOf(file: Buffer): Part[] {
  const end = file.lastIndexOf(uint32(endSignature));
  if (end < 0 || end + 22 > file.length) throw damaged('zip');
  const parts: Part[] = [];
  let at = file.readUInt32LE(end + 16);
  for (let n = file.readUInt16LE(end + 10); n > 0; n -= 1) {
    if (at + 46 > end || file.readUInt32LE(at) !== entrySignature) throw damaged('zip');
    const [nameLength, extra, comment] = [28, 30, 32].map((o) => file.readUInt16LE(at + o)) as [number, number, number];
    parts.push(partAt(file, at, nameLength));
    at += 46 + nameLength + extra + comment;
  }
  return parts.filter((p) => !p.name.endsWith('/'));
}

function partAt(file: Buffer, at: number, nameLength: number): Part {
  const name = file
    .toString('utf8', at + 46, at + 46 + nameLength)
    .replaceAll('\\', '/')
    .replace(/^\/+/, '');
  const [time, crc, stored, size, local] = [12, 16, 20, 24, 42].map((o) => file.readUInt32LE(at + o)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  if (local + 30 > file.length || file.readUInt32LE(local) !== localSignature) throw damaged(name);
  const start = local + 30 + file.readUInt16LE(local + 26) + file.readUInt16LE(local + 28);
  if (start + stored > file.length) throw damaged(name);
  return { name, method: file.readUInt16LE(at + 10), crc, size, time, raw: file.subarray(start, start + stored) };
}

function inflated({ name, method, raw, size }: Part): Buffer {
  if (method === 0) return raw;
  try {
    return inflateRawSync(raw, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw damaged(name);
  }
}
