import { expect, test } from 'vitest';
import { fittingUnit } from './amount-choice.ts';
import { shownColumns } from './column.ts';
import { filterWords } from './ColumnFilter.tsx';
import { faultOf } from './FilePicker.tsx';
import { unitTree } from './unit-tree.ts';

test('an amount is shown in the largest unit that it fills', () => {
  expect([99_99, 1_000_000, 999_999_999_999, 0, -1e10].map(fittingUnit)).toEqual(['元', '万元', '亿元', '元', '亿元']);
});
test('units stand under their parents in their order; one whose parent is out of sight stands at the top', () => {
  const tree = unitTree([
    { id: 'town', parentId: 'district', name: '柳河镇' },
    { id: 'park', parentId: null, name: '工业园' },
    { id: 'office', parentId: 'town', name: '经济办' },
  ]);
  expect(tree.map((u) => [u.depth, u.path])).toEqual([
    [0, '柳河镇'],
    [1, '柳河镇 / 经济办'],
    [0, '工业园'],
  ]);
});
test('the name column always stays, extra columns wait to be chosen, a saved view decides over the reader’s own choice', () => {
  const columns = [{ key: 'name' }, { key: 'stage' }, { key: 'code', extra: true }];
  const keys = (cols: string[] | null, chosen: string[] | null) => shownColumns(columns, { cols }, chosen).map((c) => c.key);
  expect(keys(null, null)).toEqual(['name', 'stage']);
  expect(keys(null, ['code'])).toEqual(['name', 'code']);
  expect(keys(['stage'], ['code'])).toEqual(['name', 'stage']);
});
test('active filters are told in words', () => {
  const stages = {
    kind: 'choice',
    options: [
      { value: 'building', label: '在建' },
      { value: 'done', label: '竣工' },
    ],
  } as const;
  expect(filterWords(stages, 'building,done', String)).toBe('在建 / 竣工');
  expect(filterWords({ kind: 'month' }, '2025-01..', String)).toBe('2025-01—');
  expect(filterWords({ kind: 'amount' }, '100..100', (fen) => `${fen} 分`)).toBe('100 分');
});
test('a file of the wrong type, an empty one and one too large are said before anything is sent', () => {
  const fault = (name: string, size: number) => faultOf({ name, size }, ['.xlsx', '.csv'], 1)?.key ?? null;
  expect([fault('台账.XLSX', 10), fault('台账.pdf', 10), fault('台账.csv', 0), fault('台账.csv', 2_000_000)]).toEqual([
    null,
    'kit.file.type',
    'kit.file.empty',
    'kit.file.tooLarge',
  ]);
});
