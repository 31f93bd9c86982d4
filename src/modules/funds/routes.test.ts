import swagger from '@fastify/swagger';
import Fastify from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { client } from '../../kernel/client.ts';
import { refusals } from '../../platform/http.ts';
import { fundsContract } from './contract.ts';
import { fundsRoutes } from './routes.ts';
import { fundsDatabase } from './test-database.ts';

const { db, close, now, people, project } = await fundsDatabase();
const app = Fastify();
beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  app.addHook('onRequest', async (request) => {
    request.actor = (people[request.headers['authorization'] as keyof typeof people] ?? null) as Actor;
  });
  refusals(app);
  await app.register(swagger, { openapi: { openapi: '3.1.0', info: { title: 'funds', version: '1' } }, transform: jsonSchemaTransform });
  await app.register(async (api) => fundsRoutes(api, { db, now: () => now }), { prefix: '/api' });
});
afterAll(async () => {
  await app.close();
  await close();
});
const ask = (who: keyof typeof people, url: string, method: 'GET' | 'POST' = 'GET', payload?: string, headers: object = {}) =>
  app.inject({ url, method, headers: { ...headers, authorization: who }, ...(payload && { payload }) });
/** The web's own client, talking to the routes in process. */
const as = (who: keyof typeof people) =>
  client(fundsContract, async (url, init) => {
    const { body, statusCode } = await ask(who, url, init.method as 'POST', init.body as string, init.headers as object);
    return new Response(body, { status: statusCode });
  });

describe('over the wire', () => {
  test('sign, receive, correct, take back, and read the page: a clerk’s morning', async () => {
    const id = await project();
    const params = { id };
    const clerk = as('clerk');
    await clerk.recordAgreement({
      params,
      body: { kind: 'investment', signedOn: '2026-01', totalMinor: 500_000_00, attractedMinor: 500_000_00 },
    });
    const { id: entryId } = await clerk.recordArrival({
      params,
      body: { arrivedOn: '2026-02-03', amountMinor: 7_000_00, kind: 'land', payer: ' 某公司 ', payerRegion: '' },
    });
    const entry = { arrivedOn: '2026-02-03', amountMinor: 70_000_00, kind: 'land', voucherNo: 'B-1' } as const;
    await clerk.correctArrival({ params: { id, entryId }, body: { reason: 'one nought short', entry } });
    await clerk.recordInvestment({ params, body: { month: '2026-03', civilFen: 10_00, otherFen: 5_00, amountFen: 15_00 } });
    const funds = await clerk.ofProject({ params });
    expect(funds.totals).toMatchObject({ agreedFen: 500_000_00, arrivedFen: 70_000_00, investedFen: 15_00, signedOn: '2026-01' });
    expect(funds.arrivals.map((a) => [a.payer, a.payerRegion, a.cumulativeFen, a.can.reverse])).toEqual([
      ['某公司', null, 7_000_00, false],
      ['某公司', null, 0, false],
      [null, null, 70_000_00, true],
    ]);
    const doubtful = clerk.recordArrival({ params, body: { ...entry, arrivedOn: '2025-02-03' } });
    await expect(doubtful).rejects.toMatchObject({
      kind: 'rule',
      code: 'arrival.needs_acknowledgement',
      details: { faults: [{ code: 'before_signing', signedOn: '2026-01' }, { code: 'same_voucher' }] },
    });
    expect((await as('auditor').arrivals({ query: { project: id } })).totals).toEqual({
      count: 1,
      fen: 70_000_00,
      byCurrency: [{ currency: 'CNY', minor: 70_000_00, fen: 70_000_00 }],
    });
  });
  test.each([
    ['arrivals', { arrivedOn: '2026-02-03', amountMinor: 1.5, kind: 'land' }],
    ['arrivals', { arrivedOn: '2026-02-03', amountMinor: 1, kind: 'gift' }],
    ['arrivals', { arrivedOn: '2026-02-03', amountMinor: 1, kind: 'land', recordedBy: 'me' }],
    ['arrivals', { arrivedOn: '2026-02-03', amountMinor: 2 ** 60, kind: 'land' }],
    ['agreements', { kind: 'investment', signedOn: null, totalMinor: 1 }],
    ['investments', { month: '2026-03' }],
  ])('a malformed body of %s is refused before anything is asked: %j', async (what, body) => {
    const answer = await ask('clerk', `/api/projects/${await project()}/${what}`, 'POST', JSON.stringify(body), {
      'content-type': 'application/json',
    });
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, 'request.invalid']);
  });
  test('nobody without a business role comes in, and a foreign project answers as an unknown one', async () => {
    const id = await project();
    for (const e of Object.values(fundsContract)) {
      const url = `/api${e.path.replace(':id', id).replace(':entryId', id)}`;
      expect((await ask('system', url, e.method)).statusCode, url).toBe(403);
      expect((await app.inject({ url, method: e.method })).statusCode, url).toBe(401);
    }
    const [foreign, unknown] = await Promise.all([id, people.clerk.id].map((p) => ask('stranger', `/api/projects/${p}/funds`)));
    expect(foreign!.json<object>()).toEqual({ ...unknown!.json<object>(), details: { id } });
  });
  test('the routes are described', () => {
    const { paths } = app.swagger() as { paths: Record<string, unknown> };
    expect(Object.keys(paths)).toEqual(Object.values(fundsContract).map((e) => `/api${e.path.replaceAll(/:(\w+)/g, '{$1}')}`));
  });
});

describe('as a file', () => {
  test('exactly the filtered rows, in words, with units in the header and dates as known', async () => {
    const id = await project({ name: '云岭电池' });
    const bureau = as('bureau');
    const paid = {
      kind: 'equipment' as const,
      voucherNo: '=1+1',
      acknowledged: { codes: ['before_signing'], reason: 'before the ledger' },
    };
    await bureau.recordArrival({ params: { id }, body: { ...paid, arrivedOn: '2024', amountMinor: 12_345_67 } });
    const yen = { currency: 'JPY', rate: '0.05', rateSource: 'bank', rateOn: '2024-05-06' };
    await bureau.recordArrival({
      params: { id },
      body: {
        ...paid,
        ...yen,
        arrivedOn: '2024-05',
        amountMinor: 1_000_000,
        acknowledged: { codes: ['before_signing', 'same_voucher'], reason: 'again' },
      },
    });
    const columns = 'projectName,arrivedOn,amountMinor,currency,amountFen,kind,voucherNo,acknowledged';
    const csv = await ask('bureau', `/api/arrivals/export?project=${id}&order=desc&format=csv&columns=${columns},nonsense`);
    expect(csv.body.replace('\ufeff', '').trim().split('\r\n')).toEqual([
      '项目名称,到位时间,到位资金（万元）,币种,到位资金(折人民币)（万元）,资金类别,凭证号,异常说明',
      "云岭电池,2024-05,100,JPY,5,equipment,'=1+1,again",
      "云岭电池,2024,1.234567,CNY,1.234567,equipment,'=1+1,before the ledger",
    ]);
    const { headers, rawPayload } = await ask('bureau', `/api/arrivals/export?project=${id}&language=en&amountUnit=元`);
    expect([headers['content-disposition'], rawPayload.subarray(0, 2).toString()]).toEqual([
      expect.stringContaining('arrivals-2026-06-15.xlsx'),
      'PK',
    ]);
    expect((await ask('stranger', `/api/arrivals/export?project=${id}&format=csv`)).body.trim().split('\r\n')).toHaveLength(1);
    for (const what of ['agreements', 'investments']) expect((await ask('bureau', `/api/${what}/export?format=csv`)).statusCode).toBe(200);
  });
});
