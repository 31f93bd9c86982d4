import { afterAll, beforeAll, expect, test } from 'vitest';
import { readableBatch } from '../modules/imports/queries.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { templateFile } from '../modules/imports/template.ts';
import { importKinds } from './import-kinds.ts';
import {
  type Desk,
  arrivalKind,
  asLedger,
  asPayments,
  countsOf,
  ledger,
  opened,
  openDesk,
  payments,
  projectKind,
} from './testing/import-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const batchOf = (id: string) => readableBatch(desk.db, id, importKinds, desk.admin);

test('I20 what the system writes as a filled template comes back with no change at all', async () => {
  const rows = [
    [...ledger, '投资方', '建设性质', '用地面积（亩）', '计划开工', '币种', '汇率', '备注'],
    ['V1', '二十号甲厂', 1234.5678, 900, '2026-01-02', '北山镇', '华川新能源有限公司', 'new', 12.5, '2026', '', '', '第一行\n第二行'],
    ['V2', '二十号乙厂', 100, 80, '2025', '南河镇', '', '', '', '', '美元', 7.1234, ''],
    ['V3', '二十号丙厂', '约3亿', '', '', '北山镇', '', '', '', '', '', '', ''],
  ];
  const columns = {
    ...asLedger.columns,
    投资方: 'investor',
    建设性质: 'nature',
    '用地面积（亩）': 'land',
    计划开工: 'plannedStartOn',
    币种: 'currency',
    汇率: 'rate',
    备注: 'remark',
  };
  expect((await desk.imported(desk.admin, 'project', rows, { columns })).result.refused).toEqual([]);
  await desk.imported(
    desk.admin,
    'arrival',
    [
      [...payments, '币种', '汇率'],
      ['V1', '2026-02-03', 1.23, 'Z1', '', ''],
      ['V2', '2026-02', 5, '', 'USD', 7.2],
    ],
    { columns: { ...asPayments.columns, 币种: 'currency', 汇率: 'rate' } },
  );
  const before = await countsOf(desk);
  for (const kind of [projectKind, arrivalKind]) {
    const file = await opened((await templateFile(desk.db, kind, true, desk.admin)).body as AsyncIterable<unknown>);
    const id = await desk.bringBytes(desk.admin, kind.key, file.bytes, '导出.xlsx');
    const { setup } = await suggestSetup(desk.db, desk.room.files, await batchOf(id), kind, {}, desk.admin);
    await desk.setUp(desk.admin, id, setup);
    const result = await desk.check(desk.admin, id);
    expect(result.refused).toEqual([]);
    expect(result).toMatchObject({ new: 0, changed: 0, unchanged: kind === projectKind ? before.projects : before.arrivals });
  }
}, 60_000);
