import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { publishPreset } from '../reference/commands.ts';
import { milestonePresets } from './domain/preset.ts';
import { makePlan, recordActual } from './plan-commands.ts';
import { planOf, tryPlan } from './plan-queries.ts';
import { layPlans, layYears, recordActuals } from './bulk-commands.ts';
import { milestoneItems } from './desk-queries.ts';
import { exportNodes } from './export-queries.ts';
import { listNodes } from './list-queries.ts';
import { overdueOf, scheduleOf } from './queries.ts';
import { publishTemplate } from './rule-commands.ts';
import { templatesOf } from './rule-queries.ts';
import { planYear } from './year-plan-commands.ts';
import { yearPlansOf } from './year-plan-queries.ts';

const now = new Date('2026-06-15T02:00:00Z');
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
const t = await openLedger(now);
afterAll(t.close);
const { promotion_admin: bureau, development, promoter, auditor, leader } = t.everyone;
let stranger: Actor;
let project: string;
beforeAll(async () => {
  for (const preset of milestonePresets) await publishPreset(t.db, preset);
  stranger = await t.person(t.units.south, 'promoter', 'unit_head');
  project = await projectAt(t, 'signed', now, { name: '节点项目' });
});

const first = { class: 'equipment', promisedOn: '2026-12-31', nodes: null, insteadOf: null, reason: null } as const;
const said = {
  key: 'contract',
  kind: 'finished',
  happenedOn: '2026-06-10',
  insteadOf: null,
  reason: null,
  remark: null,
} as const;
const plan = (actor: Actor, more: object = {}, at = now) => makePlan(t.db, { projectId: project, ...first, ...more }, actor, at);
const record = (actor: Actor, more: object = {}, at = now) =>
  recordActual(t.db, { projectId: project, ...said, uploadIds: [], ...more }, actor, at);
const nodeAt = async (key: string, at = now) => (await planOf(t.db, project, bureau, at)).nodes.find((n) => n.key === key)!;

describe('a plan', () => {
  test('is tried before it is made, and tried it leaves nothing', async () => {
    const trial = await tryPlan(t.db, project, first, promoter, now);
    expect(trial.nodes.map((n) => [n.key, n.startOn, n.finishOn]).slice(-2)).toEqual([
      ['acceptance', '2026-12-18', '2026-12-31'],
      ['production', '2026-12-31', '2026-12-31'],
    ]);
    expect((await planOf(t.db, project, bureau, now)).plans).toEqual([]);
  });
  test('is the unit’s, the development office’s or the bureau’s to make; a stranger knows of no project', async () => {
    await expect(plan(auditor)).rejects.toMatchObject({ code: 'milestone.may_not_plan' });
    await expect(plan(leader)).rejects.toMatchObject({ code: 'milestone.may_not_plan' });
    await expect(plan(stranger)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(tryPlan(t.db, project, first, stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
    await expect(planOf(t.db, project, stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
  });
  test('promises today or a later day', async () => {
    await expect(plan(promoter, { promisedOn: '2026-06-14' })).rejects.toMatchObject({ code: 'milestone.promised_in_past' });
    expect(await plan(promoter, { promisedOn: '2026-06-15' })).toMatchObject({ no: 1 });
  });
  test('is changed with a reason and on the latest one, and every earlier one stays as the baseline', async () => {
    await expect(plan(development)).rejects.toMatchObject({ code: 'milestone.plan_changed_meanwhile' });
    await expect(plan(development, { insteadOf: 1 })).rejects.toMatchObject({ code: 'milestone.reason_required' });
    await plan(development, { insteadOf: 1, reason: '设备交期推迟', promisedOn: '2026-12-31' });
    const { plans, nodes, forecastOn } = await planOf(t.db, project, bureau, now);
    expect(plans.map((p) => [p.no, p.promisedOn, p.reason])).toEqual([
      [2, '2026-12-31', '设备交期推迟'],
      [1, '2026-06-15', null],
    ]);
    const production = nodes.find((n) => n.key === 'production')!;
    expect([production.finishOn, production.baseline?.finishOn]).toEqual(['2026-12-31', '2026-06-15']);
    expect(forecastOn! > '2026-09-01' && forecastOn! < '2026-12-31').toBe(true);
  });
  test('of two who change it at once one is told', async () => {
    const both = await Promise.allSettled([1, 2].map((n) => plan(bureau, { insteadOf: 2, reason: `第${n}个` })));
    expect(both.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });
  test('of a project that stands aside is not made', async () => {
    const aside = await projectAt(t, 'signed', now, { name: '中止项目', investorName: '另一家' });
    await t.pool.query("update project set side = 'suspended' where id = $1", [aside]);
    await expect(makePlan(t.db, { projectId: aside, ...first }, bureau, now)).rejects.toMatchObject({ code: 'milestone.may_not_plan' });
  });
});

describe('what became of a node', () => {
  test('is recorded by those who plan, of nodes that are there, not of events of the record', async () => {
    await expect(record(auditor)).rejects.toMatchObject({ code: 'milestone.may_not_record' });
    await expect(record(promoter, { key: 'nothing' })).rejects.toMatchObject({ code: 'milestone.unknown_node' });
    await expect(record(promoter, { key: 'start' })).rejects.toMatchObject({ code: 'milestone.of_record' });
    await expect(record(promoter, { happenedOn: '2026-06-16' })).rejects.toMatchObject({ code: 'milestone.in_future' });
    await record(promoter);
    expect(await nodeAt('contract')).toMatchObject({ finishedOn: '2026-06-10', slack: null, lateDays: null });
  });
  test('is corrected with a reason and taken back, and what was said before stays readable', async () => {
    const [held] = (await nodeAt('contract')).entries;
    await expect(record(promoter, { happenedOn: '2026-06-11' })).rejects.toMatchObject({ code: 'milestone.changed_meanwhile' });
    const insteadOf = held!.id;
    await expect(record(promoter, { happenedOn: '2026-06-11', insteadOf })).rejects.toMatchObject({ code: 'milestone.reason_required' });
    const { id } = await record(promoter, { happenedOn: '2026-06-11', insteadOf, reason: '笔误' }, later(1));
    await record(promoter, { happenedOn: null, insteadOf: id, reason: '合同未生效' }, later(2));
    const node = await nodeAt('contract');
    expect([node.finishedOn, node.entries.map((e) => [e.happenedOn, e.reason])]).toEqual([
      null,
      [
        ['2026-06-10', null],
        ['2026-06-11', '笔误'],
        [null, '合同未生效'],
      ],
    ]);
  });
  test('begun and finished are two things that are said of it', async () => {
    await record(promoter, { kind: 'started', happenedOn: '2026-06-03' }, later(3));
    await record(promoter, { happenedOn: '2026-06-12', insteadOf: (await lastEntry('finished')).id, reason: '已经生效' }, later(4));
    expect(await nodeAt('contract')).toMatchObject({ startedOn: '2026-06-03', finishedOn: '2026-06-12' });
    await record(promoter, { kind: 'started', happenedOn: null, insteadOf: (await lastEntry('started')).id, reason: '误记' }, later(5));
    expect(await nodeAt('contract')).toMatchObject({ startedOn: null, finishedOn: '2026-06-12' });
    await record(promoter, { happenedOn: null, insteadOf: (await lastEntry('finished')).id, reason: '仍未生效' }, later(6));
    expect(await nodeAt('contract')).toMatchObject({ startedOn: null, finishedOn: null });
  });
  const lastEntry = async (kind: 'started' | 'finished') => (await nodeAt('contract')).entries.findLast((e) => e.kind === kind)!;
  test('events follow the record of the project', async () => {
    expect((await nodeAt('start')).finishedOn).toBeNull();
    await t.pool.query("update project set stage = 'building' where id = $1", [project]);
    await t.pool.query("update project_standing set started_on = '2026-06-12' where project_id = $1", [project]);
    expect(await nodeAt('start')).toMatchObject({ finishedOn: '2026-06-12', isOfRecord: true });
  });
});

test('overdue is what was to be finished before today and is not: the day itself is in time', async () => {
  const { finishOn } = await nodeAt('filing');
  const keys = async (today: string) => (await overdueOf(t.db, [project], today)).get(project)?.map((n) => n.key) ?? [];
  expect(await keys(finishOn)).not.toContain('filing');
  const next = new Date(Date.parse(finishOn) + 86_400_000).toISOString().slice(0, 10);
  expect(await keys(next)).toContain('filing');
  expect(await keys('2027-12-31')).toEqual(['filing', 'contract', 'delivery', 'installation', 'acceptance', 'production']);
});

describe('the plan of a year', () => {
  const spread = { shape: 'linear', totalFen: 12_000_000_000, firstMonth: 1, lastMonth: 12 } as const;
  const year = (actor: Actor, more: object = {}) =>
    planYear(t.db, { projectId: project, year: 2026, spread, insteadOf: null, reason: null, ...more }, actor, now);
  test('gives 序时进度 as whole fen: 58.33% by the end of July', async () => {
    await expect(year(auditor)).rejects.toMatchObject({ code: 'milestone.may_not_plan' });
    await year(promoter);
    expect((await scheduleOf(t.db, [project], '2026-07')).get(project)).toEqual({ plannedFen: 7_000_000_000, totalFen: 12_000_000_000 });
    expect(await scheduleOf(t.db, [project], '2027-01')).toEqual(new Map());
  });
  test('is changed with a reason, and the last one counts', async () => {
    const { items } = await yearPlansOf(t.db, project, bureau);
    const monthsFen = [0, 0, 0, 0, 0, 0, 100, 100, 100, 100, 100, 500];
    const curve = { spread: { shape: 'curve', monthsFen }, insteadOf: items[0]!.id };
    await expect(year(promoter)).rejects.toMatchObject({ code: 'year_plan.changed_meanwhile' });
    await expect(year(promoter, curve)).rejects.toMatchObject({ code: 'milestone.reason_required' });
    await year(promoter, { ...curve, reason: '调整' });
    expect((await scheduleOf(t.db, [project], '2026-07')).get(project)).toEqual({ plannedFen: 100, totalFen: 1000 });
    expect((await yearPlansOf(t.db, project, bureau)).items[0]!.earlier).toHaveLength(1);
  });
  test('months do not turn round', async () => {
    const turned = { year: 2027, spread: { ...spread, firstMonth: 5, lastMonth: 4 } };
    await expect(year(promoter, turned)).rejects.toMatchObject({ code: 'year_plan.months_turned_round' });
    await year(promoter, { year: 2027, spread: { ...spread, firstMonth: 5, lastMonth: 5 } });
  });
});

test('a template is the bureau’s to publish; plans keep the nodes they were made with', async () => {
  const [equipment] = (await templatesOf(t.db, bureau)).items.filter((i) => i.class === 'equipment');
  const { body } = equipment!.versions[0]!;
  const shorter = { ...body, nodes: body.nodes.map((n) => (n.key === 'delivery' ? { ...n, days: 10 } : n)) };
  const publish = (actor: Actor, nodes = shorter.nodes) =>
    publishTemplate(t.db, { class: 'equipment', effectiveFrom: '2026-01-01', body: { ...shorter, nodes } }, actor, now);
  await expect(publish(promoter)).rejects.toMatchObject({ code: 'session.role_may_not' });
  await expect(publish(bureau, [{ ...shorter.nodes[0]!, after: ['production'] }, ...shorter.nodes.slice(1)])).rejects.toMatchObject({
    code: 'milestone.cycle',
  });
  await publish(bureau);
  expect((await nodeAt('delivery')).days).toBe(60);
  const trial = await tryPlan(t.db, project, { ...first, insteadOf: 3 }, bureau, now);
  expect(trial.nodes.find((n) => n.key === 'delivery')!.days).toBe(10);
});

describe('many at once', () => {
  const batchId = '0190a000-0000-7000-8000-000000000001';
  let [one, two]: string[] = [];
  beforeAll(async () => {
    one = await projectAt(t, 'signed', now, { name: '批量甲', investorName: '甲公司' });
    two = await projectAt(t, 'negotiating', now, { name: '乙公司年产万吨项目', investorName: '乙公司' });
  });
  test('first plans are laid down, also with a promise that is past, and none twice', async () => {
    const rows = [one!, two!].map((projectId) => ({ projectId, class: 'leased_plant', promisedOn: '2026-06-14' }) as const);
    await expect(layPlans(t.db, { batchId, rows }, stranger, now)).rejects.toMatchObject({ code: 'project.unknown' });
    const { nodes } = await layPlans(t.db, { batchId, rows }, promoter, now);
    expect(nodes).toHaveLength(20);
    await expect(layPlans(t.db, { batchId, rows: rows.slice(1) }, promoter, now)).rejects.toMatchObject({ code: 'milestone.has_plan' });
  });
  test('what became of nodes is judged as one by one', async () => {
    const said = { projectId: one!, key: 'company', kind: 'finished', happenedOn: '2026-06-01', reason: null } as const;
    await expect(recordActuals(t.db, { batchId, rows: [{ ...said, happenedOn: '2026-06-16' }] }, promoter, now)).rejects.toMatchObject({
      code: 'milestone.in_future',
    });
    await recordActuals(t.db, { batchId, rows: [said] }, promoter, now);
    await expect(recordActuals(t.db, { batchId, rows: [{ ...said, happenedOn: '2026-06-02' }] }, promoter, now)).rejects.toMatchObject({
      code: 'milestone.reason_required',
    });
  });
  test('years are laid down once', async () => {
    const rows = [{ projectId: one!, year: 2026, monthsFen: [1, ...Array<number>(11).fill(0)] }];
    await layYears(t.db, { batchId, rows }, promoter, now);
    await expect(layYears(t.db, { batchId, rows }, promoter, now)).rejects.toMatchObject({ code: 'year_plan.changed_meanwhile' });
  });
  const page = { page: 1, size: 200, days: 30 };
  test('the list knows what is overdue, due and done, within what one may see, and hides who is talked to', async () => {
    const list = async (actor: Actor, more: object) => (await listNodes(t.db, { ...page, ...more }, actor, now)).items;
    const overdue = await list(promoter, { state: 'overdue', class: 'leased_plant' });
    expect(new Set(overdue.map((n) => n.projectId))).toEqual(new Set([one, two]));
    expect(overdue.find((n) => n.projectId === one && n.key === 'company')).toBeUndefined();
    expect(overdue.find((n) => n.projectId === one && n.key === 'production')).toMatchObject({ finishOn: '2026-06-14', lateDays: 1 });
    expect((await list(promoter, { state: 'done', class: 'leased_plant' })).map((n) => n.key)).toEqual(['company']);
    expect(await list(stranger, {})).toEqual([]);
    const masked = (await list(auditor, { class: 'leased_plant' })).filter((n) => n.projectId === two);
    expect(masked.length).toBeGreaterThan(0);
    expect(JSON.stringify(masked)).not.toContain('乙公司');
    await t.pool.query("update project set side = 'suspended' where id = $1", [one]);
    expect((await list(promoter, { state: 'overdue', class: 'leased_plant' })).some((n) => n.projectId === one)).toBe(false);
  });
  test('due is from today to the day asked, both included', async () => {
    const keys = async (days: number, at: Date) =>
      (await listNodes(t.db, { ...page, state: 'due', days, class: 'leased_plant' }, promoter, at)).items.map((n) => n.key);
    const day = (on: string) => new Date(`${on}T04:00:00Z`);
    expect(await keys(0, day('2026-06-14'))).toContain('production');
    expect(await keys(0, day('2026-06-13'))).not.toContain('production');
    expect(await keys(1, day('2026-06-13'))).toContain('production');
    expect(await keys(30, day('2026-06-15'))).not.toContain('production');
    const overdue = async (at: string) =>
      (await listNodes(t.db, { ...page, state: 'overdue', class: 'leased_plant' }, promoter, day(at))).items.map((n) => n.key);
    expect(await overdue('2026-06-14')).not.toContain('production');
    expect(await overdue('2026-06-15')).toContain('production');
  });
  test('the desk of whoever answers shows what is overdue and what is due within a week, the last day included', async () => {
    const head = t.everyone.unit_head;
    await t.pool.query('update project set side = null, person_id = $2 where id = $1', [one, head.id]);
    const names = async (which: 'overdue' | 'due', at: string, actor = head) =>
      (await milestoneItems(which)(t.db, actor, new Date(`${at}T04:00:00Z`)))
        .filter((i) => i.link.includes(one!))
        .map((i) => i.params['name']);
    expect(await names('due', '2026-06-07')).toContain('投产');
    expect(await names('due', '2026-06-06')).not.toContain('投产');
    expect(await names('overdue', '2026-06-14')).not.toContain('投产');
    expect(await names('overdue', '2026-06-15')).toContain('投产');
    expect(await names('overdue', '2026-06-15', bureau)).toEqual([]);
    const all = await milestoneItems('overdue')(t.db, promoter, new Date('2027-06-15T04:00:00Z'));
    expect([all.length, all.at(-1)]).toMatchObject([13, { kind: 'milestone_more_overdue', link: '/milestones?state=overdue&page=1' }]);
    await t.pool.query("update project set side = 'suspended' where id = $1", [one]);
    expect(await names('overdue', '2026-06-15')).toEqual([]);
  });
  test('the list is a workbook too', async () => {
    const { filename, body } = await exportNodes(t.db, { days: 30, language: 'zh' }, promoter, now);
    expect(filename).toBe('节点清单-2026-06-15.xlsx');
    expect((await buffer(body as Readable)).subarray(0, 2).toString()).toBe('PK');
  });
});
