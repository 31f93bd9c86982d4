import { dayOf, firstDayOf, isPartialDate, lastDayOf, type PartialDate } from './day.ts';
import { toHalfWidth } from './number.ts';
import { refuse, Refusal } from './refusal.ts';
import type { CellValue } from './sheet-value.ts';

/** `remark` keeps the words when they said less than the date does or more than a date can (3月底, 年底前, 约). */
export type ReadDate = Readonly<{ date: PartialDate; remark: string | null }>;
export type ReadPeriod = Readonly<{ from: PartialDate; to: PartialDate; remark: string | null }>;
/** The year a ledger is about, for entries such as 3月底 that name none. */
export type DateContext = Readonly<{ year?: number }>;

const dayMs = 86_400_000;
const pad = (n: number) => String(n).padStart(2, '0');

/**
 * An Excel serial as text: 'YYYY-MM-DD', with ' HH:MM:SS' when there is a time of day, 'HH:MM:SS' when there is only a time.
 * The 1900 system counts the 29 February 1900 that never was; the text shows it as Excel does. Null outside 0 … 9999-12-31.
 */
export function serialText(serial: number, from1904 = false): string | null {
  const seconds = Math.round((serial + (from1904 ? 1462 : 0)) * 86_400);
  const [day, rest] = [Math.floor(seconds / 86_400), seconds % 86_400];
  if (!(seconds >= 0) || day > 2_958_465) return null;
  const time = `${pad(Math.floor(rest / 3600))}:${pad(Math.floor(rest / 60) % 60)}:${pad(rest % 60)}`;
  if (day === 0 && !from1904) return rest === 0 ? '1900-01-00' : time;
  const date = day === 60 ? '1900-02-29' : new Date((day < 60 ? day - 25_568 : day - 25_569) * dayMs).toISOString().slice(0, 10);
  return rest === 0 ? date : `${date} ${time}`;
}

const bad = (code: string, found: string, expected = 'date') => refuse('invalid', code, { found, expected });

/**
 * Reads a date written by people, keeping only what is known (day, month or year).
 * - A date cell: its day; a time of day is dropped.
 * - 2026-9-2, 2026.09.02, 2026/9/2, 2026年9月2日, 20260902: the day. 2026-9, 2026.9, 2026年9月(份), 202609: the month. 2026, 2026年: the year.
 *   Full-width digits and signs are the same.
 * - A five-digit number, with or without fraction, is an Excel serial (1954 to 2100).
 * - A period known only roughly (3月底, 上旬, 年底前, 上半年, 一季度) becomes the month or year that contains it, with the words as remark.
 * - A number cell 2026.1 may have been typed as 2026.10, whose zero Excel drops: `date.ambiguous_month`. The text 2026.1 is January.
 * - No year and none in the context: `date.year_missing`; 26.3: `date.year_two_digits`; 3/5/2026: `date.day_month_order`;
 *   1-2月: `date.several_months`; 2025—2027: `date.period`; 2026-02-30: `date.not_real`; outside 1900–2100: `date.year_out_of_range`; else `date.unreadable`.
 */
export function readDate(cell: CellValue, context: DateContext = {}): ReadDate | Refusal {
  if (cell.kind === 'error') return refuse('invalid', 'cell.error', { found: cell.text, expected: 'date' });
  if (cell.kind === 'empty' || cell.kind === 'boolean') return bad('date.unreadable', cell.text);
  if (cell.kind === 'number') return numberDate(cell.text);
  const plain = withoutTime(cell.text);
  const answer = plainDate(plain, cell.text) ?? roughDate(plain, cell.text, context);
  if (answer) return answer;
  const period = splitPeriod(plain);
  if (period && !(readDate({ kind: 'text', text: period[0] }, context) instanceof Refusal)) return bad('date.period', cell.text);
  return bad(reasonOf(plain), cell.text);
}

function reasonOf(plain: string): string {
  if (/^\d{1,2}[./-]\d{1,2}[./-]\d{4}$/.test(plain)) return 'date.day_month_order';
  if (/^\d{2}年(\d{1,2}月(\d{1,2}[日号])?)?$/.test(plain) || /^\d{2}[./-]\d{1,2}[./-]\d{1,2}$/.test(plain)) return 'date.year_two_digits';
  if (/^[2-9]\d[./-](0?[1-9]|1[0-2])$/.test(plain)) return 'date.year_two_digits';
  if (/^(\d{4}[年./-])?\d{1,2}月?-\d{1,2}月$/.test(plain)) return 'date.several_months';
  if (/^\d{1,2}([./-]\d{1,2}|月(\d{1,2}[日号]?)?)$/.test(plain)) return 'date.year_missing';
  return 'date.unreadable';
}

/** An instant with its zone is taken to the business day; a bare time of day is dropped; spaces go. */
function withoutTime(text: string): string {
  const plain = toHalfWidth(text).trim();
  if (/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(plain) && !Number.isNaN(Date.parse(plain))) return dayOf(new Date(plain));
  return plain.replace(/(?<=[\d日号])[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$/, '').replace(/\s/g, '');
}

function numberDate(text: string): ReadDate | Refusal {
  const month = /^(\d{4})\.(\d{1,2})$/.exec(text);
  if (month?.[2] === '1') {
    return refuse('invalid', 'date.ambiguous_month', { found: text, expected: 'date', candidates: [`${month[1]}-01`, `${month[1]}-10`] });
  }
  if (/^\d{5}(\.\d+)?$/.test(text) && Number(text) >= 20_000 && Number(text) < 73_416) {
    return { date: serialText(Math.floor(Number(text)))!, remark: null };
  }
  return plainDate(text, text) ?? bad('date.unreadable', text);
}

const shapes = [
  /^(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?$/,
  /^(\d{4})[年./-](\d{1,2})(?:月份?)?$/,
  /^(\d{4})年?度?$/,
  /^(\d{4})(\d\d)(\d\d)$/,
  /^(\d{4})(\d\d)$/,
];
/** Null when the text has none of the plain shapes. */
function plainDate(plain: string, found: string): ReadDate | Refusal | null {
  if (/^\d{5}(\.\d+)?$/.test(plain) && plain === found) return numberDate(plain);
  const m = shapes.map((shape) => shape.exec(plain)).find(Boolean);
  if (!m) return null;
  if (m[1]! < '1900' || m[1]! > '2100') return bad('date.year_out_of_range', found);
  const date = [
    m[1]!,
    ...m
      .slice(2)
      .filter((part) => part !== undefined)
      .map((part) => part.padStart(2, '0')),
  ].join('-');
  return isPartialDate(date) ? { date, remark: null } : bad('date.not_real', found);
}

const before = /^(约|大约|预计|计划|拟|力争|确保|争取|于)+/;
const after = /(左右|前后|以前|之前|前|完成|开工|竣工|投产|建成)+$/;
const partOfMonth = /^(\d{4}[年./-]\d{1,2})月?份?(初|上旬|中旬|下旬|中|底|末)$/;
const partOfYear = /^(\d{4})年?(?:年)?(初|中|底|末|内|全年|上半年|下半年|第?[一二三四1-4]季度|[Qq][1-4])$/;
/** Words around or instead of an exact date; null when there are none that we know. */
function roughDate(plain: string, found: string, context: DateContext): ReadDate | Refusal | null {
  const bare = plain.replace(before, '').replace(after, '');
  const dated = /^\d{4}/.test(bare) ? bare : yearless(bare, context);
  if (dated === null) return null;
  if (dated instanceof Refusal) return bad(dated.code, found);
  const container = partOfMonth.exec(dated)?.[1] ?? partOfYear.exec(dated)?.[1];
  if (container === undefined && dated === plain) return null;
  const answer = plainDate(container ?? dated, found);
  if (!answer || answer instanceof Refusal) return answer;
  return { date: answer.date, remark: found.trim() };
}
function yearless(bare: string, { year }: DateContext): string | Refusal | null {
  if (!/^(年?[初中底末内]|年[初中底末内]|全年|[上下]半年|第?[一二三四]季度|\d{1,2}月.*)$/.test(bare)) return null;
  if (/^\d{1,2}月.*\d{4}/.test(bare)) return null;
  return year === undefined ? bad('date.year_missing', bare) : `${year}年${bare.replace(/^年/, '')}`;
}

/** The two ends of a written period, or null when it is not one. */
function splitPeriod(plain: string): [string, string] | null {
  const parts = plain.split(/(?:—+|–+|―+|~+|～+|至|到|--+)/);
  if (parts.length === 2 && parts[0] && parts[1]) return [parts[0], parts[1]];
  const pieces = plain.split('-');
  const half = pieces.length / 2;
  const halves: [string, string] = [pieces.slice(0, half).join('-'), pieces.slice(half).join('-')];
  const hasTwoYears = pieces.length % 2 === 0 && halves.every((text) => /^\d{4}(?!\d)/.test(text));
  return hasTwoYears || (half === 1 && halves[1].endsWith('月') && halves[0].includes('月')) ? halves : null;
}

/**
 * Reads 建设起止年限: 2025—2027, 2025-2027, 2025年3月至2026年10月, 2025.3~2026.10, 2025年3月—10月. A single date is both ends.
 * `date.period_reversed` when it ends before it begins.
 */
export function readPeriod(cell: CellValue, context: DateContext = {}): ReadPeriod | Refusal {
  const halves = cell.kind === 'text' ? splitPeriod(withoutTime(cell.text)) : null;
  if (!halves) {
    const one = readDate(cell, context);
    return one instanceof Refusal ? one : { from: one.date, to: one.date, remark: one.remark };
  }
  const from = readDate({ kind: 'text', text: halves[0] }, context);
  if (from instanceof Refusal) return bad(from.code, cell.text, 'period');
  const to = readDate({ kind: 'text', text: halves[1] }, { year: Number(from.date.slice(0, 4)) });
  if (to instanceof Refusal) return bad(to.code, cell.text, 'period');
  if (lastDayOf(to.date) < firstDayOf(from.date)) return bad('date.period_reversed', cell.text, 'period');
  return { from: from.date, to: to.date, remark: from.remark || to.remark ? cell.text.trim() : null };
}
