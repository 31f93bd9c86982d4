import { pipeline, Readable } from 'node:stream';
import { crc32, createDeflateRaw } from 'node:zlib';

export type ZipPart = Readonly<{ name: string; content: AsyncIterable<string> | Iterable<string> }>;

// Sizes follow each part (bit 3), since a part is sent while it is made; names are UTF-8 (bit 11).
const flags = 0x0808;
const largest = 0xffffffff;
type Written = Readonly<{ name: Buffer; crc: number; stored: number; size: number; offset: number }>;

/** A zip file, made and sent piece by piece: memory does not grow with the size of its parts. */
export async function* zipStream(parts: Iterable<ZipPart>): AsyncGenerator<Buffer> {
  const written: Written[] = [];
  let offset = 0;
  for (const part of parts) {
    const name = Buffer.from(part.name, 'utf8');
    const start = offset;
    const head = localHeader(name);
    yield head;
    offset += head.length;
    const sums = { crc: 0, size: 0 };
    let stored = 0;
    const deflated = pipeline(Readable.from(summed(part.content, sums)), createDeflateRaw({ level: 4 }), () => undefined);
    for await (const chunk of deflated as AsyncIterable<Buffer>) {
      stored += chunk.length;
      yield chunk;
    }
    offset += stored;
    if (offset > largest || sums.size > largest) throw new RangeError('the file would be larger than 4 GB');
    const entry = { name, ...sums, stored, offset: start };
    yield descriptor(entry);
    offset += 16;
    written.push(entry);
  }
  const directory = Buffer.concat(written.map(directoryEntry));
  yield directory;
  yield endOfDirectory(written.length, directory.length, offset);
}

async function* summed(content: ZipPart['content'], sums: { crc: number; size: number }): AsyncGenerator<Buffer> {
  for await (const text of content) {
    const bytes = Buffer.from(text, 'utf8');
    sums.crc = crc32(bytes, sums.crc);
    sums.size += bytes.length;
    yield bytes;
  }
}

/** Little-endian fields: [bytes, value]. */
function fields(...list: readonly (readonly [2 | 4, number])[]): Buffer {
  const buffer = Buffer.alloc(list.reduce((sum, [bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [bytes, value] of list) at = bytes === 2 ? buffer.writeUInt16LE(value, at) : buffer.writeUInt32LE(value, at);
  return buffer;
}

// 1980-01-01 00:00: the same rows give the same bytes.
const stamp = [
  [2, 0],
  [2, 0x21],
] as const;
const localHeader = (name: Buffer) =>
  Buffer.concat([fields([4, 0x04034b50], [2, 20], [2, flags], [2, 8], ...stamp, [4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]), name]);
const descriptor = ({ crc, stored, size }: Written) => fields([4, 0x08074b50], [4, crc], [4, stored], [4, size]);
const directoryEntry = ({ name, crc, stored, size, offset }: Written) =>
  Buffer.concat([
    fields([4, 0x02014b50], [2, 20], [2, 20], [2, flags], [2, 8], ...stamp, [4, crc], [4, stored], [4, size]),
    fields([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]),
    name,
  ]);
const endOfDirectory = (count: number, length: number, start: number) =>
  fields([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, length], [4, start], [2, 0]);
