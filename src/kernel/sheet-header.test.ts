import { describe, expect, test } from 'vitest';
import { bareHeader, findHeader, headerBlock, headerUnit, normaliseHeader, unitOf } from './sheet-header.ts';
import { lineKind } from './sheet-line.ts';
import { columnIndex, columnName, cellName, type Cell, type Row } from './sheet-row.ts';
import { suggest } from './sheet-suggestion.ts';

/** '' is empty, '^x' is x by merging, a number is a number. */
function row(number: number, ...values: (string | number)[]): Row {
  const cells = values.map((value, column): Cell => {
    if (typeof value === 'number') return { column, kind: 'number', text: String(value) };
    if (value === '') return { column, kind: 'empty', text: '' };
    return value.startsWith('^') ? { column, kind: 'text', text: value.slice(1), merged: true } : { column, kind: 'text', text: value };
  });
  return { number, cells };
}
const labels = (rows: Row[]) => findHeader(rows)?.headers.map((header) => header.label);

const ledger = [
  row(1, '2026年招商引资项目台账', ...Array<string>(7).fill('^2026年招商引资项目台账')),
  row(2, '填报单位：某局', '', '填报日期：2026年3月', '', '', '', '', '单位：万元'),
  row(4, '序号', '项目名称 ', '投资总额（万元)', '资金到位情况', '^资金到位情况', '^资金到位情况', '备注', '备注'),
  row(5, '^序号', '^项目名称', '^投资总额（万元)', '累计', '本年', '当月', '^备注', '^备注'),
  row(6, '合计', '', 300, 30, 20, 10),
  row(7, '一、续建项目', ...Array<string>(7).fill('^一、续建项目')),
  row(8, 1, '甲项目', 100, 10, 5, 1, '', ''),
  row(9, 2, '乙项目', 200, 20, 15, 9, '', '待核'),
  row(10, '高新区小计', '', 300, 30, 20, 10),
  row(11, '序号', '项目名称', '投资总额（万元）', '资金到位情况', '', '', '备注', '备注'),
  row(12, '—', '—', '', '-'),
  row(13, '', '丙项目'),
  row(14, '注：到位资金为初步数。'),
];

describe('the header of a ledger', () => {
  const block = findHeader(ledger)!;
  test('is found below the title and the unit line, over two rows', () => {
    expect(block.rows).toEqual([4, 5]);
    expect(block.title).toBe('2026年招商引资项目台账');
    expect(block.unit).toEqual({ text: '万元', amountUnit: '万元', currency: 'CNY' });
  });
  test('joins what is merged across with what stands below, and numbers what repeats', () => {
    expect(block.headers.map((header) => header.label)).toEqual([
      '序号',
      '项目名称',
      '投资总额（万元)',
      '资金到位情况/累计',
      '资金到位情况/本年',
      '资金到位情况/当月',
      '备注',
      '备注 (2)',
    ]);
    expect(block.headers[2]!.unit).toEqual({ text: '万元', amountUnit: '万元', currency: 'CNY' });
  });
  test('tells records from totals, sub-totals, headings, repeated headers, dashes and notes', () => {
    expect(ledger.slice(4).map((line) => lineKind(line, block))).toEqual([
      'total',
      'section',
      'record',
      'record',
      'subtotal',
      'header',
      'blank',
      'record',
      'note',
    ]);
  });
});

describe('other headers', () => {
  test('a row is the header again when three of four of its texts are', () => {
    const plain = findHeader([row(1, '项目名称', '投资额', '签约时间', '备注'), row(2, '甲项目', 300, '2026-01', '')])!;
    const kinds = [
      ['项目名称', '投资额', '签约时间', '见后'],
      ['项目名称', '投资额', '甲', '见后'],
      ['甲', '投资额', '签约时间', '备注'],
    ];
    expect(kinds.map((texts) => lineKind(row(9, ...texts), plain))).toEqual(['header', 'record', 'header']);
  });
  test('a plain first row', () => {
    expect(findHeader([row(1, 'Project ID', 'Year', 'Amount'), row(2, 'AK01', 2008, 300)])).toMatchObject({
      rows: [1],
      title: null,
      unit: null,
    });
  });
  test('a two-row header without merging, as .csv has it', () => {
    expect(
      labels([
        row(1, '序号', '项目名称', '资金到位情况', '', '', '备注'),
        row(2, '', '', '累计', '本年', '当月', ''),
        row(3, 1, '甲', '1', '2', '3'),
      ]),
    ).toEqual(['序号', '项目名称', '资金到位情况/累计', '资金到位情况/本年', '资金到位情况/当月', '备注']);
  });
  test('a table of nothing but text does not swallow its first record', () => {
    expect(
      findHeader([row(1, '项目名称', '责任单位', '备注'), row(2, '甲项目', '某镇', '无'), row(3, '乙项目', '某街道', '')])?.rows,
    ).toEqual([1]);
  });
  test('years as headers', () => {
    expect(labels([row(1, '序号', '单位', 2024, 2025, 2026), row(2, 1, '某镇', 10, 20, 30)])).toEqual([
      '序号',
      '单位',
      '2024',
      '2025',
      '2026',
    ]);
  });
  test('groups across the top of the real header', () => {
    expect(
      labels([
        row(1, '基本情况', '^基本情况', '资金情况', '^资金情况'),
        row(2, '项目名称', '责任单位', '合同金额', '到位资金'),
        row(3, '甲', '某镇', 1, 2),
      ]),
    ).toEqual(['基本情况/项目名称', '基本情况/责任单位', '资金情况/合同金额', '资金情况/到位资金']);
  });
  test('line breaks inside a header go', () => {
    expect(labels([row(1, '投资总额\n（万元）', '项目\n名称')])).toEqual(['投资总额（万元）', '项目名称']);
  });
  test('a header that already carries a number does not clash with the numbers given', () => {
    expect(labels([row(1, '名称', '备注', '备注 (2)', '备注', '备 注')])).toEqual(['名称', '备注', '备注 (2)', '备注 (3)', '备 注 (4)']);
  });
  test('nothing that looks like one', () => {
    expect([findHeader([]), findHeader([row(1, 1, 2, 3)])]).toEqual([null, null]);
  });
  test('a person may choose other rows', () => {
    expect(headerBlock(ledger, [5]).headers.map((header) => header.label)).toContain('累计');
  });
});

describe('units in headers', () => {
  test.each([
    ['投资总额（万元)', '万元', 'CNY', '投资总额'],
    ['协议投资额(亿元)', '亿元', 'CNY', '协议投资额'],
    ['合同外资额（万美元）', '万元', 'USD', '合同外资额'],
    ['投资总额 亿元', '亿元', 'CNY', '投资总额'],
    ['金额（单位：元）', '元', 'CNY', '金额'],
    ['总投资（亿）', '亿元', 'CNY', '总投资'],
    ['到位资金【万元】', '万元', 'CNY', '到位资金'],
    ['用地面积（亩）', null, null, '用地面积'],
    ['厂房（平方米)', null, null, '厂房'],
    ['完成年度计划%', null, null, '完成年度计划'],
  ])('%s', (header, amountUnit, currency, bare) => {
    expect(headerUnit(header)).toMatchObject({ amountUnit, currency });
    expect(bareHeader(header)).toBe(bare);
  });
  test('brackets that hold no unit stay', () => {
    expect([headerUnit('项目名称（全称）'), bareHeader('项目名称（全称）')]).toEqual([null, '项目名称(全称)']);
    expect([unitOf('万吨')?.amountUnit, unitOf('单位')]).toEqual([null, null]);
  });
  test('the same header in other clothes is the same', () => {
    expect(
      new Set(['项目 名称（全称）', '项目名称(全称)', '*项目名称（全称）', '项目名称（全称) ', '项目\n名称【全称】：'].map(normaliseHeader))
        .size,
    ).toBe(1);
  });
});

describe('suggestions', () => {
  const fields = [
    { field: 'name', aliases: ['项目名称', '名称'] },
    { field: 'code', aliases: ['项目编码', '序号'] },
    { field: 'uscc', aliases: ['统一社会信用代码', '社会信用代码/组织机构代码'] },
    { field: 'total', aliases: ['投资总额', '总投资'] },
    { field: 'arrived', aliases: ['累计到位资金', '到位资金'] },
    { field: 'contact', aliases: ['项目方联系人', '联系人'] },
  ];
  const suggested = (...names: string[]) =>
    Object.fromEntries(
      suggest(
        names.map((label, column) => ({ column, label, unit: null })),
        fields,
      ).map((s) => [s.label, `${s.field} ${s.confidence}`]),
    );
  test('equal names first, then those that contain one another', () => {
    expect(suggested('项目名称', '投资总额（万元)', '项目方联系人 ', '其中累计到位资金')).toEqual({
      项目名称: 'name exact',
      '投资总额（万元)': 'total exact',
      '项目方联系人 ': 'contact exact',
      其中累计到位资金: 'arrived contained',
    });
  });
  test('a Latin word that is only the smaller part of a name says nothing of it', () => {
    const cities = [{ field: 'cityCode', aliases: ['市编码', 'City code'] }];
    const of = (label: string) => suggest([{ column: 0, label, unit: null }], cities).map((s) => `${s.field} ${s.confidence}`);
    expect([of('City'), of('Code'), of('City code no'), of('CITY CODE'), of('市编')]).toEqual([
      [],
      [],
      ['cityCode contained'],
      ['cityCode exact'],
      ['cityCode contained'],
    ]);
  });
  test('a Latin header that begins with a name and goes on says something else, unless what follows is only “name” or “date”', () => {
    const own = [
      { field: 'name', aliases: ['项目名称', 'Project', '项目'] },
      { field: 'unit', aliases: ['责任单位', 'Unit', 'unit name', 'Name of the office'] },
      { field: 'start', aliases: ['计划开工', 'Planned start'] },
      { field: 'phone', aliases: ['联系电话', 'Telephone'] },
    ];
    const of = (label: string) => suggest([{ column: 0, label, unit: null }], own).map((s) => s.field);
    expect(['Project ID', 'Project Type', '(CDE) Name', 'Award Date', 'Business Unit Code', 'Unit of measure'].map(of)).toEqual([
      [],
      [],
      [],
      [],
      [],
      [],
    ]);
    expect(['PROJECT NAME', 'Planned Start Date', 'Contact telephone', '项目ID', 'Project'].map(of)).toEqual([
      ['name'],
      ['start'],
      ['phone'],
      ['name'],
      ['name'],
    ]);
  });
  test('each field is given once, to the better header', () => {
    expect(suggested('企业名称', '项目名称', '联系人', '项目方联系人')).toEqual({ 项目名称: 'name exact', 项目方联系人: 'contact exact' });
  });
  test('a running number is never a code', () => {
    expect(suggested('序号', '社会信用代码/组织机构代码')).toEqual({ '社会信用代码/组织机构代码': 'uscc exact' });
  });
  test('a joined header is matched as a whole and by its last part', () => {
    expect(suggested('到位资金/累计')).toEqual({ '到位资金/累计': 'arrived exact' });
    expect(suggested('基本情况/项目名称')).toEqual({ '基本情况/项目名称': 'name exact' });
  });
});

test('columns have Excel’s letters', () => {
  expect([0, 25, 26, 701, 702, 16_383].map(columnName)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA', 'XFD']);
  expect(['A', 'z', 'AA', 'XFD', '', 'A1'].map(columnIndex)).toEqual([0, 25, 26, 16_383, -1, -1]);
  expect(cellName(27, 12)).toBe('AB12');
});
