import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import multipart from '@fastify/multipart';
import { eq } from 'drizzle-orm';
import Fastify from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Role } from '../../kernel/actor.ts';
import { inScope } from '../../kernel/actor.ts';
import { client } from '../../kernel/client.ts';
import { auditEntry } from '../../platform/audit.ts';
import { command } from '../../platform/command.ts';
import { openFileStore } from '../../platform/files.ts';
import { refusals } from '../../platform/http.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { attachEvidence } from './commands.ts';
import { evidenceContract } from './contract.ts';
import { damagedFiles, evidenceKindsOf, type SubjectAccess } from './queries.ts';
import { evidenceRoutes } from './routes.ts';
import { evidence } from './tables.ts';

const { db, pool, close } = await testDatabase();
const dataDir = await mkdtemp(join(tmpdir(), 'zhuchao-evidence-'));
const files = openFileStore({ dataDir, s3: null });
const [district, east, west] = [v7(), v7(), v7()];
const person = (name: string, unitId: string, ...roles: Role[]): Actor => ({ id: v7(), name, unitId, unitIds: [unitId], roles });
const people: Record<string, Actor> = {
  clerk: person('甲', east, 'promoter'),
  colleague: person('乙', east, 'promoter'),
  head: person('丙', east, 'unit_head'),
  stranger: person('丁', west, 'promoter'),
  bureau: person('戊', district, 'promotion_admin'),
  statistics: person('己', district, 'statistics'),
  system: person('庚', district, 'system_admin'),
};
/** Projects of two townships, and arrivals that hang off them: what later rooms answer in the product. */
const projects = new Map<string, string>();
const arrivals = new Map<string, string>();
const projectOf = (subject: string, id: string) => (subject === 'project' ? id : arrivals.get(id));
const access: SubjectAccess = {
  mayRead: async (_, subject, id, projectId, actor) =>
    projectOf(subject, id) === projectId && projects.has(projectId!) && inScope(actor, projects.get(projectId!)!),
  mayAttach: async (_, __, ___, projectId, actor) =>
    actor.unitIds.includes(projects.get(projectId!)!) || actor.roles.includes('promotion_admin'),
};
const newProject = (unitId: string) => {
  const id = v7();
  projects.set(id, unitId);
  return id;
};
const newArrival = (projectId: string) => {
  const id = v7();
  arrivals.set(id, projectId);
  return id;
};
const app = Fastify();

beforeAll(async () => {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('actor', null as unknown as Actor);
  app.addHook('onRequest', async (request) => {
    request.actor = people[String(request.headers.authorization)]!;
  });
  await app.register(multipart, { limits: { files: 1, fileSize: 2000 } });
  refusals(app);

  await app.register(async (api) => evidenceRoutes(api, { db, files, access, maxBytes: 1000 }), { prefix: '/api' });
  const unit = 'insert into unit (id, parent_id, code, name, kind, created_at) values ($1, $2, $3, $3, $4, now())';
  await pool.query(unit, [district, null, '某区', 'district']);
  await pool.query(unit, [east, district, '东镇', 'township']);
  await pool.query(unit, [west, district, '西镇', 'township']);
  for (const { id, unitId, name } of Object.values(people)) {
    await pool.query('insert into person (id, unit_id, name, created_at) values ($1, $2, $3, now())', [id, unitId, name]);
  }
});
afterAll(async () => {
  await app.close();
  await close();
  await rm(dataDir, { recursive: true });
});

const as = (who: string) =>
  client(evidenceContract, async (url, init) => {
    const r = await app.inject({
      url,
      method: init.method as 'GET',
      payload: init.body as string,
      headers: { ...(init.headers as object), authorization: who },
    });
    return new Response(r.body, { status: r.statusCode });
  });

function send(who: string, url: string, name: string, content: string | Buffer) {
  const head = `--x\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`;
  const payload = Buffer.concat([Buffer.from(head), Buffer.from(content), Buffer.from('\r\n--x--\r\n')]);
  return app.inject({ url, method: 'POST', payload, headers: { 'content-type': 'multipart/form-data; boundary=x', authorization: who } });
}
type Subject = { subject: 'project' | 'arrival'; subjectId: string; projectId: string };
const ofProject = (projectId: string): Subject => ({ subject: 'project', subjectId: projectId, projectId });
const attach = (who: string, to: Subject, name: string, content: string | Buffer, kind = 'bank_receipt') =>
  send(who, `/api/evidence?${new URLSearchParams({ ...to, kind })}`, name, content);
const pdf = (text: string) => `%PDF-1.7\n% ${text}\n%%EOF\n`;

test('a file is attached, listed with who sent it, and comes back byte for byte as a download', async () => {
  const to = ofProject(newProject(east));
  const { id, sameFile } = (await attach('clerk', to, '进账单 1月.pdf', pdf('1200.00'))).json<{ id: string; sameFile: null }>();
  expect(sameFile).toBeNull();
  const { items, can } = await as('colleague').list({ query: to });
  expect(items).toMatchObject([
    { id, name: '进账单 1月.pdf', kind: 'bank_receipt', mediaType: 'application/pdf', uploadedBy: { name: '甲' }, retraction: null },
  ]);
  expect(can).toEqual({ attach: true });
  expect(await as('clerk').limits({})).toMatchObject({ maxBytes: 1000, extensions: expect.arrayContaining(['pdf', 'jpeg', 'ofd']) });
  const answer = await app.inject({ url: `/api/evidence/${id}/file`, headers: { authorization: 'statistics' } });
  expect(answer.body).toBe(pdf('1200.00'));
  expect(answer.headers).toMatchObject({
    'content-type': 'application/pdf',
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, no-store',
  });
  expect(answer.headers['content-disposition']).toContain(`filename*=UTF-8''${encodeURIComponent('进账单 1月.pdf')}`);
  const [entry] = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id));
  expect(entry).toMatchObject({
    action: 'evidence.attach',
    after: { name: '进账单 1月.pdf', sha256: createHash('sha256').update(pdf('1200.00')).digest('hex') },
  });
});

test('another township can neither list, attach to, download nor retract, and does not learn that there is anything', async () => {
  const to = ofProject(newProject(east));
  const { id } = (await attach('clerk', to, 'a.pdf', pdf('secret'))).json<{ id: string }>();
  const unknown = { kind: 'not_found', code: 'evidence.unknown_subject' };
  await expect(as('stranger').list({ query: to })).rejects.toMatchObject(unknown);
  expect((await attach('stranger', to, 'b.pdf', pdf('b'))).json()).toMatchObject(unknown);
  for (const wanted of [id, v7()]) {
    const download = await app.inject({ url: `/api/evidence/${wanted}/file`, headers: { authorization: 'stranger' } });
    expect([download.statusCode, download.json()]).toEqual([404, { kind: 'not_found', code: 'evidence.unknown', details: { id: wanted } }]);
    await expect(as('stranger').retract({ params: { id: wanted }, body: { reason: 'x' } })).rejects.toMatchObject({
      code: 'evidence.unknown',
    });
  }
});

test('naming a project of one’s own beside a foreign subject opens nothing', async () => {
  const foreign = newProject(east);
  const arrival = newArrival(foreign);
  await attach('clerk', { subject: 'arrival', subjectId: arrival, projectId: foreign }, 'a.pdf', pdf('foreign'));
  const own = newProject(west);
  await expect(as('stranger').list({ query: { subject: 'arrival', subjectId: arrival, projectId: own } })).rejects.toMatchObject({
    code: 'evidence.unknown_subject',
  });
  await expect(as('stranger').list({ query: { subject: 'arrival', subjectId: arrival } })).rejects.toMatchObject({
    code: 'evidence.unknown_subject',
  });
});

test('who may read but not add is told so, and administrators of the system stay outside', async () => {
  const to = ofProject(newProject(east));
  expect((await attach('statistics', to, 'a.pdf', pdf('x'))).json()).toMatchObject({ code: 'evidence.may_not_attach' });
  expect((await as('statistics').list({ query: to })).can).toEqual({ attach: false });
  await expect(as('system').list({ query: to })).rejects.toMatchObject({ code: 'session.role_may_not' });
});

test('the same file in another project is flagged to both; where, only to those who may see it', async () => {
  const [mine, theirs] = [ofProject(newProject(east)), ofProject(newProject(west))];
  await attach('clerk', mine, '凭证.pdf', pdf('voucher 88'));
  const { sameFile } = (await attach('stranger', theirs, '到账.pdf', pdf('voucher 88'))).json<{ sameFile: unknown }>();
  expect(sameFile).toEqual({ scope: 'elsewhere', places: [] });
  expect((await as('clerk').list({ query: mine })).items[0]!.sameFile).toEqual({ scope: 'elsewhere', places: [] });
  const seen = (await as('bureau').list({ query: mine })).items[0]!.sameFile;
  expect(seen).toEqual({
    scope: 'elsewhere',
    places: [{ subject: 'project', subjectId: theirs.subjectId, projectId: theirs.projectId, name: '到账.pdf' }],
  });
});

test('the same file for two arrivals of one project is a hint with its place', async () => {
  const projectId = newProject(east);
  const [first, second] = [newArrival(projectId), newArrival(projectId)];
  await attach('clerk', { subject: 'arrival', subjectId: first, projectId }, 'a.pdf', pdf('one receipt'));
  const answer = await attach('clerk', { subject: 'arrival', subjectId: second, projectId }, 'b.pdf', pdf('one receipt'));
  expect(answer.json()).toMatchObject({ sameFile: { scope: 'project', places: [{ subjectId: first, name: 'a.pdf' }] } });
});

test('the same file for the same thing twice is refused; after a retraction it may come again', async () => {
  const to = ofProject(newProject(east));
  const answers = await Promise.all([attach('clerk', to, 'a.pdf', pdf('twice')), attach('colleague', to, 'b.pdf', pdf('twice'))]);
  expect(answers.map((a) => a.statusCode).toSorted()).toEqual([200, 409]);
  expect(answers.find((a) => a.statusCode === 409)!.json()).toMatchObject({ code: 'evidence.already_attached' });
  const { id } = answers.find((a) => a.statusCode === 200)!.json<{ id: string }>();
  await as('head').retract({ params: { id }, body: { reason: '传错' } });
  expect((await attach('clerk', to, 'a.pdf', pdf('twice'))).statusCode).toBe(200);
});

test('who attaches while another is about to waits for them, and then sees what they attached', async () => {
  const subjectId = newProject(east);
  const uploadOf = async (who: string) =>
    (await send(who, '/api/evidence/uploads', 'a.pdf', pdf('overlap'))).json<{ uploadId: string }>().uploadId;
  const [first, second] = [await uploadOf('clerk'), await uploadOf('colleague')];
  const one = { kind: 'other', subject: 'project', subjectId, projectId: subjectId } as const;
  const attached = Promise.withResolvers<void>();
  const finish = Promise.withResolvers<void>();
  const slow = command('project.record', async (tx, _: null, context) => {
    await attachEvidence.inside(tx, { ...one, uploadIds: [first] }, context);
    attached.resolve();
    await finish.promise;
    return { result: null, trace: [] };
  })(db, null, people['clerk']!);
  await attached.promise;
  const late = attachEvidence(db, { ...one, uploadIds: [second] }, people['colleague']!);
  setTimeout(finish.resolve, 100);
  await expect(late).rejects.toMatchObject({ code: 'evidence.already_attached' });
  await slow;
});

test('a retracted row stays with its reason and its file; it is no longer evidence', async () => {
  const projectId = newProject(east);
  const to = ofProject(projectId);
  const { id } = (await attach('clerk', to, '许可.pdf', pdf('permit'), 'construction_permit')).json<{ id: string }>();
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: ['construction_permit'], clean: [] });
  await expect(as('colleague').retract({ params: { id }, body: { reason: '不对' } })).rejects.toMatchObject({
    code: 'evidence.may_not_retract',
  });
  await expect(as('clerk').retract({ params: { id }, body: { reason: '  ' } })).rejects.toMatchObject({ kind: 'invalid' });
  await as('clerk').retract({ params: { id }, body: { reason: '传成了别的项目的' } });
  await expect(as('clerk').retract({ params: { id }, body: { reason: '再撤' } })).rejects.toMatchObject({
    code: 'evidence.already_retracted',
  });
  const [row] = (await as('clerk').list({ query: to })).items;
  expect(row).toMatchObject({
    id,
    retraction: { reason: '传成了别的项目的', by: { name: '甲' } },
    sameFile: null,
    can: { retract: false },
  });
  expect((await app.inject({ url: `/api/evidence/${id}/file`, headers: { authorization: 'clerk' } })).body).toBe(pdf('permit'));
  expect(await evidenceKindsOf(db, projectId)).toEqual({ kept: [], clean: [] });
});

test('rows of evidence cannot be changed or removed, not even by the application', async () => {
  for (const act of [
    "update evidence set name = 'x'",
    'delete from evidence',
    'delete from stored_file',
    'delete from evidence_retraction',
    'truncate evidence_upload',
  ]) {
    await expect(pool.query(act)).rejects.toThrow('permission denied');
  }
});

test('a file that is not what its name says, not of a kind let in, empty or too large is refused and not kept', async () => {
  const to = ofProject(newProject(east));
  const before = (await readdir(dataDir, { recursive: true })).length;
  const refused: [string, string | Buffer, string][] = [
    ['协议.docx', pdf('x'), 'file.type_mismatch'],
    ['页面.html', '<html></html>', 'file.type_not_allowed'],
    ['图.svg', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'file.type_not_allowed'],
    ['程序.pdf', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'file.type_not_allowed'],
    ['a.pdf', '', 'file.empty'],
    ['a.pdf', pdf('x'.repeat(1100)), 'file.too_large'],
    ['a.pdf', pdf('x'.repeat(2100)), 'file.too_large'],
  ];
  for (const [name, content, code] of refused) expect((await attach('clerk', to, name, content)).json(), name).toMatchObject({ code });
  expect((await as('clerk').list({ query: to })).items).toEqual([]);
  expect(await readdir(dataDir, { recursive: true })).toHaveLength(before);
});

test('no name leads out of the store', async () => {
  const to = ofProject(newProject(east));
  for (const [i, name] of ['../../../etc/cron.d/x.pdf', '..\\\\..\\\\x.pdf', '/etc/x.pdf', '%2e%2e%2fx.pdf'].entries()) {
    expect((await attach('clerk', to, name, pdf(`traversal ${i}`))).statusCode).toBe(200);
  }
  const { items } = await as('clerk').list({ query: to });
  expect(items.every((i) => !/[\\/]/.test(i.name))).toBe(true);
  for (const id of ['..%2f..%2fetc%2fpasswd', '../../etc/passwd', '%00']) {
    const { statusCode } = await app.inject({ url: `/api/evidence/${id}/file`, headers: { authorization: 'clerk' } });
    expect([400, 404]).toContain(statusCode);
  }
  const stored = (await readdir(dataDir, { recursive: true, withFileTypes: true })).filter((e) => e.isFile()).map((e) => e.name);
  expect(stored.every((name) => /^[0-9a-f]{64}$/.test(name))).toBe(true);
});

test('a file sent before its arrival is recorded becomes evidence in the act that records it, or not at all', async () => {
  const projectId = newProject(east);
  const subjectId = newArrival(projectId);
  const { uploadId } = (await send('clerk', '/api/evidence/uploads', '回单.pdf', pdf('early'))).json<{ uploadId: string }>();
  const record = command('arrival.record', async (tx, fails: boolean, context) => {
    await attachEvidence.inside(tx, { uploadIds: [uploadId], kind: 'bank_receipt', subject: 'arrival', subjectId, projectId }, context);
    if (fails) throw new Error('the arrival was refused');
    return { result: null, trace: [] };
  });
  const count = async () => (await db.select().from(evidence).where(eq(evidence.subjectId, subjectId))).length;
  await expect(record(db, true, people['clerk']!)).rejects.toThrow();
  expect(await count()).toBe(0);
  await expect(record(db, false, people['colleague']!)).rejects.toMatchObject({ code: 'evidence.unknown_upload' });
  await record(db, false, people['clerk']!);
  expect(await count()).toBe(1);
});

test('a kept file that was changed behind the product’s back is named', async () => {
  const to = ofProject(newProject(east));
  await attach('clerk', to, 'a.pdf', pdf('to be damaged'));
  expect(await damagedFiles(db, files)).toEqual([]);
  const sha256 = createHash('sha256').update(pdf('to be damaged')).digest('hex');
  await rm(join(dataDir, 'files', sha256.slice(0, 2), sha256.slice(2, 4), sha256));
  expect(await damagedFiles(db, files)).toEqual([sha256]);
});
