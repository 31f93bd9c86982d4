import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { importKinds } from '../../app/import-kinds.ts';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything, projectAt } from '../../app/testing/standing.ts';
import { makePlan } from '../milestones/plan-commands.ts';
import { milestonePresets } from '../milestones/domain/preset.ts';
import { bulkMove } from '../projects/bulk-move-commands.ts';
import { builtInGate, gatePreset, type GateRules, suggestedPermits } from '../projects/domain/gate.ts';
import type { Stage } from '../projects/domain/stage.ts';
import { publishGate } from '../projects/gate-commands.ts';
import { gateShortfall, gateVersions } from '../projects/gate-queries.ts';
import { decideProposal, moveProject, proposeMove } from '../projects/move-commands.ts';
import { getProject } from '../projects/page-queries.ts';
import type { FactsOf } from '../projects/queries.ts';
import { publishPreset } from '../reference/commands.ts';
import { layGivenPermits } from './bulk-commands.ts';
import { actOnPermit, layPermits } from './commands.ts';
import type { PermitAct } from './domain/act.ts';
import { permitPresets, permitTemplates } from './domain/preset.ts';
import { lacksPermit, permitChoices, permitFactsOf } from './gate-queries.ts';
import { permitsOf } from './project-queries.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
const later = new Date('2026-12-14T09:00:00+08:00');
const t = await openLedger(now);
afterAll(t.close);
const { promotion_admin: bureau, approval, promoter } = t.everyone;
/** What other rooms know is all there; the approvals are those of this room. */
const factsOf: FactsOf = async (db, id, asked) => ({ ...everything, permits: await permitFactsOf(db, id, asked) });
const gatePermits = { choices: permitChoices, lacking: lacksPermit };
const [move, propose, decide, many] = [moveProject(factsOf), proposeMove(factsOf), decideProposal(factsOf), bulkMove(factsOf)];
const [start, production] = suggestedPermits;
const rules: GateRules = {
  rows: [...builtInGate.rows, ...[start!, production!].map((s) => ({ ...s, fact: 'permit' as const, effectiveFrom: '2026-12-01' }))],
};
const publish = publishGate(gatePermits);

beforeAll(async () => {
  for (const preset of [...permitPresets, ...milestonePresets, gatePreset]) await publishPreset(t.db, preset, now);
  await publish(t.db, { rules, effectiveFrom: '2026-12-01', insteadOf: 1 }, bureau, now);
});

const page = (id: string, at = later) => getProject(t.db, id, promoter, factsOf, at);
const versionOf = async (id: string) => (await page(id)).project.version;
const standingIn = async (id: string) => (await page(id)).next.checklist.flatMap((item) => item.permit?.standing ?? []);
const landing = async (id: string, happenedOn = '2026-12-14', to: Stage = 'building') =>
  propose(t.db, { id, version: await versionOf(id), to, happenedOn }, promoter, later);
const laid = async (id: string, keys: string[], of: 'industrial_new' | 'leased_plant' = 'industrial_new') =>
  layPermits(t.db, { projectId: id, class: of, keys }, promoter, later);
async function act(id: string, key: string, said: PermitAct, at = later) {
  const permit = (await permitsOf(t.db, id, approval, at)).permits.find((p) => p.key === key)!;
  return actOnPermit(t.db, { projectId: id, permitId: permit.id, act: said, last: permit.last, uploadIds: [] }, approval, at);
}
async function grant(id: string, key: string, on: string) {
  await act(id, key, { kind: 'accepted', on, mode: 'full', missing: null, until: null, words: null });
  await act(id, key, { kind: 'granted', on, number: null, words: null });
}
const refused = { code: 'project.gate_shut', details: { missing: [{ key: 'construction', name: '建筑工程施工许可' }] } };
const standing = (s: string) => ({ ...refused, details: { missing: [{ ...refused.details.missing[0], need: `permit.${s}` }] } });

test('G1 one by one: what is missing is named and opened; once it is granted the step is proposed and verified', async () => {
  const id = await projectAt(t, 'preparing', now);
  await expect(landing(id)).rejects.toMatchObject(standing('unlaid'));
  await laid(id, ['construction']);
  const permit = (await permitsOf(t.db, id, promoter, later)).permits.find((p) => p.key === 'construction')!;
  const asked = (await page(id)).next.checklist.find((item) => item.permit)!;
  expect(asked).toMatchObject({ met: false, permit: { id: permit.id, name: '建筑工程施工许可', standing: 'open' } });
  await expect(landing(id)).rejects.toMatchObject(standing('open'));
  await grant(id, 'construction', '2026-12-10');
  await landing(id);
  const proposal = (await page(id)).proposal!;
  const other = await t.person(t.units.north, 'unit_head');
  await decide(t.db, { id, version: await versionOf(id), proposalId: proposal.id, verdict: 'verified' }, other, later);
  expect((await page(id)).project.stage).toBe('building');
});

test('G3 who verifies is refused as who proposes when the approval was taken back between', async () => {
  const id = await projectAt(t, 'preparing', now);
  await laid(id, ['construction']);
  await grant(id, 'construction', '2026-12-10');
  await landing(id);
  await act(id, 'construction', { kind: 'taken_back', on: '2026-12-14', reason: '登记有误' });
  const other = await t.person(t.units.north, 'unit_head');
  const proposal = (await page(id)).proposal!;
  await expect(
    decide(t.db, { id, version: await versionOf(id), proposalId: proposal.id, verdict: 'verified' }, other, later),
  ).rejects.toMatchObject(refused);
});

test('an approval that ran out stops the step, not one that happened before; not needed stops nothing', async () => {
  const id = await projectAt(t, 'preparing', now);
  await layGivenPermits(t.db, { batchId: v7(), permits: [given(id, '2026-08-03')] }, bureau, later);
  expect(await standingIn(id)).toEqual(['expired']);
  await expect(landing(id)).rejects.toMatchObject(standing('expired'));
  await landing(id, '2026-11-03');
  const free = await projectAt(t, 'preparing', now);
  await laid(free, ['construction']);
  await act(free, 'construction', { kind: 'dropped', on: '2026-12-14', reason: '仅购置设备' });
  expect(await standingIn(free)).toEqual(['dropped']);
  await landing(free);
});

test('a class without the approval is not asked for it: by its list, or by its plan before there is one', async () => {
  const [listed, planned] = [await projectAt(t, 'preparing', now), await projectAt(t, 'preparing', now)];
  await laid(listed, ['filing'], 'leased_plant');
  await makePlan(
    t.db,
    { projectId: planned, class: 'equipment', promisedOn: '2027-12-01', nodes: null, insteadOf: null, reason: null },
    promoter,
    later,
  );
  for (const id of [listed, planned]) {
    expect(await standingIn(id)).toEqual(['foreign']);
    await landing(id);
  }
});

test('G2 many at once: each is judged as if it went alone, and the refusal names the approval', async () => {
  const [ready, lacking] = [await projectAt(t, 'preparing', now), await projectAt(t, 'preparing', now)];
  await laid(ready, ['construction']);
  await grant(ready, 'construction', '2026-12-10');
  const rows = await Promise.all([ready, lacking].map(async (id) => ({ id, version: await versionOf(id) })));
  const asked = { rows, to: 'building', happenedOn: '2026-12-14' } as const;
  await expect(many(t.db, { ...asked, skipRefused: false }, promoter, later)).rejects.toMatchObject({
    code: 'project.bulk_refused',
    details: { refused: [{ id: lacking, refusal: standing('unlaid') }] },
  });
  const { items } = await many(t.db, { ...asked, skipRefused: true }, promoter, later);
  expect(items.map((i) => [i.id, i.outcome])).toEqual([
    [ready, 'proposed'],
    [lacking, 'refused'],
  ]);
});

test('G2 by import: a ledger that says 在建 moves no project past the gate, and an imported approval opens it', async () => {
  const id = await projectAt(t, 'preparing', now);
  const { code } = (await page(id)).project;
  const importing = { actor: bureau, now: later, batchId: v7() };
  const checker = await importKinds.find((k) => k.key === 'project')!.open(t.db, importing);
  const terms = { currency: 'CNY', rate: null, rateSource: null, rateOn: null };
  const [judged] = await checker.check([{ row: 2, values: { code, stage: 'building' }, terms, words: [], faulty: [] }]);
  expect(judged).toMatchObject({ outcome: 'unchanged', targetId: id, findings: [{ code: 'project.stage_differs' }] });
  await expect(landing(id)).rejects.toMatchObject(refused);
  await layGivenPermits(t.db, { batchId: v7(), permits: [given(id, '2026-12-03')] }, bureau, later);
  await landing(id);
});

test('G10 the page of the gate offers every approval, finds who is short as the gate itself would, and refuses one that no class has', async () => {
  const { permits, version } = await gateVersions(t.db, gatePermits, later);
  expect(version).toBe(2);
  expect(permits.map((p) => p.key).toSorted()).toEqual(
    [...new Set(Object.values(permitTemplates).flatMap((of) => of.permits.map((p) => p.key)))].toSorted(),
  );
  const { rows } = await t.pool.query<{ id: string; stage: Stage }>(
    "select id, stage from project where stage in ('preparing', 'building')",
  );
  for (const key of ['construction', 'drawings', 'filing']) {
    const row = { stage: 'preparing' as const, fact: 'permit' as const, permit: { key, name: key }, effectiveFrom: '2026-12-14' };
    const { asked } = await gateShortfall(t.db, { rows: [row] }, '2026-12-14', gatePermits);
    const lacking: string[] = [];
    for (const { id } of rows) {
      const [fact] = await permitFactsOf(t.db, id, { permits: [key], day: '2026-12-14' });
      const isValid = fact!.validUntil === null || fact!.validUntil >= '2026-12-14';
      if (!(['dropped', 'foreign'].includes(fact!.standing) || (fact!.standing === 'granted' && isValid))) lacking.push(id);
    }
    expect(asked[0]!.items.map((p) => p.id).toSorted(), key).toEqual(lacking.toSorted());
  }
  const unknown = {
    stage: 'building' as const,
    fact: 'permit' as const,
    permit: { key: 'magic', name: '无此审批' },
    effectiveFrom: '2026-12-20',
  };
  await expect(
    publish(t.db, { rules: { rows: [...rules.rows, unknown] }, effectiveFrom: '2026-12-20', insteadOf: 2 }, bureau, later),
  ).rejects.toMatchObject({ code: 'project.gate_permit_unknown', details: { found: '无此审批' } });
});

test('before the version that names it, the step was made without it, and what was passed is not judged again', async () => {
  const id = await projectAt(t, 'preparing', now);
  await propose(t.db, { id, version: await versionOf(id), to: 'building', happenedOn: '2026-11-20' }, promoter, now);
  const past = await projectAt(t, 'building', now);
  await move(t.db, { id: past, version: await versionOf(past), to: 'completed', happenedOn: '2026-12-14' }, promoter, later);
  expect((await page(past)).project.stage).toBe('completed');
  // 竣工 is behind it: only what 投产 names is asked.
  expect((await page(past)).next.checklist.flatMap((item) => item.permit?.key ?? [])).toEqual(['acceptance']);
});

function given(projectId: string, on: string) {
  const { permits, leads } = permitTemplates.industrial_new;
  const rule = permits.find((p) => p.key === 'construction')!;
  const acts: PermitAct[] = [
    { kind: 'accepted', on, mode: 'full', missing: null, until: null, words: null },
    { kind: 'granted', on, number: null, words: null },
  ];
  const template = { class: 'industrial_new' as const, templateVersion: 1, orderNo: 1, leadRole: leads.construction, isGreen: false };
  return { ...template, projectId, rule, acts };
}
