import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readableBatch } from '../modules/imports/queries.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { templateFile } from '../modules/imports/template.ts';
import { openReports, submitReport } from '../modules/progress/commands.ts';
import { acceptReports } from '../modules/progress/decision-commands.ts';
import { noMoney } from '../modules/progress/domain/report.ts';
import { exportReports } from '../modules/progress/export-queries.ts';
import { reportImport } from '../modules/progress/import-kind.ts';
import { listReports } from '../modules/progress/list-queries.ts';
import { reportForm } from '../modules/progress/queries.ts';
import { publishReportRules } from '../modules/progress/rule-commands.ts';
import { listReportRules } from '../modules/progress/rule-queries.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { product } from '../modules/reference/commands.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, openDesk, opened } from './testing/import-desk.ts';

/** May’s report can be sent, June’s from the 25th on. */
const now = new Date('2026-06-03T02:00:00Z');
const header = ['项目名称', '月份', '本月进展', '建筑工程', '设备购置', '其他费用', '建设用地费', '本月完成投资', '存在问题'];
const columns = {
  项目名称: 'project',
  月份: 'month',
  本月进展: 'summary',
  建筑工程: 'civil',
  设备购置: 'equipment',
  其他费用: 'other',
  建设用地费: 'land',
  本月完成投资: 'amount',
  存在问题: 'problems',
};
const asWritten = { columns, amountUnit: '万元' as const };
let t: Desk;
let ids: string[];
beforeAll(async () => {
  t = await openDesk(now);
  const rows = ['镁合金项目', '冷链项目', '仓储项目', '光伏项目'].map((name) => ({
    name,
    unitId: t.units.north,
    stage: 'building' as const,
    startedOn: '2026-01',
  }));
  ids = (await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now)).map((p) => p.id);
  await openReports(t.db, {}, product, now);
});
afterAll(() => t.close());

test('a table of reports is judged row by row and waits for review; the same again changes nothing, what is exported comes back', async () => {
  const { promoter, promotion_admin: bureau, unit_head: head } = t.everyone;
  const good = [
    ['镁合金项目', '2026-05', '主体封顶', 500, 300, 20, 10, 820, ''],
    ['冷链项目', '2026年5月', '设备安装', '', 120, '', '', '', '等待供电'],
  ];
  const faulty = [
    ['没有的项目', '2026-05', '封顶', 1, '', '', '', '', ''],
    ['冷链项目', '2026-05', '再报', 1, '', '', '', '', ''],
    ['仓储项目', '2026-01', '一月', 1, '', '', '', '', ''],
    ['仓储项目', '2026-06', '六月', 1, '', '', '', '', ''],
    ['仓储项目', '2026-05', '', '', '', '', '', '', '有问题'],
    ['仓储项目', '2026-04', '四月', 1, '', '', '', 2, ''],
    ['仓储项目', '2026-03', '三月', 1, '', 1, 2, '', ''],
    ['仓储项目', '2026-02', '', 1, '', '', '', '', ''],
  ];
  const { id, result } = await t.checked(promoter, 'report', [header, ...good, ...faulty], asWritten);
  expect(result).toMatchObject({ new: 2 });
  expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
    [4, 'project', 'report.project_unknown'],
    [5, 'month', 'report.twice_in_file'],
    [6, 'month', 'report.month_exempt'],
    [7, 'month', 'report.not_open_yet'],
    [8, 'summary', 'report.nothing_said'],
    [9, 'amount', 'report.parts_differ'],
    [10, 'other', 'report.other_below_its_parts'],
    [11, 'summary', 'report.summary_required'],
  ]);
  await t.commit(promoter, id, { skipRefused: true });
  const month = { page: 1, size: 50, sort: 'unit', order: 'asc', month: '2026-05' } as const;
  const listed = async () => (await listReports(t.db, month, bureau, now)).items.map((r) => [r.projectName, r.state, r.amountFen]);
  expect((await listed()).toSorted()).toEqual(
    [
      ['镁合金项目', 'submitted', 8_200_000_00],
      ['冷链项目', 'submitted', 1_200_000_00],
      ['仓储项目', 'missing', null],
      ['光伏项目', 'missing', null],
    ].toSorted(),
  );
  const { reports } = await reportForm(t.db, { id: ids[0]!, month: '2026-05' }, bureau, now);
  expect(reports).toMatchObject([{ summary: '主体封顶', civilFen: 5_000_000_00, landFen: 100_000_00, by: promoter.name, outcome: null }]);

  const { result: again } = await t.checked(promoter, 'report', [header, ...good], asWritten);
  expect(again).toMatchObject({ new: 0, changed: 0, unchanged: 2, refused: [] });
  // One that waits is reported anew, the earlier one stays; one that is accepted says what it said.
  const otherwise = [['镁合金项目', '2026-05', '主体封顶', 600, 300, 20, 10, 920, '']];
  const { id: mended, result: changed } = await t.checked(promoter, 'report', [header, ...otherwise], asWritten);
  expect(changed).toMatchObject({ new: 0, changed: 1 });
  await t.commit(promoter, mended);
  const after = (await reportForm(t.db, { id: ids[0]!, month: '2026-05' }, bureau, now)).reports;
  expect(after.map((r) => r.civilFen)).toEqual([6_000_000_00, 5_000_000_00]);
  await acceptReports(t.db, { reports: [{ projectId: ids[0]!, id: after[0]!.id }] }, head, now);
  const { result: late } = await t.checked(promoter, 'report', [header, ...good.slice(0, 1)], asWritten);
  expect(late.refused.map((r) => r.code)).toEqual(['report.accepted_already']);

  // The template with what is there, and the list as a file, both come back as they went.
  const exported = await exportReports(t.db, { month: '2026-05', language: 'zh', amountUnit: '万元' }, promoter, now);
  for (const { body } of [await templateFile(t.db, reportImport, true, promoter), exported]) {
    const file = await opened(body as AsyncIterable<unknown>);
    const back = await t.bringBytes(promoter, 'report', file.bytes, '导出.xlsx');
    const batch = await readableBatch(t.db, back, importKinds, promoter);
    const { setup } = await suggestSetup(t.db, t.room.files, batch, reportImport, {}, promoter);
    await t.setUp(promoter, back, setup);
    const found = await t.check(promoter, back);
    expect([found.new, found.changed, found.unchanged]).toEqual([0, 0, 2]);
    expect(found.refused.every((r) => r.code === 'report.nothing_said')).toBe(true);
  }
}, 90_000);

test('an amount far above the month before needs a tick and a reason, which stays with the report', async () => {
  const { promoter, unit_head: head } = t.everyone;
  const money = { ...noMoney, civilFen: 100_000_00 };
  const said = { isUnchanged: false, summary: '开挖', problems: null, money, reason: null, supersedes: null };
  const { id: april } = await submitReport(t.db, { ...said, projectId: ids[3]!, month: '2026-04' }, promoter, now);
  await acceptReports(t.db, { reports: [{ projectId: ids[3]!, id: april }] }, head, now);
  const row = ['光伏项目', '2026-05', '组件到货', '', 5000, '', '', '', ''];
  const { id, result } = await t.checked(promoter, 'report', [header, row], asWritten);
  expect(result.refused).toEqual([]);
  await expect(t.commit(promoter, id)).rejects.toMatchObject({ kind: 'rule' });
  await t.commit(promoter, id, { reason: '设备集中到货' });
  const [report] = (await reportForm(t.db, { id: ids[3]!, month: '2026-05' }, promoter, now)).reports;
  expect(report).toMatchObject({ reason: '设备集中到货', equipmentFen: 50_000_000_00 });
}, 60_000);

test('a unit reports its own projects, an auditor none, a stranger knows of none', async () => {
  const rows = [header, ['仓储项目', '2026-05', '封顶', 1, '', '', '', '', '']];
  await expect(t.bring(t.everyone.auditor, 'report', rows)).rejects.toMatchObject({ kind: 'forbidden' });
  const stranger = await t.person(t.units.south, 'promoter');
  const { result } = await t.checked(stranger, 'report', rows, asWritten);
  expect(result.refused.map((r) => r.code)).toEqual(['report.project_unknown']);
}, 60_000);

test('rules of reports are published by the bureau from a month on; the months before keep theirs', async () => {
  const { promotion_admin: bureau, unit_head: head } = t.everyone;
  const { current } = await listReportRules(t.db, bureau, now);
  const rules = { ...current.rules, exempt: [], combines: false, dueOnDay: 8 };
  const publish = (who = bureau, fromMonth = '2026-07') => publishReportRules(t.db, { rules, fromMonth }, who, now);
  await expect(publish(head)).rejects.toMatchObject({ code: 'report.may_not_publish' });
  await expect(publish(bureau, '2026-05')).rejects.toMatchObject({ code: 'report.rules_in_past', details: { month: '2026-06' } });
  await publish();
  const due = async (month: string) =>
    (await listReports(t.db, { page: 1, size: 1, sort: 'unit', order: 'asc', month }, bureau, now)).dueOn;
  expect([await due('2026-06'), await due('2026-07'), await due('2027-01')]).toEqual(['2026-07-06', '2026-08-10', '2027-02-08']);
}, 60_000);
