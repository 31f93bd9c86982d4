import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { begun, done, erase, fillDown, isIn, parseTsv, paste, redone, toTsv, undone, withCell } from './grid-model.ts';

const text = fc.string({ unit: fc.constantFrom('a', '1', '"', '\t', '\n', '万', ' ') });
const block = fc
  .integer({ min: 1, max: 4 })
  .chain((width) => fc.array(fc.array(text, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 5 }));
const at = (row: number, col: number) => ({ from: { row, col }, to: { row, col } });

describe('the clipboard of Excel and WPS', () => {
  test('reads cells with tabs, line ends and quotes', () => {
    expect(parseTsv('甲\t"1,200\n万"\t"他说""好"""\r\n乙\t\t3\r\n')).toEqual([
      ['甲', '1,200\n万', '他说"好"'],
      ['乙', '', '3'],
    ]);
    expect(parseTsv('5" 管\t6')).toEqual([['5" 管', '6']]);
    expect(parseTsv('')).toEqual([['']]);
  });
  test('property: what is copied is what is pasted', () => {
    fc.assert(
      fc.property(block, (cells) => {
        // A last cell that is blank is a line end at the very end, which Excel writes too.
        fc.pre(cells.length > 1 ? cells.at(-1)!.some((t) => t !== '') : true);
        expect(parseTsv(toTsv(cells))).toEqual(cells);
      }),
    );
  });
});

describe('the grid', () => {
  test('a block is pasted from the corner on, adds rows, and loses what has no column; one cell fills the selection', () => {
    const cells = [['', '', '']];
    expect(
      paste(cells, 3, at(0, 1), [
        ['a', 'b', 'c'],
        [' d ', 'e', 'f'],
      ]),
    ).toEqual([
      ['', 'a', 'b'],
      ['', 'd', 'e'],
    ]);
    expect(paste([['x'], ['y'], ['z']], 1, { from: { row: 2, col: 0 }, to: { row: 1, col: 0 } }, [['n']])).toEqual([['x'], ['n'], ['n']]);
  });
  test('fill down copies the first row of the selection; erasing leaves the rest', () => {
    const cells = [
      ['1', 'a'],
      ['2', 'b'],
      ['3', 'c'],
    ];
    const range = { from: { row: 0, col: 0 }, to: { row: 2, col: 0 } };
    expect(fillDown(cells, 2, range)).toEqual([
      ['1', 'a'],
      ['1', 'b'],
      ['1', 'c'],
    ]);
    expect(erase(cells, 2, range)).toEqual([
      ['', 'a'],
      ['', 'b'],
      ['', 'c'],
    ]);
    expect(isIn(range, { row: 1, col: 0 }) && !isIn(range, { row: 1, col: 1 })).toBe(true);
  });
  test('property: however much is done, taking all back gives the beginning, and doing it again the end', () => {
    const acts = fc.array(fc.record({ row: fc.nat(5), col: fc.nat(3), text: fc.string() }), { maxLength: 40 });
    fc.assert(
      fc.property(acts, (all) => {
        const start = begun([['', '', '', '']]);
        const end = all.reduce((past, { text: written, ...place }) => done(past, withCell(past.now, 4, place, written)), start);
        const back = all.reduce(undone, end);
        expect(back.now).toEqual(start.now);
        expect(all.reduce(redone, back).now).toEqual(end.now);
      }),
    );
  });
});
