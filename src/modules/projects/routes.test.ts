import swagger from '@fastify/swagger';
import { sql } from 'drizzle-orm';
import Fastify, { type FastifyInstance } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { client } from '../../kernel/client.ts';
import { refusals } from '../../platform/http.ts';
import { projectsContract } from './contract.ts';
import { projectsRoutes } from './routes.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const gatePermits = { choices: async () => [], lacking: async () => sql`false` };
let t: Awaited<ReturnType<typeof openLedger>>;
let app: FastifyInstance;
let actor: Actor;
beforeAll(async () => {
  t = await openLedger(now);
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 't', version: '1' } }, transform: jsonSchemaTransform });
  app.decorateRequest('actor', null as unknown as Actor);
  refusals(app);
  app.addHook('onRequest', async (request) => {
    request.actor = actor;
  });
  await app.register(async (api) => projectsRoutes(api, { db: t.db, factsOf: async () => everything, gatePermits, now: () => now }), {
    prefix: '/api',
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await t.close();
});

/** The web's own client, in process. */
const as = (who: Actor) => {
  const fetcher = async (url: string, { method, headers, body }: RequestInit) => {
    actor = who;
    const answer = await app.inject({
      method: method as 'GET',
      url,
      ...(headers && { headers: headers as Record<string, string> }),
      ...(body && { payload: body as string }),
    });
    return new Response(new Uint8Array(answer.rawPayload), { status: answer.statusCode });
  };
  return client(projectsContract, fetcher as typeof fetch);
};
const seven = () => ({
  name: '镁合金项目',
  unitId: t.units.north,
  industryCode: '3217',
  totalMinor: 100,
  personId: t.everyone.promoter.id,
  source: 'lead',
});

describe('through the doors', () => {
  test('a project is registered, edited, moved on and read by the web’s own client', async () => {
    const clerk = as(t.everyone.promoter);
    const { id, version } = await clerk.create({ body: seven() });
    await clerk.update({ params: { id }, body: { version, patch: { investorName: '华锐集团' } } });
    await clerk.move({ params: { id }, body: { version: 2, to: 'negotiating', happenedOn: '2026-11-19' } });
    await clerk.addNote({ params: { id }, body: { body: '首轮洽谈' } });
    const page = await clerk.get({ params: { id } });
    expect(page).toMatchObject({
      project: { stage: 'negotiating', version: 3, investorName: '华锐集团' },
      next: { stage: 'signed' },
      notes: [{ body: '首轮洽谈' }],
    });
    expect((await clerk.history({ params: { id } })).acts).toHaveLength(4);
    expect((await clerk.list({ query: { q: '镁合金', size: 5 } })).totals.count).toBe(1);
    const rows = [{ id, version: 3 }];
    expect((await clerk.bulkPreview({ body: { rows, patch: { nature: 'new' } } })).items).toMatchObject([
      { outcome: 'changed', changes: [{ field: 'nature', before: null, after: 'new' }] },
    ]);
    await clerk.bulk({ body: { rows, patch: { nature: 'new' } } });
    expect((await clerk.requirements({})).stages[0]).toEqual({
      stage: 'planning',
      fields: ['name', 'industryCode', 'totalMinor', 'unitId', 'personId', 'source'],
    });
  });
  test('G13 a refusal carries a code and the fields by name', async () => {
    await expect(as(t.everyone.promoter).create({ body: { ...seven(), source: '' } })).rejects.toMatchObject({
      kind: 'invalid',
      code: 'project.gate_shut',
      details: { missing: ['source'] },
    });
    await expect(as(t.everyone.promoter).create({ body: { ...seven(), rate: 'x' } })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { issues: [{ field: 'rate' }] },
    });
    await expect(as(t.everyone.promoter).create({ body: { ...seven(), plannedStartOn: '2026-02-30' } })).rejects.toMatchObject({
      details: { issues: [{ field: 'plannedStartOn' }] },
    });
  });
  test('someone of another unit cannot read, change, export or infer a project through any door: it is as unknown as none', async () => {
    const { id } = await as(t.everyone.promoter).create({ body: seven() });
    const stranger = as(await t.person(t.units.south, 'promoter', 'unit_head'));
    const nobody = '018f0000-0000-7000-8000-00000000dead';
    const acts: ((of: string) => Promise<unknown>)[] = [
      (of) => stranger.get({ params: { id: of } }),
      (of) => stranger.history({ params: { id: of } }),
      (of) => stranger.update({ params: { id: of }, body: { version: 1, patch: { place: 'x' } } }),
      (of) => stranger.move({ params: { id: of }, body: { version: 1, to: 'negotiating', happenedOn: '2026-11-20' } }),
      (of) => stranger.propose({ params: { id: of }, body: { version: 1, to: 'negotiating', happenedOn: '2026-11-20' } }),
      (of) => stranger.decide({ params: { id: of }, body: { version: 1, proposalId: nobody, verdict: 'verified' } }),
      (of) => stranger.exit({ params: { id: of }, body: { version: 1, side: 'suspended', reason: 'x', happenedOn: '2026-11-20' } }),
      (of) => stranger.reopen({ params: { id: of }, body: { version: 1, reason: 'x', happenedOn: '2026-11-20' } }),
      (of) => stranger.addCode({ params: { id: of }, body: { version: 1, scheme: 'city', code: 'X' } }),
      (of) => stranger.addNote({ params: { id: of }, body: { body: 'x' } }),
    ];
    for (const act of acts) {
      const [real, none] = await Promise.all(
        [id, nobody].map((of) => act(of).catch((e: { kind: string; code: string }) => `${e.kind} ${e.code}`)),
      );
      expect(real).toBe('not_found project.unknown');
      expect(none).toBe(real);
    }
    expect((await stranger.list({ query: {} })).totals).toMatchObject({ count: 0, totalFen: 0 });
    expect((await stranger.bulkPreview({ body: { rows: [{ id, version: 1 }], patch: {} } })).items).toMatchObject([
      { code: null, name: null, refusal: { code: 'project.unknown' } },
    ]);
    await expect(stranger.restate({ params: { id }, body: { version: 1, patch: {}, reason: 'x' } })).rejects.toMatchObject({
      code: 'session.role_may_not',
    });
  });
  test('a file is handed out with its name, and the template holds the columns an import reads', async () => {
    actor = t.everyone.promoter;
    const csv = await app.inject({ url: '/api/projects/export?format=csv&columns=code,name' });
    expect(csv.headers['content-disposition']).toContain(encodeURIComponent('项目台账-2026-11-20.csv'));
    expect(csv.body).toContain('系统编号,项目名称');
    const template = await app.inject({ url: '/api/projects/template' });
    expect([template.statusCode, template.rawPayload.subarray(0, 2).toString()]).toEqual([200, 'PK']);
  });
  test('bad input is a refusal with a code, never a failure of the server', async () => {
    actor = t.everyone.promoter;
    for (const url of [
      '/api/projects?sort=x',
      '/api/projects?size=0',
      '/api/projects?size=1e9',
      '/api/projects?unit=1',
      '/api/projects?signedFrom=2026-13',
      '/api/projects?totalMin=1.5',
      '/api/projects/abc',
      '/api/projects?stage=',
      '/api/projects?q=%00',
    ]) {
      const { statusCode } = await app.inject({ url });
      expect(statusCode, url).toBeLessThan(500);
    }
  });
});
