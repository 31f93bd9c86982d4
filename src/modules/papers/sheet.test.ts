import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatFen } from '../../kernel/money.ts';
import type { SheetLine, SheetSpec } from '../../platform/sheet/writer.ts';
import type { FigureRow } from '../figures/contract.ts';
import { placesOf } from './domain/content.ts';
import { monthlyAnalysis } from './domain/monthly-analysis.ts';
import type { MonthlyFigures } from './domain/monthly-figures.ts';
import type { AnnexRows, FigureRows } from './gather-queries.ts';
import { annexSheets } from './sheet.ts';
import { anyBundle, emptyBundle, figures, unit, yi } from './test-figures.ts';

const row = (code: string, value: number, denominatorValue: number | null = null): FigureRow => ({
  projectId: code,
  code,
  name: `项目${code}`,
  unitId: 'u',
  unitName: '甲镇',
  stage: 'building',
  side: null,
  signedOn: '2026-10',
  masked: false,
  value,
  denominatorValue,
});
const rowsOf = (items: FigureRow[], total = items.length, sum = items.reduce((s, r) => s + r.value, 0)): FigureRows => ({
  asked: { from: null, through: '2026-10-31', asOf: null, closing: null, unitId: null },
  items,
  total,
  sum,
  denominatorSum: items.some((r) => r.denominatorValue !== null) ? items.reduce((s, r) => s + (r.denominatorValue ?? 0), 0) : null,
});
const noRows: AnnexRows = {
  arrival_rate: rowsOf([]),
  arrived_amount: rowsOf([]),
  invested_amount: rowsOf([]),
  waiting_count: rowsOf([]),
  signed: [],
  opened: [],
  produced: [],
};
const annex = (bundle: MonthlyFigures, rows = noRows) => annexSheets({ content: monthlyAnalysis(bundle), figures: bundle, rows });
const sheet = (sheets: SheetSpec[], name: string) => sheets.find((s) => s.sheetName === name)!;
const linesOf = (spec: SheetSpec) => [...(spec.rows as SheetLine[])];
const column = (spec: SheetSpec, header: string) => linesOf(spec).map((line) => line[spec.columns.findIndex((c) => c.header === header)]);
const totalOf = (spec: SheetSpec, header: string) => (spec.totals as SheetLine)[spec.columns.findIndex((c) => c.header === header)];

test('every number of the paper has its line, with the same text and what it exactly is', () => {
  fc.assert(
    fc.property(anyBundle, (bundle) => {
      const sources = sheet(annex(bundle), '数据来源');
      const places = placesOf(monthlyAnalysis(bundle));
      expect(column(sources, '文中数值')).toEqual(places.map((p) => p.cited.text));
      for (const line of linesOf(sources)) {
        const cell = (header: string) => line[sources.columns.findIndex((c) => c.header === header)];
        const [text, fen, count] = [cell('文中数值') as string, cell('精确值（元）'), cell('精确值（个）')];
        if (typeof fen === 'number') expect(text.replace(/亿元|万元/, '')).toBe(formatFen(fen, text.endsWith('亿元') ? '亿元' : '万元'));
        if (typeof count === 'number') expect(text.replace('-', '')).toBe(String(count < 0 ? -count : count));
        if (text.endsWith('%')) expect(String(cell('比率')).replace('-', '')).toBe(text.slice(0, -1));
        const exact = { 金额: fen, 个数: count, 比率: cell('比率'), 增幅: cell('比率') }[cell('类别') as string];
        expect(exact).not.toBeNull();
        expect(JSON.stringify(line)).not.toMatch(/NaN|undefined/);
        expect(line).toHaveLength(sources.columns.length);
      }
    }),
  );
});
test('the rows behind a figure add up to it', () => {
  const items = [row('1', yi(1), yi(3)), row('2', yi(0.5), yi(2))];
  const signed = sheet(annex(emptyBundle(), { ...noRows, arrival_rate: rowsOf(items) }), '签约项目');
  expect([column(signed, '协议资金'), totalOf(signed, '协议资金'), totalOf(signed, '累计到位资金')]).toEqual([
    [yi(3), yi(2)],
    yi(5),
    yi(1.5),
  ]);
});
test('rows that did not fit stand in a line of their own, so that the sheet still adds up', () => {
  const arrived = sheet(annex(emptyBundle(), { ...noRows, arrived_amount: rowsOf([row('1', 100)], 3, 600) }), '到位资金');
  expect(column(arrived, '到位资金')).toEqual([100, 500]);
  expect(column(arrived, '项目名称')[1]).toBe('另有2个未逐个列出');
  expect(totalOf(arrived, '到位资金')).toBe(600);
});
test('units say whether they recorded anything in the month; a unit by itself has no such sheet', () => {
  const bundle = {
    ...emptyBundle(),
    units: [unit('甲镇', 1, { signed_amount: yi(1) }), unit('乙镇', 2, {})],
    reporting: { units: 2, silent: [{ id: 'id 乙镇', name: '乙镇' }] },
  };
  const units = sheet(annex(bundle), '分单位');
  expect(column(units, '10月台账有无新增')).toEqual(['有', '无']);
  expect(column(units, '名次')).toEqual([1, null]);
  expect(sheet(annex({ ...bundle, projects: { items: [], count: 0 } }), '分单位')).toBeUndefined();
});
test('the definition cards are those of the figures used', () => {
  const bundle = { ...emptyBundle(), periods: { ...emptyBundle().periods, total: figures({ signed_count: 1, signed_amount: yi(1) }) } };
  const cards = column(sheet(annex(bundle), '口径卡'), '指标');
  expect(cards).toContain('签约项目数');
  expect(cards).not.toContain('台账项目数');
});
test('amounts say their unit', () => {
  for (const spec of annex(emptyBundle()))
    for (const c of spec.columns.filter((x) => x.kind === 'amount')) expect(`${spec.caption ?? ''}${c.header}`).toContain(c.unit!);
});
