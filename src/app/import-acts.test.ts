import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf } from '../kernel/day.ts';
import { importInterrupted, setSeverities } from '../modules/imports/commands.ts';
import { commitRows } from '../modules/imports/commit-commands.ts';
import { getImport, readableBatch } from '../modules/imports/queries.ts';
import { refusedFile } from '../modules/imports/refused.ts';
import { listRows } from '../modules/imports/row-queries.ts';
import { suggestSetup } from '../modules/imports/suggestion.ts';
import { templateFile } from '../modules/imports/template.ts';
import { updateProject } from '../modules/projects/commands.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, openDesk, opened } from './testing/import-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const projectKind = importKinds.find((k) => k.key === 'project')!;
const arrivalKind = importKinds.find((k) => k.key === 'arrival')!;
const ledger = ['项目编号', '项目名称', '总投资（万元）', '协议资金（万元）', '签约时间', '责任单位'];
const asLedger = {
  columns: {
    项目编号: 'otherCode',
    项目名称: 'name',
    '总投资（万元）': 'total',
    '协议资金（万元）': 'agreed',
    签约时间: 'signedOn',
    责任单位: 'unit',
  },
};
const payments = ['项目', '到位时间', '到位资金（万元）', '凭证号'];
const asPayments = { columns: { 项目: 'project', 到位时间: 'arrivedOn', '到位资金（万元）': 'amount', 凭证号: 'voucherNo' } };
const counts = async () => ({
  projects: await desk.numberOf('select count(*) as n from project'),
  agreements: await desk.numberOf('select count(*) as n from agreement'),
  arrivals: await desk.numberOf('select count(*) as n from arrival'),
});
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
  const before = await counts();
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
  expect(await counts()).toEqual(before);
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
  const before = await counts();
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
  expect(await counts()).toEqual(before);
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

test('I11 soft faults need a tick and a reason, which are kept with the import and with the rows', async () => {
  await desk.imported(desk.admin, 'project', [ledger, ['S1', '十一号厂', 100, 80, '2026-01', '北山镇']], asLedger);
  const money = [payments, ['S1', '2026-02-01', 50, ''], ['S1', '2026-02-02', 60, ''], ['S1', '2025-12-01', 1, '']];
  const { id, result } = await desk.checked(desk.admin, 'arrival', money, asPayments);
  const soft = result.warnings.map((w) => [w.row, w.code]);
  expect(soft).toEqual([
    [3, 'arrival.above_total'],
    [3, 'arrival.above_agreed'],
    [4, 'arrival.before_signing'],
  ]);
  await expect(desk.commit(desk.admin, id)).rejects.toMatchObject({ code: 'import.not_acknowledged' });
  await expect(desk.commit(desk.admin, id, { reason: '银行回单已核', codes: ['arrival.above_total'] })).rejects.toMatchObject({
    details: { codes: expect.arrayContaining(['arrival.above_agreed', 'arrival.before_signing']) },
  });
  await expect(desk.commit(desk.admin, id, { reason: '   ' })).rejects.toMatchObject({ code: 'import.not_acknowledged' });
  await desk.commit(desk.admin, id, { reason: '银行回单已核' });
  expect((await batchOf(id)).acknowledged).toMatchObject({ reason: '银行回单已核' });
  const kept = await desk.rowsOf<{ acknowledged: { reason: string; faults: { code: string }[] } | null }>(
    'select acknowledged from arrival where batch_id = $1 order by arrived_on',
    [id],
  );
  expect(kept.map((k) => k.acknowledged?.faults.map((f) => f.code) ?? [])).toEqual([
    expect.arrayContaining(['before_signing']),
    [],
    ['arrived_above_agreed', 'arrived_above_total'],
  ]);
  expect(kept[2]!.acknowledged!.reason).toBe('银行回单已核');
});

describe('I12 a failure midway leaves nothing', () => {
  const many = [ledger, ...Array.from({ length: 600 }, (_, i) => [`M${i}`, `十二号第${i}厂`, 10, 5, '2026-01', '北山镇'])];

  test('when the work is cancelled, and it can be committed afterwards', async () => {
    const { id } = await desk.checked(desk.admin, 'project', many, asLedger);
    const before = await counts();
    let told = 0;
    const progress = () => {
      told += 1;
      if (told > 3) throw new Error('cancelled');
      return Promise.resolve();
    };
    await expect(
      commitRows(desk.db, { batchId: id, kind: projectKind, prepared: undefined, progress }, desk.admin, desk.now),
    ).rejects.toThrow('cancelled');
    expect(await counts()).toEqual(before);
    await desk.commit(desk.admin, id);
    expect(await counts()).toMatchObject({ projects: before.projects + 600, agreements: before.agreements + 600 });
  });

  test('when the database loses the connection, and an import that a killed server left is taken up again', async () => {
    const money = [payments, ...Array.from({ length: 600 }, (_, i) => [`M${i}`, '2026-02', 1, ''])];
    const { id } = await desk.checked(desk.admin, 'arrival', money, asPayments);
    const before = await counts();
    let told = 0;
    const progress = async () => {
      told += 1;
      if (told === 3)
        await desk.rowsOf(
          "select pg_terminate_backend(pid) from pg_stat_activity where state = 'idle in transaction' and datname = current_database()",
        );
    };
    await expect(
      commitRows(desk.db, { batchId: id, kind: arrivalKind, prepared: undefined, progress }, desk.admin, desk.now),
    ).rejects.toThrow();
    expect(await counts()).toEqual(before);
    const taskId = '01890000-0000-7000-8000-000000000001';
    await desk.rowsOf("update import_batch set status = 'committing', task_id = $2 where id = $1", [id, taskId]);
    await importInterrupted(desk.db, taskId, desk.now);
    expect(await batchOf(id)).toMatchObject({ status: 'checked', refusal: { code: 'import.interrupted' } });
    await desk.commit(desk.admin, id);
    expect(await counts()).toEqual({ ...before, arrivals: before.arrivals + 600 });
  });
});

describe('I15 a unit cannot bring in rows of another', () => {
  test('by naming its unit or by any code or name of its projects', async () => {
    const { units } = desk;
    await desk.imported(desk.admin, 'project', [ledger, ['F1', '十五号南厂', 100, '', '', '南河镇']], asLedger);
    const [foreign] = await desk.rowsOf<{ id: string; code: string }>("select id, code from project where name = '十五号南厂'");
    const clerk = await desk.person(units.north, 'promoter');
    const rows = [
      ledger,
      ['F2', '十五号北厂', 5, '', '', '南河镇'],
      ['F1', '十五号偷改', 5, '', '', '北山镇'],
      ['', '十五号南厂', 5, '', '', '北山镇'],
      ['F3', '十五号自家', 5, '', '', '北山镇招商办'],
    ];
    const { result } = await desk.checked(clerk, 'project', rows, asLedger);
    expect(result.refused).toMatchObject([
      { row: 2, field: 'unit', code: 'project.unit_not_yours' },
      { row: 3, field: 'otherCode', code: 'project.code_taken' },
    ]);
    expect(JSON.stringify(result)).not.toContain(foreign!.id);
    expect(JSON.stringify(result)).not.toContain(foreign!.code);
    // The same name is another project of one's own, and says nothing of theirs.
    expect(result).toMatchObject({ new: 2, changed: 0, warnings: [] });
    const arrivals = await desk.checked(
      clerk,
      'arrival',
      [payments, ['F1', '2026-02', 5, ''], [foreign!.code, '2026-02', 5, ''], ['十五号南厂', '2026-02', 5, '']],
      asPayments,
    );
    expect(arrivals.result.refused.map((r) => r.code)).toEqual([
      'arrival.project_unknown',
      'arrival.project_unknown',
      'arrival.project_unknown',
    ]);
    const systemCode = { columns: { 项目编号: 'code', 项目名称: 'name' } };
    const byCode = await desk.checked(
      clerk,
      'project',
      [
        ['项目编号', '项目名称'],
        [foreign!.code, '改名'],
      ],
      systemCode,
    );
    expect(byCode.result.refused).toMatchObject([{ row: 2, code: 'project.code_unknown' }]);
  });

  test('nor see, change, commit, download or discard an import of another person', async () => {
    const { id } = await desk.checked(desk.admin, 'project', [ledger, ['F8', '十五号别人的', 5, '', '', '北山镇']], asLedger);
    const clerk = await desk.person(desk.units.north, 'promoter');
    await expect(readableBatch(desk.db, id, importKinds, clerk)).rejects.toMatchObject({ code: 'import.unknown' });
    await expect(desk.setUp(clerk, id, asLedger)).rejects.toMatchObject({ code: 'import.unknown' });
    await expect(desk.commit(clerk, id)).rejects.toMatchObject({ code: 'import.unknown' });
  });
});

test('I16 of two who import the same at once one wins and the other is told what differs', async () => {
  const rows = [ledger, ['W1', '十六号厂', 100, 80, '2026-01', '北山镇']];
  const [one, other] = [await desk.person(desk.units.bureau, 'promotion_admin'), await desk.person(desk.units.bureau, 'promotion_admin')];
  const first = await desk.checked(one, 'project', rows, asLedger);
  const second = await desk.checked(other, 'project', rows, asLedger);
  const ends = await Promise.allSettled([desk.commit(one, first.id), desk.commit(other, second.id)]);
  expect(ends.map((e) => e.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  const lost = ends.find((e) => e.status === 'rejected') as PromiseRejectedResult;
  expect(lost.reason).toMatchObject({
    code: 'import.stale',
    details: { rows: 1, differences: [{ row: 2, was: 'new', now: 'unchanged' }] },
  });
  expect(await desk.numberOf("select count(*) as n from project where name = '十六号厂'")).toBe(1);
  const money = await desk.checked(one, 'arrival', [payments, ['W1', '2026-02', 5, '']], asPayments);
  const [{ id, version } = { id: '', version: 0 }] = await desk.rowsOf<{ id: string; version: number }>(
    "select id, version from project where name = '十六号厂'",
  );
  const change = await desk.checked(one, 'project', [ledger, ['W1', '十六号厂', 130, '', '', '北山镇']], asLedger);
  await updateProject(desk.db, { id, version, patch: { totalMinor: 120_000_000 } }, desk.admin, desk.now);
  await expect(desk.commit(one, change.id)).rejects.toMatchObject({
    code: 'import.stale',
    details: { differences: [{ row: 2, fields: ['total'] }] },
  });
  await desk.commit(one, money.id);
  await expect(desk.commit(one, money.id)).rejects.toMatchObject({ code: 'import.already_committed' });
});

test('I19 a new rule can run one period as a warning before it refuses', async () => {
  const rows = [ledger, ['R1', '十九号厂', 100, '', '2026-01', '北山镇']];
  const code = 'project.signed_without_agreed';
  const today = dayOf(desk.now);
  const levelOf = async () => {
    const { result } = await desk.checked(desk.admin, 'project', rows, asLedger);
    return { refused: result.refused.some((r) => r.code === code), warned: result.warnings.some((r) => r.code === code) };
  };
  expect(await levelOf()).toEqual({ refused: false, warned: true });
  await setSeverities(
    desk.db,
    { rules: { rows: [{ code, severity: 'refuse' }] }, effectiveFrom: '2026-07-01', effectiveTo: null },
    desk.admin,
    desk.now,
  );
  expect(await levelOf(), 'not before its day').toEqual({ refused: false, warned: true });
  await setSeverities(
    desk.db,
    { rules: { rows: [{ code, severity: 'refuse' }] }, effectiveFrom: today, effectiveTo: null },
    desk.admin,
    desk.now,
  );
  expect(await levelOf()).toEqual({ refused: true, warned: false });
  const bad = [
    ['项目名称', '国家代码'],
    ['十九号乙厂', '2019'],
  ];
  const setup = { columns: { 项目名称: 'name', 国家代码: 'nationalCode' } };
  expect((await desk.checked(desk.admin, 'project', bad, setup)).result.refused).toMatchObject([{ code: 'project_code.shape' }]);
  await setSeverities(
    desk.db,
    { rules: { rows: [{ code: 'project_code.shape', severity: 'warn' }] }, effectiveFrom: today, effectiveTo: '2026-12-31' },
    desk.admin,
    desk.now,
  );
  const softened = await desk.imported(desk.admin, 'project', bad, setup);
  expect(softened.result).toMatchObject({ new: 1, refused: [], warnings: [{ code: 'project_code.shape' }] });
  const clerk = await desk.person(desk.units.north, 'promoter');
  await expect(
    setSeverities(desk.db, { rules: { rows: [] }, effectiveFrom: today, effectiveTo: null }, clerk, desk.now),
  ).rejects.toMatchObject({ kind: 'forbidden' });
});

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
  const before = await counts();
  for (const kind of [projectKind, arrivalKind]) {
    const file = await opened((await templateFile(desk.db, kind, true, desk.admin)).body as AsyncIterable<unknown>);
    const id = await desk.bringBytes(desk.admin, kind.key, file.bytes, '导出.xlsx');
    const { setup } = await suggestSetup(desk.db, desk.room.files, await batchOf(id), kind, {}, desk.admin);
    await desk.setUp(desk.admin, id, setup);
    const result = await desk.check(desk.admin, id);
    expect(result.refused).toEqual([]);
    expect(result).toMatchObject({ new: 0, changed: 0, unchanged: kind === projectKind ? before.projects : before.arrivals });
  }
});

test('G2 on import: the units bring in what is planned or negotiated, the bureau any stage, nobody else anything', async () => {
  const stageNames = {
    planning: '谋划',
    negotiating: '在谈',
    signed: '签约',
    preparing: '前期',
    building: '在建',
    completed: '竣工',
    producing: '投产',
    at_capacity: '达效',
  };
  const rows = [['项目名称', '项目阶段', '责任单位'], ...Object.entries(stageNames).map(([key, name]) => [`二号${key}`, name, '北山镇'])];
  const columns = { 项目名称: 'name', 项目阶段: 'stage', 责任单位: 'unit' };
  const early = [2, 3];
  for (const [role, actor] of Object.entries(desk.everyone)) {
    if (!['promoter', 'unit_head', 'promotion_admin'].includes(role)) {
      for (const kind of ['project', 'arrival', 'unit', 'person'])
        await expect(desk.bring(actor, kind, rows), `${role} ${kind}`).rejects.toMatchObject({ code: 'import.may_not_import' });
      continue;
    }
    const { result } = await desk.checked(actor, 'project', rows, { columns });
    const refused = result.refused.map((r) => r.row);
    const all = rows.slice(1).map((_, i) => i + 2);
    expect(refused, role).toEqual(role === 'promotion_admin' ? [] : all.filter((n) => !early.includes(n)));
    expect(result.refused.every((r) => r.code === 'project.may_not_import')).toBe(true);
  }
});

test('units and people come in with their tree, twice without change, and only from the system administrator', async () => {
  const system = await desk.person(desk.units.bureau, 'system_admin');
  const units = [
    ['单位编码', '单位名称', '单位类别', '上级单位编码', '建制序'],
    ['U2', '西岭镇党政办', '科室', 'U1', 2],
    ['U1', '西岭镇', '乡镇', '', 7],
    ['U3', '错误科室', '科室', 'U9', 1],
  ];
  const asUnits = { columns: { 单位编码: 'code', 单位名称: 'name', 单位类别: 'kind', 上级单位编码: 'parentCode', 建制序: 'orderNo' } };
  const first = await desk.checked(system, 'unit', units, asUnits);
  expect(first.result).toMatchObject({ new: 2, refused: [{ row: 4, code: 'unit.parent_unknown', found: 'U9' }] });
  await desk.commit(system, first.id, { skipRefused: true });
  expect((await desk.checked(system, 'unit', units.slice(0, 3), asUnits)).result).toMatchObject({ new: 0, changed: 0, unchanged: 2 });
  const people = [
    ['姓名', '单位', '职务', '电话'],
    ['钱某', '西岭镇', '镇长', '0951-1234567'],
    ['钱某', 'U2', '主任', ''],
    ['孙某', '没有单位', '', ''],
    ['李某', '西岭镇', '', '电话'],
  ];
  const asPeople = { columns: { 姓名: 'name', 单位: 'unit', 职务: 'post', 电话: 'phone' } };
  const second = await desk.checked(system, 'person', people, asPeople);
  expect(second.result.refused).toMatchObject([
    { row: 4, code: 'unit.unknown_name' },
    { row: 5, code: 'person.bad_phone' },
  ]);
  await desk.commit(system, second.id, { skipRefused: true });
  expect((await desk.checked(system, 'person', people.slice(0, 3), asPeople)).result).toMatchObject({ unchanged: 2 });
  expect((await desk.checked(system, 'person', [people[0]!, ['钱某', '西岭镇', '书记', '']], asPeople)).result).toMatchObject({
    changed: 1,
  });
  await expect(desk.bring(desk.admin, 'unit', units)).rejects.toMatchObject({ code: 'import.may_not_import' });
});
