import { expect, test } from 'vitest';
import type { GridColumn } from './grid-column.ts';
import { arranged } from './grid-headers.ts';

const columns: GridColumn[] = [
  { key: 'project', title: '项目编码或名称', width: 200, aliases: ['项目名称'] },
  { key: 'arrivedOn', title: '到位时间', width: 100, aliases: ['到账日期'] },
  { key: 'amount', title: '到位资金', width: 100, numeric: true, aliases: ['到位金额'] },
];

test('a table pasted with its headers goes under our columns, in whatever order it came, and takes its unit along', () => {
  const pasted = [
    ['序号', '到位金额（亿元）', '项目名称', '到账日期'],
    ['1', '0.5', '甲项目', '2026.3.1'],
    ['2', '1,200万', '乙项目', '2026-04'],
  ];
  expect(arranged(pasted, columns)).toEqual({
    isWhole: true,
    cells: [
      ['甲项目', '2026.3.1', '0.5亿元'],
      ['乙项目', '2026-04', '1,200万'],
    ],
  });
});

test('rows without a header go in where the hand is', () => {
  const rows = [
    ['甲项目', '2026-03-01', '5'],
    ['乙项目', '2026-03-02', '6'],
  ];
  expect(arranged(rows, columns)).toEqual({ isWhole: false, cells: rows });
  expect(arranged([['项目名称', '到位金额']], columns).isWhole).toBe(false);
});
