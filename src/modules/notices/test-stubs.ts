import { createServer as createHttp, type IncomingMessage } from 'node:http';
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net';

const listening = async (server: { listen: (port: number, host: string, done: () => void) => unknown; address: () => unknown }) => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
};
const textOf = async (request: IncomingMessage) => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
};

/** A group robot's server on this machine; `answer` may be changed to what it should say next. */
export async function robotStub() {
  const heard: { path: string; query: URLSearchParams; body: Record<string, unknown> }[] = [];
  const stub = { answer: { status: 200, body: { errcode: 0, code: 0 } as object }, heard, url: '', close: async () => undefined as void };
  const server = createHttp((request, reply) => {
    void textOf(request).then((text) => {
      const url = new URL(request.url!, 'http://stub');
      heard.push({ path: url.pathname, query: url.searchParams, body: JSON.parse(text) as Record<string, unknown> });
      reply.writeHead(stub.answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(stub.answer.body));
    });
  });
  stub.url = `http://127.0.0.1:${await listening(server)}`;
  stub.close = async () => {
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  };
  return stub;
}

type Mail = { from: string; to: string; text: string };
/** A mail server on this machine that speaks enough SMTP to take a mail, or to refuse every recipient. */
export async function mailStub() {
  const mails: Mail[] = [];
  const stub = { mails, isRefusing: false, port: 0, close: async () => undefined as void };
  const server = createTcp((socket) => converse(socket, stub));
  stub.port = await listening(server);
  stub.close = async () => void (await new Promise<void>((done) => server.close(() => done())));
  return stub;
}

function converse(socket: Socket, stub: { mails: Mail[]; isRefusing: boolean }) {
  const mail: Mail = { from: '', to: '', text: '' };
  let data: string | null = null;
  let rest = '';
  const say = (line: string) => socket.write(`${line}\r\n`);
  const command = (line: string) => {
    if (/^(EHLO|HELO)/i.test(line)) return say('250 stub');
    if (/^MAIL FROM/i.test(line)) mail.from = line.replace(/^.*<(.*)>.*$/, '$1');
    if (/^RCPT TO/i.test(line)) {
      if (stub.isRefusing) return say('550 5.1.1 no such mailbox');
      mail.to = line.replace(/^.*<(.*)>.*$/, '$1');
    }
    if (/^DATA/i.test(line)) {
      data = '';
      return say('354 go on');
    }
    if (/^QUIT/i.test(line)) return socket.end('221 bye\r\n');
    return say('250 ok');
  };
  const take = (line: string) => {
    if (data === null) return command(line);
    if (line !== '.') return void (data += `${line}\n`);
    stub.mails.push({ ...mail, text: data });
    data = null;
    return say('250 taken');
  };
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\r\n');
    rest = lines.pop()!;
    lines.forEach(take);
  });
  say('220 stub');
}

/** The words of a plain-text mail, whatever its transfer encoding. */
export function mailWords(mail: Mail): string {
  const [head = '', ...body] = mail.text.split('\n\n');
  const text = body.join('\n\n');
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8');
  return /quoted-printable/i.test(head)
    ? decodeURIComponent(
        text
          .replace(/=\n/g, '')
          .replace(/%/g, '%25')
          .replace(/=([0-9A-F]{2})/g, '%$1'),
      )
    : text;
}
