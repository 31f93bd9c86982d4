import { xmlText } from '../cell-xml.ts';
import { attribute, decodeXml } from '../xml.ts';
import { copiedFormula, movedRow, type Stretch, stretchAreas, stretchFormula, areaOf } from './references.ts';
import { elements, type FormCell, type FormRow, formulaOf, setCell, type SheetPart, styleOf } from './sheet-part.ts';
import type { FormBook, FormSheet } from './workbook.ts';
import { columnName } from '../../../kernel/sheet-row.ts';

/** The text of every formula element of these names, replaced. */
function mapFormulas(xml: string, names: readonly string[], change: (formula: string) => string): string {
  return xml.replace(
    new RegExp(`(<((?:\\w+:)?(?:${names.join('|')}))(?:\\s[^>]*)?>)([^<]+)(</\\2>)`, 'g'),
    (whole, open: string, _name, raw: string, close: string) => {
      if (open.endsWith('/>')) return whole;
      const formula = decodeXml(raw);
      const changed = change(formula);
      return changed === formula ? whole : open + xmlText(changed) + close;
    },
  );
}

/** A formula written once for many cells becomes the formula of each, so that each can move by itself. */
export function unshareFormulas(part: SheetPart) {
  const masters = new Map<string, { formula: string; row: number; column: number }>();
  for (const row of part.rows) for (const cell of row.cells) unshare(part.prefix, cell, row.number, masters);
}
function unshare(prefix: string, cell: FormCell, row: number, masters: Map<string, { formula: string; row: number; column: number }>) {
  for (const { attributes, inner } of elements(cell.inner, `${prefix}f`)) {
    if (attribute(attributes, 't') !== 'shared') continue;
    const id = attribute(attributes, 'si') ?? '';
    if (inner !== '') masters.set(id, { formula: decodeXml(inner), row, column: cell.column });
    const master = masters.get(id);
    if (!master) continue;
    const formula = copiedFormula(master.formula, row - master.row, cell.column - master.column);
    cell.inner = `<${prefix}f>${xmlText(formula)}</${prefix}f>`;
  }
}

/** A new row like the last of a list: its looks and formulas, without its values. */
function copyOf(row: FormRow, down: number, prefix: string): FormRow {
  const cells = row.cells.map((cell) => {
    const made: FormCell = { column: cell.column, attributes: cell.attributes, inner: '' };
    const formula = formulaOf(cell, prefix);
    setCell(made, formula === null ? '' : `<${prefix}f>${xmlText(copiedFormula(formula, down))}</${prefix}f>`, null, styleOf(cell));
    return made;
  });
  return { number: row.number + down, attributes: row.attributes, cells };
}

type List = Readonly<{ first: number; last: number; by: number }>;

/**
 * Adds rows below the last row of a list, as a person does in a spreadsheet program: everything below moves down, sums over the list take
 * the new rows in, and merged cells, formats, print areas, names, charts, notes and pictures go along. On this sheet and on all others.
 */
export function addRows(book: FormBook, sheet: FormSheet, parts: Map<string, SheetPart>, { first, last, by }: List) {
  const stretch: Stretch = { last, by };
  for (const other of book.sheets) {
    const part = parts.get(other.path)!;
    const isOwn = other.path === sheet.path;
    if (isOwn) part.before = stretchMarks(part.before, stretch);
    for (const row of part.rows) {
      const at = { sheet: other.name, isInList: isOwn && row.number >= first && row.number <= last };
      const formulas = row.cells.filter((cell) => /f[> ]/.test(cell.inner));
      for (const cell of formulas) cell.inner = stretchCell(cell.inner, sheet.name, stretch, at, isOwn);
    }
    part.after = mapFormulas(part.after, ['formula', 'formula1', 'formula2', 'f'], (f) =>
      stretchFormula(f, sheet.name, stretch, { sheet: other.name, isInList: false }),
    );
    if (isOwn) part.after = stretchMarks(copyMerges(part.after, stretch), stretch);
  }
  insertRows(parts.get(sheet.path)!, stretch);
  stretchAround(book, sheet, stretch);
}

const stretchCell = (inner: string, on: string, s: Stretch, at: { sheet: string; isInList: boolean }, isOwn: boolean) => {
  const changed = mapFormulas(inner, ['f'], (f) => stretchFormula(f, on, s, at));
  return isOwn
    ? changed.replace(/(<(?:\w+:)?f\b[^>]*\sref=")([^"]*)"/, (_, head: string, ref: string) => `${head}${stretchAreas(ref, s, false)}"`)
    : changed;
};

function insertRows(part: SheetPart, { last, by }: Stretch) {
  const source = part.rows.find((r) => r.number === last) ?? { number: last, attributes: '', cells: [] };
  const added = Array.from({ length: by }, (_, i) => copyOf(source, i + 1, part.prefix));
  const above = part.rows.filter((r) => r.number <= last);
  const below = part.rows.filter((r) => r.number > last).map((r) => ({ ...r, number: r.number + by }));
  part.rows = [...above, ...added, ...below];
}

/** Cells merged within the last row of the list are merged in each new row too. */
function copyMerges(xml: string, { last, by }: Stretch): string {
  const found = [...xml.matchAll(/<((?:\w+:)?)mergeCell\b[^>]*\sref="([^"]*)"[^>]*\/?>/g)];
  const own = found.filter(([, , ref]) => isWithin(ref!, last));
  if (own.length === 0) return xml;
  const copies = own.flatMap(([, prefix, ref]) => {
    const a = areaOf(ref!)!;
    return Array.from(
      { length: by },
      (_, i) => `<${prefix}mergeCell ref="${columnName(a.left)}${last + 1 + i}:${columnName(a.right)}${last + 1 + i}"/>`,
    );
  });
  // Written with the place they will have: the marks below move past `last` only, so they are put where nothing moves them.
  const kept = own.reduce((text, [whole]) => text.replace(whole, whole.replace(/\sref="/, ' kept-ref="')), xml);
  const marked = copies.map((c) => c.replace(' ref="', ' kept-ref="')).join('');
  const close = new RegExp(`</(?:\\w+:)?mergeCells>`).exec(kept)![0];
  return kept
    .replace(close, `${marked}${close}`)
    .replace(/(<(?:\w+:)?mergeCells\b[^>]*\scount=")(\d+)"/, (_, head: string, n: string) => `${head}${Number(n) + copies.length}"`);
}
const isWithin = (ref: string, row: number) => {
  const a = areaOf(ref);
  return a !== null && a.top === row && a.bottom === row;
};

/** Places named in attributes and in the elements of extensions. */
function stretchMarks(xml: string, s: Stretch): string {
  const moved = xml
    .replace(
      /\s(ref|sqref|activeCell|topLeftCell)="([^"]*)"/g,
      (_, name: string, areas: string) => ` ${name}="${stretchAreas(areas, s, name === 'sqref')}"`,
    )
    .replace(/(<xm:sqref>)([^<]*)/g, (_, open: string, areas: string) => open + stretchAreas(areas, s, true))
    .replace(/<((?:\w+:)?)rowBreaks\b[\s\S]*?<\/\1rowBreaks>/g, (breaks) =>
      breaks.replace(
        /(<(?:\w+:)?brk\b[^>]*\sid=")(\d+)"/g,
        (_, head: string, row: string) => `${head}${Number(row) >= s.last ? Number(row) + s.by : row}"`,
      ),
    );
  return moved.replaceAll(' kept-ref="', ' ref="');
}

/** What stands in other parts and speaks of rows of this sheet. */
function stretchAround(book: FormBook, sheet: FormSheet, s: Stretch) {
  const change = (path: string, by: (text: string) => string) => {
    const text = book.parts.text(path);
    if (text === null) return;
    const changed = by(text);
    if (changed !== text) book.parts.set(path, changed);
  };
  const inFormula = (f: string) => stretchFormula(f, sheet.name, s, { sheet: '', isInList: false });
  change(book.path, (text) => mapFormulas(text, ['definedName'], inFormula));
  const rowFrom0 = (text: string, tag: string) =>
    text.replace(
      new RegExp(`(<${tag}>)(\\s*\\d+\\s*)(?=</${tag}>)`, 'g'),
      (_, open: string, row: string) => open + String(movedRow(Number(row) + 1, s) - 1),
    );
  for (const path of book.related(sheet.path, 'drawing')) change(path, (text) => rowFrom0(text, 'xdr:row'));
  for (const path of book.related(sheet.path, 'vmlDrawing')) change(path, (text) => rowFrom0(text, 'x:Row'));
  for (const path of book.related(sheet.path, 'comments')) change(path, (text) => stretchMarks(text, s));
  for (const path of book.related(sheet.path, 'table')) change(path, (text) => stretchMarks(text, s));
  for (const path of book.parts.names.filter((name) => /\/charts\/[^/]+\.xml$/i.test(name)))
    change(path, (text) => mapFormulas(text, ['f'], inFormula));
  dropCalcChain(book);
}

/** The order of calculation names cells where they were; a program that finds none makes its own. */
function dropCalcChain(book: FormBook) {
  const [chain] = book.related(book.path, 'calcChain');
  if (!chain) return;
  book.parts.remove(chain);
  const at = book.path.lastIndexOf('/') + 1;
  const relations = `${book.path.slice(0, at)}_rels/${book.path.slice(at)}.rels`;
  book.parts.set(relations, book.text(relations).replace(/<Relationship\b[^>]*\/calcChain"[^>]*\/>/, ''));
  const types = '[Content_Types].xml';
  book.parts.set(types, book.text(types).replace(/<Override\b[^>]*calcChain\.xml"[^>]*\/>/, ''));
}
