/** What one cell of a spreadsheet holds once it is read. Formula cells hold their last saved value. */
export const cellKinds = ['empty', 'text', 'number', 'date', 'boolean', 'error'] as const;
export type CellKind = (typeof cellKinds)[number];

export type Cell = Readonly<{
  /** From 0: column A is 0. */
  column: number;
  kind: CellKind;
  /**
   * Canonical text. number: plain decimal, never scientific, at most 15 significant digits as Excel keeps them;
   * date: 'YYYY-MM-DD', 'YYYY-MM-DD HH:MM:SS' when there is a time of day, 'YYYY-MM' or 'YYYY' when the cell's format shows
   * no more and the rest is the first; boolean: 'TRUE' | 'FALSE'; error: '#REF!' …, or '#FORMULA' for a formula never calculated.
   */
  text: string;
  /** The value belongs to the top left cell of a merged range that covers this one. */
  merged?: true;
  /** The value is the last saved result of a formula. */
  formula?: true;
  /** A number that the sheet shows as a percentage: text '0.3273' is shown as 32.73%. */
  percent?: true;
}>;

/** One row that has a value of its own. `cells[i].column === i`; cells after the last value are absent. */
export type Row = Readonly<{
  /** The number Excel shows at the left edge, from 1; blank and hidden rows are counted. */
  number: number;
  cells: readonly Cell[];
  hidden?: true;
}>;

/** Row numbers from 1, columns from 0, all inclusive. */
export type MergedRange = Readonly<{ top: number; bottom: number; left: number; right: number }>;

const emptyCells: Cell[] = [];
export const emptyCell = (column: number): Cell => (emptyCells[column] ??= { column, kind: 'empty', text: '' });
/** The cell of a row in a column; an absent one is empty. */
export const cellAt = (row: Row, column: number): Cell => row.cells[column] ?? emptyCell(column);

/** Column number from 0 → Excel's letters: 0 → A, 25 → Z, 26 → AA. */
export function columnName(column: number): string {
  let name = '';
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26)) name = String.fromCharCode(65 + ((n - 1) % 26)) + name;
  return name;
}
/** Excel's letters → column number from 0, or -1 when they are not a column. */
export function columnIndex(name: string): number {
  if (!/^[A-Za-z]{1,3}$/.test(name)) return -1;
  return [...name.toUpperCase()].reduce((n, c) => n * 26 + c.charCodeAt(0) - 64, 0) - 1;
}
/** 'B12' of column 1, row 12. */
export const cellName = (column: number, row: number) => columnName(column) + row;
