import { Readable } from 'node:stream';
import { formatFen } from '../../kernel/money.ts';
import type { SheetColumn, SheetSpec, SheetValue } from './writer.ts';

/** The same table as UTF-8 .csv with a byte order mark, so that Excel and WPS read its Chinese; made as it is read. */
export function csvStream({ columns, rows }: Pick<SheetSpec, 'columns' | 'rows'>): Readable {
  const lines = async function* () {
    yield '\ufeff' + columns.map((c) => quoted(c.header)).join(',') + '\r\n';
    for await (const row of rows) yield columns.map((column, i) => quoted(textOf(column, row[i] ?? null))).join(',') + '\r\n';
  };
  return Readable.from(lines());
}

const decimals = { 元: 2, 万元: 6, 亿元: 10 } as const;
function textOf({ kind, unit = '元' }: SheetColumn, value: SheetValue): string {
  if (value === null) return '';
  if (kind === 'amount' && typeof value === 'number') return formatFen(value, unit, decimals[unit]).replace(/\.?0+$/, '');
  // A text that a spreadsheet would take for a formula is kept a text.
  return kind === 'text' && /^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value);
}
const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
