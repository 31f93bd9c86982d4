import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import multipart from '@fastify/multipart';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, dayOf } from '../../kernel/day.ts';
import { clamdScanner } from '../../platform/clamd.ts';
import { openFileStore } from '../../platform/files.ts';
import { refusals } from '../../platform/http.ts';
import { eicar, openTestClamd } from '../../platform/test-clamd.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { evidenceKindsOf } from './queries.ts';
import { evidenceRoutes } from './routes.ts';
import { scanKept } from './scan-commands.ts';

const { db, pool, close } = await testDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-scan-'));
const files = openFileStore({ dataDir, s3: null });
const socket = join(dataDir, 'clamd.sock');
const scanner = clamdScanner(`unix:${socket}`)!;
const unitId = v7();
const clerk: Actor = { id: v7(), name: '甲', unitId, unitIds: [unitId], roles: ['promoter'] };
const app = Fastify();
beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  app.addHook('onRequest', async (request) => void (request.actor = clerk));
  await app.register(multipart, { limits: { files: 1, fileSize: 2000 } });
  refusals(app);
  const access = { mayRead: async () => true, mayAttach: async () => true };
  await app.register(async (api) => evidenceRoutes(api, { db, files, access, maxBytes: 1000, scanner }), { prefix: '/api' });
  await pool.query("insert into unit (id, code, name, kind, created_at) values ($1, 'x', '某区', 'district', now())", [unitId]);
  await pool.query("insert into person (id, unit_id, name, created_at) values ($1, $2, '甲', now())", [clerk.id, unitId]);
});
afterAll(async () => {
  await app.close();
  await close();
  await rm(dataDir, { recursive: true });
});

const pdf = (text: string) => `%PDF-1.7\n% ${text}\n%%EOF\n`;
function attach(projectId: string, kind: string, content: string) {
  const head = '--x\r\ncontent-disposition: form-data; name="file"; filename="许可.pdf"\r\ncontent-type: application/pdf\r\n\r\n';
  const url = `/api/evidence?${new URLSearchParams({ subject: 'project', subjectId: projectId, projectId, kind })}`;
  const payload = `${head}${content}\r\n--x--\r\n`;
  return app.inject({ url, method: 'POST', payload, headers: { 'content-type': 'multipart/form-data; boundary=x' } });
}
const kept = async () =>
  (await readdir(join(dataDir, 'files'), { recursive: true, withFileTypes: true }).catch(() => [])).filter((e) => e.isFile());
const hashOf = (content: string) => createHash('sha256').update(content).digest('hex');
/** The next night on which a file is looked at again. */
function nightOf(sha256: string): Date {
  const due = Number.parseInt(sha256[0]!, 16);
  for (let day = '2026-12-01'; ; day = addDays(day, 1))
    if ((Date.parse(day) / 86_400_000) % 16 === due) return new Date(`${day}T03:00:00+08:00`);
}

test('G8 an infected paper is not taken in; a clean one counts as clean at once', async () => {
  const projectId = v7();
  const clamd = await openTestClamd(socket);
  const refused = await attach(projectId, 'construction_permit', pdf(eicar));
  expect([refused.statusCode, refused.json()]).toEqual([
    400,
    { kind: 'invalid', code: 'file.infected', details: { name: '许可.pdf', threat: 'Eicar-Signature' } },
  ]);
  expect(await kept()).toEqual([]);
  expect((await pool.query('select from stored_file')).rowCount).toBe(0);
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: [], clean: [] });
  expect((await attach(projectId, 'construction_permit', pdf('施工许可'))).statusCode).toBe(200);
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: ['construction_permit'], clean: ['construction_permit'] });
  expect(clamd.heard.map(String)).toEqual([pdf(eicar), pdf('施工许可')]);
  await clamd.close();
});

test('G8 what comes in while the scanner is down is kept and not clean until a night scans it; an infected one then counts no more', async () => {
  const projectId = v7();
  expect((await attach(projectId, 'licence', pdf('营业执照'))).statusCode).toBe(200);
  expect((await attach(projectId, 'site_photo', pdf(eicar))).statusCode).toBe(200);
  expect(await evidenceKindsOf(db, projectId)).toMatchObject({ kept: expect.arrayContaining(['licence', 'site_photo']), clean: [] });
  const night = new Date('2026-12-01T03:00:00+08:00');
  expect(await scanKept({ db, files, scanner }, clerk, night)).toEqual({ scanned: 0, infected: 0 });
  const clamd = await openTestClamd(socket);
  expect(await scanKept({ db, files, scanner }, clerk, night)).toMatchObject({ infected: 1 });
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: ['licence'], clean: ['licence'] });
  const { rows } = await pool.query('select id from evidence where kind = $1', ['site_photo']);
  expect((await app.inject({ url: `/api/evidence/${rows[0].id}/file` })).json()).toMatchObject({ code: 'file.infected' });
  await clamd.close();
});

test('G8 what was found clean is looked at again within sixteen nights, by what the scanner has learned since', async () => {
  const projectId = v7();
  const clamd = await openTestClamd(socket);
  await attach(projectId, 'invoice', pdf('第二代样本'));
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: ['invoice'], clean: ['invoice'] });
  clamd.signatures.set('Trojan.Later', '第二代样本');
  const night = nightOf(hashOf(pdf('第二代样本')));
  expect(dayOf(night) <= '2026-12-16').toBe(true);
  expect(await scanKept({ db, files, scanner }, clerk, night)).toMatchObject({ infected: 1 });
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: [], clean: [] });
  expect(await scanKept({ db, files, scanner }, clerk, night)).toMatchObject({ infected: 0 });
  await clamd.close();
});
