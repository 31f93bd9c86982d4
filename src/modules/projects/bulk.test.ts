import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { businessRoles } from '../../kernel/actor.ts';
import { everything, projectAt } from '../../app/testing/standing.ts';
import { bulkMove } from './bulk-move-commands.ts';
import { judgeChanges, outcomesOf } from './change-queries.ts';
import { judgeMoves, moveOutcomeOf } from './move-queries.ts';
import type { FactsOf } from './queries.ts';
import { bulkUpdate, createProject } from './commands.ts';
import type { ProjectRecord } from './domain/record.ts';
import { project, projectAttribution } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let t: Awaited<ReturnType<typeof openLedger>>;
beforeAll(async () => {
  t = await openLedger(now);
});
afterAll(() => t.close());

const seven = (more: Partial<ProjectRecord> = {}) => ({
  name: '镁合金压铸项目',
  stage: 'planning' as const,
  unitId: t.units.north,
  industryCode: '3217',
  totalMinor: 1_2000_0000_00,
  personId: t.everyone.promoter.id,
  source: 'lead',
  ...more,
});
const create = (more: Partial<ProjectRecord> = {}, actor = t.everyone.promoter, at = now) => createProject(t.db, seven(more), actor, at);
const rowOf = async (id: string) => (await t.db.select().from(project).where(eq(project.id, id)))[0]!;
const land = (id: string) =>
  t.pool.query("update project set stage = 'building', landed_on = '2026-03-01', investor_name = '华锐集团' where id = $1", [id]);

describe('one edit to many', () => {
  test('G2 the bulk path judges every row by the same rights and freezes; the preview writes nothing', async () => {
    const [a, b, c] = [await create(), await create(), await create({ unitId: t.units.south }, t.everyone.promotion_admin)];
    await land(b.id);
    const rows = [a, b, c].map(({ id, version }) => ({ id, version }));
    const patch = { leaderId: t.everyone.leader.id };
    const preview = await judgeChanges(
      t.db,
      rows.map((r) => ({ ...r, patch })),
      { actor: t.everyone.promoter, now },
    );
    expect(preview.map((p) => p.refusal?.code ?? p.changed)).toEqual([['leaderId'], 'project.frozen_at_landing', 'project.unknown']);
    expect((await rowOf(a.id)).leaderId).toBeNull();
    const bulk = (skipRefused: boolean) => bulkUpdate(t.db, { rows, patch, skipRefused }, t.everyone.promoter, now);
    await expect(bulk(false)).rejects.toMatchObject({ code: 'project.bulk_refused', details: { rows: 3 } });
    expect((await rowOf(a.id)).leaderId).toBeNull();
    expect((await bulk(true)).items.map((i) => [i.outcome, i.code])).toEqual([
      ['changed', a.code],
      ['refused', b.code],
      ['refused', null],
    ]);
    expect(await rowOf(a.id)).toMatchObject({ leaderId: t.everyone.leader.id, version: 2 });
    expect((await rowOf(b.id)).leaderId).toBeNull();
  });
  test('G2 those who only read change nothing in bulk either', async () => {
    const { id } = await create();
    for (const role of businessRoles.filter((r) => !['promoter', 'unit_head', 'promotion_admin'].includes(r))) {
      const act = bulkUpdate(t.db, { rows: [{ id, version: 1 }], patch: { nature: 'new' }, skipRefused: true }, t.everyone[role], now);
      expect((await act).items).toMatchObject([{ outcome: 'refused', refusal: { code: 'project.may_not_edit' } }]);
    }
  });
  test('the bureau restates many with one reason', async () => {
    const { id } = await create();
    await land(id);
    await bulkUpdate(
      t.db,
      { rows: [{ id, version: 1 }], patch: { parkId: t.units.park }, reason: '园区划转', skipRefused: false },
      t.everyone.promotion_admin,
      now,
    );
    expect(await t.db.select().from(projectAttribution).where(eq(projectAttribution.projectId, id))).toMatchObject([
      { parkId: null },
      { parkId: t.units.park, reason: '园区划转' },
    ]);
  });
});

describe('one move for many', () => {
  const factsOf: FactsOf = () => Promise.resolve({ ...everything, hasInvestmentAgreement: false });
  const move = bulkMove(factsOf);
  const versionOf = async (id: string) => (await rowOf(id)).version;
  const rowsFor = (ids: string[]) => Promise.all(ids.map(async (id) => ({ id, version: await versionOf(id) })));
  const to = { to: 'signed', happenedOn: '2026-11' } as const;
  const loggedOf = async (ids: string[]) =>
    (await t.pool.query("select project_id from stage_change where to_stage = 'signed' and project_id = any($1)", [ids])).rowCount;

  test('G2 every project is judged as if it were moved alone, and one refusal keeps all of them where they are', async () => {
    const whole = async () => await projectAt(t, 'negotiating', now);
    const [a, b, c] = [await whole(), await whole(), (await create({ unitId: t.units.south }, t.everyone.promotion_admin)).id];
    const lacking = (await create()).id;
    const ids = [a, b, lacking, c];
    const ready: FactsOf = () => Promise.resolve(everything);
    const planned = (await judgeMoves(t.db, { rows: await rowsFor(ids), ...to }, ready, { actor: t.everyone.promoter, now })).map(
      moveOutcomeOf({ actor: t.everyone.promoter }),
    );
    expect(planned.map((p) => [p.outcome, p.refusal?.code ?? p.from, p.code === null])).toEqual([
      ['moved', 'negotiating', false],
      ['moved', 'negotiating', false],
      ['refused', 'project.reason_required', false],
      ['refused', 'project.unknown', true],
    ]);
    const act = async (skipRefused: boolean) =>
      bulkMove(ready)(t.db, { rows: await rowsFor(ids), ...to, skipRefused }, t.everyone.promoter, now);
    await expect(act(false)).rejects.toMatchObject({
      code: 'project.bulk_refused',
      details: { rows: 4, refused: [{ id: lacking }, { id: c }] },
    });
    expect([await loggedOf(ids), (await rowOf(a)).stage]).toEqual([0, 'negotiating']);
    expect((await act(true)).items.map((i) => i.outcome)).toEqual(['moved', 'moved', 'refused', 'refused']);
    expect([await loggedOf(ids), (await rowOf(a)).stage, (await rowOf(lacking)).stage]).toEqual([2, 'signed', 'planning']);
  });

  test('G3 landing is proposed, not made, and a shut gate names what is missing', async () => {
    const id = await projectAt(t, 'preparing', now);
    const landing = { rows: await rowsFor([id]), to: 'building', happenedOn: '2026-11', skipRefused: false } as const;
    const shut: FactsOf = () => Promise.resolve({ ...everything, evidenceKinds: [] });
    await expect(bulkMove(shut)(t.db, landing, t.everyone.promoter, now)).rejects.toMatchObject({
      details: { refused: [{ refusal: { code: 'project.gate_shut' } }] },
    });
    const { items } = await bulkMove(() => Promise.resolve(everything))(t.db, landing, t.everyone.promoter, now);
    expect([items.map((i) => i.outcome), (await rowOf(id)).stage]).toEqual([['proposed'], 'preparing']);
    await expect(move(t.db, landing, t.everyone.promoter, now)).rejects.toMatchObject({
      details: { refused: [{ refusal: { code: 'project.proposal_open' } }] },
    });
  });

  test('G2 whoever only reads moves nothing, and is not told the name of an investor still in talks', async () => {
    const id = await projectAt(t, 'negotiating', now, { name: '华锐集团镁合金项目' });
    const rows = await rowsFor([id]);
    for (const role of businessRoles.filter((r) => !['promoter', 'unit_head', 'promotion_admin', 'leader'].includes(r))) {
      const how = { actor: t.everyone[role], now };
      const [moved] = (await judgeMoves(t.db, { rows, ...to }, factsOf, how)).map(moveOutcomeOf(how));
      const [edited] = outcomesOf(await judgeChanges(t.db, [{ ...rows[0]!, patch: { nature: 'new' } }], how), how.actor);
      expect([moved, edited].map((o) => [o!.outcome, o!.refusal?.code, o!.name?.includes('华锐')])).toEqual([
        ['refused', 'project.may_not_forward', false],
        ['refused', 'project.may_not_edit', false],
      ]);
    }
  });
});
