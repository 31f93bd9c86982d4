/** Cells of a grid as text, row by row; every row has as many as there are columns. */
export type Cells = readonly (readonly string[])[];
export type Place = Readonly<{ row: number; col: number }>;
/** A rectangle by two of its corners: where it was begun, and where it was drawn to. */
export type Range = Readonly<{ from: Place; to: Place }>;

export const edges = ({ from, to }: Range) => ({
  top: Math.min(from.row, to.row),
  bottom: Math.max(from.row, to.row),
  left: Math.min(from.col, to.col),
  right: Math.max(from.col, to.col),
});
export const isIn = (range: Range, { row, col }: Place) => {
  const { top, bottom, left, right } = edges(range);
  return row >= top && row <= bottom && col >= left && col <= right;
};

/** What Excel and WPS put on the clipboard: tabs between cells, cells with tabs, line ends or quotes in quotes. */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = [[]];
  // A line end at the very end closes the last row and begins none.
  const body = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  const cell = /"((?:[^"]|"")*)"(?=[\t\n]|$)|[^\t\n]*/y;
  for (let at = 0; at <= body.length;) {
    cell.lastIndex = at;
    const [all, quoted] = cell.exec(body)!;
    rows.at(-1)!.push(quoted === undefined ? all : quoted.replaceAll('""', '"'));
    at += all.length;
    if (body[at] === '\n') rows.push([]);
    at += 1;
  }
  return rows;
}

const quoted = (text: string) => (/["\t\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
export const toTsv = (cells: Cells): string => cells.map((row) => row.map(quoted).join('\t')).join('\n');

export const blankRow = (columns: number): string[] => Array.from({ length: columns }, () => '');
export const isBlankRow = (row: readonly string[]) => row.every((text) => text.trim() === '');

/** The cells with some of them written anew; rows are added where the writing goes beyond the last. */
function write(cells: Cells, columns: number, given: readonly (Place & { text: string })[]): Cells {
  const last = Math.max(cells.length - 1, ...given.map((g) => g.row));
  const written = Array.from({ length: last + 1 }, (_, i) => [...(cells[i] ?? blankRow(columns))]);
  for (const { row, col, text } of given) if (col < columns) written[row]![col] = text;
  return written;
}
export const withCell = (cells: Cells, columns: number, at: Place, text: string): Cells => write(cells, columns, [{ ...at, text }]);

/** A block pasted over a selection: from its corner on, or, when one cell is pasted, into all of it. What has no column falls away. */
export function paste(cells: Cells, columns: number, range: Range, block: Cells): Cells {
  const { top, left } = edges(range);
  const single = block.length === 1 && block[0]!.length === 1 ? block[0]![0]! : null;
  if (single !== null) return filled(cells, columns, range, () => single);
  return write(
    cells,
    columns,
    block.flatMap((row, i) => row.map((text, j) => ({ row: top + i, col: left + j, text: text.trim() }))),
  );
}

function filled(cells: Cells, columns: number, range: Range, textOf: (place: Place) => string): Cells {
  const { top, bottom, left, right } = edges(range);
  const places = Array.from({ length: bottom - top + 1 }, (_, i) =>
    Array.from({ length: right - left + 1 }, (__, j) => ({ row: top + i, col: left + j })),
  ).flat();
  return write(
    cells,
    columns,
    places.map((place) => ({ ...place, text: textOf(place) })),
  );
}
export const erase = (cells: Cells, columns: number, range: Range): Cells => filled(cells, columns, range, () => '');
/** The first row of the selection into those below it. */
export const fillDown = (cells: Cells, columns: number, range: Range): Cells =>
  filled(cells, columns, range, ({ col }) => cells[edges(range).top]?.[col] ?? '');

export function copied(cells: Cells, range: Range): string[][] {
  const { top, bottom, left, right } = edges(range);
  return cells.slice(top, bottom + 1).map((row) => row.slice(left, right + 1));
}

/** What was there before each change, and what was taken back. */
export type Past = Readonly<{ before: readonly Cells[]; now: Cells; after: readonly Cells[] }>;
const remembered = 100;
export const begun = (now: Cells): Past => ({ before: [], now, after: [] });
export const done = ({ before, now }: Past, next: Cells): Past =>
  next === now ? { before, now, after: [] } : { before: [...before, now].slice(-remembered), now: next, after: [] };
export const undone = (past: Past): Past => {
  const last = past.before.at(-1);
  return last ? { before: past.before.slice(0, -1), now: last, after: [past.now, ...past.after] } : past;
};
export const redone = (past: Past): Past => {
  const [next, ...after] = past.after;
  return next ? { before: [...past.before, past.now], now: next, after } : past;
};
