import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { problemImport } from '../modules/problems/import-kind.ts';
import { problemPreset } from '../modules/problems/domain/rule.ts';
import { problemsOfProject } from '../modules/problems/detail-queries.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { publishPreset } from '../modules/reference/commands.ts';
import { type Desk, openDesk } from './testing/import-desk.ts';

const now = new Date('2026-06-15T02:00:00Z');
const header = ['项目名称', '存在问题', '问题类别', '责任单位', '提出时间', '办理进展', '办结时间'];
const columns = {
  项目名称: 'project',
  存在问题: 'title',
  问题类别: 'type',
  责任单位: 'owner',
  提出时间: 'raisedOn',
  办理进展: 'done',
  办结时间: 'closedOn',
};
let t: Desk;
let ids: string[];
let unit: string;
beforeAll(async () => {
  t = await openDesk(now);
  await publishPreset(t.db, problemPreset);
  const rows = ['镁合金项目', '冷链项目'].map((name) => ({
    name,
    unitId: t.units.north,
    stage: 'building' as const,
    startedOn: '2026-01',
  }));
  ids = (await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now)).map((p) => p.id);
  unit = (await t.pool.query<{ name: string }>('select name from unit where id = $1', [t.units.north])).rows[0]!.name;
});
afterAll(() => t.close());

test('a list of problems becomes the pool: what is faulty is named, the same again changes nothing', { timeout: 60_000 }, async () => {
  const bureau = t.everyone.promotion_admin;
  const good = [
    ['镁合金项目', '变压器增容未批复', '要素', unit, '2026-06-01', '已现场勘查', ''],
    ['镁合金项目', '施工许可', '审批', unit, '2025-12-30', '', '2026-01-15'],
  ];
  const faulty = [
    ['没有的项目', '缺水', '要素', unit, '2026-06-01', '', ''],
    ['冷链项目', '缺水', '要素', '没有的单位', '2026-06-01', '', ''],
    ['冷链项目', '缺水', '要素', unit, '2026-06-16', '', ''],
    ['冷链项目', '缺电', '要素', unit, '2026-06-02', '', '2026-06-01'],
    ['镁合金项目', '施工许可', '审批', unit, '2025-12-30', '', ''],
  ];
  const { id, result } = await t.checked(bureau, 'problem', [header, ...good, ...faulty], { columns });
  expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
    [4, 'project', 'problem.project_unknown'],
    [5, 'owner', 'problem.owner_unknown'],
    [6, 'raisedOn', 'problem.in_future'],
    [7, 'closedOn', 'problem.turned_round'],
    [8, 'title', 'problem.twice_in_file'],
  ]);
  await t.commit(bureau, id, { skipRefused: true });
  const { items } = await problemsOfProject(t.db, ids[0]!, bureau, now);
  expect(items.map((i) => [i.year, i.no, i.title, i.state, i.closedOn])).toEqual([
    [2026, 1, '变压器增容未批复', 'open', null],
    [2025, 1, '施工许可', 'closed', '2026-01-15'],
  ]);
  const again = await t.checked(bureau, 'problem', [header, ...good], { columns });
  expect(again.result).toMatchObject({ new: 0, unchanged: 2 });
  const kept: unknown[] = [];
  for await (const rows of problemImport.current(t.db, bureau)) kept.push(...rows.map((r) => r.values['title']));
  expect(kept).toEqual(['施工许可', '变压器增容未批复']);
});
