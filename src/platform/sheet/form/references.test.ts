import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnName } from '../../../kernel/sheet-row.ts';
import { copiedFormula, stretchAreas, stretchFormula } from './references.ts';

const s = { last: 8, by: 3 };
const below = { sheet: '表', isInList: false };
const inList = { sheet: '表', isInList: true };

describe('three rows added below row 8', () => {
  test.each([
    ['SUM(C5:C8)', 'SUM(C5:C11)'],
    ['SUM(C8:C8)', 'SUM(C8:C11)'],
    ['SUM($C$5:$C$8)+C9', 'SUM($C$5:$C$11)+C12'],
    ['C8*2', 'C8*2'],
    ['SUM(5:8)', 'SUM(5:11)'],
    ['SUM(C:C)', 'SUM(C:C)'],
    ['LOG10(C9)&"C9"', 'LOG10(C12)&"C9"'],
    ["'表'!C9+其他!C9+[1]表!C9+'[b.xlsx]表'!C9", "'表'!C12+其他!C9+[1]表!C9+'[b.xlsx]表'!C9"],
    ['率A9', '率A9'],
    ['IF(C10="",0,_xlfn.XLOOKUP(C10,A5:A8,B5:B8))', 'IF(C13="",0,_xlfn.XLOOKUP(C13,A5:A11,B5:B11))'],
  ])('%s below the list becomes %s', (formula, expected) => {
    expect(stretchFormula(formula, '表', s, below)).toBe(expected);
  });
  test('a row of the list goes on speaking of itself, and of the whole list by fixed rows', () => {
    expect(stretchFormula('SUM(D8:F8)', '表', s, inList)).toBe('SUM(D8:F8)');
    expect(stretchFormula('C8/SUM(C$5:C$8)', '表', s, inList)).toBe('C8/SUM(C$5:C$11)');
    expect(stretchFormula('RANK(C8,$C$8:$C$8)', '表', s, inList)).toBe('RANK(C8,$C$8:$C$11)');
  });
  test('a formula of another sheet follows what it names of this one', () => {
    expect(stretchFormula('表!C9+C9', '表', s, { sheet: '另', isInList: false })).toBe('表!C12+C9');
  });
  test('areas grow when they end with the list; a single cell only where it stands for a rule', () => {
    expect(stretchAreas('A5:C8 A9 B8', s, false)).toBe('A5:C11 A12 B8');
    expect(stretchAreas('B8', s, true)).toBe('B8:B11');
  });
  test('a copied formula moves what is not fixed', () => {
    expect(copiedFormula('C8/$D$2+E$1', 2)).toBe('C10/$D$2+E$1');
  });
});

test('for any range: every cell that was in it still is, and so is every added row that lies between', () => {
  const row = fc.integer({ min: 1, max: 40 });
  fc.assert(
    fc.property(row, row, row, fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 30 }), (a, b, last, by, column) => {
      const [top, bottom] = [Math.min(a, b), Math.max(a, b)];
      const name = columnName(column);
      const formula = stretchFormula(`SUM(${name}${top}:${name}${bottom})`, '表', { last, by }, below);
      const m = /^SUM\([A-Z]+(\d+):[A-Z]+(\d+)\)$/.exec(formula)!;
      const [newTop, newBottom] = [Number(m[1]), Number(m[2])];
      const moved = (r: number) => (r > last ? r + by : r);
      const inside = top <= last && bottom >= last;
      expect(newTop).toBe(moved(top));
      expect(newBottom - newTop + 1).toBe(bottom - top + 1 + (inside ? by : 0));
    }),
  );
});
