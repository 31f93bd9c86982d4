import { isPartialDate, precisionOf } from '../../kernel/day.ts';

/** Styles of the cells we write; the number is the index in styles.xml. Each has a bold twin after the plain ones. */
export const styleNames = [
  'plain',
  'text',
  'quoted',
  'integer',
  'decimal',
  'amount',
  'percent',
  'day',
  'month',
  'year',
  'time',
  'header',
  'title',
  'note',
] as const;
export type StyleName = (typeof styleNames)[number];
const styleIndex = (style: StyleName, isBold: boolean) => styleNames.indexOf(style) + (isBold ? styleNames.length : 0);

const longestText = 32_767;
const forbidden = /[[\p{Cc}--[\t\n]]\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)/gv;
const special: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text as XML: what XML or Excel cannot hold is written in Excel's own _xHHHH_ form, so that it comes back the same. */
export function xmlText(text: string): string {
  const escaped = text
    .replace(/\r\n?/g, '\n')
    .replace(forbidden, (c) => `_x${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replace(/[&<>"]/g, (c) => special[c]!);
  return escaped.isWellFormed() ? escaped : escaped.toWellFormed();
}

/**
 * A text cell. It is stored as a string and never as a formula, whatever it begins with; one that begins like a formula is also marked
 * as quoted, so that it does not become live when a person edits the cell or saves the sheet as .csv from Excel.
 */
export function textCell(ref: string, text: string, style: StyleName = 'text', isBold = false): string {
  if (text === '') return '';
  const fitting = text.length > longestText ? `${text.slice(0, longestText - 1)}…` : text;
  const index = styleIndex(style === 'text' && /^[=+\-@\t\r]/.test(text) ? 'quoted' : style, isBold);
  return `<c r="${ref}" s="${index}" t="inlineStr"><is><t xml:space="preserve">${xmlText(fitting)}</t></is></c>`;
}

/** A number given as plain decimal text, written digit for digit. */
export const numberCell = (ref: string, decimal: string, style: StyleName, isBold = false) =>
  `<c r="${ref}" s="${styleIndex(style, isBold)}"><v>${decimal}</v></c>`;

/** An empty cell with the frame and format of its column. */
export const blankCell = (ref: string, style: StyleName) => `<c r="${ref}" s="${styleIndex(style, false)}"/>`;

export const booleanCell = (ref: string, value: boolean) => `<c r="${ref}" t="b"><v>${value ? 1 : 0}</v></c>`;

const dayMs = 86_400_000;
const firstSerialDay = Date.UTC(1899, 11, 30);
/** A date known to the day, month or year as a date that shows just that; anything else, and days before March 1900, as text. */
export function dateCell(ref: string, text: string, isBold = false): string {
  const [date, time] = text.split(' ') as [string, string | undefined];
  if (!isPartialDate(date) || date < '1900-03-01' || (time !== undefined && !/^\d\d:\d\d:\d\d$/.test(time)))
    return textCell(ref, text, 'text', isBold);
  const serial = (Date.parse(`${`${date}-01-01`.slice(0, 10)}T${time ?? '00:00:00'}Z`) - firstSerialDay) / dayMs;
  return numberCell(ref, String(serial), time === undefined ? precisionOf(date) : 'time', isBold);
}
