import { cellName } from '../../../kernel/sheet-row.ts';
import { xmlText } from '../cell-xml.ts';
import type { NumberFormat } from '../number-format.ts';
import { addRows, unshareFormulas } from './added-rows.ts';
import { movedRow } from './references.ts';
import { cellAt, elements, type FormCell, readSheetPart, setCell, type SheetPart, styleOf, writeSheetPart } from './sheet-part.ts';
import { calculatedOnOpening, FormBook, QuotedStyles } from './workbook.ts';

/** What is written into a cell. `number` is plain decimal text; a `percent` of 32.73 becomes 0.3273 where the cell shows percentages. */
export type FormValue =
  | Readonly<{ kind: 'number' | 'percent'; decimal: string }>
  | Readonly<{ kind: 'text'; text: string }>
  | Readonly<{ kind: 'date'; date: string }>;
/** Rows from 1, columns from 0. */
export type CellWrite = Readonly<{ sheet: string; row: number; column: number; value: FormValue }>;
/** Rows of a list, written from `first` on. Rows `first` to `last` are in the form; more are added below `last`, each like it. */
export type ListWrite = Readonly<{
  sheet: string;
  first: number;
  last: number;
  columns: readonly number[];
  rows: readonly (readonly (FormValue | null)[])[];
}>;
export type FormWrites = Readonly<{ cells: readonly CellWrite[]; lists: readonly ListWrite[] }>;

type Pen = Readonly<{ prefix: string; formats: (style: number) => NumberFormat; quoted: QuotedStyles }>;

/**
 * Fills a form in place: cells keep their looks, formulas stay and are calculated when the file is opened, and every part of the file
 * that says nothing of the filled sheets is the same to the byte. The same writes give the same file.
 */
export function fillForm(template: Buffer, { cells, lists }: FormWrites): Buffer {
  const book = new FormBook(template);
  const parts = new Map(book.sheets.map((s) => [s.path, readSheetPart(book.text(s.path))]));
  const original = new Map(book.sheets.map((s) => [s.path, JSON.stringify(parts.get(s.path))]));
  const pen = { formats: book.formats(), quoted: new QuotedStyles(book) };
  for (const { sheet, row, column, value } of cells) {
    const part = parts.get(book.sheet(sheet).path)!;
    write(cellAt(part, row, column), value, { ...pen, prefix: part.prefix });
  }
  // From the bottom up, so that rows added for one list do not move the place of the next.
  for (const list of lists.toSorted((a, b) => b.first - a.first)) writeList(book, parts, list, pen);
  pen.quoted.save();
  for (const { path } of book.sheets) {
    const part = parts.get(path)!;
    for (const row of part.rows) for (const cell of row.cells) dropResult(cell, part.prefix);
    if (JSON.stringify(part) !== original.get(path)) book.parts.set(path, writeSheetPart(part));
  }
  book.parts.set(book.path, calculatedOnOpening(book.text(book.path)));
  return book.parts.file();
}

function writeList(
  book: FormBook,
  parts: Map<string, SheetPart>,
  { sheet: name, first, last, columns, rows }: ListWrite,
  pen: Omit<Pen, 'prefix'>,
) {
  const sheet = book.sheet(name);
  const by = rows.length - (last - first + 1);
  if (by > 0) {
    for (const part of parts.values()) unshareFormulas(part);
    addRows(book, sheet, parts, { first, last, by });
  }
  const part = parts.get(sheet.path)!;
  for (const [i, values] of rows.entries())
    for (const [n, value] of values.entries()) {
      const cell = cellAt(part, first + i, columns[n]!);
      if (value === null) setCell(cell, '', null);
      else write(cell, value, { ...pen, prefix: part.prefix });
    }
}

function write(cell: FormCell, value: FormValue, { formats, quoted, prefix: p }: Pen) {
  const style = styleOf(cell);
  const format = formats(style);
  if (value.kind === 'text' || (value.kind === 'date' && !(format.date && value.date.length === 10)))
    return writeText(cell, value.kind === 'text' ? value.text : value.date, quoted, p);
  const number =
    value.kind === 'date'
      ? String(serialOf(value.date))
      : value.kind === 'percent' && format.percent
        ? hundredth(value.decimal)
        : value.decimal;
  setCell(cell, `<${p}v>${number}</${p}v>`, null);
}

const longestText = 32_767;
function writeText(cell: FormCell, text: string, quoted: QuotedStyles, p: string) {
  // Stored as a string it is no formula, whatever it begins with; the mark keeps it so when a person edits the cell.
  const style = /^[=+\-@\t\r]/.test(text) ? quoted.styleFor(styleOf(cell)) : styleOf(cell);
  const fitting = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  setCell(cell, `<${p}is><${p}t xml:space="preserve">${xmlText(fitting)}</${p}t></${p}is>`, 'inlineStr', style);
}

const serialOf = (day: string) => (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
/** 32.73 → 0.3273, exactly. */
function hundredth(decimal: string): string {
  const [sign, digits] = decimal.startsWith('-') ? ['-', decimal.slice(1)] : ['', decimal];
  const [whole, fraction = ''] = digits.split('.') as [string, string | undefined];
  const padded = whole.padStart(3, '0');
  return `${sign}${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`;
}

/** The saved result of a formula is that of the empty form: better none than a wrong one. */
function dropResult(cell: FormCell, prefix: string) {
  const hasFormula = elements(cell.inner, `${prefix}f`).next().done === false;
  if (!hasFormula) return;
  const start = cell.inner.indexOf(`<${prefix}v`);
  const kept = start < 0 ? cell.inner : cell.inner.slice(0, start);
  setCell(cell, kept, null);
}

/** Where a cell of the form stands once its lists are filled. */
export function placeOf(writes: Pick<FormWrites, 'lists'>, at: Readonly<{ sheet: string; row: number; column: number }>): string {
  const above = writes.lists.filter((l) => l.sheet === at.sheet).toSorted((a, b) => b.first - a.first);
  const row = above.reduce(
    (place, l) => movedRow(place, { last: l.last, by: Math.max(0, l.rows.length - (l.last - l.first + 1)) }),
    at.row,
  );
  return cellName(at.column, row);
}
