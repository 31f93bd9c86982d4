import { scaledInteger, toHalfWidth } from './number.ts';
import { refuse, type Refusal } from './refusal.ts';
import type { Cell } from './sheet-row.ts';

/** What readers of single values need of a cell. */
export type CellValue = Pick<Cell, 'kind' | 'text'> & Partial<Pick<Cell, 'percent'>>;

const blankWords = new Set(['n/a', 'na', 'null', 'nil', '暂无', '空', '无数据']);
/** Most texts of a ledger begin with a digit or a Chinese character that begins none of those words; a ledger has a million cells. */
function saysSomething(text: string): boolean {
  const first = text.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || (first >= 0x4e00 && first <= 0x9fff && !'暂空无'.includes(text[0]!));
}
/** Does the cell say "nothing here": empty, dashes, slashes, dots, N/A, 暂无? (无 is an answer and 0 is a value.) */
export function isBlank(cell: CellValue): boolean {
  if (cell.kind === 'empty') return true;
  if (cell.kind !== 'text' || saysSomething(cell.text)) return false;
  const text = toHalfWidth(cell.text).trim();
  return /^[\s\-—–―_/\\.·…]*$/.test(text) || blankWords.has(text.toLowerCase());
}

const hedge = /^(约|大约|近|共|预计|不少于)+|(余|左右|上下|以上|多)+$/g;
const countWord = /(人|个|家|户|项|台|套|次|名|条|件|位|辆|间)(次)?$/;

/** The value and, where the words said less than exactly (约, 余, 左右), the whole text as a remark. */
export type Read<T> = Readonly<{ value: T; remark: string | null }>;

function unhedged(text: string): Read<string> {
  const plain = toHalfWidth(text).replace(/\s/g, '');
  const body = plain.replace(countWord, '').replace(hedge, '');
  const bare = body.replace(countWord, '');
  return { value: bare, remark: plain.replace(countWord, '') === body ? null : text.trim() };
}
function ungrouped(text: string): string | null {
  if (!text.includes(',')) return text;
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d*)?$/.test(text) ? text.replaceAll(',', '') : null;
}
const unreadable = (code: string, cell: CellValue, expected: string) =>
  cell.kind === 'error'
    ? refuse('invalid', 'cell.error', { found: cell.text, expected })
    : refuse('invalid', code, { found: cell.text, expected });

/** A decimal of any unit as plain text ('1,200.50' → '1200.50', '约3.5亩' with unit '亩' → '3.5'). `number.unreadable` otherwise. */
export function readDecimal(cell: CellValue, unit = ''): Read<string> | Refusal {
  const bad = unreadable('number.unreadable', cell, 'decimal');
  if (cell.kind !== 'number' && cell.kind !== 'text') return bad;
  const trimmed = toHalfWidth(cell.text).trim();
  const { value, remark } = unhedged(unit && trimmed.endsWith(unit) ? trimmed.slice(0, -unit.length) : trimmed);
  const body = ungrouped(value);
  if (body === null || scaledInteger(body, 40) === null) return bad;
  return { value: body.replace(/^\+/, '').replace(/\.$/, ''), remark: remark && cell.text.trim() };
}

/** A whole number of people, firms, jobs. '1.5' → `number.not_whole`; '200人', '约200', '1,200' are read. */
export function readWhole(cell: CellValue): Read<number> | Refusal {
  const decimal = readDecimal(cell);
  if (!('value' in decimal)) return decimal;
  const whole = scaledInteger(decimal.value, 0);
  if (whole === null) return refuse('invalid', 'number.not_whole', { found: cell.text, expected: 'whole' });
  const value = Number(whole);
  if (!Number.isSafeInteger(value)) return refuse('invalid', 'number.too_large', { found: cell.text });
  return { value, remark: decimal.remark };
}

/** A percentage as decimal text of percent points: '58.3%' → '58.3'; a cell shown as a percentage 0.583 → '58.3'; a bare 58.3 → '58.3'. */
export function readPercent(cell: CellValue): Read<string> | Refusal {
  if (cell.kind === 'number' && cell.percent) return { value: shiftedBy(cell.text, 2), remark: null };
  return readDecimal(cell.kind === 'text' ? { kind: 'text', text: toHalfWidth(cell.text).trim().replace(/%$/, '') } : cell);
}

/** Moves the decimal point of a plain decimal to the right (places > 0) or left, exactly: shiftedBy('0.583', 2) → '58.3'. */
export function shiftedBy(decimal: string, places: number): string {
  const m = /^(-?)(\d+)(?:\.(\d*))?$/.exec(decimal);
  if (!m) throw new RangeError(`not a plain decimal: ${decimal}`);
  const whole = m[2]!.padStart(Math.max(0, -places) + 1, '0');
  const digits = whole + (m[3] ?? '').padEnd(Math.max(0, places), '0');
  const point = whole.length + places;
  const fraction = digits.slice(point).replace(/0+$/, '');
  return m[1] + digits.slice(0, point).replace(/^0+(?=\d)/, '') + (fraction && `.${fraction}`);
}

const yes = new Set(['是', '√', '✓', '✔', '☑', '有', 'y', 'yes', 'true', '1', '对', '已']);
const no = new Set(['否', '×', '✗', '✘', 'x', '☒', '无', '没有', '不是', 'n', 'no', 'false', '0', '错', '未']);
/** 是/否, √/×, 有/无, Y/N, TRUE/FALSE, 1/0. A blank cell is neither: the caller decides what it means. */
export function readFlag(cell: CellValue): boolean | Refusal {
  const text = toHalfWidth(cell.text).trim().toLowerCase();
  if (cell.kind !== 'error' && yes.has(text)) return true;
  if (cell.kind !== 'error' && no.has(text)) return false;
  return unreadable('flag.unreadable', cell, 'flag');
}
