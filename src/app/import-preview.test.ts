import { afterAll, beforeAll, expect, test } from 'vitest';
import { getImport, readableBatch } from '../modules/imports/queries.ts';
import { refusedFile } from '../modules/imports/refused.ts';
import { listRows } from '../modules/imports/row-queries.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, asLedger, asPayments, countsOf, ledger, opened, openDesk, payments, projectKind } from './testing/import-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const batchOf = (id: string) => readableBatch(desk.db, id, importKinds, desk.admin);
const outcomes = async (id: string) => (await listRows(desk.db, await batchOf(id), { query: { page: 1, size: 100, warned: 'no' } })).items;

test('I7 the preview shows new, changed (old → new), unchanged, unmatched and several matches, and writes nothing', async () => {
  const first = [
    ledger,
    ['A1', '七号甲厂', 100, 80, '2026-01', '北山镇'],
    ['A2', '七号乙厂', 100, 80, '2026-01', '北山镇'],
    ['A3', '七号同名', 1, '', '', '北山镇'],
    ['A4', '七号同名', 1, '', '', '南河镇'],
  ];
  await desk.imported(desk.admin, 'project', first, asLedger);
  const before = await countsOf(desk);
  const again = [
    ledger,
    ['A1', '七号甲厂', 120, 90, '2026-01', '北山镇'],
    ['A2', '七号乙厂', 100, 80, '2026-01', '北山镇'],
    ['A9', '七号新厂', 5, '', '', '北山镇'],
  ];
  const projects = await desk.checked(desk.admin, 'project', again, asLedger);
  expect((await outcomes(projects.id)).map((r) => [r.row, r.outcome, r.changes])).toEqual([
    [
      2,
      'changed',
      [
        { field: 'total', before: 100_000_000, after: 120_000_000 },
        { field: 'agreed', before: 80_000_000, after: 90_000_000 },
      ],
    ],
    [3, 'unchanged', []],
    [4, 'new', []],
  ]);
  const arrivals = await desk.checked(
    desk.admin,
    'arrival',
    [payments, ['A1', '2026-02', 5, ''], ['无此项目', '2026-02', 5, ''], ['七号同名', '2026-02', 5, '']],
    asPayments,
  );
  expect(arrivals.result.refused).toMatchObject([
    { row: 3, code: 'arrival.project_unknown', found: '无此项目' },
    { row: 4, code: 'arrival.project_ambiguous', details: { codes: [expect.any(String), expect.any(String)] } },
  ]);
  expect(await countsOf(desk)).toEqual(before);
});

test('I8 refused rows download in the same layout with the reasons beside them, and import cleanly after repair', async () => {
  const rows = [
    ['2026年台账'],
    ledger,
    ['H1', '八号甲厂', '不详', '', '', '北山镇'],
    ['H2', '八号乙厂', 10, '', '', '北山镇'],
    ['H3', '八号丙厂', 10, '', '', '没有此镇'],
    ['合计', '', 20, '', '', ''],
  ];
  const { id, result } = await desk.checked(desk.admin, 'project', rows, asLedger);
  expect(result.refused.map((r) => r.row)).toEqual([3, 5]);
  await desk.commit(desk.admin, id, { skipRefused: true });
  const file = await opened(
    (await refusedFile(desk.db, desk.room.files, await batchOf(id), projectKind, 'zh')).body as AsyncIterable<unknown>,
  );
  const told = file.sheet.getRow(3).values as unknown[];
  expect(told.slice(1)).toEqual([
    'H1',
    '八号甲厂',
    '不详',
    undefined,
    undefined,
    '北山镇',
    '3',
    expect.stringContaining('总投资：“不详”不是金额'),
  ]);
  expect(file.sheet.getCell('A1').value).toBe('2026年台账');
  file.sheet.getCell('C3').value = 30;
  file.sheet.getCell('F4').value = '南河镇';
  const repaired = await desk.bringBytes(desk.admin, 'project', await file.save(), '退回行.xlsx');
  // The header is the same, so it is read as it was read before.
  const suggestion = await suggestSetup(desk.db, desk.room.files, await batchOf(repaired), projectKind, {}, desk.admin);
  expect(suggestion.isRemembered).toBe(true);
  await desk.setUp(desk.admin, repaired, suggestion.setup);
  expect(await desk.check(desk.admin, repaired)).toMatchObject({ rows: 2, new: 2, refused: [] });
  await desk.commit(desk.admin, repaired);
  expect(await desk.numberOf("select count(*) as n from project where name like '八号%'")).toBe(3);
});

test('I9 the same file twice changes nothing and is told at once', async () => {
  const rows = [ledger, ['N1', '九号甲厂', 100, 80, '2026-01', '北山镇'], ['', '九号乙厂', 50, '', '', '北山镇']];
  const first = await desk.imported(desk.admin, 'project', rows, asLedger);
  const money = [payments, ['N1', '2026-02', 5, ''], ['N1', '2026-02', 5, ''], ['九号乙厂', '2026-03-04', 7, 'P1']];
  const paid = await desk.imported(desk.admin, 'arrival', money, asPayments);
  expect(paid.result).toMatchObject({ new: 3 });
  const before = await countsOf(desk);
  const [{ file_sha256: hash } = { file_sha256: '' }] = await desk.rowsOf<{ file_sha256: string }>(
    'select file_sha256 from import_batch where id = $1',
    [first.id],
  );
  const kept = await opened((await desk.room.files.open(hash)) as AsyncIterable<unknown>);
  const again = await desk.bringBytes(desk.admin, 'project', kept.bytes, '同一文件.xlsx');
  expect((await getImport(desk.db, again, importKinds, desk.admin)).sameFile).toEqual([
    expect.objectContaining({ id: first.id, by: desk.admin.name }),
  ]);
  await desk.setUp(desk.admin, again, asLedger);
  expect(await desk.check(desk.admin, again)).toMatchObject({ new: 0, changed: 0, unchanged: 2, refused: [], warnings: [] });
  await desk.commit(desk.admin, again);
  const same = await desk.imported(desk.admin, 'arrival', money, asPayments);
  expect(same.result).toMatchObject({ new: 0, changed: 0, unchanged: 3 });
  expect(await countsOf(desk)).toEqual(before);
});

test('I10 rows that repeat in the file and rows that the book holds are told apart', async () => {
  await desk.imported(desk.admin, 'project', [ledger, ['T1', '十号甲厂', 1, '', '', '北山镇']], asLedger);
  const rows = [
    ledger,
    ['T1', '十号甲厂', 1, '', '', '北山镇'],
    ['T2', '十号乙厂', 1, '', '', '北山镇'],
    ['T2', '十号丙厂', 1, '', '', '北山镇'],
    ['', '十号丁厂', 1, '', '', '北山镇'],
    ['', '十号丁厂', 1, '', '', '北山镇'],
    ['', '十号丁厂', 1, '', '', '南河镇'],
  ];
  const { result } = await desk.checked(desk.admin, 'project', rows, asLedger);
  expect(result).toMatchObject({ unchanged: 1, new: 3 });
  expect(result.refused).toMatchObject([
    { row: 4, code: 'project.twice_in_file', field: 'otherCode', details: { row: 3 } },
    { row: 6, code: 'project.twice_in_file', field: 'name', details: { row: 5 } },
  ]);
  await desk.imported(desk.admin, 'arrival', [payments, ['T1', '2026-02', 5, '']], asPayments);
  const twice = await desk.checked(desk.admin, 'arrival', [payments, ['T1', '2026-02', 5, ''], ['T1', '2026-02', 5, '']], asPayments);
  expect(twice.result).toMatchObject({ unchanged: 1, new: 1 });
  expect(twice.result.warnings).toContainEqual(expect.objectContaining({ row: 3, code: 'arrival.same_as_row', details: { row: 2 } }));
});
