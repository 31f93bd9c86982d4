import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { importKinds } from './import-kinds.ts';
import { type Desk, openDesk, opened, workbook } from './testing/import-desk.ts';
import { inWords, readingWords } from '../modules/imports/domain/finding.ts';
import { readableBatch } from '../modules/imports/queries.ts';
import { groupFindings } from '../modules/imports/row-queries.ts';
import { templateFile } from '../modules/imports/template.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const projectKind = importKinds.find((k) => k.key === 'project')!;
const words = { ...readingWords, ...projectKind.words };
const groupsOf = async (id: string) => (await groupFindings(desk.db, await readableBatch(desk.db, id, importKinds, desk.admin))).items;

describe('I1 a template that does not fit is refused before any row, naming found and expected', () => {
  const template = async (change: (mark: (column: number, value: string) => void) => void) => {
    const file = await opened((await templateFile(desk.db, projectKind, false, desk.admin)).body as AsyncIterable<unknown>);
    const mark = file.book.worksheets.at(-1)!;
    change((column, value) => (mark.getCell(2, column).value = value));
    file.sheet.getCell('A2').value = '这一行本身也有错';
    return file.save();
  };

  test('for something else', async () => {
    await expect(desk.bringBytes(desk.admin, 'arrival', await template(() => undefined), '模板.xlsx')).rejects.toMatchObject({
      code: 'import.wrong_template',
      details: { found: 'project', expected: 'arrival' },
    });
  });
  test('of an older version', async () => {
    await expect(desk.bringBytes(desk.admin, 'project', await template((mark) => mark(2, '0')), '模板.xlsx')).rejects.toMatchObject({
      code: 'import.old_template',
      details: { found: '0', expected: String(projectKind.version) },
    });
  });
  test('of another region', async () => {
    const other = await template((mark) => {
      mark(3, '999999');
      mark(4, '邻县');
    });
    await expect(desk.bringBytes(desk.admin, 'project', other, '模板.xlsx')).rejects.toMatchObject({
      code: 'import.other_region',
      details: { found: '邻县', expected: '示范区' },
    });
  });
  test('and the right one is taken', async () => {
    await expect(desk.bringBytes(desk.admin, 'project', await template(() => undefined), '模板.xlsx')).resolves.toEqual(expect.any(String));
  });
});

test('I2 a file with 40 different faults returns all of them in one pass, each with its cell, what is wrong and what to do', async () => {
  const columns = {
    名称: 'name',
    总投资: 'total',
    签约: 'signedOn',
    协议: 'agreed',
    亩: 'land',
    阶段: 'stage',
    国家代码: 'nationalCode',
    单位: 'unit',
    区划: 'divisionCode',
    币种: 'currency',
    竣工: 'completedOn',
    来源: 'source',
    信用代码: 'investorUscc',
  } as const;
  const good: Record<string, string | number> = {
    名称: '',
    总投资: '100',
    签约: '',
    协议: '',
    亩: '',
    阶段: '在谈',
    国家代码: '',
    单位: '北山镇',
    区划: '',
    币种: '',
    竣工: '',
    来源: '',
    信用代码: '',
  };
  const wrong: Record<string, string | number>[] = [
    { 名称: '' },
    { 名称: '长'.repeat(201) },
    { 名称: 123456789012345680000 },
    { 总投资: '很多' },
    { 总投资: '1,20,0' },
    { 总投资: '-5' },
    { 总投资: '0.12345678901' },
    { 总投资: '99999999999' },
    { 总投资: '5%' },
    { 亩: '几亩' },
    { 亩: '-3' },
    { 阶段: '不知道' },
    { 国家代码: '2019' },
    { 国家代码: '1913-640303-04-01-123456' },
    { 国家代码: '2101-990303-04-01-123456' },
    { 单位: '没有这个镇' },
    { 区划: '12' },
    { 币种: '贝壳' },
    { 签约: '3月', 协议: '5' },
    { 签约: '26.3', 协议: '5' },
    { 签约: '3/5/2026', 协议: '5' },
    { 签约: '1-2月', 协议: '5' },
    { 签约: '2025—2027', 协议: '5' },
    { 签约: '2026-02-30', 协议: '5' },
    { 签约: '1800-01-01', 协议: '5' },
    { 签约: '改日', 协议: '5' },
    { 协议: '5' },
    { 签约: '2099', 协议: '5', 阶段: '签约' },
    { 竣工: '2099-01', 阶段: '竣工' },
    { 来源: '天上' },
    { 信用代码: '长'.repeat(41) },
    { 币种: '美元' },
    { 签约: '2026-01', 协议: '多' },
    { 竣工: '某月' },
    { 竣工: '2.30' },
    { 竣工: '26年3月' },
    { 竣工: '30/1/2026' },
    { 竣工: '2026-13-01' },
    { 区划: 'abcdef' },
    { 亩: '1/2' },
  ];
  expect(wrong).toHaveLength(40);
  const headers = Object.keys(columns);
  const rows = wrong.map((change, i) => headers.map((h) => ({ ...good, 名称: `第${i}个项目`, ...change })[h] ?? ''));
  const { id, result } = await desk.checked(desk.admin, 'project', [headers, ...rows], { columns, amountUnit: '亿元' });
  expect(result.rows).toBe(40);
  const faulty = new Set(result.refused.map((r) => r.row));
  expect([...faulty]).toEqual(wrong.map((_, i) => i + 2));
  for (const fault of result.refused) {
    // A fault of a cell names it; one that lies between two cells names the row and the field.
    expect(fault.cell ?? `${fault.field}${fault.row}`, fault.code).toMatch(/^[A-Za-z]+\d+$/);
    const told = (['zh', 'en'] as const).map((language) =>
      inWords({ ...fault, found: fault.found ?? '', expected: fault.expected ?? '' }, words, language),
    );
    expect(told[0], fault.code).toMatch(/[\u4e00-\u9fff]/);
    expect(told[1], fault.code).not.toContain(fault.code);
  }
  const groups = await groupsOf(id);
  expect(groups.filter((g) => g.level === 'refuse').reduce((n, g) => n + g.count, 0)).toBe(result.refused.length);
});

test('I3 the same fault in 30 cells is one line that lists 30 cells, AA after Z', async () => {
  const blanks = Array.from({ length: 23 }, (_, i) => `空${i}`);
  const headers = ['项目名称', ...blanks, '竣工', '开工', '投产', '达效'];
  const columns = { 项目名称: 'name', 竣工: 'completedOn', 开工: 'startedOn', 投产: 'productionOn', 达效: 'capacityOn' };
  const rows = Array.from({ length: 10 }, (_, i) => [`项目${i}`, ...blanks.map(() => ''), '', '改日', '改日', '改日']);
  const { id } = await desk.checked(desk.admin, 'project', [headers, ...rows], { columns });
  const [group, ...others] = (await groupsOf(id)).filter((g) => g.code === 'date.unreadable');
  expect(others).toEqual([]);
  expect(group!.count).toBe(30);
  expect(group!.cells).toEqual(['Z', 'AA', 'AB'].flatMap((letter) => Array.from({ length: 10 }, (_, i) => `${letter}${i + 2}`)));
});

test('I4 a blank required cell yields one message', async () => {
  const rows = [
    ['项目', '到位时间', '金额'],
    ['', '2026-01', 5],
    ['甲', '', 5],
    ['甲', '2026-01', ''],
  ];
  const { result } = await desk.checked(desk.admin, 'arrival', rows, {
    columns: { 项目: 'project', 到位时间: 'arrivedOn', 金额: 'amount' },
    amountUnit: '万元',
  });
  const messages = result.refused.map((r) => [r.row, r.field, r.code]);
  expect(messages).toEqual([
    [2, 'project', 'field.required'],
    [3, 'arrivedOn', 'field.required'],
    [3, 'project', 'arrival.project_unknown'],
    [4, 'amount', 'field.required'],
    [4, 'project', 'arrival.project_unknown'],
  ]);
});

test('I5 row numbers are those of Excel under a merged header of two rows, with hidden rows and a column inserted at the left', async () => {
  const rows = [
    ['', '2026年项目台账', '', '', ''],
    ['', '', '', '单位：万元', ''],
    ['', '项目名称', '资金到位情况', '', '备注'],
    ['', '', '累计', '截止', ''],
    ['', '北山甲厂', 10, '2026-05', ''],
    ['', '北山乙厂', '不详', '2026-05', ''],
    ['', '', '', '', ''],
    ['', '北山丙厂', 30, '改日', ''],
  ];
  const bytes = await workbook(rows, (sheet) => {
    for (const range of ['B3:B4', 'C3:D3', 'E3:E4', 'B1:E1']) sheet.mergeCells(range);
    sheet.getRow(6).hidden = true;
  });
  const id = await desk.bringBytes(desk.admin, 'project', bytes, '台账.xlsx');
  await desk.setUp(desk.admin, id, { columns: { 项目名称: 'name', '资金到位情况/累计': 'arrived', '资金到位情况/截止': 'arrivedOn' } });
  const { refused, rows: count } = await desk.check(desk.admin, id);
  expect(count).toBe(3);
  expect(refused.map((r) => [r.row, r.cell, r.code])).toEqual([
    [6, 'C6', 'amount.unreadable'],
    [8, 'D8', 'date.unreadable'],
  ]);
});

test('I6 numbers and dates written by people are read by a stated rule or refused by name', async () => {
  const rows = [
    ['项目名称', '总投资（万元）', '联系电话', '计划开工', '用地面积（平方米）'],
    ['甲', '1,200.50', '', '2026.11', 2000],
    ['乙', '１２３４．５', '', new Date(Date.UTC(2026, 10, 3)), ''],
    ['丙', '1200万元', '', '2026年11月', ''],
    ['丁', '约3.5亿', '', 2026, ''],
    ['戊', 3333.3333333, '', '3月底', ''],
    ['己', '三百', '', 2026.1, ''],
  ];
  const columns = {
    项目名称: 'name',
    '总投资（万元）': 'total',
    联系电话: 'contactPhone',
    计划开工: 'plannedStartOn',
    '用地面积（平方米）': 'land',
  };
  const { id, result } = await desk.checked(desk.admin, 'project', rows, { columns, year: 2026 });
  const read = await desk.rowsOf<{ values: Record<string, unknown> }>(
    'select values from import_row where batch_id = $1 order by row_number',
    [id],
  );
  expect(read.map((r) => [r.values['total'], r.values['plannedStartOn']])).toEqual([
    [1_200_500_000, '2026-11'],
    [1_234_500_000, '2026-11-03'],
    [1_200_000_000, '2026-11'],
    [35_000_000_000, '2026'],
    [3_333_333_333, '2026-03'],
    [undefined, undefined],
  ]);
  expect(read[0]!.values['land']).toBe('3.00');
  expect(result.warnings.map((w) => [w.row, w.code])).toEqual([
    [5, 'value.words_kept'],
    [6, 'amount.rounded'],
    [6, 'value.words_kept'],
  ]);
  expect(result.refused.map((r) => [r.row, r.field, r.code])).toEqual([
    [7, 'total', 'amount.unreadable'],
    [7, 'plannedStartOn', 'date.ambiguous_month'],
  ]);
  const people = [
    ['姓名', '单位', '排序'],
    ['赵某', '北山镇', 1.5],
  ];
  const system = await desk.person(desk.units.bureau, 'system_admin');
  const whole = await desk.checked(system, 'person', people, { columns: { 姓名: 'name', 单位: 'unit', 排序: 'rank' } });
  expect(whole.result.refused).toMatchObject([{ row: 2, field: 'rank', code: 'number.not_whole', found: '1.5' }]);
});
