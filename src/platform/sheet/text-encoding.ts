import type { FileHandle } from 'node:fs/promises';
import { refuse } from '../../kernel/refusal.ts';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

/** The bytes of a file between two places, whatever was read from it before. */
export async function* fileChunks(file: FileHandle, end: number, start = 0): AsyncGenerator<Buffer> {
  const step = 256 * 1024;
  for (let at = start; at < end; at += step) {
    const chunk = Buffer.alloc(Math.min(step, end - at));
    const { bytesRead } = await file.read(chunk, 0, chunk.length, at);
    if (bytesRead === 0) return;
    yield chunk.subarray(0, bytesRead);
  }
}

/**
 * How a text file is encoded: by its byte order mark, else UTF-16 by the place of its zero bytes, else UTF-8 if the whole of it is valid,
 * else GB18030 (which contains GBK and GB 2312) if the whole of it is valid, else `sheet.encoding_unknown`.
 */
export async function textEncoding(file: FileHandle, size: number, head: Buffer): Promise<TextEncoding> {
  const marked = byMark(head) ?? wideWithoutMark(head);
  if (marked) return marked;
  for (const encoding of ['utf-8', 'gb18030'] as const) if (await isValid(file, size, encoding)) return encoding;
  throw refuse('invalid', 'sheet.encoding_unknown', { expected: 'utf-8, utf-16, gb18030' });
}

function byMark(head: Buffer): TextEncoding | null {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return 'utf-8';
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  return head[0] === 0xfe && head[1] === 0xff ? 'utf-16be' : null;
}

/** Digits, commas and line ends have a zero byte in UTF-16, all of them on the same side; text in another encoding has none. */
function wideWithoutMark(head: Buffer): TextEncoding | null {
  const zeros: [number, number] = [0, 0];
  for (const [i, byte] of head.entries()) if (byte === 0) zeros[(i % 2) as 0 | 1] += 1;
  if (zeros[0] + zeros[1] < head.length / 100 || zeros[0] + zeros[1] === 0) return null;
  if (zeros[0] === 0) return 'utf-16le';
  return zeros[1] === 0 ? 'utf-16be' : null;
}

async function isValid(file: FileHandle, size: number, encoding: TextEncoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const chunk of fileChunks(file, size)) decoder.decode(chunk, { stream: true });
    decoder.decode();
    return true;
  } catch {
    return false;
  }
}

/** The file as text, in pieces. */
export async function* textChunks(file: FileHandle, size: number, encoding: TextEncoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of fileChunks(file, size)) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
