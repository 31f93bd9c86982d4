import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything, projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { auditEntry } from '../../platform/audit.ts';
import { publishPreset, publishRule } from '../reference/commands.ts';
import { updateProject } from './commands.ts';
import { type GateFacts, gatePreset } from './domain/gate.ts';
import type { ProjectRecord } from './domain/record.ts';
import type { Stage } from './domain/stage.ts';
import { decideProposal, exitProject, moveProject, proposeMove, reopenProject } from './move-commands.ts';
import { getProject } from './page-queries.ts';
import { project, stageChange, stageProposal } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
type Told = Pick<GateFacts, 'hasInvestmentAgreement' | 'evidenceKinds'>;
/** What later rooms know; each test says it. */
let told: Told = { hasInvestmentAgreement: true, evidenceKinds: [] };
const factsOf = async () => told;
const [move, propose, decide] = [moveProject(factsOf), proposeMove(factsOf), decideProposal(factsOf)];

let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const standing = (stage: Stage, more: Partial<ProjectRecord> = {}) => {
  told = everything;
  return projectAt(t, stage, now, more);
};
const rowOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!;
const go = async (id: string, to: Stage, actor: Actor, reason?: string, happenedOn = '2026-11-01') =>
  move(t.db, { id, version: (await rowOf(id)).version, to, happenedOn, reason }, actor, now);
const ask = async (id: string, to: Stage, actor: Actor, reason?: string) =>
  propose(t.db, { id, version: (await rowOf(id)).version, to, happenedOn: '2026-11-02', reason }, actor, now);
const openOf = async (id: string) =>
  (await t.db.select().from(stageProposal).where(eq(stageProposal.projectId, id)).orderBy(desc(stageProposal.id)))[0]!;
const judge = async (id: string, verdict: 'verified' | 'returned' | 'withdrawn', actor: Actor, note?: string) =>
  decide(t.db, { id, version: (await rowOf(id)).version, proposalId: (await openOf(id)).id, verdict, note }, actor, now);
const logOf = (id: string) =>
  t.db.select().from(stageChange).where(eq(stageChange.projectId, id)).orderBy(stageChange.recordedAt, stageChange.id);

describe('the gate', () => {
  test('G1 G13 a shut gate names every field and fact it lacks, and the page lists the same', async () => {
    const id = await standing('negotiating', { investorUscc: null, landMu: null });
    told = { hasInvestmentAgreement: false, evidenceKinds: [] };
    await expect(go(id, 'signed', t.everyone.promoter)).rejects.toMatchObject({
      kind: 'rule',
      code: 'project.gate_shut',
      details: { stage: 'signed', missing: ['investorUscc', 'landMu', 'investmentAgreement'] },
    });
    const page = await getProject(t.db, id, t.everyone.promoter, factsOf, now);
    expect(page.next.checklist.filter((c) => !c.met).map((c) => c.field ?? c.fact)).toEqual([
      'investorUscc',
      'landMu',
      'investmentAgreement',
    ]);
    expect(page.can.moves.find((m) => m.to === 'signed')!.lacking).toHaveLength(3);
    told = everything;
    await updateProject(
      t.db,
      { id, version: page.project.version, patch: { landMu: '0.00', withheld: ['investorUscc'] } },
      t.everyone.promoter,
      now,
    );
    await go(id, 'signed', t.everyone.promoter);
    expect(await rowOf(id)).toMatchObject({ stage: 'signed', landedOn: null });
  });
  test('landing needs one of the kinds of evidence named, and a missing one is named', async () => {
    const id = await standing('preparing');
    told = { hasInvestmentAgreement: true, evidenceKinds: ['site_check'] };
    await expect(ask(id, 'building', t.everyone.promoter)).rejects.toMatchObject({
      details: { missing: ['evidence'], evidence: ['construction_permit', 'equipment_purchase', 'opening'] },
    });
  });
  test('the same gate holds when the preset is published as a rule, and another published version changes it', async () => {
    await publishPreset(t.db, gatePreset, now);
    const id = await standing('signed', { nature: null });
    await expect(go(id, 'preparing', t.everyone.promoter)).rejects.toMatchObject({ details: { missing: ['nature'] } });
    const rows = [...gatePreset.body.rows, { stage: 'preparing', field: 'contactPhone', effectiveFrom: '2027-01-01' }];
    const next = { ...gatePreset, preset: null, effectiveFrom: '2027-01-01', body: { rows } };
    await publishRule(t.db, next, t.everyone.promotion_admin, now);
    await expect(go(id, 'preparing', t.everyone.promoter)).rejects.toMatchObject({ details: { missing: ['nature'] } });
    const later = new Date('2027-01-04T09:00:00+08:00');
    const then = move(t.db, { id, version: 1, to: 'preparing', happenedOn: '2027-01-04' }, t.everyone.promoter, later);
    await expect(then).rejects.toMatchObject({ details: { missing: ['nature', 'contactPhone'] } });
  });
});

describe('G3 landing takes two people', () => {
  test('G3 the person who proposed the landing may not verify it; another does, and the record shows both', async () => {
    const id = await standing('preparing');
    const head = t.everyone.unit_head;
    await expect(go(id, 'building', head)).rejects.toMatchObject({ code: 'project.needs_second_person' });
    await ask(id, 'building', head);
    expect(await rowOf(id)).toMatchObject({ stage: 'preparing' });
    await expect(judge(id, 'verified', head)).rejects.toMatchObject({ code: 'project.proposer_may_not_verify' });
    await expect(judge(id, 'returned', head, '自己退回')).rejects.toMatchObject({ code: 'project.proposer_may_not_verify' });
    await expect(judge(id, 'verified', t.everyone.promoter)).rejects.toMatchObject({ code: 'project.may_not_verify' });
    const stranger = await t.person(t.units.south, 'unit_head');
    await expect(judge(id, 'verified', stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    const other = await t.person(t.units.north, 'unit_head');
    await judge(id, 'verified', other);
    expect(await rowOf(id)).toMatchObject({ stage: 'building', startedOn: '2026-11-02', landedOn: '2026-11-02' });
    expect((await logOf(id)).at(-1)).toMatchObject({
      kind: 'forward',
      fromStage: 'preparing',
      toStage: 'building',
      proposedBy: head.id,
      recordedBy: other.id,
    });
  });
  test('G3 the database itself refuses one person in both parts', async () => {
    const id = await standing('preparing');
    await ask(id, 'building', t.everyone.promoter);
    const same = "update stage_proposal set status = 'verified', decided_by = proposed_by, decided_at = now() where project_id = $1";
    await expect(t.pool.query(same, [id])).rejects.toThrow(/check constraint/);
    const row = `insert into stage_change (project_id, id, kind, to_stage, happened_on, proposed_by, recorded_by, recorded_at)
      values ($1, gen_random_uuid(), 'forward', 'building', '2026', $2, $2, now())`;
    await expect(t.pool.query(row, [id, t.everyone.promoter.id])).rejects.toThrow(/check constraint/);
  });
  test('a returned proposal says why and leaves the stage; it can be made again; only one is open; the proposer may withdraw', async () => {
    const id = await standing('completed');
    await ask(id, 'producing', t.everyone.promoter);
    await expect(ask(id, 'producing', t.everyone.unit_head)).rejects.toMatchObject({ code: 'project.proposal_open' });
    await expect(go(id, 'preparing', t.everyone.promotion_admin, '误报')).rejects.toMatchObject({ code: 'project.proposal_open' });
    await expect(judge(id, 'returned', t.everyone.unit_head)).rejects.toMatchObject({ code: 'project.reason_required' });
    await judge(id, 'returned', t.everyone.unit_head, '核查照片不清');
    expect(await rowOf(id)).toMatchObject({ stage: 'completed' });
    await ask(id, 'producing', t.everyone.promoter);
    await expect(judge(id, 'withdrawn', t.everyone.unit_head)).rejects.toMatchObject({ code: 'project.may_not_withdraw' });
    await judge(id, 'withdrawn', t.everyone.promoter);
    await ask(id, 'producing', t.everyone.promoter);
    await judge(id, 'verified', t.everyone.promotion_admin);
    expect(await rowOf(id)).toMatchObject({ stage: 'producing', productionOn: '2026-11-02' });
  });
  test('what was complete when proposed and is not when verified stays where it is', async () => {
    const id = await standing('preparing');
    await ask(id, 'building', t.everyone.promoter);
    told = { hasInvestmentAgreement: true, evidenceKinds: [] };
    await expect(judge(id, 'verified', t.everyone.unit_head)).rejects.toMatchObject({ code: 'project.gate_shut' });
    expect((await openOf(id)).status).toBe('open');
  });
});

describe('skipping and going back', () => {
  test('G4 a skip needs the right and a reason, and the record shows who, from, to and why', async () => {
    const id = await standing('negotiating');
    await expect(go(id, 'preparing', t.everyone.unit_head, '手续已齐')).rejects.toMatchObject({ code: 'project.may_not_skip' });
    await expect(go(id, 'preparing', t.everyone.promotion_admin)).rejects.toMatchObject({ code: 'project.reason_required' });
    await go(id, 'preparing', t.everyone.promotion_admin, '手续已齐');
    expect((await logOf(id)).at(-1)).toMatchObject({
      kind: 'skip',
      fromStage: 'negotiating',
      toStage: 'preparing',
      reason: '手续已齐',
      recordedBy: t.everyone.promotion_admin.id,
    });
    const [act] = await t.db.select().from(auditEntry).where(eq(auditEntry.subjectId, id)).orderBy(desc(auditEntry.seq)).limit(1);
    expect(act).toMatchObject({
      action: 'project.move',
      before: { stage: 'negotiating' },
      after: { stage: 'preparing', reason: '手续已齐' },
    });
  });
  test('G4 a skip over landing still takes two people', async () => {
    const id = await standing('signed');
    await expect(go(id, 'completed', t.everyone.promotion_admin, '补录')).rejects.toMatchObject({ code: 'project.needs_second_person' });
    await ask(id, 'completed', t.everyone.promotion_admin, '补录');
    await judge(id, 'verified', t.everyone.unit_head);
    expect(await rowOf(id)).toMatchObject({ stage: 'completed', landedOn: '2026-11-02' });
  });
  test('G5 a step back needs a reason and the bureau; the dates known before are not lost', async () => {
    const id = await standing('preparing');
    await ask(id, 'building', t.everyone.promoter);
    await judge(id, 'verified', t.everyone.unit_head);
    await expect(go(id, 'preparing', t.everyone.unit_head, '未实质开工')).rejects.toMatchObject({ code: 'project.may_not_regress' });
    await expect(go(id, 'preparing', t.everyone.promotion_admin, ' ', '2026-11-10')).rejects.toMatchObject({
      code: 'project.reason_required',
    });
    await ask(id, 'preparing', t.everyone.promoter, '未实质开工');
    await expect(judge(id, 'verified', t.everyone.unit_head)).rejects.toMatchObject({ code: 'project.may_not_verify' });
    await judge(id, 'verified', t.everyone.promotion_admin);
    expect(await rowOf(id)).toMatchObject({ stage: 'preparing', startedOn: '2026-11-02', landedOn: '2026-11-02' });
    const log = await logOf(id);
    expect(log.at(-1)).toMatchObject({
      kind: 'regress',
      reason: '未实质开工',
      proposedBy: t.everyone.promoter.id,
      recordedBy: t.everyone.promotion_admin.id,
    });
    expect(log.find((c) => c.toStage === 'building')).toMatchObject({ happenedOn: '2026-11-02' });
  });
  test('a move dated before the last one, or in the future, is refused', async () => {
    const id = await standing('negotiating');
    await go(id, 'signed', t.everyone.promoter, undefined, '2025-12-31');
    await expect(go(id, 'preparing', t.everyone.promoter, undefined, '2025-12-30')).rejects.toMatchObject({
      code: 'project.before_last_move',
    });
    await expect(go(id, 'preparing', t.everyone.promoter, undefined, '2026-12')).rejects.toMatchObject({ code: 'project.date_in_future' });
    await go(id, 'preparing', t.everyone.promoter, undefined, '2026');
  });
});

describe('G9 standing aside', () => {
  const exit = async (
    id: string,
    side: 'withdrawn' | 'suspended' | 'transferred' | 'merged',
    exitTo?: string,
    actor = t.everyone.unit_head,
    reason = '资金未落实',
  ) => exitProject(t.db, { id, version: (await rowOf(id)).version, side, reason, exitTo, happenedOn: '2026-11-05' }, actor, now);
  test('needs reason, date and where to; reopening keeps them', async () => {
    const id = await standing('signed');
    await expect(exit(id, 'transferred')).rejects.toMatchObject({ code: 'project.exit_to_required', details: { field: 'exitTo' } });
    await expect(exit(id, 'withdrawn', 'funding', t.everyone.unit_head, ' ')).rejects.toMatchObject({ code: 'project.reason_required' });
    await expect(exit(id, 'withdrawn', 'funding', t.everyone.promoter)).rejects.toMatchObject({ code: 'project.may_not_aside' });
    await exit(id, 'withdrawn', 'funding');
    expect(await rowOf(id)).toMatchObject({ stage: 'signed', side: 'withdrawn' });
    await expect(go(id, 'preparing', t.everyone.promotion_admin, 'x')).rejects.toMatchObject({ code: 'project.stands_aside' });
    const reopen = async (reason: string) =>
      reopenProject(t.db, { id, version: (await rowOf(id)).version, reason, happenedOn: '2026-11-15' }, t.everyone.unit_head, now);
    await expect(reopen('')).rejects.toMatchObject({ code: 'project.reason_required' });
    await reopen('资金到位');
    expect(await rowOf(id)).toMatchObject({ stage: 'signed', side: null });
    expect((await logOf(id)).slice(-2)).toMatchObject([
      { kind: 'side', toSide: 'withdrawn', reason: '资金未落实', exitTo: 'funding', happenedOn: '2026-11-05' },
      { kind: 'reopen', fromSide: 'withdrawn', toSide: null, reason: '资金到位' },
    ]);
  });
  test('a merged project names the one that remains, which must stand and be another', async () => {
    const [id, other] = [await standing('signed'), await standing('signed')];
    const { code } = await rowOf(id);
    await expect(exit(id, 'merged', code, t.everyone.promotion_admin)).rejects.toMatchObject({ code: 'project.exit_to_unknown' });
    await expect(exit(id, 'merged', 'XM2026-999999', t.everyone.promotion_admin)).rejects.toMatchObject({
      code: 'project.exit_to_unknown',
    });
    await expect(exit(id, 'merged', (await rowOf(other)).code, t.everyone.unit_head)).rejects.toMatchObject({
      code: 'project.may_not_merge',
    });
    await exit(id, 'merged', (await rowOf(other)).code, t.everyone.promotion_admin);
    expect(await rowOf(id)).toMatchObject({ side: 'merged' });
  });
});
