import type { Cell } from '../../kernel/sheet-row.ts';
import { serialText } from '../../kernel/sheet-date.ts';
import { plainDecimal } from '../../kernel/sheet-number.ts';
import type { NumberFormat } from './number-format.ts';

export type Value = Omit<Cell, 'column' | 'merged' | 'formula'>;
export const emptyValue: Value = { kind: 'empty', text: '' };
/** A formula that was saved without a result. */
export const uncalculated: Value = { kind: 'error', text: '#FORMULA' };

const oddities = /[[\p{Cc}--[\t\n]]\u00a0\u200b\u2028\u2029\u2060\ufeff]|_x[0-9A-Fa-f]{4}_/v;
/** Excel's _x000D_ escapes undone, one kind of line break, no control or invisible characters, no outer spaces. */
export function cleanText(text: string): string {
  if (!oddities.test(text)) return text.trim();
  return text
    .replaceAll('\r\n', '\n')
    .replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll('\u00a0', ' ')
    .replace(/[[\p{Cc}--[\t\n]]\u200b\u2060\ufeff]/gv, '')
    .trim();
}

export function textValue(raw: string): Value {
  const text = cleanText(raw);
  return text === '' ? emptyValue : { kind: 'text', text };
}
export const errorValue = (code: string): Value => ({ kind: 'error', text: code.startsWith('#') ? code : '#ERROR' });
export const booleanValue = (value: boolean): Value => ({ kind: 'boolean', text: value ? 'TRUE' : 'FALSE' });

/** A stored number as its format shows it: a date, a percentage, a number with leading zeros, or itself. */
export function numberValue(raw: string | number, format: NumberFormat, from1904: boolean): Value {
  const text = plainDecimal(raw);
  if (text === null) return textValue(String(raw));
  if (format.date) {
    const date = serialText(Number(raw), from1904);
    if (date !== null) return { kind: 'date', text: asShown(date, format.date) };
  }
  if (format.percent) return { kind: 'number', text, percent: true };
  return { kind: 'number', text: format.digits > 0 && /^\d+$/.test(text) ? text.padStart(format.digits, '0') : text };
}

/** A cell that holds its date as text (ISO 8601). */
export function isoValue(raw: string): Value {
  const m = /^(\d{4}-\d\d-\d\d)?T?(?:(\d\d:\d\d:\d\d)(?:\.\d+)?)?Z?$/.exec(raw.trim());
  if (!m || (!m[1] && !m[2])) return textValue(raw);
  const time = m[2] === '00:00:00' && m[1] ? undefined : m[2];
  return { kind: 'date', text: [m[1], time].filter(Boolean).join(' ') };
}

/** The first of a month in a cell that shows only year and month was typed as a month; the first of January likewise as a year. */
function asShown(date: string, precision: NonNullable<NumberFormat['date']>): string {
  if (precision === 'month' && /^\d{4}-\d\d-01$/.test(date)) return date.slice(0, 7);
  if (precision === 'year' && /^\d{4}-01-01$/.test(date)) return date.slice(0, 4);
  return date;
}
