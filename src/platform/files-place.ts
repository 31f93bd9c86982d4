import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';

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
