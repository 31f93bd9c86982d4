import { minorOf } from '../../../kernel/currency.ts';
import type { ImportField, ImportFieldType, ImportValue } from '../../../kernel/import-row.ts';
import { type AmountUnit, parseAmount } from '../../../kernel/money.ts';
import { decimalText, divideRounded, scaledInteger, toHalfWidth } from '../../../kernel/number.ts';
import { Refusal, refuse } from '../../../kernel/refusal.ts';
import { readDate } from '../../../kernel/sheet-date.ts';
import { type CellValue, readDecimal, readFlag, readWhole } from '../../../kernel/sheet-value.ts';
import { type FieldPlan, wordKey } from './read-plan.ts';

/** The value, the words that said more than it (约3.5亿), and whether digits beyond the smallest unit were rounded. */
export type ReadValue = Readonly<{ value: ImportValue; remark: string | null; rounded?: boolean }>;
type Answer = ReadValue | Refusal;

const exact = (value: ImportValue): ReadValue => ({ value, remark: null });
const bad = (code: string, found: string, expected: string) => refuse('invalid', code, { found, expected });

type Reader = (cell: CellValue, plan: FieldPlan, currency: string, year: number | null) => Answer;
const readers: Record<ImportFieldType, Reader> = {
  amount: (cell, { field, amount }, currency) => readAmount(cell, amount?.unit ?? '元', currency, field),
  date: (cell, { field }, _, year) => dated(cell, field, year),
  day: (cell, { field }, _, year) => dated(cell, field, year),
  month: (cell, { field }, _, year) => dated(cell, field, year),
  whole: (cell, { field }) => whole(cell, field),
  decimal: (cell, plan) => decimal(cell, plan),
  flag: (cell) => flag(cell),
  choice: (cell, { field }) => choice(cell, field),
  text: (cell, { field }) => text(cell, field),
};
/** Reads one filled cell as its field. `currency` is that of the row; `year` the ledger's, for dates without one. */
export function readValue(plan: FieldPlan, cell: CellValue, currency: string, year: number | null): Answer {
  if (cell.kind === 'error') return bad('cell.error', cell.text, plan.field.type);
  return readers[plan.field.type](cell, plan, currency, year);
}

const power: Record<AmountUnit, number> = { 元: 2, 万元: 6, 亿元: 10 };

function readAmount(cell: CellValue, unit: AmountUnit, currency: string, field: ImportField): Answer {
  if ((cell.kind !== 'number' && cell.kind !== 'text') || cell.percent) return bad('amount.unreadable', cell.text, 'amount');
  const parsed = parseAmount(cell.text, unit);
  const hundredths = parsed instanceof Refusal ? rounded(parsed, cell, unit) : parsed.minor;
  if (hundredths instanceof Refusal) return hundredths;
  const minor = minorOf(hundredths, currency);
  if (minor instanceof Refusal) return minor;
  if (minor < 0 && !field.signed) return bad('amount.negative', cell.text, 'amount');
  return parsed instanceof Refusal ? { value: minor, remark: null, rounded: true } : { value: minor, remark: parsed.remark };
}

/** A number that a formula left with digits beyond the fen is rounded half away from zero, and told; a text is refused. */
function rounded(refusal: Refusal, cell: CellValue, unit: AmountUnit): number | Refusal {
  if (refusal.code !== 'amount.finer_than_fen' || cell.kind !== 'number') return refusal;
  const scaled = scaledInteger(cell.text, 40);
  return scaled === null ? refusal : Number(divideRounded(scaled, 10n ** BigInt(40 - power[unit])));
}

const least = { date: 4, day: 10, month: 7 } as const;
function dated(cell: CellValue, field: ImportField, year: number | null): Answer {
  const read = readDate(cell, year === null ? {} : { year });
  if (read instanceof Refusal) return read;
  const type = field.type as keyof typeof least;
  if (read.date.length < least[type]) return bad(`date.${type}_needed`, cell.text, type);
  return { value: type === 'month' ? read.date.slice(0, 7) : read.date, remark: read.remark };
}

function whole(cell: CellValue, field: ImportField): Answer {
  const read = readWhole(withoutUnit(cell, field));
  if (read instanceof Refusal) return read;
  return read.value < 0 && !field.signed ? bad('number.negative', cell.text, 'whole') : read;
}

function decimal(cell: CellValue, { field, factor }: FieldPlan): Answer {
  const read = readDecimal(cell, field.unit);
  if (read instanceof Refusal) return read;
  const places = field.decimals ?? 2;
  const [times, by] = factor ?? [1n, 1n];
  const scaled = scaledInteger(read.value, 30)! * times;
  if (scaled < 0n && !field.signed) return bad('number.negative', cell.text, 'decimal');
  const divisor = by * 10n ** BigInt(30 - places);
  const value = decimalText(divideRounded(scaled, divisor), places);
  return scaled % divisor !== 0n && !factor ? { value, remark: read.remark, rounded: true } : { value, remark: read.remark };
}

function withoutUnit(cell: CellValue, { unit }: ImportField): CellValue {
  const plain = toHalfWidth(cell.text).trim();
  return unit && plain.endsWith(unit) ? { ...cell, text: plain.slice(0, -unit.length) } : cell;
}

function flag(cell: CellValue): Answer {
  const read = readFlag(cell);
  return read instanceof Refusal ? read : exact(read);
}

function choice(cell: CellValue, field: ImportField): Answer {
  const wanted = wordKey(cell.text);
  const choices = field.choices ?? [];
  const found = choices.find(({ value, names }) => wordKey(value) === wanted || names.some((name) => wordKey(name) === wanted));
  return found ? exact(found.value) : bad('choice.unknown', cell.text, choices.map((c) => c.names[0] ?? c.value).join('、'));
}

function text(cell: CellValue, field: ImportField): Answer {
  // Excel keeps 15 digits of a number: the rest of a longer code is gone, and zeros stand in its place.
  if (cell.kind === 'number' && cell.text.replace(/\D/g, '').length > 15) return bad('text.digits_lost', cell.text, 'text');
  const plain = cell.text.trim();
  const max = field.max ?? 500;
  return plain.length > max ? bad('text.too_long', String(plain.length), String(max)) : exact(plain);
}
