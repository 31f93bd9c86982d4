import { columnIndex, columnName } from '../../../kernel/sheet-row.ts';

/** Rows are added below row `last`, the last one that a list had; whatever ended with it now ends with the last row added. */
export type Stretch = Readonly<{ last: number; by: number }>;
type End = Readonly<{ isColumnFixed: boolean; column: number; isRowFixed: boolean; row: number }>;
/** A reference in a formula: a cell or a range, of the formula's own sheet when `sheet` is null. */
type Reference = Readonly<{ sheet: string | null; from: End; to: End | null }>;

const text = '"(?:[^"]|"")*"';
const sheet = `(?:('(?:[^']|'')+'|[\\p{L}_][\\p{L}\\p{N}_.]*)!)?`;
const cell = '(\\$?)([A-Za-z]{1,3})(\\$?)(\\d{1,7})';
const wholeRows = '(\\$?)(\\d{1,7}):(\\$?)(\\d{1,7})';
/** Texts are passed over; so are names that only look like cells (LOG10 before its bracket) and references into other workbooks. */
const pattern = new RegExp(
  `${text}|(?<![\\p{L}\\p{N}_.$!'\\]:])${sheet}(?:${cell}(?::${cell})?|${wholeRows})(?![\\p{L}\\p{N}_(.!:])`,
  'gu',
);

/** A formula with each of its references replaced; everything else of it stays letter for letter. */
export function mapReferences(formula: string, change: (r: Reference) => Reference): string {
  return formula.replace(pattern, (whole: string, ...found: (string | undefined)[]) => {
    if (whole.startsWith('"')) return whole;
    const [own, c1, n1, r1, d1, c2, n2, r2, d2, fixed1, row1, fixed2, row2] = found;
    const name = own === undefined ? null : own.replace(/^'|'$/g, '').replaceAll("''", "'");
    if (name?.includes('[')) return whole;
    const prefix = own === undefined ? '' : `${own}!`;
    if (row1 !== undefined) {
      const changed = change({ sheet: name, from: endOf('', 'A', fixed1, row1), to: endOf('', 'A', fixed2, row2) });
      return `${prefix}${rowText(changed.from)}:${rowText(changed.to!)}`;
    }
    const to = n2 === undefined ? null : endOf(c2, n2, r2, d2);
    const changed = change({ sheet: name, from: endOf(c1, n1!, r1, d1), to });
    return `${prefix}${endText(changed.from)}${changed.to ? `:${endText(changed.to)}` : ''}`;
  });
}
const endOf = (c: string | undefined, column: string, r: string | undefined, row: string | undefined): End => ({
  isColumnFixed: c === '$',
  column: columnIndex(column),
  isRowFixed: r === '$',
  row: Number(row),
});
const rowText = ({ isRowFixed, row }: End) => `${isRowFixed ? '$' : ''}${row}`;
const endText = (end: End) => `${end.isColumnFixed ? '$' : ''}${columnName(end.column)}${rowText(end)}`;

/** Where a row is once rows have been added. */
export const movedRow = (row: number, { last, by }: Stretch) => (row > last ? row + by : row);
const stretchedRow = (row: number, { last, by }: Stretch) => (row >= last ? row + by : row);

/**
 * A formula of sheet `at.sheet` after rows were added to sheet `on`. Sums over the list take in the added rows; what one row of the
 * list says of itself (SUM(D5:F5)) stays in its row.
 */
export function stretchFormula(formula: string, on: string, s: Stretch, at: Readonly<{ sheet: string; isInList: boolean }>): string {
  return mapReferences(formula, (r) => {
    if ((r.sheet ?? at.sheet).toLowerCase() !== on.toLowerCase()) return r;
    const from = { ...r.from, row: movedRow(r.from.row, s) };
    if (!r.to) return { ...r, from };
    const isOwnRow = at.isInList && r.from.row === r.to.row && !r.to.isRowFixed;
    return { ...r, from, to: { ...r.to, row: isOwnRow ? movedRow(r.to.row, s) : stretchedRow(r.to.row, s) } };
  });
}

/** A formula copied `down` rows below and `right` columns beside: what is not fixed by $ moves along. */
export const copiedFormula = (formula: string, down: number, right = 0) =>
  mapReferences(formula, (r) => ({ ...r, from: along(r.from, down, right), to: r.to && along(r.to, down, right) }));
const along = (end: End, down: number, right: number): End => ({
  ...end,
  row: end.isRowFixed ? end.row : end.row + down,
  column: end.isColumnFixed ? end.column : end.column + right,
});

const area = /^([A-Za-z]{1,3})(\d{1,7})(?::([A-Za-z]{1,3})(\d{1,7}))?$/;
/** 'A5:C9' or 'A5' as columns and rows; null when it is neither. */
export function areaOf(ref: string) {
  const m = area.exec(ref.replaceAll('$', ''));
  if (!m) return null;
  const [left, top] = [columnIndex(m[1]!), Number(m[2])];
  return {
    left,
    top,
    right: m[3] === undefined ? left : columnIndex(m[3]),
    bottom: m[4] === undefined ? top : Number(m[4]),
    isRange: m[3] !== undefined,
  };
}

/** Areas separated by spaces, as conditional formats and merged cells name them. `single` cells of the last row grow only when asked. */
export function stretchAreas(areas: string, s: Stretch, growsSingle: boolean): string {
  return areas
    .split(' ')
    .map((ref) => {
      const a = areaOf(ref);
      if (!a) return ref;
      const grows = a.isRange || growsSingle;
      const [top, bottom] = [movedRow(a.top, s), grows ? stretchedRow(a.bottom, s) : movedRow(a.bottom, s)];
      const start = `${columnName(a.left)}${top}`;
      return !a.isRange && top === bottom ? start : `${start}:${columnName(a.right)}${bottom}`;
    })
    .join(' ');
}
