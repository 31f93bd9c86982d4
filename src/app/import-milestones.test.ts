import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { planOf } from '../modules/milestones/plan-queries.ts';
import { milestoneImport } from '../modules/milestones/import-kind.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { readableBatch } from '../modules/imports/queries.ts';
import { templateFile } from '../modules/imports/template.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, openDesk, opened } from './testing/import-desk.ts';

const now = new Date('2026-06-15T02:00:00Z');
const header = ['项目名称', '项目类型', '节点名称', '开始时间', '完成时限', '实际完成', '责任主体'];
const columns = {
  项目名称: 'project',
  项目类型: 'class',
  节点名称: 'node',
  开始时间: 'startOn',
  完成时限: 'finishOn',
  实际完成: 'finishedOn',
  责任主体: 'role',
};
let t: Desk;
let ids: string[];
beforeAll(async () => {
  t = await openDesk(now);
  const rows = ['镁合金项目', '冷链项目', '仓储项目'].map((name) => ({
    name,
    unitId: t.units.north,
    stage: 'signed' as const,
    signedOn: '2026-01',
  }));
  ids = (await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now)).map((p) => p.id);
});
afterAll(() => t.close());

test('a table of milestones becomes plans: what is faulty is named, the same again changes nothing, what is exported comes back', async () => {
  const bureau = t.everyone.promotion_admin;
  const good = [
    ['镁合金项目', '新建工业', '立项', '2026-01-05', '2026-02-05', '2026-02-03', '发改部门'],
    ['镁合金项目', '新建工业', '厂房建设', '2026-02-06', '2026-10-31', '', ''],
    ['镁合金项目', '新建工业', '投产', '2026-12-31', '2026-12-31', '', '企业'],
    ['冷链项目', '租赁厂房', '装修', '2026-05-01', '2026-05-01', '2026-06-15', ''],
  ];
  const faulty = [
    ['没有的项目', '新建工业', '立项', '2026-01-05', '2026-02-05', '', ''],
    ['镁合金项目', '新建工业', '立项', '2026-01-06', '2026-02-05', '', ''],
    ['镁合金项目', '技术改造', '验收', '2026-01-06', '2026-02-05', '', ''],
    ['仓储项目', '新建工业', '立项', '2026-02-06', '2026-02-05', '', ''],
    ['仓储项目', '新建工业', '设计', '2026-02-06', '2026-03-05', '2026-06-16', ''],
    ['仓储项目', '新建工业', '长期', '2026-02-06', '2030-03-17', '', ''],
  ];
  const { id, result } = await t.checked(bureau, 'milestone', [header, ...good, ...faulty], { columns });
  expect(result).toMatchObject({ new: 4 });
  expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
    [6, 'project', 'milestone.project_unknown'],
    [7, 'node', 'milestone.twice_in_file'],
    [8, 'class', 'milestone.other_class'],
    [9, 'finishOn', 'milestone.turned_round'],
    [10, 'finishedOn', 'milestone.in_future'],
    [11, 'finishOn', 'milestone.term_too_long'],
  ]);
  await t.commit(bureau, id, { skipRefused: true });
  const { plans, nodes } = await planOf(t.db, ids[0]!, bureau, now);
  expect(plans.map((p) => [p.no, p.promisedOn, p.class])).toEqual([[1, '2026-12-31', 'industrial_new']]);
  expect(nodes.map((n) => [n.name, n.startOn, n.finishOn, n.finishedOn, n.after, n.event])).toEqual([
    ['立项', '2026-01-05', '2026-02-05', '2026-02-03', [], null],
    ['厂房建设', '2026-02-06', '2026-10-31', null, ['node_1'], null],
    ['投产', '2026-12-31', '2026-12-31', null, ['node_2'], 'production'],
  ]);

  const again = [...good, ['镁合金项目', '新建工业', '验收', '2026-11-01', '2026-11-05', '', '']];
  const { result: second } = await t.checked(bureau, 'milestone', [header, ...again], { columns });
  expect(second).toMatchObject({ new: 0, unchanged: 4 });
  expect(second.refused.map((r) => [r.row, r.code])).toEqual([[6, 'milestone.has_plan']]);

  const file = await opened((await templateFile(t.db, milestoneImport, true, bureau)).body as AsyncIterable<unknown>);
  const back = await t.bringBytes(bureau, 'milestone', file.bytes, '导出.xlsx');
  const { setup } = await suggestSetup(
    t.db,
    t.room.files,
    await readableBatch(t.db, back, importKinds, bureau),
    milestoneImport,
    {},
    bureau,
  );
  await t.setUp(bureau, back, setup);
  expect(await t.check(bureau, back)).toMatchObject({ new: 0, changed: 0, unchanged: 4, refused: [] });
}, 60_000);

test('a unit plans its own projects, an auditor none', async () => {
  const rows = [header, ['仓储项目', '新建工业', '立项', '2026-01-05', '2026-02-05', '', '']];
  await expect(t.bring(t.everyone.auditor, 'milestone', rows)).rejects.toMatchObject({ kind: 'forbidden' });
  const { result } = await t.checked(t.everyone.promoter, 'milestone', rows, { columns });
  expect(result.refused.map((r) => r.code)).toEqual([]);
  const stranger = await t.person(t.units.south, 'promoter');
  const { result: others } = await t.checked(stranger, 'milestone', rows, { columns });
  expect(others.refused.map((r) => r.code)).toEqual(['milestone.project_unknown']);
}, 60_000);
