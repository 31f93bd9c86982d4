import type { Readable } from 'node:stream';
import { cellName, columnName, type Cell, type MergedRange, type Row } from '../../kernel/sheet-row.ts';
import { booleanCell, dateCell, numberCell, textCell, type StyleName } from './cell-xml.ts';
import { sheetHead, sheetTail } from './writer.ts';
import { xlsxStream } from './xlsx-parts.ts';

export type RefusedRow = Readonly<{
  row: Row;
  /** One text for each reason column: the original row number, what is wrong, what to do. */ reasons: readonly string[];
}>;
export type RefusedCopy = Readonly<{
  sheetName: string;
  /** Columns of the original; the reasons stand to the right of them. */
  columns: number;
  /** Title, unit note and header rows as they were read; they keep their row numbers. */
  head: readonly Row[];
  /** Row numbers of the header among them. */
  headerRows: readonly number[];
  /** Merged ranges of the original; those within the head are kept. */
  merges: readonly MergedRange[];
  reasonHeaders: readonly string[];
  rows: AsyncIterable<RefusedRow> | Iterable<RefusedRow>;
  /** Does a value that was merged down over several rows stand for each of them (units do, amounts do not)? All do by default. */
  isFilledDown?: (column: number) => boolean;
}>;

/**
 * The refused rows of a ledger as .xlsx in its own layout, with the reasons in added columns at the right: repaired in place, it is
 * imported with the same mapping. Rows close up below the header.
 */
export function refusedCopy(copy: RefusedCopy): Readable {
  const lastHeader = Math.max(0, ...copy.headerRows);
  const inHead = copy.merges.filter(({ bottom }) => bottom <= lastHeader);
  const end = { row: lastHeader };
  const last = columnName(copy.columns + copy.reasonHeaders.length - 1);
  const merges = inHead.map(({ top, bottom, left, right }) => `${cellName(left, top)}:${cellName(right, bottom)}`);
  const widths = [...Array.from({ length: copy.columns }, () => 16), ...copy.reasonHeaders.map(() => 36)];
  return xlsxStream([
    {
      name: copy.sheetName,
      before: sheetHead(widths, Math.max(1, lastHeader)),
      rows: () => lines(copy, lastHeader, end),
      // A filter over a header of several rows would hide the lower ones.
      after: () => sheetTail(copy.headerRows.length === 1 ? `A${lastHeader}:${last}${end.row}` : null, merges),
      ranges: () => ({ filter: null, printTitles: null }),
    },
  ]);
}

async function* lines(copy: RefusedCopy, lastHeader: number, end: { row: number }): AsyncGenerator<string> {
  for (const row of copy.head) {
    const style = copy.headerRows.includes(row.number) ? 'header' : 'plain';
    const own = row.cells.filter((cell) => !cell.merged).map((cell) => copyCell(cell, row.number, style));
    const reasons = row.number === lastHeader ? copy.reasonHeaders : [];
    yield rowXml(row.number, own, reasons, copy.columns, 'header');
  }
  const isFilledDown = copy.isFilledDown ?? (() => true);
  for await (const { row, reasons } of copy.rows) {
    end.row += 1;
    const own = row.cells.filter((cell) => !cell.merged || isFilledDown(cell.column)).map((cell) => copyCell(cell, end.row, 'text'));
    yield rowXml(end.row, own, reasons, copy.columns, 'text');
  }
}

function rowXml(number: number, own: readonly string[], reasons: readonly string[], columns: number, style: StyleName): string {
  const added = reasons.map((text, i) => textCell(cellName(columns + i, number), text, style));
  return `<row r="${number}">${own.join('')}${added.join('')}</row>`;
}

function copyCell(cell: Cell, row: number, style: StyleName): string {
  const ref = cellName(cell.column, row);
  if (cell.kind === 'number' && !/^-?0\d/.test(cell.text)) return numberCell(ref, cell.text, cell.percent ? 'percent' : 'plain');
  if (cell.kind === 'date') return dateCell(ref, cell.text);
  if (cell.kind === 'boolean') return booleanCell(ref, cell.text === 'TRUE');
  return textCell(ref, cell.text, style);
}
