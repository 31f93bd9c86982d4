import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { amountUnits, type AmountUnit } from '../../kernel/money.ts';
import { decimalText } from '../../kernel/number.ts';
import { cellName, columnName } from '../../kernel/sheet-row.ts';
import { shiftedBy } from '../../kernel/sheet-value.ts';
import { blankCell, dateCell, numberCell, textCell } from './cell-xml.ts';
import { xlsxStream, type SheetXml } from './xlsx-parts.ts';

/**
 * What a column holds. text: any string; integer: a whole number; amount: integer fen (or cents), shown in `unit`, kept exactly;
 * decimal: decimal text, shown digit for digit ('0.10'); date: 'YYYY-MM-DD', 'YYYY-MM' or 'YYYY', shown as precisely as it is known;
 * percent: percent points as decimal text ('32.73').
 */
export type SheetColumn = Readonly<{
  header: string;
  kind: 'text' | 'integer' | 'decimal' | 'amount' | 'date' | 'percent';
  /** In characters of the standard font; by default from the kind and the header. */
  width?: number;
  /** Of an amount; 元 by default. */
  unit?: AmountUnit;
}>;
export type SheetValue = string | number | null;
export type SheetLine = readonly SheetValue[];

export type SheetSpec = Readonly<{
  sheetName: string;
  columns: readonly SheetColumn[];
  /** Values in the order of the columns; null is an empty cell. */
  rows: AsyncIterable<SheetLine> | Iterable<SheetLine>;
  /** A line across the top of the sheet. */
  title?: string;
  /** A line between title and header, at the right: 单位：万元. */
  caption?: string;
  /** A bold row after the others, outside the filter; a function is asked after the last row, when sums are known. */
  totals?: SheetLine | (() => SheetLine);
  /** Lines under the table. */
  notes?: readonly string[];
  /** Not shown to people: a mark for the program that reads the file back. Never the first sheet. */
  hidden?: true;
}>;

/** A .xlsx with the given sheets as a stream (for a download); it is made as it is read, so memory stays flat at any length. */
export function sheetStream(sheets: SheetSpec | readonly SheetSpec[]): Readable {
  return xlsxStream([sheets].flat().map(sheetXml));
}

/** Writes a .xlsx to a stream and resolves when it is complete. Header frozen and filtered, types and widths as given. */
export async function writeSheet(sheets: SheetSpec | readonly SheetSpec[], out: Writable, signal?: AbortSignal): Promise<void> {
  await pipeline(sheetStream(sheets), out, signal ? { signal } : {});
}

function sheetXml(spec: SheetSpec): SheetXml {
  const lastColumn = columnName(Math.max(0, spec.columns.length - 1));
  const headerRow = 1 + (spec.title === undefined ? 0 : 1) + (spec.caption === undefined ? 0 : 1);
  const end = { filter: headerRow };
  const across = Array.from({ length: headerRow - 1 }, (_, i) => `A${i + 1}:${lastColumn}${i + 1}`);
  return {
    name: spec.sheetName,
    ...(spec.hidden && { hidden: spec.hidden }),
    before: sheetHead(spec.columns.map(widthOf), headerRow),
    rows: () => lines(spec, headerRow, end, across),
    after: () => sheetTail(`A${headerRow}:${lastColumn}${end.filter}`, across),
    ranges: () => ({ filter: `A${headerRow}:${lastColumn}${end.filter}`, printTitles: `$${headerRow}:$${headerRow}` }),
  };
}

/** Frozen panes and widths; landscape, one page wide. */
export function sheetHead(widths: readonly number[], frozenRows: number): string {
  const cols = widths.map((width, i) => `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`).join('');
  const pane = `<pane ySplit="${frozenRows}" topLeftCell="A${frozenRows + 1}" activePane="bottomLeft" state="frozen"/>`;
  return `<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0">${pane}</sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/>${cols && `<cols>${cols}</cols>`}`;
}
export function sheetTail(filter: string | null, merges: readonly string[]): string {
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return `${filter ? `<autoFilter ref="${filter}"/>` : ''}${merged && `<mergeCells count="${merges.length}">${merged}</mergeCells>`}<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`;
}

async function* lines(spec: SheetSpec, headerRow: number, end: { filter: number }, across: string[]): AsyncGenerator<string> {
  if (spec.title !== undefined) yield `<row r="1" ht="30" customHeight="1">${textCell('A1', spec.title, 'title')}</row>`;
  if (spec.caption !== undefined) yield `<row r="${headerRow - 1}">${textCell(`A${headerRow - 1}`, spec.caption, 'note')}</row>`;
  yield `<row r="${headerRow}" ht="30" customHeight="1">${spec.columns.map((column, i) => textCell(cellName(i, headerRow), column.header, 'header')).join('')}</row>`;
  let row = headerRow;
  for await (const line of spec.rows) yield rowXml(spec.columns, line, (row += 1), false);
  end.filter = row;
  const totals = typeof spec.totals === 'function' ? spec.totals() : spec.totals;
  if (totals) yield rowXml(spec.columns, totals, (row += 1), true);
  for (const note of spec.notes ?? []) {
    row += 1;
    across.push(`A${row}:${columnName(Math.max(0, spec.columns.length - 1))}${row}`);
    yield `<row r="${row}">${textCell(`A${row}`, note, 'note')}</row>`;
  }
}

function rowXml(columns: readonly SheetColumn[], line: SheetLine, row: number, isBold: boolean): string {
  let cells = '';
  for (const [i, column] of columns.entries()) {
    const value = line[i] ?? null;
    const ref = cellName(i, row);
    cells += value === null ? blankCell(ref, column.kind === 'date' ? 'day' : column.kind) : cellXml(column, value, ref, isBold);
  }
  return `<row r="${row}">${cells}</row>`;
}

function cellXml(column: SheetColumn, value: string | number, ref: string, isBold: boolean): string {
  // A word in a numeric column (合计 in the first one) stays a word.
  const isWord = typeof value === 'string' && !['date', 'decimal', 'percent'].includes(column.kind);
  if (column.kind === 'text' || isWord) return textCell(ref, String(value), 'text', isBold);
  if (column.kind === 'date') return dateCell(ref, String(value), isBold);
  if (column.kind === 'amount') return numberCell(ref, amountText(Number(value), column.unit ?? '元'), 'amount', isBold);
  if (column.kind === 'integer') return numberCell(ref, String(value), 'integer', isBold);
  const digits = String(value);
  if (!/^-?\d+(\.\d*)?$/.test(digits)) return textCell(ref, digits, 'text', isBold);
  return numberCell(ref, column.kind === 'decimal' ? digits : shiftedBy(digits, -2), column.kind, isBold);
}

/** Fen as exact decimal text of the unit: 1582000000_00 fen in 亿元 → '15.82'. */
const amountText = (fen: number, unit: AmountUnit) => decimalText(BigInt(fen), 2 + 4 * amountUnits.indexOf(unit)).replace(/\.?0+$/, '');

const kindWidths: Record<SheetColumn['kind'], number> = { text: 18, integer: 10, decimal: 12, amount: 16, date: 12, percent: 10 };
function widthOf({ header, kind, width }: SheetColumn): number {
  if (width !== undefined) return width;
  const headerWidth = [...header].reduce((sum, c) => sum + (c.charCodeAt(0) > 255 ? 2 : 1), 2);
  return Math.min(40, Math.max(kindWidths[kind], headerWidth));
}
