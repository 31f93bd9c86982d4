import { cellName, type MergedRange } from '../../../kernel/sheet-row.ts';
import { numberValue } from '../cell-value.ts';
import type { NumberFormat } from '../number-format.ts';
import { attribute, decodeXml } from '../xml.ts';
import { areaOf } from './references.ts';
import { elements, type FormCell, formulaOf, readSheetPart, type SheetPart, styleOf } from './sheet-part.ts';
import { FormBook } from './workbook.ts';

export type GridCell = Readonly<{
  /** 'B5' */
  cell: string;
  row: number;
  column: number;
  text: string;
  formula: string | null;
  bold: boolean;
  align: 'left' | 'center' | 'right' | null;
}>;
/** A sheet of a form as a browser draws it. Rows from 1, columns from 0; `widths` in pixels. */
export type GridSheet = Readonly<{
  name: string;
  hidden: boolean;
  rows: number;
  columns: number;
  widths: readonly number[];
  cells: readonly GridCell[];
  merges: readonly MergedRange[];
  /** There is more than a browser is asked to draw. */
  isCut: boolean;
}>;

const [mostRows, mostColumns] = [400, 60] as const;

/** What a form looks like: its texts, formulas, merged cells and widths. */
export function readGrid(file: Buffer): GridSheet[] {
  const book = new FormBook(file);
  const words = { texts: book.texts(), formats: book.formats(), looks: looksOf(book.styles) };
  return book.sheets.map(({ name, hidden, path }) => ({ name, hidden, ...sheetGrid(readSheetPart(book.text(path)), words) }));
}

type Look = Readonly<{ bold: boolean; align: GridCell['align'] }>;
type Words = Readonly<{ texts: readonly string[]; formats: (style: number) => NumberFormat; looks: readonly Look[] }>;

function sheetGrid(part: SheetPart, words: Words): Omit<GridSheet, 'name' | 'hidden'> {
  const merges = [...part.after.matchAll(/<(?:\w+:)?mergeCell\b[^>]*\sref="([^"]*)"/g)].flatMap(([, ref]) => areaOf(ref!) ?? []);
  const shown = part.rows.flatMap((row) =>
    row.cells.flatMap((cell) =>
      row.number <= mostRows && cell.column < mostColumns ? [gridCell(cell, row.number, part.prefix, words)] : [],
    ),
  );
  const ends = [...shown.map((c) => ({ bottom: c.row, right: c.column })), ...merges];
  const rows = Math.min(mostRows, Math.max(1, ...ends.map((e) => e.bottom)));
  const columns = Math.min(mostColumns, Math.max(1, ...ends.map((e) => e.right + 1)));
  const all = part.rows.reduce((n, row) => n + row.cells.length, 0);
  return {
    rows,
    columns,
    widths: widthsOf(part.before, columns),
    cells: shown.filter((c) => c.text !== '' || c.formula !== null || c.bold || c.align !== null),
    merges: merges.filter((m) => m.top <= rows && m.left < columns).map(({ top, bottom, left, right }) => ({ top, bottom, left, right })),
    isCut: all > shown.length,
  };
}

function gridCell(cell: FormCell, row: number, prefix: string, { texts, formats, looks }: Words): GridCell {
  const formula = formulaOf(cell, prefix);
  const style = styleOf(cell);
  const text = textOf(cell, prefix, texts, formats(style));
  return { cell: cellName(cell.column, row), row, column: cell.column, text, formula, ...(looks[style] ?? { bold: false, align: null }) };
}

function textOf({ attributes, inner }: FormCell, prefix: string, texts: readonly string[], format: NumberFormat): string {
  const type = attribute(attributes, 't') ?? 'n';
  if (type === 'inlineStr') return [...elements(inner, `${prefix}t`)].map((t) => decodeXml(t.inner)).join('');
  const [value] = [...elements(inner, `${prefix}v`)].map((v) => decodeXml(v.inner));
  if (value === undefined) return '';
  if (type === 's') return texts[Number(value)] ?? '';
  if (type !== 'n') return value;
  const read = numberValue(value, format, false);
  return read.percent ? percentText(read.text) : read.text;
}
/** 0.3273 → 32.73%, without a float. */
function percentText(decimal: string): string {
  const [whole = '0', fraction = ''] = decimal.split('.');
  const digits = `${whole}${fraction.padEnd(2, '0').slice(0, 2)}`.replace(/^(-?)0+(?=\d)/, '$1');
  const rest = fraction.slice(2);
  return `${digits}${rest ? `.${rest}` : ''}%`;
}

function widthsOf(before: string, columns: number): number[] {
  const pixels = (width: number) => Math.round(width * 7 + 5);
  const usual = Number(/\sdefaultColWidth="([\d.]+)"/.exec(before)?.[1] ?? 8.43);
  const widths = Array.from({ length: columns }, () => pixels(usual));
  for (const [, attributes] of before.matchAll(/<(?:\w+:)?col\s([^>]*)>/g)) {
    const [min, max, width] = ['min', 'max', 'width'].map((name) => Number(attribute(attributes!, name) ?? 0)) as [number, number, number];
    for (let at = min - 1; at < Math.min(max, columns); at += 1) widths[at] = attribute(attributes!, 'hidden') === '1' ? 0 : pixels(width);
  }
  return widths;
}

function looksOf(styles: string): Look[] {
  const prefix = /<((?:\w+:)?)styleSheet\b/.exec(styles)?.[1] ?? '';
  const inside = (name: string) => [...elements(styles, prefix + name)][0]?.inner ?? '';
  const fonts = [...elements(inside('fonts'), `${prefix}font`)].map(({ inner }) =>
    new RegExp(`<${prefix}b(\\s*/|>|\\s+val="(1|true)")`).test(inner),
  );
  return [...elements(inside('cellXfs'), `${prefix}xf`)].map(({ attributes, inner }) => {
    const align = /\shorizontal="(left|center|right)"/.exec(inner)?.[1] as Look['align'] | undefined;
    return { bold: fonts[Number(attribute(attributes, 'fontId') ?? 0)] ?? false, align: align ?? null };
  });
}
