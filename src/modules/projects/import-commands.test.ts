import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { type Actor, businessRoles } from '../../kernel/actor.ts';
import { createProject } from './commands.ts';
import { type Stage, stages } from './domain/stage.ts';
import { importProjects, reserveCodes, updateImportedProjects } from './import-commands.ts';
import { importFaults, type ImportedProject, ledgerWarnings } from './import-queries.ts';
import { project, projectAttribution, projectCode, projectNote, stageChange } from './tables.ts';
import { postTotals } from './totals-commands.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const row = (more: Partial<ImportedProject> = {}): ImportedProject => ({
  name: '台账项目',
  unitId: t.units.north,
  stage: 'negotiating',
  ...more,
});
const open = (rows: ImportedProject[], actor: Actor = t.everyone.promotion_admin, codes?: string[]) =>
  t.db.transaction((tx) => importProjects.inside(tx, { batchId: v7(), rows, ...(codes && { codes }) }, { actor, now }));
const refusal = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (e: { code: string; details: object }) => ({ code: e.code, ...e.details }),
  );
const rowOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!;

describe('opening a ledger', () => {
  test('G2 the import path: units enter what is planned or in talks, the bureau any stage, others nothing', async () => {
    for (const role of businessRoles) {
      for (const stage of stages) {
        const [own, foreign] = await Promise.all([
          open([row({ stage })], t.everyone[role]).catch((e: unknown) => e),
          open([row({ stage, unitId: t.units.south })], t.everyone[role]).catch((e: unknown) => e),
        ]);
        const isEarly = stage === 'planning' || stage === 'negotiating';
        const mayOwn = role === 'promotion_admin' || (isEarly && ['promoter', 'unit_head'].includes(role));
        expect(Array.isArray(own), `${role} ${stage}`).toBe(mayOwn);
        expect(Array.isArray(foreign), `${role} ${stage} foreign`).toBe(role === 'promotion_admin');
        if (!mayOwn) expect(own).toMatchObject({ code: 'project.may_not_import', details: { row: 0 } });
      }
    }
  });
  test('a project enters at its stage with its dates, its log of kind import, its attribution, codes and progress', async () => {
    const dates = { signedOn: '2023-05', startedOn: '2024', productionOn: '2025-06-01' };
    const [made] = await open([
      row({
        stage: 'producing',
        ...dates,
        investorName: '华锐集团',
        codes: [{ scheme: 'city', code: 'A-1' }],
        note: '满产',
        landMu: '12.50',
        withheld: ['investorUscc'],
        totalMinor: 10000,
        currency: 'USD',
        rate: '7',
        rateSource: '台账',
        rateOn: '2023',
      }),
    ]);
    expect(await rowOf(made!.id)).toMatchObject({
      stage: 'producing',
      landedOn: '2024',
      startedOn: '2024',
      totalFen: 70000,
      landMu: '12.50',
      withheld: ['investorUscc'],
      code: made!.code,
      version: 1,
      agreedFen: 0,
    });
    const log = await t.db.select().from(stageChange).where(eq(stageChange.projectId, made!.id)).orderBy(stageChange.id);
    expect(log.map((c) => [c.kind, c.fromStage, c.toStage, c.happenedOn])).toEqual([
      ['import', null, 'signed', '2023-05'],
      ['import', 'signed', 'building', '2024'],
      ['import', 'building', 'producing', '2025-06-01'],
    ]);
    expect(await t.db.select().from(projectAttribution).where(eq(projectAttribution.projectId, made!.id))).toMatchObject([
      { investorName: '华锐集团', unitId: t.units.north },
    ]);
    expect(await t.db.select().from(projectNote).where(eq(projectNote.projectId, made!.id))).toMatchObject([
      { body: '满产', happenedOn: '2026-11-20' },
    ]);
  });
  test('a project that stood aside in the ledger stands aside here', async () => {
    const [made] = await open([row({ stage: 'signed', side: 'withdrawn', reason: '台账记载', exitTo: 'other', signedOn: '2022' })]);
    expect(await rowOf(made!.id)).toMatchObject({ stage: 'signed', side: 'withdrawn' });
    const [last] = await t.db.select().from(stageChange).where(eq(stageChange.projectId, made!.id));
    expect(last).toMatchObject({ toSide: 'withdrawn', reason: '台账记载', exitTo: 'other' });
  });
  test('a dry run tells every fault of every row at once, and writes nothing', async () => {
    await open([row({ codes: [{ scheme: 'province', code: 'P-1' }] })]);
    const before = (await t.db.select().from(project)).length;
    const rows = [
      row({ codes: [{ scheme: 'province', code: 'P-1' }], industryCode: '0000', personId: v7() }),
      row(),
      row({ currency: 'USD', totalMinor: 5, rate: '7' }),
      row({ stage: 'signed', signedOn: '2027' }),
      row({ codes: [{ scheme: 'city', code: 'twice' }] }),
      row({ codes: [{ scheme: 'city', code: 'twice' }] }),
    ];
    const faults = await importFaults(t.db, rows, t.everyone.promotion_admin, now);
    const codes = Object.fromEntries(
      [...faults].map(([i, list]) => [i, list.map((f) => `${f.code} ${String(f.details['field'] ?? f.details['fields'] ?? '')}`.trim())]),
    );
    expect(codes).toEqual({
      0: ['project.unknown_reference personId', 'project.unknown_reference industryCode', 'project.code_taken'],
      2: ['project.rate_unsourced rateSource,rateOn'],
      3: ['project.date_in_future happenedOn'],
      5: ['project.code_taken'],
    });
    expect((await t.db.select().from(project)).length).toBe(before);
    expect(ledgerWarnings(row({ stage: 'signed', startedOn: '2024' }), now).map((f) => f.code)).toEqual(['project.date_before_stage']);
    expect(ledgerWarnings(row({ plannedStartOn: '2025', plannedCompletionOn: '2024' }), now).map((f) => f.code)).toEqual([
      'project.dates_crossed',
    ]);
  });
  test('one bad row among many leaves nothing of the batch', async () => {
    const before = (await t.db.select().from(project)).length;
    expect(await refusal(open([row(), row(), row({ unitId: v7() })]))).toMatchObject({ code: 'project.unknown_reference', row: 2 });
    expect((await t.db.select().from(project)).length).toBe(before);
  });
  test('two thousand rows are a handful of statements, and reserved codes keep nobody waiting', async () => {
    const codes = await reserveCodes(t.db, { batchId: v7(), count: 2000 }, t.everyone.promotion_admin, now);
    const rows = Array.from({ length: 2000 }, (_, i) =>
      row({
        name: `批量项目${i}`,
        stage: stages[i % 8]!,
        investorName: `投资方${i}公司`,
        totalMinor: i,
        codes: [{ scheme: 'other', code: `N${i}` }],
      }),
    );
    let during = '';
    const made = await t.db.transaction(async (tx) => {
      const done = await importProjects.inside(tx, { batchId: v7(), rows, codes }, { actor: t.everyone.promotion_admin, now });
      const fields = {
        name: '同时登记',
        stage: 'planning' as const,
        unitId: t.units.north,
        industryCode: '3217',
        totalMinor: 1,
        personId: t.everyone.promoter.id,
        source: 'lead',
      };
      during = (await createProject(t.db, fields, t.everyone.promoter, now)).code;
      return done;
    });
    expect(made.map((m) => m.code)).toEqual(codes);
    expect(codes).not.toContain(during);
    expect((await t.db.select().from(projectCode).where(eq(projectCode.scheme, 'other'))).length).toBe(2000);
  });
});

describe('updating from a ledger', () => {
  const update = (rows: Parameters<typeof updateImportedProjects.inside>[1]['rows'], actor: Actor = t.everyone.promotion_admin) =>
    t.db.transaction((tx) => updateImportedProjects.inside(tx, { batchId: v7(), rows }, { actor, now }));
  test('changes what changes, adds codes and progress that are new, and the same again changes nothing', async () => {
    const made = await open([row({ name: '甲' }), row({ name: '乙' })]);
    const rows = made.map(({ id }, i) => ({
      id,
      patch: { place: `地块${i}`, totalMinor: 7 },
      codes: [{ scheme: 'city' as const, code: `U${i}` }],
      note: '土方开挖',
    }));
    expect(await update(rows)).toEqual({ changed: 2, codes: 2 });
    expect(await rowOf(made[1]!.id)).toMatchObject({ place: '地块1', totalFen: 7, version: 2 });
    expect(await update(rows)).toEqual({ changed: 0, codes: 0 });
    expect(await rowOf(made[1]!.id)).toMatchObject({ version: 2 });
    expect((await t.db.select().from(projectNote).where(eq(projectNote.projectId, made[0]!.id))).length).toBe(1);
  });
  test('does not reach into other units, past the freeze, or for another’s code; the row is named', async () => {
    const [own, foreign, landed] = await open([row(), row({ unitId: t.units.south }), row({ stage: 'building' as Stage })]);
    const ok = { id: own!.id, patch: { place: 'x' } };
    const clerk = t.everyone.promoter;
    expect(await refusal(update([ok, { id: foreign!.id, patch: { place: 'x' } }], clerk))).toMatchObject({
      code: 'project.unknown',
      row: 1,
    });
    expect(await refusal(update([ok, { id: landed!.id, patch: { leaderId: t.everyone.leader.id } }]))).toMatchObject({
      code: 'project.frozen_at_landing',
      row: 1,
    });
    expect(await refusal(update([{ ...ok, codes: [{ scheme: 'city', code: 'A-1' }] }]))).toMatchObject({
      code: 'project.code_taken',
      found: 'A-1',
    });
    expect(await refusal(update([ok, ok]))).toMatchObject({ code: 'project.twice_in_batch', row: 1 });
    expect(await rowOf(own!.id)).toMatchObject({ place: null, version: 1 });
  });
});

test('running totals are posted in one go, several entries of a project added up, without touching its version', async () => {
  const [a, b] = await open([row({ stage: 'signed' }), row({ stage: 'signed' })]);
  const post = (changes: Parameters<typeof postTotals.inside>[1]) =>
    t.db.transaction(async (tx) => {
      // As whoever posts totals does: the projects are held in one order.
      const ids = changes.map((c) => c.projectId);
      await tx.execute(sql`select id from project where id = any(${sql.param(ids)}::uuid[]) order by id for update`);
      return postTotals.inside(tx, changes, { actor: t.everyone.promotion_admin, now });
    });
  await post([
    { projectId: a!.id, agreedFen: 100, attractedFen: 80, fixedFen: 60, signedOn: '2026-03' },
    { projectId: a!.id, arrivedFen: 30 },
    { projectId: b!.id, investedFen: 5 },
  ]);
  await post([{ projectId: a!.id, arrivedFen: -10 }]);
  expect(await rowOf(a!.id)).toMatchObject({
    agreedFen: 100,
    attractedFen: 80,
    fixedFen: 60,
    arrivedFen: 20,
    investedFen: 0,
    signedOn: '2026-03',
    version: 1,
  });
  await post([{ projectId: a!.id, agreedFen: -100, signedOn: null }]);
  expect(await rowOf(a!.id)).toMatchObject({ agreedFen: 0, signedOn: null });
  expect(await rowOf(b!.id)).toMatchObject({ investedFen: 5, signedOn: null });
  // Two batches in opposite order do not wait for each other for ever.
  const many = Array.from({ length: 8 }, (_, i) => post((i % 2 ? [a!, b!] : [b!, a!]).map(({ id }) => ({ projectId: id, arrivedFen: 1 }))));
  await Promise.all(many);
  expect((await rowOf(a!.id)).arrivedFen).toBe(28);
});
