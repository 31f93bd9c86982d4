import { connect } from 'node:net';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildServer, sessionCookie } from './server.ts';
import { type House, openHouse } from './testing/house.ts';
import { operationsOf } from './testing/walk.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let house: House;
let clerk: string;
beforeAll(async () => {
  house = await openHouse(now);
  clerk = await house.signIn(house.everyone.promoter);
}, 120_000);
afterAll(() => house.close());
const json = ({ text }: { text: string }) => JSON.parse(text) as Record<string, unknown>;
const record = () => ({
  name: '镁合金项目',
  unitId: house.units.north,
  industryCode: '3217',
  totalMinor: 100,
  personId: house.everyone.promoter.id,
  source: 'lead',
});

describe('the description of every route', () => {
  test('is OpenAPI 3.1, and names each route, its room and what it does, once', async () => {
    const { status, text } = await house.ask(null, { method: 'GET', url: '/api/openapi.json' });
    expect([status, json({ text })['openapi']]).toEqual([200, '3.1.0']);
    const all = operationsOf(house);
    expect(all.length).toBeGreaterThan(70);
    expect(all.filter((o) => !o.summary?.trim() || o.tags?.length !== 1).map((o) => o.id)).toEqual([]);
    expect(new Set(all.map((o) => o.id)).size).toBe(all.length);
    for (const o of all) expect(o.id).toBe(`${o.tags[0]}.${o.id.split('.')[1]}`);
  });
});

describe('is it well', () => {
  test('alive while the process answers, ready while it reaches its database', async () => {
    const at = async (url: string) => (await house.ask(null, { method: 'GET', url })).status;
    expect([await at('/health/live'), await at('/health/ready')]).toEqual([200, 200]);
    const gone = await buildServer({
      ...house.runtime,
      db: { execute: () => Promise.reject(new Error('gone')) } as unknown as House['db'],
    });
    const [live, ready] = await Promise.all(['live', 'ready'].map((what) => gone.inject(`/health/${what}`)));
    expect([live!.statusCode, ready!.statusCode, ready!.json<object>()]).toEqual([200, 503, { status: 'database unreachable' }]);
    await gone.close();
  });
});

describe('what a browser is told', () => {
  test('scripts from here only, no frames, no guessing of types, no address to other sites', async () => {
    const { headers } = await house.ask(null, { method: 'GET', url: '/api/setup' });
    const policy = String(headers['content-security-policy']);
    for (const rule of [
      "default-src 'self'",
      "script-src 'self'",
      "object-src 'none'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ])
      expect(policy.split(';').map((r) => r.trim())).toContain(rule);
    expect(policy).not.toMatch(/script-src[^;]*unsafe|https?:|\*/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin' });
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['strict-transport-security']).toBeUndefined();
  });
  test('behind a proxy that speaks TLS, to stay with TLS; and only a trusted proxy is believed', async () => {
    const trusting = await buildServer({ ...house.runtime, config: { ...house.runtime.config, trustProxy: true } });
    const headers = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
    expect((await trusting.inject({ url: '/health/live', headers })).headers['strict-transport-security']).toContain('max-age=15552000');
    expect((await house.app.inject({ url: '/health/live', headers })).headers['strict-transport-security']).toBeUndefined();
    await trusting.close();
  });
});

describe('a write', () => {
  test('without the header that only our own page sends, or from a foreign page, is refused and not done', async () => {
    const cookie = `${sessionCookie}=${clerk}`;
    const post = (headers: Record<string, string>) =>
      house.app.inject({ method: 'POST', url: '/api/projects', payload: record(), headers: { cookie, ...headers } });
    const foreign = [
      {},
      { 'x-zhuchao': '0' },
      { 'x-zhuchao': '1', 'sec-fetch-site': 'cross-site' },
      { 'x-zhuchao': '1', 'sec-fetch-site': 'same-site' },
    ];
    for (const headers of foreign) {
      const answer = await post(headers as Record<string, string>);
      expect([answer.statusCode, answer.json<object>()]).toMatchObject([403, { code: 'request.cross_site' }]);
    }
    expect(await house.pool.query('select 1 from project')).toMatchObject({ rowCount: 0 });
    expect((await post({ 'x-zhuchao': '1', 'sec-fetch-site': 'same-origin' })).statusCode).toBe(200);
  });

  test('leaves its request’s id in the trace, in the answer and in the log; a caller cannot choose it', async () => {
    const asked = { method: 'POST', url: '/api/projects', body: { ...record(), name: '瀚海数据标注基地' } };
    const { headers, text } = await house.ask(clerk, asked, { 'x-request-id': 'mine' });
    const id = headers['x-request-id'];
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
    const { rows } = await house.pool.query('select request_id as id, action from audit_entry where subject_id = $1', [
      json({ text })['id'],
    ]);
    expect(rows).toEqual([{ id, action: 'project.create' }]);
    const other = await house.ask(clerk, asked);
    expect(other.headers['x-request-id']).not.toBe(id);
  });
});

describe('an address that is not there', () => {
  test.each([
    ['GET', '/api/nothing'],
    ['POST', '/api/nothing'],
    ['DELETE', '/api/projects'],
    ['GET', '/nothing.js'],
    ['GET', '/../../etc/passwd.txt'],
    ['GET', '/assets/%2e%2e/%2e%2e/package.json'],
  ])('%s %s is refused as such', async (method, url) => {
    const answer = await house.ask(clerk, { method, url });
    expect([answer.status, json(answer)]).toMatchObject([404, { kind: 'not_found', code: 'request.no_such_address' }]);
  });
});

test.each(['/api/session', '/api/nothing'])('who asks too much for %s waits; other addresses do not', async (url) => {
  const from = (remoteAddress: string) => house.app.inject({ url, remoteAddress });
  for (let i = 0; i < 3000; i += 50) await Promise.all(Array.from({ length: 50 }, () => from('198.51.100.7')));
  const answer = await from('198.51.100.7');
  expect([answer.statusCode, answer.json<object>()]).toMatchObject([429, { kind: 'limited', code: 'request.too_many' }]);
  expect((await from('198.51.100.8')).statusCode).not.toBe(429);
});

test('our own failure is told by its request’s id and nothing else, and logged', async () => {
  const broken = await buildServer({ ...house.runtime, db: {} as unknown as House['db'] });
  const answer = await broken.inject('/api/setup');
  expect([answer.statusCode, answer.json<object>()]).toEqual([
    500,
    { kind: 'internal', code: 'internal', details: { requestId: answer.headers['x-request-id'] } },
  ]);
  expect(house.errors.at(-1)).toContain(String(answer.headers['x-request-id']));
  await broken.close();
});

describe('on a stop', () => {
  test('what is being answered is answered, unused connections end, and no new ones are taken', async () => {
    let go: () => void = () => undefined;
    let come: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (go = resolve));
    const begun = new Promise<void>((resolve) => (come = resolve));
    const answer = () => {
      come();
      return slow.then(() => []);
    };
    const db = new Proxy(house.db, { get: (of, key) => (key === 'execute' ? answer : Reflect.get(of, key)) });
    const app = await buildServer({ ...house.runtime, db });
    const address = new URL(await app.listen({ host: '127.0.0.1', port: 0 }));
    const unused = connect(Number(address.port), '127.0.0.1');
    const asked = fetch(new URL('/health/ready', address));
    await begun;
    const began = Date.now();
    const stopped = app.close();
    await new Promise((resolve) => setTimeout(resolve, 100));
    go();
    expect((await asked).status).toBe(200);
    await stopped;
    expect(Date.now() - began).toBeLessThan(8000);
    await expect(fetch(address)).rejects.toThrow();
    unused.destroy();
  });

  test('whoever watches long work is let go, however long it will take', async () => {
    const app = await buildServer(house.runtime);
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const id = v7();
    const insert = `insert into task (id, kind, status, actor_id, input, created_at) values ($1, 'import.check', 'running', $2, '{}', $3)`;
    await house.pool.query(insert, [id, house.everyone.promoter.id, now]);
    const { body, status, headers } = await fetch(`${address}/api/tasks/${id}/progress`, {
      headers: { cookie: `${sessionCookie}=${clerk}` },
    });
    expect([status, headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    const told: string[] = [];
    const watching = (async () => {
      for await (const chunk of body!) told.push(Buffer.from(chunk).toString());
    })();
    await app.close();
    await watching;
    expect(told.join('')).toMatch(/^data: \{.*"status":"running".*\}\n\n$/);
  });
});
