import cookie from '@fastify/cookie';
import Fastify, { type InjectOptions } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { refusals } from '../../platform/http.ts';
import { installJobs, type Jobs, openJobs } from '../../platform/jobs.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { actorOfToken } from './queries.ts';
import { defaultSecurityRules } from './domain/security-rules.ts';
import { identityRoutes } from './routes.ts';

let house: Awaited<ReturnType<typeof testDatabase>>;
let clock = new Date('2026-11-20T09:00:00+08:00');
const app = Fastify({ trustProxy: true });
let jobs: Jobs;
beforeAll(async () => {
  house = await testDatabase();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  await app.register(cookie);
  app.addHook('onRequest', async (request) => {
    const token = request.cookies['zhuchao_session'];
    request.actor = ((token && (await actorOfToken(house.db, token, clock))) || null) as Actor;
  });
  refusals(app);
  await installJobs(house.ownerUrl);
  jobs = await openJobs(house.pool, () => undefined);
  identityRoutes(app, { db: house.db, jobs, config: { security: defaultSecurityRules }, now: () => clock });
});
afterAll(async () => {
  await jobs.stop();
  await house.close();
});

async function call(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  url: string,
  body?: object,
  token?: string,
  headers: Record<string, string> = {},
) {
  const options: InjectOptions = {
    method,
    url,
    headers: { 'x-forwarded-for': '10.0.0.9', ...headers },
    ...(token && { cookies: { zhuchao_session: token } }),
  };
  const response = await app.inject(body ? { ...options, payload: body } : options);
  return { status: response.statusCode, body: response.json<Record<string, never>>(), cookie: response.cookies[0] };
}
const enter = async (login: string, password: string) => (await call('POST', '/session', { login, password })).cookie!.value;
const admin = (login: string, n: number) => ({ name: login, login, password: `Nest-Building-${n}` });

test('from the first run to a clerk at work, each office doing its part', async () => {
  expect((await call('GET', '/setup')).body).toEqual({ isSetUp: false, unit: null });
  const first = { unit: { name: '示范区' }, system: admin('xitong', 1), security: admin('anquan', 2), audit: admin('shenji', 3) };
  expect((await call('POST', '/setup', first)).status).toBe(200);
  expect((await call('POST', '/setup', first)).body).toMatchObject({ code: 'system.set_up_already' });
  const [system, security, audit] = [
    await enter('xitong', 'Nest-Building-1'),
    await enter('anquan', 'Nest-Building-2'),
    await enter('shenji', 'Nest-Building-3'),
  ];

  const { items } = (await call('GET', '/units', undefined, system)).body as unknown as { items: { id: string }[] };
  const unit = { parentId: items[0]!.id, code: 'BX', name: '北乡', shortName: '', kind: 'township', orderNo: 10 };
  const { id: unitId } = (await call('POST', '/units', unit, system)).body as unknown as { id: string };
  const clerk = { unitId, name: '丁小宁', post: '招商专员', rank: 100, login: 'ding.xn', phone: null };
  const made = (await call('POST', '/people', clerk, system)).body as unknown as { id: string; password: string };
  const grant = { roles: ['promoter'], version: 1 };
  expect((await call('PUT', `/people/${made.id}/roles`, grant, system)).status).toBe(403);
  expect((await call('PUT', `/people/${made.id}/roles`, grant, security)).body).toEqual({ version: 2 });

  const token = await enter('ding.xn', made.password);
  expect((await call('GET', '/session', undefined, token)).body).toMatchObject({ mustChangePassword: true, roles: [] });
  expect((await call('POST', '/account/password', { current: made.password, next: 'My-Own-Nest-1' }, token)).status).toBe(200);
  expect((await call('GET', '/session', undefined, token)).body).toMatchObject({
    person: { name: '丁小宁', post: '招商专员', unitName: '北乡' },
    roles: ['promoter'],
    roleClass: 'business',
    idleMinutes: 30,
    mustChangePassword: false,
  });
  expect((await call('GET', '/account/sessions', undefined, token)).body).toMatchObject([{ ip: '10.0.0.9', isCurrent: true }]);

  for (const other of [system, security, token]) expect((await call('GET', '/audit', undefined, other)).status).toBe(403);
  expect((await call('GET', '/audit?action=person.grant_roles', undefined, audit)).body).toMatchObject({
    items: [{ actorName: 'anquan', after: { roles: ['promoter'] } }],
    total: 1,
  });
});

test('the cookie is for this server’s own pages only, and over TLS for TLS only', async () => {
  const plain = await call('POST', '/session', { login: 'xitong', password: 'Nest-Building-1' });
  expect(plain.cookie).toMatchObject({ name: 'zhuchao_session', httpOnly: true, sameSite: 'Strict', path: '/' });
  expect(plain.cookie).not.toHaveProperty('secure');
  expect(plain.body).toEqual({});
  const tls = await call('POST', '/session', { login: 'xitong', password: 'Nest-Building-1' }, undefined, { 'x-forwarded-proto': 'https' });
  expect(tls.cookie).toMatchObject({ secure: true });
});

test('after signing out the cookie opens nothing', async () => {
  const token = await enter('shenji', 'Nest-Building-3');
  const left = await call('POST', '/session/end', undefined, token);
  expect(left.cookie).toMatchObject({ name: 'zhuchao_session', value: '' });
  expect((await call('GET', '/session', undefined, token)).body).toMatchObject({ kind: 'unauthenticated', code: 'session.required' });
});

test('an administrator who was away for fifteen minutes signs in again', async () => {
  const token = await enter('anquan', 'Nest-Building-2');
  clock = new Date(clock.getTime() + 15 * 60_000);
  expect((await call('GET', '/units', undefined, token)).status).toBe(401);
});

test('without a session nothing but first run and sign-in answers', async () => {
  for (const [method, url] of [
    ['GET', '/session'],
    ['GET', '/units'],
    ['GET', '/people'],
    ['GET', '/audit'],
    ['POST', '/account/password'],
    ['DELETE', '/sessions/x'],
  ] as const) {
    expect((await call(method, url)).status, `${method} ${url}`).toBe(401);
  }
});
