import { expect, test } from 'vitest';
import type { DrawnSheet } from './binding.ts';
import { suggestBindings } from './suggestion.ts';

/** A monthly form as offices draw it: three rows of header, its columns in groups, a line for each unit. */
const texts: readonly (readonly [string, number, number, string])[] = [
  ['A1', 1, 0, '序号'],
  ['B1', 1, 1, '单位'],
  ['C1', 1, 2, '招商引资'],
  ['C2', 2, 2, '签约项目数'],
  ['D2', 2, 3, '协议资金'],
  ['E2', 2, 4, '到位资金'],
  ['E3', 3, 4, '本月'],
  ['F3', 3, 5, '1—本月累计'],
  ['A4', 4, 0, '1'],
  ['B4', 4, 1, '青穗镇'],
];
const empty = ['C4', 'D4', 'E4', 'F4'].map((cell, i) => ({ cell, row: 4, column: i + 2, text: '', formula: null }));
const merge = (top: number, bottom: number, left: number, right: number) => ({ top, bottom, left, right });
const sheet: DrawnSheet = {
  name: '月报',
  cells: [...texts.map(([cell, row, column, text]) => ({ cell, row, column, text, formula: null })), ...empty],
  merges: [merge(1, 3, 0, 0), merge(1, 3, 1, 1), merge(1, 1, 2, 5), merge(2, 3, 2, 2), merge(2, 3, 3, 3), merge(2, 2, 4, 5)],
};

test('a column under a group is what its own header says, and 1—本月 is the year up to the month', () => {
  const found = suggestBindings([sheet], { unitNames: new Set(['青穗镇']), fields: [] });
  const said = found.flatMap((b) => (b.kind === 'figure' ? [[b.cell, b.key, b.period]] : []));
  expect(said).toEqual([
    ['C4', 'signed_count', 'total'],
    ['D4', 'signed_amount', 'total'],
    ['E4', 'arrived_amount', 'month'],
    ['F4', 'arrived_amount', 'year'],
  ]);
});
