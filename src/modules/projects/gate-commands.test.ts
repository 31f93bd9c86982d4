import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything, projectAt } from '../../app/testing/standing.ts';
import type { Reader } from '../../platform/db.ts';
import { publishPreset } from '../reference/commands.ts';
import { builtInGate, type GateFacts, gatePreset, GateRules } from './domain/gate.ts';
import { publishGate as publishing } from './gate-commands.ts';
import { gateShortfall as shortfallOf, gateVersions as versionsOf } from './gate-queries.ts';
import { decideProposal, moveProject, proposeMove } from './move-commands.ts';
import { project, stageChange, stageProposal } from './tables.ts';

const permits = { choices: async () => [{ key: 'construction', name: '施工许可' }], lacking: async () => sql`true` };
const publishGate = publishing(permits);
const gateShortfall = (db: Reader, rules: GateRules, day: string) => shortfallOf(db, rules, day, permits);
const gateVersions = (db: Reader, at: Date) => versionsOf(db, permits, at);
const now = new Date('2026-11-20T09:00:00+08:00');
const later = new Date('2026-12-02T09:00:00+08:00');
let told: Pick<GateFacts, 'hasInvestmentAgreement' | 'evidenceKinds' | 'cleanKinds'> = everything;
const factsOf = async () => told;
const [move, propose, decide] = [moveProject(factsOf), proposeMove(factsOf), decideProposal(factsOf)];
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
  await publishPreset(t.db, gatePreset, now);
});
afterAll(() => t.close());

const versionOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!.version;
const lastStep = async (id: string) =>
  (await t.db.select().from(stageChange).where(eq(stageChange.projectId, id)).orderBy(stageChange.recordedAt, stageChange.id)).at(-1)!;
const scanned: GateRules = { rows: builtInGate.rows.map((r) => ('anyOf' in r ? { ...r, mustBeScanned: true } : r)) };

test('G8 landing and production need a named kind of evidence, scanned clean where the rule says so; what is missing is named', async () => {
  await publishGate(t.db, { rules: scanned, effectiveFrom: '2026-12-01', insteadOf: 1 }, t.everyone.promotion_admin, now);
  for (const [from, to, kind] of [
    ['preparing', 'building', 'construction_permit'],
    ['completed', 'producing', 'site_check'],
  ] as const) {
    const id = await projectAt(t, from, now);
    const ask = async (at: Date) =>
      propose(t.db, { id, version: await versionOf(id), to, happenedOn: '2026-11-02' }, t.everyone.promoter, at);
    told = { hasInvestmentAgreement: true, evidenceKinds: ['licence'], cleanKinds: ['licence'] };
    await expect(ask(later)).rejects.toMatchObject({
      code: 'project.gate_shut',
      details: { missing: ['evidence'], evidence: expect.arrayContaining([kind]) },
    });
    told = { hasInvestmentAgreement: true, evidenceKinds: [kind], cleanKinds: [] };
    await expect(ask(later)).rejects.toMatchObject({ details: { missing: ['evidence'], unscanned: true } });
    told = { hasInvestmentAgreement: true, evidenceKinds: [kind], cleanKinds: [kind] };
    await ask(later);
    const [open] = await t.db.select().from(stageProposal).where(eq(stageProposal.projectId, id));
    const other = await t.person(t.units.north, 'unit_head');
    await decide(t.db, { id, version: await versionOf(id), proposalId: open!.id, verdict: 'verified' }, other, later);
    expect(await lastStep(id)).toMatchObject({ toStage: to, gateVersion: 2 });
  }
});

test('G10 a project keeps the gate it passed, and another gate lists those that would now be short', async () => {
  told = everything;
  const passed = await projectAt(t, 'negotiating', now, { contactPhone: null });
  const complete = await projectAt(t, 'signed', now, { contactPhone: '0951-0000000' });
  await move(t.db, { id: passed, version: 1, to: 'signed', happenedOn: '2026-11-20' }, t.everyone.promoter, now);
  expect(await lastStep(passed)).toMatchObject({ toStage: 'signed', gateVersion: 1 });
  const rows = [...scanned.rows, { stage: 'signed' as const, field: 'contactPhone' as const, effectiveFrom: '2026-12-10' }];
  const { asked } = await gateShortfall(t.db, { rows }, '2026-12-02');
  expect(asked.map(({ row }) => row)).toEqual([rows.at(-1)]);
  expect(asked[0]!.items.map((p) => p.id)).toContain(passed);
  expect(asked[0]!.items.map((p) => p.id)).not.toContain(complete);
  expect(asked[0]!.count).toBe(asked[0]!.items.length);
  const admin = t.everyone.promotion_admin;
  await expect(publishGate(t.db, { rules: { rows }, effectiveFrom: '2026-12-10', insteadOf: 1 }, admin, later)).rejects.toMatchObject({
    code: 'project.gate_changed_meanwhile',
  });
  await expect(publishGate(t.db, { rules: { rows }, effectiveFrom: '2026-12-01', insteadOf: 2 }, admin, later)).rejects.toMatchObject({
    code: 'project.gate_in_past',
  });
  await expect(
    publishGate(t.db, { rules: { rows }, effectiveFrom: '2026-12-10', insteadOf: 2 }, t.everyone.unit_head, later),
  ).rejects.toMatchObject({ code: 'session.role_may_not' });
  await publishGate(t.db, { rules: { rows }, effectiveFrom: '2026-12-10', insteadOf: 2 }, admin, later);
  expect((await gateVersions(t.db, later)).version).toBe(2);
  const then = new Date('2026-12-11T09:00:00+08:00');
  expect(await gateVersions(t.db, then)).toMatchObject({ version: 3, versions: [{ version: 3 }, { version: 2 }, { version: 1 }] });
  // The step into 前期 asks for its own rows, and not again for what 签约 asks of those who come after.
  await move(t.db, { id: passed, version: 2, to: 'preparing', happenedOn: '2026-12-11' }, t.everyone.promoter, then);
  expect(await lastStep(passed)).toMatchObject({ toStage: 'preparing', gateVersion: 3 });
  const fresh = await projectAt(t, 'negotiating', now, { contactPhone: null });
  await expect(
    move(t.db, { id: fresh, version: 1, to: 'signed', happenedOn: '2026-12-11' }, t.everyone.promoter, then),
  ).rejects.toMatchObject({
    details: { missing: ['contactPhone'] },
  });
});

test('G8 what a scanner found infected or clean decides, in the list of those short as well', async () => {
  const id = await projectAt(t, 'building', now);
  const sha = 'ab'.repeat(32);
  const evidence = v7();
  await t.pool.query("insert into stored_file (sha256, size, media_type, stored_at) values ($1, 3, 'application/pdf', $2)", [sha, now]);
  await t.pool.query(
    `insert into evidence (id, sha256, name, kind, subject, subject_id, project_id, uploaded_by, uploaded_at)
     values ($1, $2, '许可.pdf', 'licence', 'project', $3, $3, $4, $5)`,
    [evidence, sha, id, t.everyone.promoter.id, now],
  );
  const licence = { stage: 'building' as const, fact: 'evidence' as const, anyOf: ['licence'], effectiveFrom: '2026-12-01' };
  const isShort = async (mustBeScanned: boolean) => {
    const { asked } = await gateShortfall(t.db, { rows: [{ ...licence, mustBeScanned }] }, '2026-12-02');
    return asked[0]!.items.some((p) => p.id === id);
  };
  const say = (verdict: string, at: Date) =>
    t.pool.query('insert into file_scan (sha256, id, verdict, threat, scanned_at) values ($1, $2, $3, $4, $5)', [
      sha,
      v7(),
      verdict,
      verdict === 'infected' ? 'Eicar' : null,
      at,
    ]);
  expect([await isShort(false), await isShort(true)]).toEqual([false, true]);
  await say('clean', now);
  expect([await isShort(false), await isShort(true)]).toEqual([false, false]);
  await say('infected', later);
  expect([await isShort(false), await isShort(true)]).toEqual([true, true]);
});
