import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { classOfRole } from '../../modules/identity/domain/role.ts';
import { actorById } from '../../modules/identity/queries.ts';
import { newToken, sha256 } from '../../platform/auth.ts';
import { loadConfig } from '../../platform/config.ts';
import { readParts } from '../../platform/docx/test-document.ts';
import { openFileStore } from '../../platform/files.ts';
import { installJobs, openJobs } from '../../platform/jobs.ts';
import { createLog } from '../../platform/log.ts';
import { runTasks } from '../../platform/tasks.ts';
import { buildServer, sessionCookie } from '../server.ts';
import { interrupted, publishPresets, taskHandlers } from '../wiring.ts';
import { openLedger } from './ledger.ts';

/** `raw` is sent as it is, and said to be JSON. */
export type Asked = Readonly<{
  method: string;
  url: string;
  body?: unknown;
  raw?: string;
  file?: Readonly<{ name: string; content: Buffer }>;
}>;
/** Everything the caller could read: the text of the answer (of every part of a workbook or document) and the name of the file. */
export type Answer = Readonly<{ status: number; text: string; headers: Readonly<Record<string, unknown>> }>;

/** The whole server in process, on a database of its own, with its worker, at a standing clock. Errors it logs are kept. */
export async function openHouse(now: Date, env: Record<string, string> = {}) {
  const ledger = await openLedger(now);
  const { db, pool, ownerUrl } = ledger;
  const folder = await mkdtemp(join(tmpdir(), 'zhuchao-house-'));
  const config = loadConfig({ ZHUCHAO_DATA: folder, ...env }, false);
  await installJobs(ownerUrl);
  await publishPresets(db);
  const errors: string[] = [];
  const log = createLog('error', { write: (line) => void errors.push(line) });
  const jobs = await openJobs(pool, (error) => log.error(error as object, 'job queue'));
  const runtime = { db, pool, config, files: openFileStore(config), jobs, log, now: () => now, ownerUrl, close: async () => undefined };
  const app = await buildServer(runtime);
  await app.ready();

  let asked = 0;
  /** Asks as whoever holds the token, from an address of its own, so that nobody is slowed down for asking much. */
  async function ask(token: string | null, { method, url, body, raw, file }: Asked, headers: Record<string, string> = {}): Promise<Answer> {
    asked += 1;
    const isJson = body !== undefined || raw !== undefined;
    const { payload, type } = file ? multipart(file) : { payload: raw ?? JSON.stringify(body), type: isJson ? 'application/json' : null };
    const answer = await app.inject({
      method: method.toUpperCase() as 'GET',
      url,
      remoteAddress: `10.${(asked >> 16) % 256}.${(asked >> 8) % 256}.${asked % 256}`,
      headers: {
        'x-zhuchao': '1',
        ...(token && { cookie: `${sessionCookie}=${token}` }),
        ...(type && { 'content-type': type }),
        ...headers,
      },
      ...(payload !== undefined && { payload }),
    });
    const name = String(answer.headers['content-disposition'] ?? '').replace(/%[0-9A-F]{2}/gi, (c) => c);
    return { status: answer.statusCode, text: decodeURIComponent(name) + textOf(answer.rawPayload), headers: answer.headers };
  }

  /** Signs a person in with the roles of the actor. */
  async function signIn({ id, roles }: Actor): Promise<string> {
    const [role] = roles;
    await pool.query('update person set role_class = $2 where id = $1', [id, role ? classOfRole(role) : 'business']);
    for (const each of roles) {
      const grant = 'insert into person_role (person_id, role_class, role, granted_at) values ($1, $2, $3, $4) on conflict do nothing';
      await pool.query(grant, [id, classOfRole(each), each, now]);
    }
    const token = newToken();
    await pool.query(
      `insert into session (id, person_id, token_hash, ip, user_agent, created_at, last_seen_at, expires_at) values ($1, $2, $3, '', '', $4, $4, $5)`,
      [v7(), id, sha256(token), now, new Date(now.getTime() + 3_600_000)],
    );
    return token;
  }

  /** Takes up long work, as the server does when it starts. */
  const work = () =>
    runTasks(
      {
        db,
        pool,
        jobs,
        handlers: taskHandlers(runtime),
        actorOf: (id) => actorById(db, id),
        onError: (error) => log.error(error as object, 'task'),
      },
      (kind, id) => interrupted(runtime, kind, id),
    );

  const close = async () => {
    await app.close();
    await jobs.stop();
    await ledger.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { ...ledger, now, app, runtime, errors, ask, signIn, work, close };
}
export type House = Awaited<ReturnType<typeof openHouse>>;

function multipart({ name, content }: NonNullable<Asked['file']>) {
  const head = `--zhuchao\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  return {
    payload: Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--zhuchao--\r\n')]),
    type: 'multipart/form-data; boundary=zhuchao',
  };
}

const textOf = (body: Buffer): string =>
  body.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004' ? [...readParts(body).values()].join('\n') : body.toString('utf8');
