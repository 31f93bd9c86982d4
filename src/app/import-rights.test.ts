import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf } from '../kernel/day.ts';
import { setSeverities } from '../modules/imports/commands.ts';
import { readableBatch } from '../modules/imports/queries.ts';
import { importKinds } from './import-kinds.ts';
import { type Desk, asLedger, asPayments, ledger, openDesk, payments } from './testing/import-desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

describe('I15 a unit cannot bring in rows of another', () => {
  test('by naming its unit or by any code or name of its projects', async () => {
    const { units } = desk;
    await desk.imported(desk.admin, 'project', [ledger, ['F1', '十五号南厂', 100, 80, '2026-01', '南河镇']], asLedger);
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
    // The same name is another project of one's own; that another unit has one is said, and nothing of it.
    const elsewhere = { row: 4, field: 'name', code: 'project.duplicate_elsewhere', found: '十五号南厂' };
    expect(result).toMatchObject({ new: 2, changed: 0, warnings: [elsewhere] });
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
