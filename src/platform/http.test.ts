import { Readable } from 'node:stream';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Actor, Role } from '../kernel/actor.ts';
import { contract } from '../kernel/contract.ts';
import { refusalKinds, refuse } from '../kernel/refusal.ts';
import { mount, refusals } from './http.ts';

const result = z.object({ said: z.string() });
const get = { method: 'GET', summary: 'x', access: 'public', result } as const;
const endpoints = contract({
  open: { ...get, path: '/open' },
  mine: { ...get, path: '/mine', access: 'session' },
  work: { ...get, path: '/work', access: 'business' },
  office: { ...get, path: '/office', access: ['audit_admin', 'leader'] },
  refuse: { ...get, path: '/refuse/:kind', params: z.object({ kind: z.enum(refusalKinds) }) },
  break: { ...get, path: '/break' },
  lie: { ...get, path: '/lie' },
  count: { ...get, path: '/count', query: z.object({ n: z.coerce.number().int().max(9) }) },
  file: { ...get, path: '/file', download: true, result: z.unknown() },
  watch: { ...get, path: '/watch/:id', params: z.object({ id: z.string() }), stream: true },
});

const app = Fastify();
const ended: string[] = [];
async function* events(id: string, signal: AbortSignal) {
  try {
    if (id === 'unknown') throw refuse('not_found', 'thing.unknown', { id });
    yield { said: 'one' };
    if (id === 'endless') await new Promise((resolve) => signal.addEventListener('abort', resolve));
    yield { said: 'two\n\nlines' };
  } finally {
    ended.push(id);
  }
}
let roles: Role[] | null = null;
beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  app.addHook('onRequest', async (request) => {
    request.actor = (roles && { id: '', name: '', unitId: '', unitIds: [], roles }) as unknown as Actor;
  });
  refusals(app);
  const said = () => ({ said: 'yes' });
  mount(app, 'things', endpoints, {
    open: said,
    mine: said,
    work: said,
    office: said,
    refuse: ({ params }) => {
      throw refuse(params.kind, 'thing.reason', { why: 1 });
    },
    break: () => {
      throw new Error('password=hunter2');
    },
    lie: () => ({ wrong: 1 }) as never,
    count: ({ query }) => ({ said: String(query.n + 1) }),
    file: () => ({ filename: '台账 "1"\\2.csv', contentType: 'text/csv', body: Readable.from(['甲']) }),
    watch: ({ params, signal }) => events(params.id, signal),
  });
  await app.ready();
});
afterAll(() => app.close());

describe('the outer door', () => {
  test.each([
    [null, [200, 401, 401, 401]],
    [[], [200, 200, 403, 403]],
    [['promoter'], [200, 200, 200, 403]],
    [['leader'], [200, 200, 200, 200]],
    [['system_admin'], [200, 200, 403, 403]],
    [['audit_admin'], [200, 200, 403, 200]],
  ] as const)('%j: open, mine, work, office', async (who, statuses) => {
    roles = who && [...who];
    const answers = await Promise.all(['/open', '/mine', '/work', '/office'].map((url) => app.inject(url)));
    expect(answers.map((a) => a.statusCode)).toEqual(statuses);
  });
});

describe('an answer', () => {
  test.each([
    ['invalid', 400],
    ['unauthenticated', 401],
    ['forbidden', 403],
    ['not_found', 404],
    ['conflict', 409],
    ['rule', 422],
    ['limited', 429],
  ])('a refusal of kind %s is %d, with its code and details', async (kind, status) => {
    const answer = await app.inject(`/refuse/${kind}`);
    expect([answer.statusCode, answer.json<object>()]).toEqual([status, { kind, code: 'thing.reason', details: { why: 1 } }]);
  });

  test('what a request got wrong is named by part and field', async () => {
    const answer = await app.inject('/count?n=ten');
    expect([answer.statusCode, answer.json<object>()]).toMatchObject([
      400,
      { kind: 'invalid', code: 'request.invalid', details: { part: 'querystring', issues: [{ field: 'n' }] } },
    ]);
    expect((await app.inject('/count?n=4')).json<object>()).toEqual({ said: '5' });
  });

  test.each(['/break', '/lie'])('a failure of ours at %s is told by nothing but its id', async (url) => {
    const answer = await app.inject(url);
    expect(answer.statusCode).toBe(500);
    expect(answer.json<object>()).toEqual({ kind: 'internal', code: 'internal', details: { requestId: expect.any(String) } });
  });

  test('a file is a download under its own name, whatever is in the name, and kept by nobody on the way', async () => {
    const { headers, body } = await app.inject('/file');
    expect(body).toBe('甲');
    expect(headers).toMatchObject({
      'content-type': 'text/csv',
      'cache-control': 'private, no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(headers['content-disposition']).toBe(
      `attachment; filename="__ _1__2.csv"; filename*=UTF-8''${encodeURIComponent('台账 "1"\\2.csv')}`,
    );
  });
});

describe('a stream of events', () => {
  test('sends each as one line of data and ends with its source', async () => {
    const { headers, body } = await app.inject('/watch/short');
    expect(headers['content-type']).toBe('text/event-stream; charset=utf-8');
    expect(body).toBe('data: {"said":"one"}\n\ndata: {"said":"two\\n\\nlines"}\n\n');
  });
  test('that may not begin is refused in an answer of its own', async () => {
    const answer = await app.inject('/watch/unknown');
    expect([answer.statusCode, answer.json<object>()]).toEqual([
      404,
      { kind: 'not_found', code: 'thing.unknown', details: { id: 'unknown' } },
    ]);
  });
  test('ends at its source when whoever watches goes away', async () => {
    const address = await app.listen({ host: '127.0.0.1', port: 0 });
    const leave = new AbortController();
    const { body } = await fetch(`${address}/watch/endless`, { signal: leave.signal });
    expect(Buffer.from((await body!.getReader().read()).value!).toString()).toBe('data: {"said":"one"}\n\n');
    leave.abort();
    await expect.poll(() => ended, { timeout: 5000 }).toContain('endless');
  });
});
