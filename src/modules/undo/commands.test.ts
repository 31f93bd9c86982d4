import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { everything, projectAt } from '../../app/testing/standing.ts';
import { gridRoom } from '../../app/wiring.ts';
import type { Actor } from '../../kernel/actor.ts';
import { requestScope } from '../../platform/command.ts';
import { writeComment } from '../comments/commands.ts';
import { recordAgreement } from '../funds/agreement-commands.ts';
import { recordArrival } from '../funds/arrival-commands.ts';
import { arrivalFaultCodes } from '../funds/domain/arrival-check.ts';
import { closeMonth } from '../funds/month-commands.ts';
import { anAgreement, anArrival } from '../funds/test-database.ts';
import { verifyTotals } from '../funds/verify-queries.ts';
import { recordGrid } from '../grids/commands.ts';
import { publishPreset } from '../reference/commands.ts';
import { submitClaim } from '../recognition/claim-commands.ts';
import { claimFlow } from '../recognition/domain/flow.ts';
import { withdrawReview } from '../reviews/commands.ts';
import { recordProblem } from '../problems/commands.ts';
import { problemOf } from '../problems/detail-queries.ts';
import { problemPreset } from '../problems/domain/rule.ts';
import { raiseProblem } from '../problems/raise-commands.ts';
import { bulkMove } from '../projects/bulk-move-commands.ts';
import { bulkUpdate, updateProject } from '../projects/commands.ts';
import { exitProject, moveProject, proposeMove } from '../projects/move-commands.ts';
import type { FactsOf } from '../projects/queries.ts';
import { undoAct } from './commands.ts';
import { listActs } from './queries.ts';

const start = new Date('2026-11-20T09:00:00+08:00');
let clock = start.getTime();
/** Every act of the test at a moment of its own. */
const next = () => new Date((clock += 1000));
let t: Awaited<ReturnType<typeof openLedger>>;
const factsOf: FactsOf = () => Promise.resolve(everything);
const undo = undoAct(factsOf);
beforeAll(async () => {
  t = await openLedger(start);
  await publishPreset(t.db, claimFlow);
  await publishPreset(t.db, problemPreset);
});
afterAll(() => t.close());

const acknowledged = { codes: [...arrivalFaultCodes], reason: '预付' };
const row = async (id: string) =>
  (
    await t.pool.query<{ stage: string; side: string | null; version: number; place: string; remark: string | null; arrived_fen: number }>(
      'select * from project where id = $1',
      [id],
    )
  ).rows[0]!;
/** A project that nothing else looks like. */
const apart = (stage: Parameters<typeof projectAt>[1]) => {
  const word = v7().slice(-8);
  const own = {
    name: `${word}项目`,
    investorName: `${word}公司`,

    registeredCompany: `${word}厂`,
    natongName: `${word}纳统`,
  };
  return projectAt(t, stage, next(), own);
};
const clerk = () => t.everyone.promoter;
const bureau = () => t.everyone.promotion_admin;
const arrive = (id: string, actor = clerk(), more = {}) =>
  recordArrival(t.db, anArrival(id, { voucherNo: `v${clock}`, acknowledged, ...more }), actor, next());
const takeBack = (subjectId: string, actor = clerk()) => undo(t.db, { subjectId, reason: '误操作' }, actor, next());

describe('an entry', () => {
  test('is taken back by a reversal that says why; both stay, and the totals agree', async () => {
    const id = await apart('building');
    const { id: entry } = await arrive(id);
    expect(await takeBack(entry)).toEqual({ outcome: 'done' });
    const { rows } = await t.pool.query('select reverses, reason from arrival where project_id = $1 order by recorded_at', [id]);
    expect(rows).toEqual([
      { reverses: null, reason: null },
      { reverses: entry, reason: '误操作' },
    ]);
    expect([(await row(id)).arrived_fen, await verifyTotals(t.db)]).toEqual([0, []]);
    await expect(takeBack(entry)).rejects.toMatchObject({ code: 'undo.something_came_after' });
  });
  test('stays when anything was recorded with its project after it, and says what and by whom', async () => {
    const id = await apart('building');
    const { id: entry } = await arrive(id);
    await arrive(id, bureau());
    await expect(takeBack(entry)).rejects.toMatchObject({
      code: 'undo.something_came_after',
      details: { came: 'money', by: bureau().name },
    });
    expect((await t.pool.query('select 1 from arrival where project_id = $1', [id])).rowCount).toBe(2);
  });
  test('stays while it is sent up for recognition: what is being judged is taken out of the claim first', async () => {
    const id = await apart('building');
    const { id: entry } = await arrive(id);
    const claim = { month: '2026-05', remark: null, arrivals: [{ projectId: id, arrivalId: entry }] };
    await submitClaim(t.db, claim, clerk(), next());
    await expect(takeBack(entry)).rejects.toMatchObject({ code: 'undo.in_claim', details: { month: '2026-05' } });
    expect((await listActs(t.db, { actor: clerk(), now: next() }))[0]!.refusal).toMatchObject({ code: 'undo.in_claim' });
    const { rows } = await t.pool.query<{ id: string; version: number }>("select id, version from review where status = 'open'");
    await withdrawReview(t.db, rows[0]!, clerk(), next());
    expect(await takeBack(entry)).toEqual({ outcome: 'done' });
  });
  test('stays when its month was closed with it', async () => {
    const id = await apart('building');
    await recordAgreement(t.db, anAgreement(id, { signedOn: '2026-09-01' }), bureau(), next());
    const { id: entry } = await arrive(id, clerk(), { arrivedOn: '2026-09-20' });
    const { rows } = await t.pool.query<{ month: string }>(`select min(left(m, 7)) as month from (
      select min(happened_on) m from stage_change where length(happened_on) > 4 union all select min(arrived_on) from arrival union all select min(signed_on) from agreement) f`);
    for (let month = rows[0]!.month; month <= '2026-09'; month = nextMonth(month))
      await closeMonth(t.db, { month, reason: null }, bureau(), next());
    await expect(takeBack(entry)).rejects.toMatchObject({ code: 'undo.month_closed', details: { month: '2026-09' } });
  });
  test('of another person is nothing of mine to take back', async () => {
    const id = await apart('building');
    const { id: entry } = await arrive(id, bureau());
    await expect(takeBack(entry)).rejects.toMatchObject({ code: 'undo.nothing' });
    await expect(undo(t.db, { subjectId: entry, reason: '误操作' }, bureau(), new Date(clock + 8 * 86_400_000))).rejects.toMatchObject({
      code: 'undo.nothing',
    });
  });
  test('a whole table is taken back as a whole', async () => {
    const ids = [
      await projectAt(t, 'building', next(), { name: '表格一', totalMinor: 1e12 }),
      await projectAt(t, 'building', next(), { name: '表格二', totalMinor: 1e12 }),
    ];
    for (const id of ids) await recordAgreement(t.db, anAgreement(id, { signedOn: '2026-01-01', totalMinor: 1e12 }), bureau(), next());
    const rows = ['表格一', '表格二'].map((project) => ({ project, month: '2026-10', civil: '10' }));
    const { actId } = await recordGrid(gridRoom.kinds)(
      t.db,
      { kind: 'investments', unit: '万元', rows, acknowledged: null },
      clerk(),
      next(),
    );
    await takeBack(actId);
    const { rows: kept } = await t.pool.query(
      'select count(*)::int as n, sum(amount_fen)::text as sum from investment where project_id = any($1)',
      [ids],
    );
    expect([kept, await verifyTotals(t.db)]).toEqual([[{ n: 4, sum: '0' }], []]);
  });
});

const nextMonth = (month: string) => {
  const [y, m] = month.split('-').map(Number);
  return m === 12 ? `${y! + 1}-01` : `${y}-${String(m! + 1).padStart(2, '0')}`;
};

describe('an edit', () => {
  test('is set back to what it was, as long as nobody changed it since', async () => {
    const id = await apart('building');
    const edit = async (patch: object, actor = clerk()) =>
      updateProject(t.db, { id, version: (await row(id)).version, patch }, actor, next());
    await edit({ place: '东岸', remark: '甲' });
    await takeBack(id);
    expect(await row(id)).toMatchObject({ place: '园区', remark: null });
    await edit({ place: '西岸' });
    await edit({ place: '南岸' }, bureau());
    await expect(takeBack(id)).rejects.toMatchObject({ code: 'undo.changed_since' });
    expect((await row(id)).place).toBe('南岸');
  });
  test('of many is set back for all of them, or for none', async () => {
    const ids = [await apart('building'), await apart('building')];
    const rows = await Promise.all(ids.map(async (id) => ({ id, version: (await row(id)).version })));
    await requestScope.run({ requestId: 'many' }, () =>
      bulkUpdate(t.db, { rows, patch: { source: 'event' }, skipRefused: false }, clerk(), next()),
    );
    await takeBack(ids[0]!);
    const { rows: kept } = await t.pool.query('select source from project where id = any($1)', [ids]);
    expect(kept).toEqual([{ source: 'lead' }, { source: 'lead' }]);
  });
});

describe('an entry of a problem', () => {
  const solver = () => t.person(t.units.section, 'promoter');
  const raise = async (projectId: string, by: Actor) => {
    const said = { type: 'land', level: 'general', title: '管线迁改', words: '红线内有管线', ownerUnitId: t.units.section } as const;
    return (await raiseProblem(t.db, { projectId, ...said, source: 'project', sourceId: null, sourceOn: null }, by, next())).id;
  };
  const record = async (place: { projectId: string; id: string }, event: { kind: 'acted' | 'solved'; words: string }, by: Actor) => {
    const { events } = await problemOf(t.db, place, by, next());
    return recordProblem(t.db, { place, event: { ...event, events: events.length } }, by, next());
  };
  const state = async (place: { projectId: string; id: string }) => {
    const p = await problemOf(t.db, place, bureau(), next());
    return [p.state, p.events.map((e) => [e.kind, e.words, e.isGone])];
  };

  test('is listed with its problem and taken back by a further entry; then what I did before it can be', async () => {
    const [projectId, person] = [await apart('building'), await solver()];
    const place = { projectId, id: await raise(projectId, person) };
    await record(place, { kind: 'acted', words: '已踏勘' }, person);
    await record(place, { kind: 'solved', words: '已迁改' }, person);
    const listed = async () =>
      (await listActs(t.db, { actor: person, now: next() })).map((i) => [i.action, i.problem?.id, i.refusal?.code]);
    expect(await listed()).toEqual([
      ['problem.record', place.id, undefined],
      ['problem.record', place.id, 'undo.not_the_last'],
      ['problem.raise', place.id, 'undo.not_the_last'],
    ]);
    expect(await takeBack(projectId, person)).toEqual({ outcome: 'done' });
    expect(await state(place)).toEqual([
      'open',
      [
        ['acted', '已踏勘', false],
        ['solved', '已迁改', true],
        ['taken_back', '误操作', false],
      ],
    ]);
    expect((await listed()).map(([action, , code]) => [action, code])).toEqual([
      ['problem.record', undefined],
      ['problem.raise', 'undo.not_the_last'],
    ]);
    await takeBack(projectId, person);
    await takeBack(projectId, person);
    expect((await state(place))[0]).toBe('withdrawn');
    expect(await listed()).toEqual([]);
    await expect(takeBack(projectId, person)).rejects.toMatchObject({ code: 'undo.nothing' });
  });
  test('stays when another recorded something of the problem after it, and says who', async () => {
    const [projectId, person] = [await apart('building'), await solver()];
    const place = { projectId, id: await raise(projectId, person) };
    await record(place, { kind: 'acted', words: '已协调' }, bureau());
    await expect(takeBack(projectId, person)).rejects.toMatchObject({
      code: 'undo.something_came_after',
      details: { came: 'problem', by: bureau().name },
    });
    expect((await state(place))[0]).toBe('open');
  });
});

describe('a step', () => {
  const move = moveProject(factsOf);
  const signed = async (actor = clerk()) => {
    const id = await apart('negotiating');
    await move(t.db, { id, version: (await row(id)).version, to: 'signed', happenedOn: '2026-11' }, actor, next());
    return id;
  };
  test('of the bureau is stepped back at once; one of a unit is proposed back, and stays until the bureau decides', async () => {
    const byBureau = await signed(bureau());
    expect(await takeBack(byBureau, bureau())).toEqual({ outcome: 'done' });
    expect((await row(byBureau)).stage).toBe('negotiating');
    const byUnit = await signed();
    expect(await takeBack(byUnit)).toEqual({ outcome: 'proposed' });
    expect((await row(byUnit)).stage).toBe('signed');
    const { rows } = await t.pool.query('select to_stage, status, reason from stage_proposal where project_id = $1', [byUnit]);
    expect(rows).toEqual([{ to_stage: 'negotiating', status: 'open', reason: '误操作' }]);
  });
  test('stays when money came after it', async () => {
    const id = await signed(bureau());
    await arrive(id);
    await expect(takeBack(id, bureau())).rejects.toMatchObject({ code: 'undo.something_came_after', details: { came: 'money' } });
    expect((await row(id)).stage).toBe('signed');
  });
  test('proposed is withdrawn, aside is brought back, many are stepped back together', async () => {
    const landing = await apart('preparing');
    await proposeMove(factsOf)(
      t.db,
      { id: landing, version: (await row(landing)).version, to: 'building', happenedOn: '2026-11' },
      clerk(),
      next(),
    );
    await takeBack(landing);
    expect((await t.pool.query('select status from stage_proposal where project_id = $1', [landing])).rows).toEqual([
      { status: 'withdrawn' },
    ]);
    const head = t.everyone.unit_head;
    await exitProject(
      t.db,
      { id: landing, version: (await row(landing)).version, side: 'suspended', reason: '停工', happenedOn: '2026-11' },
      head,
      next(),
    );
    await takeBack(landing, head);
    expect((await row(landing)).side).toBeNull();
    const ids = [await apart('negotiating'), await apart('negotiating')];
    const rows = await Promise.all(ids.map(async (id) => ({ id, version: (await row(id)).version })));
    await requestScope.run({ requestId: 'moves' }, () =>
      bulkMove(factsOf)(t.db, { rows, to: 'signed', happenedOn: '2026-11', skipRefused: false }, bureau(), next()),
    );
    await takeBack(ids[1]!, bureau());
    expect(await Promise.all(ids.map(async (id) => (await row(id)).stage))).toEqual(['negotiating', 'negotiating']);
  });
});

test('the list says of each act whether it can be taken back, and of several on one thing only the last', async () => {
  const person = await t.person(t.units.section, 'promoter');
  const id = await apart('building');
  await updateProject(t.db, { id, version: (await row(id)).version, patch: { place: '一' } }, person, next());
  await updateProject(t.db, { id, version: (await row(id)).version, patch: { place: '二' } }, person, next());
  await writeComment(async () => true)(t.db, { id, body: '有意见', mentions: [], subject: 'project' }, person, next());
  const items = await listActs(t.db, { actor: person, now: next() });
  expect(items.map((i) => [i.action, i.refusal?.code ?? null])).toEqual([
    ['comment.write', null],
    ['project.update', 'undo.not_the_last'],
    ['project.update', 'undo.not_the_last'],
  ]);
  await undo(t.db, { subjectId: id, reason: '写错了' }, person, next());
  expect((await t.pool.query('select 1 from comment_retraction where project_id = $1', [id])).rowCount).toBe(1);
});
