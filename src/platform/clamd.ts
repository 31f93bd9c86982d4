import { connect, type Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { refuse } from '../kernel/refusal.ts';

export type ScanVerdict = Readonly<{ verdict: 'clean' } | { verdict: 'infected'; threat: string }>;
/** Looks through the bytes of a file. Refuses scan.unavailable when it cannot say. */
export type Scanner = (bytes: Readable) => Promise<ScanVerdict>;

const patience = 60_000;
/** Length in four bytes before each part, a length of zero at the end: clamd's INSTREAM. */
const framed = (part: Buffer) => {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(part.length);
  return Buffer.concat([length, part]);
};

/** A ClamAV daemon: 'unix:/run/clamav/clamd.ctl', or 'host:3310'. Without an address there is no scanner. */
export function clamdScanner(address: string | null): Scanner | null {
  if (address === null) return null;
  return async (bytes) => {
    try {
      return verdictOf(await ask(open(address), bytes));
    } catch (cause) {
      throw refuse('rule', 'scan.unavailable', { cause: cause instanceof Error ? cause.message : String(cause) });
    }
  };
}

function open(address: string): Socket {
  if (address.startsWith('unix:')) return connect(address.slice('unix:'.length));
  const at = address.lastIndexOf(':');
  return connect(Number(address.slice(at + 1)), address.slice(0, at));
}

async function ask(socket: Socket, bytes: Readable): Promise<string> {
  socket.setTimeout(patience, () => socket.destroy(new Error('clamd did not answer in time')));
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    socket.setEncoding('utf8').on('data', (part: string) => (text += part));
    socket
      .on('end', () => resolve(text))
      .on('close', () => resolve(text))
      .on('error', reject);
  });
  // Whoever waits for the answer hears of a failure; sending stops by itself.
  answer.catch(() => undefined);
  try {
    socket.write('zINSTREAM\0');
    for await (const part of bytes) {
      // A daemon that is gone takes nothing more: waiting for it would be for ever.
      if (socket.destroyed) break;
      if (!socket.write(framed(part as Buffer))) await drained(socket);
    }
    socket.write(framed(Buffer.alloc(0)));
    return await answer;
  } finally {
    socket.destroy();
  }
}

const drained = (socket: Socket) =>
  new Promise<void>((resolve) => {
    socket.once('drain', resolve);
    socket.once('close', resolve);
  });

/** 'stream: OK', 'stream: Eicar-Signature FOUND', '… ERROR'. */
export function verdictOf(answer: string): ScanVerdict {
  const said = answer.replace(/\0$/, '').trim();
  if (said === 'stream: OK') return { verdict: 'clean' };
  const found = /^stream: (.+) FOUND$/.exec(said);
  if (found) return { verdict: 'infected', threat: found[1]! };
  throw new Error(said || 'clamd said nothing');
}
