import { type AddressInfo, createServer } from 'node:net';

/** The bytes by which scanners are tried: no virus, and found by every one of them. */
export const eicar = 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*';

/**
 * A daemon that speaks INSTREAM as clamd does: it reads the framed parts, then says which of its signatures the file holds. `heard` has
 * every file it was sent; `signatures` can grow, as those of a real one do.
 */
export async function openTestClamd(path?: string) {
  const heard: Buffer[] = [];
  const signatures = new Map([['Eicar-Signature', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE']]);
  const server = createServer((socket) => {
    let held = Buffer.alloc(0);
    socket.on('data', (part) => {
      held = Buffer.concat([held, part]);
      const file = fileIn(held);
      if (!file) return;
      heard.push(file);
      const threat = [...signatures].find(([, bytes]) => file.includes(bytes))?.[0];
      socket.end(threat ? `stream: ${threat} FOUND\0` : 'stream: OK\0');
    });
  });
  await new Promise<void>((done) => (path === undefined ? server.listen(0, '127.0.0.1', done) : server.listen(path, done)));
  const address = path === undefined ? `127.0.0.1:${(server.address() as AddressInfo).port}` : `unix:${path}`;
  return { address, heard, signatures, close: () => new Promise<void>((done) => server.close(() => done())) };
}

/** The file that was sent, when all of its parts are there; a part of no length ends it. */
function fileIn(held: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = held.indexOf(0) + 1; at > 0 && at + 4 <= held.length;) {
    const length = held.readUInt32BE(at);
    if (length === 0) return Buffer.concat(parts);
    parts.push(held.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return null;
}
