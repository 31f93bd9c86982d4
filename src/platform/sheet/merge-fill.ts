import { emptyCell, type Cell, type MergedRange, type Row } from '../../kernel/sheet-row.ts';
import type { RawRow } from './raw-row.ts';

/** A title merged over more columns than this says nothing about them. */
const widestMerge = 64;

/**
 * Gives the cells covered by a merged range the value of its top left cell, flagged `merged`, and makes cells dense.
 * Rows must come in order; a row that has no value of its own never comes.
 */
export class MergeFill {
  readonly #waiting: MergedRange[];
  #active: { range: MergedRange; value: Cell | null }[] = [];

  constructor(merges: readonly MergedRange[]) {
    this.#waiting = [...merges].sort((a, b) => b.top - a.top);
  }

  fill(raw: RawRow): Row {
    const own = dense(raw.cells);
    this.#active = this.#active.filter(({ range }) => range.bottom >= raw.number);
    for (let next = this.#waiting.at(-1); next && next.top <= raw.number; next = this.#waiting.at(-1)) {
      this.#waiting.pop();
      // A range whose top row is blank has no value to give.
      const value = next.top === raw.number ? (own[next.left] ?? null) : null;
      if (next.bottom >= raw.number) this.#active.push({ range: next, value });
    }
    for (const { range, value } of this.#active) if (value && value.kind !== 'empty') cover(own, range, value, raw.number);
    return { number: raw.number, cells: own, ...(raw.hidden ? { hidden: true } : {}) };
  }
}

function cover(own: Cell[], range: MergedRange, value: Cell, row: number) {
  const right = range.right - range.left < widestMerge ? range.right : range.left;
  for (let column = range.left; column <= right; column += 1) {
    if (row === range.top && column === range.left) continue;
    while (own.length < column) own.push(emptyCell(own.length));
    own[column] = { ...value, column, merged: true };
  }
}

function dense(cells: readonly Cell[]): Cell[] {
  const all: Cell[] = [];
  for (const cell of cells) {
    // Cells of a damaged file may stand out of order; the last one wins.
    while (all.length < cell.column) all.push(emptyCell(all.length));
    all[cell.column] = cell;
  }
  return all;
}
