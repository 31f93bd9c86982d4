import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths } from '../../kernel/day.ts';
import { recordInvestment, reverseInvestment } from '../funds/investment-commands.ts';
import { closeMonth } from '../funds/month-commands.ts';
import { anInvestment, fundsDatabase } from '../funds/test-database.ts';
import { verifyTotals } from '../funds/verify-queries.ts';
import { listNotices } from '../notices/queries.ts';
import { exceptProject, moveReports, type NewReport, openReports, submitReport, submitUnchanged } from './commands.ts';
import { acceptReports, returnReport } from './decision-commands.ts';
import { reportItems } from './desk-queries.ts';
import { noMoney } from './domain/report.ts';
import { listReports } from './list-queries.ts';
import { completeness, reportEvidence, reportForm, reportsOfProject } from './queries.ts';

const { db, pool, close, people, project, totals, units } = await fundsDatabase();
afterAll(close);
const { clerk, head, stranger, bureau, auditor } = people;
/** June’s report is open and not due. */
const now = new Date('2026-07-03T09:00:00+08:00');
const june = '2026-06';

const building = async (more: Record<string, unknown> = {}, since = '2025-03') => {
  const id = await project(more);
  await pool.query(
    `insert into stage_change (project_id, id, kind, to_stage, happened_on, recorded_by, recorded_at) values ($1, gen_random_uuid(), 'import', 'building', $2, $3, $4)`,
    [id, since, bureau.id, now],
  );
  return id;
};
const report = (projectId: string, more: Partial<NewReport> = {}): NewReport => ({
  projectId,
  month: june,
  isUnchanged: false,
  summary: '主体封顶',
  problems: null,
  money: { ...noMoney, civilFen: 500, equipmentFen: 300 },
  reason: null,
  supersedes: null,
  ...more,
});
const submit = (given: NewReport, actor: Actor = clerk, at = now) => submitReport(db, given, actor, at);
const accept = (projectId: string, id: string, actor: Actor = head, at = now) =>
  acceptReports(db, { reports: [{ projectId, id }] }, actor, at);
const invested = async (projectId: string) => (await totals(projectId))['invested'];
const entries = async (projectId: string) =>
  (
    await pool.query<{ amount: string }>('select amount_fen as amount from investment where project_id = $1 order by id', [projectId])
  ).rows.map((r) => Number(r.amount));
const form = (id: string, actor: Actor = clerk, month = june) => reportForm(db, { id, month }, actor, now);

beforeAll(async () => {
  await openReports(db, {}, bureau, now);
});

describe('from draft to accepted', () => {
  test('an accepted report is in the ledger, once', async () => {
    const id = await building();
    const { id: sent } = await submit(report(id));
    expect(await invested(id)).toBe(0);
    expect(await accept(id, sent)).toEqual({ accepted: 1, entries: 1 });
    expect(await invested(id)).toBe(800);
    expect((await form(id)).reports).toMatchObject([{ id: sent, outcome: 'accepted', by: '甲员', decidedBy: '乙长' }]);
    expect(await verifyTotals(db)).toEqual([]);
  });
  test('what was typed for the month is part of the report: never twice', async () => {
    const id = await building();
    await recordInvestment(db, anInvestment(id, { month: june, civilFen: 200, equipmentFen: 0, amountFen: 200 }), clerk, now);
    expect((await form(id)).ledger.typed).toMatchObject({ civilFen: 200 });
    await expect(submit(report(id, { money: { ...noMoney, civilFen: 199 } }))).rejects.toMatchObject({ code: 'report.below_ledger' });
    const { id: sent } = await submit(report(id));
    await accept(id, sent);
    expect([await invested(id), await entries(id)]).toEqual([800, [200, 600]]);
  });
  test('typed between sending and accepting: the ledger still comes to the report, or it is refused', async () => {
    const id = await building();
    const { id: sent } = await submit(report(id));
    await recordInvestment(db, anInvestment(id, { month: june }), clerk, now);
    expect(await accept(id, sent)).toEqual({ accepted: 1, entries: 0 });
    expect(await invested(id)).toBe(800);
    const other = await building();
    const { id: again } = await submit(report(other));
    const more = await recordInvestment(db, anInvestment(other, { month: june, civilFen: 900, amountFen: 1200 }), clerk, now);
    await expect(accept(other, again)).rejects.toMatchObject({ code: 'report.below_ledger' });
    await reverseInvestment(db, { projectId: other, id: more.id, reason: '记错' }, clerk, now);
    await accept(other, again);
    expect(await invested(other)).toBe(800);
  });
  test('a corrected report supersedes, and the ledger follows by a reversal', async () => {
    const id = await building();
    const first = await submit(report(id));
    await accept(id, first.id);
    const less = { money: { ...noMoney, civilFen: 500 }, supersedes: first.id };
    const second = await submit(report(id, less));
    expect(await invested(id)).toBe(800);
    await accept(id, second.id);
    expect([await invested(id), await entries(id)]).toEqual([500, [800, -800, 500]]);
    const third = await submit(report(id, { isUnchanged: true, summary: null, money: null, supersedes: second.id }));
    await accept(id, third.id);
    expect(await invested(id)).toBe(0);
    expect((await form(id)).reports).toHaveLength(3);
    expect(await verifyTotals(db)).toEqual([]);
  });
  test('of two who report at once the second is told', async () => {
    const id = await building();
    const both = await Promise.allSettled([submit(report(id)), submit(report(id), head)]);
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(both.find((r) => r.status === 'rejected')).toMatchObject({ reason: { code: 'report.changed_meanwhile' } });
  });
  test('nobody reviews their own, another unit sees nothing, and what is decided is decided', async () => {
    const id = await building();
    const { id: own } = await submit(report(id), head);
    await expect(accept(id, own)).rejects.toMatchObject({ code: 'report.own_report' });
    await expect(accept(id, own, stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(submit(report(id), stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(form(id, stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(accept(id, own, clerk)).rejects.toMatchObject({ code: 'report.may_not_decide' });
    await accept(id, own, bureau);
    await expect(accept(id, own, bureau)).rejects.toMatchObject({ code: 'report.not_waiting' });
    await expect(submit(report(id, { supersedes: own }), auditor)).rejects.toMatchObject({ code: 'report.may_not_report' });
  });
  test('a return tells whoever sent it, until it is sent again', async () => {
    const id = await building();
    const { id: sent } = await submit(report(id));
    await returnReport(db, { projectId: id, id: sent, note: '设备数不对' }, head, now);
    const told = async () =>
      (await listNotices(db, { query: { page: 1, size: 50, unread: false } }, clerk, async () => new Map())).items.map((n) => n.kind);
    expect(await told()).toEqual(['report.returned']);
    expect(await reportItems('returned')(db, clerk, now)).toMatchObject([{ kind: 'report_returned', params: { month: june } }]);
    await submit(report(id, { supersedes: sent }));
    expect(await told()).toEqual([]);
    expect(await reportItems('returned')(db, clerk, now)).toEqual([]);
  });
  test('an amount ten times the month before wants a reason', async () => {
    const id = await building();
    await recordInvestment(db, anInvestment(id), clerk, now);
    const money = { ...noMoney, civilFen: 8000 };
    await expect(submit(report(id, { money }))).rejects.toMatchObject({ code: 'report.needs_reason', details: { last: '8.00' } });
    const { id: sent } = await submit(report(id, { money, reason: '设备集中到货' }));
    await accept(id, sent);
    expect(await invested(id)).toBe(8800);
  });
});

describe('which months', () => {
  test('T11 January has no report; February’s covers what was typed for January', async () => {
    const id = await building();
    await expect(submit(report(id, { month: '2026-01' }))).rejects.toMatchObject({ code: 'report.month_exempt' });
    await recordInvestment(db, anInvestment(id, { month: '2026-01', civilFen: 100, equipmentFen: 0, amountFen: 100 }), clerk, now);
    expect(await form(id, clerk, '2026-02')).toMatchObject({ covers: ['2026-01', '2026-02'], ledger: { typed: { civilFen: 100 } } });
    const { id: sent } = await submit(report(id, { month: '2026-02', money: { ...noMoney, civilFen: 150 } }));
    await accept(id, sent);
    expect(await entries(id)).toEqual([100, 50]);
    expect((await form(id, clerk, '2026-03')).ledger).toMatchObject({ earlierYearsFen: 0, earlierThisYearFen: 150 });
  });
  test('a month is not open before its day', async () => {
    const id = await building();
    await expect(submit(report(id, { month: '2026-07' }))).rejects.toMatchObject({ code: 'report.not_open_yet' });
  });
  test('what nobody owed is kept, and is not counted as owed', async () => {
    const id = await building({ stage: 'signed' });
    await submit(report(id));
    expect((await reportsOfProject(db, id, clerk, now)).months).toMatchObject([{ month: june, state: 'submitted' }]);
    const { total } = await listReports(db, { month: june, page: 1, size: 200, sort: 'unit', order: 'asc' }, clerk, now);
    const owed = (await completeness(db, june, clerk, now)).total.owed;
    expect(total).toBeGreaterThan(owed);
  });
});

describe('completeness and timeliness', () => {
  let ids: string[] = [];
  const at = (day: string) => new Date(`${day}T09:00:00+08:00`);
  const west = async () => (await completeness(db, june, bureau, at('2026-07-10'))).units.find((u) => u.unitId === units.west);
  const westClerk: Actor = { ...stranger };
  beforeAll(async () => {
    ids = [];
    for (let n = 0; n < 4; n += 1) ids.push(await building({ unit_id: units.west }));
    await building({ unit_id: units.west, side: 'suspended' });
    await building({ unit_id: units.west }, '2026-07-02');
    await openReports(db, {}, bureau, now);
  });
  test('owed is who was at the stage by the end of the month and does not stand aside', async () => {
    expect(await west()).toMatchObject({ owed: 4, missing: 4, reported: 0, late: 0 });
    expect((await completeness(db, june, stranger, now)).units.map((u) => u.unitId)).toEqual([units.west]);
  });
  test('in time on the day, late on the day after, by the first sending; bulk says no change', async () => {
    await submitUnchanged(db, { month: june, projectIds: ids.slice(0, 2) }, westClerk, at('2026-07-06'));
    await submit(report(ids[2]!), westClerk, at('2026-07-07'));
    expect(await west()).toMatchObject({ owed: 4, missing: 1, reported: 3, onTime: 2, late: 1, submitted: 3 });
    const [row] = (
      await listReports(
        db,
        { month: june, page: 1, size: 50, sort: 'unit', order: 'asc', late: 'true', unit: units.west },
        bureau,
        at('2026-07-10'),
      )
    ).items.filter((r) => r.state === 'submitted');
    expect(row).toMatchObject({ projectId: ids[2], isLate: true });
    const { id: reportId } = (await form(ids[0]!, bureau)).reports[0]!;
    await returnReport(db, { projectId: ids[0]!, id: reportId, note: '补说明' }, bureau, at('2026-07-08'));
    await submit(report(ids[0]!, { supersedes: reportId }), westClerk, at('2026-07-09'));
    expect(await west()).toMatchObject({ onTime: 2, late: 1, returned: 0 });
  });
  test('R7 one that is paused owes nothing while it is, and owes again when it comes back', async () => {
    await pool.query("update project set side = 'suspended' where id = $1", [ids[3]]);
    await openReports(db, {}, bureau, now);
    expect(await west()).toMatchObject({ owed: 3, missing: 0 });
    expect(await reportItems('due')(db, westClerk, now)).toEqual([]);
    await pool.query('update project set side = null where id = $1', [ids[3]]);
    await openReports(db, {}, bureau, now);
    expect(await west()).toMatchObject({ owed: 4, missing: 1 });
    expect(await reportItems('due')(db, westClerk, now)).toMatchObject([{ kind: 'report_due', params: { n: 1, due: '2026-07-06' } }]);
  });
  test('between the full looks only projects are looked at that were changed of late', async () => {
    const touched = at('2026-07-10');
    await pool.query("update project set side = 'suspended', updated_at = $2 where id = $1", [ids[3], touched]);
    const fresh = await building({ unit_id: units.west, updated_at: touched });
    const lookFrom = (ms: number) => openReports(db, { touchedSince: new Date(touched.getTime() + ms) }, bureau, now);
    expect((await lookFrom(1)).changes).toBe(0);
    expect((await lookFrom(0)).changes).toBe(2);
    await pool.query('update project set side = null where id = any($1)', [[ids[3]]]);
    await pool.query("update project set side = 'suspended' where id = $1", [fresh]);
    expect((await openReports(db, {}, bureau, now)).changes).toBe(2);
    expect(await west()).toMatchObject({ owed: 4, missing: 1 });
  });
  test('opened again, nothing is opened twice', async () => {
    expect((await openReports(db, {}, bureau, now)).changes).toBe(0);
  });
  test('a project that changes its unit takes its months along', async () => {
    await moveReports(db, { projectId: ids[3]!, toUnitId: units.east }, bureau, now);
    expect(await west()).toMatchObject({ owed: 3 });
  });
});

describe('a closed month', () => {
  const later = new Date('2026-08-01T09:00:00+08:00');
  test('takes no report but of a project that is named, and books it in the next open month', async () => {
    const first = await building();
    await recordInvestment(db, anInvestment(first, { month: '2026-02' }), clerk, now);
    const { rows } = await pool.query<{
      first: string;
    }>(`select left(min(m), 7) as first from (select min(month) as m from investment union all
      select min(happened_on) from stage_change) f`);
    for (let month = rows[0]!.first; month <= '2026-05'; month = addMonths(month, 1))
      await closeMonth(db, { month, reason: null }, bureau, later);
    const id = await building();
    const late = report(id, { month: '2026-05' });
    await expect(submit(late, clerk, later)).rejects.toMatchObject({ code: 'report.month_closed' });
    await expect(exceptProject(db, { id, month: '2026-05', untilOn: '2020-01-01', reason: '补报' }, bureau, later)).rejects.toMatchObject({
      code: 'report.exception_is_past',
    });
    await expect(exceptProject(db, { id, month: '2026-05', untilOn: '2999-01-01', reason: '补报' }, head, later)).rejects.toMatchObject({
      code: 'report.may_not_except',
    });
    await exceptProject(db, { id, month: '2026-05', untilOn: '2999-01-01', reason: '补报' }, bureau, later);
    const { id: sent } = await submit(late, clerk, later);
    await accept(id, sent, head, later);
    const booked = await pool.query('select month, booked_on from investment where project_id = $1', [id]);
    expect(booked.rows).toEqual([{ month: '2026-05', booked_on: june }]);
  });
});

test('pictures of a report are read by whoever may read it, and added by whoever may report its project', async () => {
  const id = await building();
  const { id: sent } = await submit(report(id));
  const may = async (which: keyof typeof reportEvidence, actor: Actor, of = sent) =>
    reportEvidence[which](db, 'month_report', of, id, actor);
  expect(await Promise.all([clerk, head, bureau, auditor, stranger].map((who) => may('mayRead', who)))).toEqual([
    true,
    true,
    true,
    true,
    false,
  ]);
  expect(await Promise.all([clerk, head, bureau, auditor, stranger].map((who) => may('mayAttach', who)))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
  // A report of another project is none of this one, and before the signing its words tell the investor.
  const other = await building();
  expect(await may('mayRead', bureau, (await submit(report(other))).id)).toBe(false);
  await pool.query("update project set stage = 'negotiating' where id = $1", [id]);
  expect([await may('mayRead', clerk), await may('mayRead', auditor), await may('mayAttach', clerk)]).toEqual([true, false, false]);
});
