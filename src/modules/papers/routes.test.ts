import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import type { Actor } from '../../kernel/actor.ts';
import { client } from '../../kernel/client.ts';
import { openFileStore } from '../../platform/files.ts';
import { refusals } from '../../platform/http.ts';
import { papersContract } from './contract.ts';
import { papersRoutes } from './routes.ts';

const now = new Date('2026-11-05T09:00:00+08:00');
const house = await openLedger(now);
const { everyone, units } = house;
const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-papers-'));
const app = Fastify();

beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  app.addHook('onRequest', async (request) => {
    request.actor = everyone[String(request.headers.authorization) as keyof typeof everyone];
  });
  refusals(app);
  await app.register(async (api) => papersRoutes(api, { db: house.db, files: openFileStore({ dataDir, s3: null }), now: () => now }), {
    prefix: '/api',
  });
});
afterAll(async () => {
  await app.close();
  await house.close();
  await rm(dataDir, { recursive: true });
});

const inject = (who: string, url: string, init: RequestInit) =>
  app.inject({
    url,
    method: (init.method ?? 'GET') as 'GET',
    payload: init.body as string,
    headers: { ...(init.headers as object), authorization: who },
  });
const as = (who: keyof typeof everyone) =>
  client(papersContract, async (url, init) => {
    const r = await inject(who, url, init);
    return new Response(r.body, { status: r.statusCode });
  });

test('a paper is made, listed, read, written into, issued and downloaded under its own name', async () => {
  const head = as('unit_head');
  expect((await head.units({})).items.map((u) => u.name)).toEqual(['北山镇', '北山镇招商办']);
  const { id } = await head.make({ body: { kind: 'monthly_analysis', month: '2026-10', unitId: units.north } });
  const { items, total, can } = await head.list({ query: { from: '2026-10', to: '2026-10' } });
  expect([items.map((p) => p.id), total, can]).toEqual([[id], 1, { make: true }]);
  expect((await head.list({ query: { to: '2026-09' } })).total).toBe(0);
  const read = await head.get({ params: { id } });
  expect(read).toMatchObject({ title: '北山镇2026年10月招商引资和项目建设情况分析', edition: 1, can: { edit: true, issue: true } });
  const { version } = await head.editBlocks({ params: { id }, body: { version: 1, blocks: { next: '一是继续推进。' } } });
  expect((await head.issue({ params: { id }, body: { version } })).version).toBe(3);
  const docx = await inject('unit_head', `/api/papers/${id}/docx`, {});
  expect(docx.headers['content-disposition']).toContain(encodeURIComponent('北山镇2026年10月招商引资和项目建设情况分析.docx'));
  const xlsx = await inject('unit_head', `/api/papers/${id}/xlsx`, {});
  expect([docx, xlsx].map((r) => r.rawPayload.subarray(0, 2).toString())).toEqual(['PK', 'PK']);
});
test('the doors keep out who has no business there and what makes no sense', async () => {
  const status = async (who: string, url: string, body?: object) =>
    (await inject(who, url, body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}))
      .statusCode;
  expect(await status('leader', '/api/papers', { kind: 'monthly_analysis', month: '2026-10' })).toBe(403);
  expect(await status('promotion_admin', '/api/papers', { kind: 'monthly_analysis', month: '2026-13' })).toBe(400);
  expect(await status('promotion_admin', '/api/papers', { kind: 'yearly', month: '2026-10' })).toBe(400);
  expect(await status('promoter', '/api/papers/00000000-0000-7000-8000-00000000dead')).toBe(404);
});
