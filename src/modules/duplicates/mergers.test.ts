import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { later, type Merging, now, openMerging } from '../../app/testing/merging.ts';
import type { Actor } from '../../kernel/actor.ts';
import { recordArrival, reverseArrival } from '../funds/arrival-commands.ts';
import { anArrival } from '../funds/test-database.ts';
import { verifyTotals } from '../funds/verify-queries.ts';
import { addCode, updateProject } from '../projects/commands.ts';
import { getProject } from '../projects/page-queries.ts';
import { projectsByCodes, projectsByNameKeys } from '../projects/queries.ts';
import { refreshStandings } from '../projects/standing-commands.ts';
import { nameKey } from '../../kernel/name-key.ts';
import { carryOutMerger, consentMerger, undoMerger } from './merger-commands.ts';
import { listMergers, previewMerger } from './merger-queries.ts';

vi.setConfig({ testTimeout: 60_000 });
let t: Merging;
let admin: Actor;
let clerk: Actor;
let south: Actor;
let enter: Merging['enter'];
let money: Merging['money'];
let ask: Merging['ask'];
let row: Merging['row'];
let projectPair: ReturnType<Merging['pairOf']>;
beforeAll(async () => {
  t = await openMerging();
  ({ admin, clerk, south, enter, money, ask, row } = t);
  projectPair = t.pairOf('project');
});
afterAll(() => t.close());
const sums = async (ids: readonly string[]) =>
  (
    await t.pool.query(
      'select sum(agreed_fen)::bigint as agreed, sum(attracted_fen)::bigint as attracted, sum(arrived_fen)::bigint as arrived, sum(invested_fen)::bigint as invested from project where id = any($1)',
      [ids],
    )
  ).rows[0];
/** Everything that was recorded up to an instant, by ledger: what any figure as of then is made of. */
const knownAt = async (at: Date) =>
  Promise.all(
    ['agreement', 'arrival', 'investment', 'stage_change'].map(async (ledger) => {
      const { rows } = await t.pool.query(`select * from ${ledger} where recorded_at <= $1 order by project_id, id`, [at]);
      return rows;
    }),
  );
const factsOf = async () => ({ hasInvestmentAgreement: false, evidenceKinds: [] });
const pageOf = (id: string, actor = admin) => getProject(t.db, id, actor, factsOf, later);

describe('merging projects in the way of books', () => {
  test('D3 D5 D7 the preview tells every relation and field; sums before are sums after; the past stays to the fen; nothing is lost', async () => {
    const [a, b] = [await enter('甲项目', { scale: '年产五万吨' }), await enter('乙项目', { scale: '年产六万吨', place: '镁谷大道8号' })];
    await money(a.id, 1000);
    await money(b.id, 600);
    await addCode(t.db, { id: b.id, version: 1, scheme: 'city', code: 'SZS-B' }, clerk, now);
    const preview = await previewMerger(t.db, projectPair(b, a), admin);
    expect(Object.fromEntries(preview.relations.map((r) => [r.relation, [r.decision, r.count]]))).toMatchObject({
      'agreement.project_id': ['reposted', 1],
      'arrival.project_id': ['reposted', 1],
      'investment.project_id': ['reposted', 1],
      'project_code.project_id': ['stays', 1],
      'stage_change.project_id': ['stays', 1],
    });
    expect(preview.fields).toMatchObject([
      { field: 'name' },
      { field: 'scale', from: '年产六万吨', into: '年产五万吨', isConflict: true },
      { field: 'place', isConflict: false },
    ]);
    expect(preview).toMatchObject({ sums: { before: { agreedFen: 1600, arrivedFen: 160, investedFen: 80 } }, owners: [] });
    // Only the second signing: no entry of the one is an entry of the other.
    expect(preview.doubles.map((d) => [d.entry.ledger, d.entry.kind])).toEqual([['agreement', 'investment']]);
    const [before, past] = [await sums([a.id, b.id]), await knownAt(now)];
    const months = async () => (await t.pool.query('select * from month_total order by 1, 2, 3')).rows;
    const monthsBefore = await months();
    expect(await ask(projectPair(b, a), { fields: { scale: 'from' } })).toMatchObject({ status: 'done' });
    expect(await sums([a.id, b.id])).toEqual(before);
    expect(await sums([b.id])).toMatchObject({ agreed: 0, arrived: 0, invested: 0 });
    expect([await knownAt(now), await months()]).toEqual([past, monthsBefore]);
    expect(await verifyTotals(t.db)).toEqual([]);
    expect(await row(a.id)).toMatchObject({ name: '甲项目', scale: '年产六万吨', place: '镁谷大道8号' });
    const { rows: anew } = await t.pool.query(
      'select sum(amount_fen)::int as fen, count(*)::int as n, min(arrived_on) as first from arrival where recorded_at > $1 and project_id = any($2)',
      [now, [a.id, b.id]],
    );
    expect(anew).toEqual([{ fen: 0, n: 2, first: '2026-05-20' }]);
    const { rows: came } = await t.pool.query('select from_project_id from arrival where project_id = $1 and from_id is not null', [a.id]);
    expect(came).toEqual([{ from_project_id: b.id }]);
    const old = await pageOf(b.id);
    expect(old).toMatchObject({ project: { side: 'merged' }, merged: { isMerged: true, into: { id: a.id } }, can: { edit: false } });
    expect((await pageOf(a.id)).merged.absorbed).toMatchObject([{ id: b.id }]);
    await expect(
      updateProject(t.db, { id: b.id, version: (await row(b.id)).version, patch: { remark: '改' } }, admin, later),
    ).rejects.toMatchObject({ code: 'project.may_not_edit' });
    await expect(recordArrival(t.db, anArrival(b.id), admin, later)).rejects.toMatchObject({ code: 'entry.may_not_record' });
    for (const code of [b.code, 'SZS-B']) expect((await projectsByCodes(t.db, [code], clerk)).map((m) => m.projectId)).toEqual([a.id]);
    expect((await projectsByNameKeys(t.db, [nameKey('乙项目')], clerk)).map((m) => m.id)).toEqual([a.id]);
  });

  test('D5 doubles across the pair are found and may be left out, with the fall shown before', async () => {
    const [a, b] = [await enter('双甲'), await enter('双乙')];
    await money(a.id, 1000);
    await money(b.id, 1000);
    const { doubles, sums: told } = await previewMerger(t.db, projectPair(b, a), admin);
    expect(doubles.map((d) => d.entry.ledger).toSorted()).toEqual(['agreement', 'arrival', 'investment']);
    const leave = doubles.map((d) => d.entry.id);
    await expect(ask(projectPair(b, a), { leave })).rejects.toMatchObject({ code: 'merger.leave_reason_required' });
    await expect(ask(projectPair(b, a), { leave: [a.id], leaveReason: 'x' })).rejects.toMatchObject({ code: 'merger.not_a_double' });
    await ask(projectPair(b, a), { leave, leaveReason: '同一凭证' });
    expect(await sums([a.id, b.id])).toMatchObject({ agreed: 1000, arrived: 100, invested: 50 });
    expect(told!.withoutDoubles).toMatchObject({ agreedFen: 1000, arrivedFen: 100, investedFen: 50 });
    expect(await verifyTotals(t.db)).toEqual([]);
  });

  test('D9 stages never go back silently: the further one is taken over with its day, or left for a reason', async () => {
    const [a, b] = [await enter('前期甲'), await enter('在建乙')];
    await t.pool.query("update project set stage = 'signed' where id = $1", [a.id]);
    await t.pool.query("update project set stage = 'building', landed_on = '2026-04' where id = $1", [b.id]);
    await t.pool.query(
      `insert into stage_change (project_id, id, kind, from_stage, to_stage, happened_on, recorded_by, recorded_at) values ($1, gen_random_uuid(), 'forward', 'signed', 'building', '2026-04', $2, $3)`,
      [b.id, clerk.id, now],
    );
    await t.db.transaction((tx) => refreshStandings(tx, [a.id, b.id]));
    await expect(ask(projectPair(b, a))).rejects.toMatchObject({ code: 'merger.stage_undecided' });
    await expect(ask(projectPair(b, a), { stage: 'into' })).rejects.toMatchObject({ code: 'merger.stage_reason_required' });
    const { id } = await ask(projectPair(b, a), { stage: 'from' });
    expect(await row(a.id)).toMatchObject({ stage: 'building', startedOn: '2026-04' });
    await t.pool.query("update project set stage = 'completed' where id = $1", [a.id]);
    await expect(undoMerger(t.db, { id, reason: '误并' }, admin, later)).rejects.toMatchObject({
      details: { clashes: [{ what: 'stage', detail: 'completed' }] },
    });
    await t.pool.query("update project set stage = 'building' where id = $1", [a.id]);
    await undoMerger(t.db, { id, reason: '误并' }, admin, later);
    expect(await row(a.id)).toMatchObject({ stage: 'signed', startedOn: null, landedOn: null });
  });

  test('D6 one failure takes everything back', async () => {
    const [a, b] = [await enter('失败甲'), await enter('失败乙')];
    await money(b.id, 500);
    const counts = async () =>
      (
        await t.pool.query(
          'select (select count(*) from agreement) as a, (select count(*) from merger) as m, (select count(*) from audit_entry) as e',
        )
      ).rows;
    const [before, held] = [await counts(), await sums([a.id, b.id])];
    await t.pool.query("update project set side = 'suspended' where id = $1", [b.id]);
    await t.db.transaction((tx) => refreshStandings(tx, [b.id]));
    await expect(ask(projectPair(b, a))).rejects.toMatchObject({ code: 'project.stands_aside' });
    expect([await counts(), await sums([a.id, b.id])]).toEqual([before, held]);
  });

  test('D8 D9 chains lead to the last; two merged records merge as what they became; a circle is refused', async () => {
    const [a, b, c, d] = [await enter('链甲'), await enter('链乙'), await enter('链丙'), await enter('链丁')];
    for (const p of [a, b, c, d]) await money(p.id, 200);
    const first = await ask(projectPair(a, b));
    await ask(projectPair(b, c));
    await expect(undoMerger(t.db, { id: first.id, reason: '误' }, admin, later)).rejects.toMatchObject({
      details: { clashes: expect.arrayContaining([{ what: 'merged_on', detail: c.id }]) },
    });
    expect((await pageOf(a.id)).merged.into).toMatchObject({ id: c.id });
    expect((await projectsByCodes(t.db, [a.code], clerk)).map((m) => m.projectId)).toEqual([c.id]);
    await expect(ask(projectPair(c, a))).rejects.toMatchObject({ code: 'merger.same_record' });
    await expect(ask(projectPair(a, b))).rejects.toMatchObject({ code: 'merger.same_record' });
    await ask(projectPair(a, d));
    expect((await pageOf(b.id)).merged.into).toMatchObject({ id: d.id });
    expect(await sums([d.id])).toMatchObject({ agreed: 800, arrived: 80, invested: 40 });
    expect(await verifyTotals(t.db)).toEqual([]);
  });

  test('D9 a merger is taken back whole; what was changed since is listed and keeps it', async () => {
    const [a, b] = [await enter('撤甲', { scale: '原' }), await enter('撤乙', { scale: '新' })];
    await money(a.id, 1000);
    await money(b.id, 1000);
    const before = [await sums([a.id]), await sums([b.id])];
    const { doubles } = await previewMerger(t.db, projectPair(b, a), admin);
    const [double] = doubles.filter((d) => d.entry.ledger === 'arrival');
    const choices = { fields: { scale: 'from' as const }, leave: [double!.entry.id], leaveReason: '同一笔' };
    const { id } = await ask(projectPair(b, a), choices);
    await expect(undoMerger(t.db, { id, reason: '不该并' }, clerk, later)).rejects.toMatchObject({ code: 'merger.may_not_merge' });
    await undoMerger(t.db, { id, reason: '确为两个项目' }, admin, later);
    expect([await sums([a.id]), await sums([b.id])]).toEqual(before);
    expect([(await row(a.id)).scale, (await row(b.id)).side, (await row(b.id)).mergedInto]).toEqual(['原', null, null]);
    expect(await verifyTotals(t.db)).toEqual([]);
    const again = await ask(projectPair(b, a), { fields: { scale: 'from' } });
    await updateProject(t.db, { id: a.id, version: (await row(a.id)).version, patch: { scale: '后来改的' } }, clerk, later);
    const { rows } = await t.pool.query(
      'select id from arrival where project_id = $1 and from_id is not null and reverses is null order by recorded_at desc, id desc limit 1',
      [a.id],
    );
    await reverseArrival(t.db, { projectId: a.id, id: rows[0].id, reason: '退款' }, admin, later);
    await expect(undoMerger(t.db, { id: again.id, reason: '再撤' }, admin, later)).rejects.toMatchObject({
      code: 'merger.clashes',
      details: {
        count: 2,
        clashes: [
          { what: 'field', detail: 'scale' },
          { what: 'entry', detail: `arrival ${rows[0].id}` },
        ],
      },
    });
  });

  test('D10 D12 across units both owners agree first; neither sees the other’s; shares come to 100 %', async () => {
    const [a, b] = [await enter('跨区甲'), await enter('跨区乙', {}, south)];
    await money(b.id, 300, south);
    const shares = [
      { unitId: t.units.north, basisPoints: 6000 },
      { unitId: t.units.south, basisPoints: 3000 },
    ];
    await expect(ask(projectPair(b, a), { shares, certificate: '分割证明1号' })).rejects.toMatchObject({ code: 'merger.shares_sum' });
    shares[1]!.basisPoints = 4000;
    await expect(ask(projectPair(b, a), {}, clerk)).rejects.toMatchObject({ code: 'merger.may_not_merge' });
    const { id, status } = await ask(projectPair(b, a), { shares, certificate: '分割证明1号' });
    expect([status, (await row(b.id)).side]).toEqual(['asked', null]);
    const seen = async (actor: Actor) =>
      (await listMergers(t.db, { of: b.id }, actor)).map((m) => [m.fromName !== null, m.intoName !== null, m.can.consent]);
    expect(await seen(south)).toEqual([[true, false, true]]);
    expect(await seen(clerk)).toEqual([[false, true, true]]);
    const stranger = await t.person(t.units.park, 'unit_head');
    expect(await seen(stranger)).toEqual([]);
    await expect(consentMerger(t.db, { id, verdict: 'agreed' }, stranger, later)).rejects.toMatchObject({ code: 'merger.unknown' });
    await expect(carryOutMerger(t.db, { id }, admin, later)).rejects.toMatchObject({ code: 'merger.not_agreed' });
    expect(await consentMerger(t.db, { id, verdict: 'agreed' }, south, later)).toEqual({ status: 'asked' });
    expect(await consentMerger(t.db, { id, verdict: 'agreed' }, clerk, later)).toEqual({ status: 'agreed' });
    await carryOutMerger(t.db, { id }, admin, later);
    expect(await sums([a.id])).toMatchObject({ agreed: 300 });
    expect((await pageOf(b.id, south)).merged).toEqual({ isMerged: true, into: null, absorbed: [] });
    await expect(pageOf(a.id, south)).rejects.toMatchObject({ code: 'project.unknown' });
    const { rows } = await t.pool.query(
      'select unit_id, basis_points from project_share where project_id = $1 order by basis_points desc',
      [a.id],
    );
    expect(rows.map((r) => r.basis_points)).toEqual([6000, 4000]);
    expect(await verifyTotals(t.db)).toEqual([]);
  });
});
