import { refuse } from '../../../kernel/refusal.ts';
import { cellName, columnIndex } from '../../../kernel/sheet-row.ts';
import { attribute, decodeXml } from '../xml.ts';

/** `attributes` without the cell's name; `inner` null for an empty tag. Both are kept as they were written. */
export type FormCell = { column: number; attributes: string; inner: string };
export type FormRow = { number: number; attributes: string; cells: FormCell[] };
/** A worksheet taken apart at its rows. What stands before and after them is kept as text. */
export type SheetPart = { prefix: string; before: string; rows: FormRow[]; after: string };

const damaged = () => refuse('invalid', 'sheet.damaged', { part: 'sheet' });

/** Takes a worksheet apart. Refuses sheet.damaged, also for comments or CDATA between cells, which no office program writes. */
export function readSheetPart(xml: string): SheetPart {
  const open = /<((?:\w+:)?)sheetData\b[^>]*>/.exec(xml);
  if (!open) throw damaged();
  const prefix = open[1]!;
  const start = open.index + open[0].length;
  if (open[0].endsWith('/>'))
    return { prefix, before: `${xml.slice(0, start - 2)}>`, rows: [], after: `</${prefix}sheetData>${xml.slice(start)}` };
  const end = xml.indexOf(`</${prefix}sheetData>`, start);
  const data = xml.slice(start, end);
  if (end < 0 || data.includes('<!')) throw damaged();
  const rows: FormRow[] = [];
  for (const { attributes, inner } of elements(data, `${prefix}row`)) {
    const number = Number(attribute(attributes, 'r') ?? (rows.at(-1)?.number ?? 0) + 1);
    rows.push({ number, attributes: without(without(attributes, 'r'), 'spans'), cells: cellsOf(inner, prefix) });
  }
  return { prefix, before: xml.slice(0, start), rows, after: xml.slice(end) };
}

function cellsOf(inner: string, prefix: string): FormCell[] {
  const cells: FormCell[] = [];
  for (const { attributes, inner: value } of elements(inner, `${prefix}c`)) {
    const letters = /^[A-Z]+/i.exec(attribute(attributes, 'r') ?? '')?.[0];
    const column = letters ? columnIndex(letters) : (cells.at(-1)?.column ?? -1) + 1;
    cells.push({ column, attributes: without(attributes, 'r'), inner: value });
  }
  return cells;
}

/** The elements of a name in a text, none within another of the same name. Looks at every character once. */
export function* elements(text: string, name: string): Generator<{ attributes: string; inner: string }> {
  const close = `</${name}>`;
  for (let at = text.indexOf(`<${name}`); at >= 0; at = text.indexOf(`<${name}`, at)) {
    const begin = at + name.length + 1;
    if (!/[\s/>]/.test(text[begin] ?? '')) {
      at = begin;
      continue;
    }
    const head = text.indexOf('>', begin);
    if (head < 0) throw damaged();
    const isEmpty = text[head - 1] === '/';
    const end = isEmpty ? head + 1 : text.indexOf(close, head);
    if (end < 0) throw damaged();
    yield { attributes: text.slice(begin, isEmpty ? head - 1 : head).trim(), inner: isEmpty ? '' : text.slice(head + 1, end) };
    at = isEmpty ? end : end + close.length;
  }
}

const without = (attributes: string, name: string) => attributes.replace(new RegExp(`(^|\\s)${name}\\s*=\\s*("[^"]*"|'[^']*')`), '').trim();

/** The worksheet put together again. */
export function writeSheetPart({ prefix, before, rows, after }: SheetPart): string {
  const space = (attributes: string) => (attributes === '' ? '' : ` ${attributes}`);
  const cell = (row: number, { column, attributes, inner }: FormCell) => {
    const head = `<${prefix}c r="${cellName(column, row)}"${space(attributes)}`;
    return inner === '' ? `${head}/>` : `${head}>${inner}</${prefix}c>`;
  };
  const lines = rows.map(
    ({ number, attributes, cells }) =>
      `<${prefix}row r="${number}"${space(attributes)}>${cells.map((c) => cell(number, c)).join('')}</${prefix}row>`,
  );
  return before + lines.join('') + after;
}

/** The cell at a place; made in its row when there was none. */
export function cellAt(part: SheetPart, row: number, column: number): FormCell {
  let line = part.rows.find((r) => r.number === row);
  if (!line) {
    line = { number: row, attributes: '', cells: [] };
    part.rows.push(line);
    part.rows.sort((a, b) => a.number - b.number);
  }
  const known = line.cells.find((c) => c.column === column);
  if (known) return known;
  const made = { column, attributes: '', inner: '' };
  line.cells.push(made);
  line.cells.sort((a, b) => a.column - b.column);
  return made;
}

export const styleOf = (cell: FormCell) => Number(attribute(cell.attributes, 's') ?? 0);
/** Sets a cell's value and keeps its look. `style` replaces the style where it has to. */
export function setCell(cell: FormCell, inner: string, type: string | null, style = styleOf(cell)) {
  const kept = without(without(cell.attributes, 's'), 't');
  cell.attributes = [kept, style === 0 ? '' : `s="${style}"`, type === null ? '' : `t="${type}"`].filter(Boolean).join(' ');
  cell.inner = inner;
}

/** A cell's formula as people read it, or null. */
export function formulaOf({ inner }: FormCell, prefix: string): string | null {
  for (const f of elements(inner, `${prefix}f`)) return decodeXml(f.inner);
  return null;
}
