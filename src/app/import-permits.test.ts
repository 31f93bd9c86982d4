import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { readableBatch } from '../modules/imports/queries.ts';
import { templateFile } from '../modules/imports/template.ts';
import { permitImport } from '../modules/permits/import-kind.ts';
import { permitsOf } from '../modules/permits/project-queries.ts';
import { importProjects } from '../modules/projects/import-commands.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, openDesk, opened } from './testing/import-desk.ts';

const now = new Date('2026-06-15T02:00:00Z');
const header = ['项目名称', '事项名称', '法定时限', '承诺时限', '受理时间', '办结时间', '结果', '文号'];
const columns = {
  项目名称: 'project',
  事项名称: 'permit',
  法定时限: 'legalDays',
  承诺时限: 'promisedDays',
  受理时间: 'acceptedOn',
  办结时间: 'decidedOn',
  结果: 'outcome',
  文号: 'number',
};
let t: Desk;
let ids: string[];
beforeAll(async () => {
  t = await openDesk(now);
  const rows = ['镁合金项目', '冷链项目'].map((name) => ({ name, unitId: t.units.north, stage: 'signed' as const, signedOn: '2026-01' }));
  ids = (await importProjects(t.db, { batchId: v7(), rows }, t.everyone.promotion_admin, now)).map((p) => p.id);
});
afterAll(() => t.close());

test('a list of approvals becomes approvals: what is faulty is named, the same again changes nothing, what is exported comes back', async () => {
  const bureau = t.everyone.promotion_admin;
  const good = [
    ['镁合金项目', '建筑工程施工许可', '', '', '2026-03-02', '2026-03-05', '批准', '施字1号'],
    ['镁合金项目', '排水许可', '15', '7.5', '2026-06-01', '', '', ''],
    ['冷链项目', '消防验收', '', '', '', '', '', ''],
  ];
  const faulty = [
    ['没有的项目', '消防验收', '', '', '', '', '', ''],
    ['镁合金项目', '排水许可', '', '', '', '', '', ''],
    ['冷链项目', '取水许可', '10', '12', '', '', '', ''],
    ['冷链项目', '绿化许可', '', '', '2026-03-05', '2026-03-02', '', ''],
    ['冷链项目', '占道许可', '', '', '', '2026-03-02', '', ''],
    ['冷链项目', '挖掘许可', '', '', '2026-06-16', '', '', ''],
  ];
  const { id, result } = await t.checked(bureau, 'permit', [header, ...good, ...faulty], { columns });
  expect(result).toMatchObject({ new: 3 });
  expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
    [5, 'project', 'permit.project_unknown'],
    [6, 'permit', 'permit.twice_in_file'],
    [7, 'promisedDays', 'permit.promised_longer'],
    [8, 'decidedOn', 'permit.before_last'],
    [9, 'decidedOn', 'permit.not_now'],
    [10, 'appliedOn', 'permit.in_future'],
  ]);
  await t.commit(bureau, id, { skipRefused: true });
  const { permits } = await permitsOf(t.db, ids[0]!, bureau, now);
  expect(permits.map((p) => [p.name, p.stage, p.legalDays, p.promisedDays, p.state, p.decidedOn, p.number, p.validUntil])).toEqual([
    ['建筑工程施工许可', 'construction', 7, 3, 'granted', '2026-03-05', '施字1号', '2026-06-05'],
    ['排水许可', 'construction', 15, 7.5, 'running', null, null, null],
  ]);
  expect(permits[1]!.promised).toMatchObject({ dueOn: '2026-06-11', by: 'noon', isLate: true });

  const again = [...good.slice(0, 2), ['冷链项目', '消防验收', '', '', '2026-06-01', '', '', '']];
  const { result: second } = await t.checked(bureau, 'permit', [header, ...again], { columns });
  expect(second).toMatchObject({ new: 0, unchanged: 2 });
  expect(second.refused.map((r) => [r.row, r.code])).toEqual([[4, 'permit.has_it']]);

  const file = await opened((await templateFile(t.db, permitImport, true, bureau)).body as AsyncIterable<unknown>);
  const back = await t.bringBytes(bureau, 'permit', file.bytes, '导出.xlsx');
  const { setup } = await suggestSetup(t.db, t.room.files, await readableBatch(t.db, back, importKinds, bureau), permitImport, {}, bureau);
  await t.setUp(bureau, back, setup);
  expect(await t.check(bureau, back)).toMatchObject({ new: 0, changed: 0, unchanged: 3, refused: [] });
}, 60_000);

test('only the offices that arrange approvals bring them in', async () => {
  const rows = [header, ['冷链项目', '取水许可', '', '', '', '', '', '']];
  await expect(t.bring(t.everyone.promoter, 'permit', rows)).rejects.toMatchObject({ kind: 'forbidden' });
  const { result } = await t.checked(t.everyone.approval, 'permit', rows, { columns });
  expect(result.refused).toEqual([]);
}, 60_000);

test('limits are known by the headers that offices use for them', async () => {
  for (const [legal, promised] of [
    ['法定时限（工作日）', '承诺时限（工作日）'],
    ['法定办结时限', '承诺办结时限'],
    ['法定期限', '压缩后时限'],
  ] as const) {
    const { approval } = t.everyone;
    const rows = [
      ['项目名称', '事项名称', legal, promised],
      ['冷链项目', '消防验收', '15', '7.5'],
    ];
    const id = await t.bring(approval, 'permit', rows);
    const { setup } = await suggestSetup(
      t.db,
      t.room.files,
      await readableBatch(t.db, id, importKinds, approval),
      permitImport,
      {},
      approval,
    );
    expect(setup.columns).toMatchObject({ [legal]: 'legalDays', [promised]: 'promisedDays' });
  }
}, 60_000);
