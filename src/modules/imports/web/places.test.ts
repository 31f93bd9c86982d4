import { expect, test } from 'vitest';
import type { FindingGroup } from '../domain/import-view.ts';
import { placesOf } from './places.ts';

const group = (named: number, count: number): FindingGroup => ({
  level: 'warn',
  code: 'cell.unreadable',
  expected: null,
  found: [],
  details: null,
  fields: [],
  count,
  cells: Array.from({ length: named }, (_, i) => `A${i + 1}`),
  rows: [],
});
const words = (row: number) => `row ${row}`;

test('of 2,147 places of which 300 are named, twelve are drawn and 2,135 are said to be more', () => {
  const { shown, more, hasFold } = placesOf(group(300, 2147), false, words);
  expect([shown.length, more, hasFold]).toEqual([12, 2135, true]);
  const all = placesOf(group(300, 2147), true, words);
  expect([all.shown.length, all.cut]).toEqual([300, 1847]);
});
test('few places are drawn at once, and nothing more is spoken of', () => {
  expect(placesOf(group(12, 12), false, words)).toMatchObject({ hasFold: false, more: 0, cut: 0 });
  expect(placesOf({ ...group(0, 3), rows: [4, 5, 9] }, false, words).shown).toEqual(['row 4', 'row 5', 'row 9']);
});
