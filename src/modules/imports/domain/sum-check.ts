import { minorText } from '../../../kernel/currency.ts';
import type { ImportValue } from '../../../kernel/import-row.ts';
import { decimalText, scaledInteger } from '../../../kernel/number.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { cellAt, type Row } from '../../../kernel/sheet-row.ts';
import { isBlank } from '../../../kernel/sheet-value.ts';
import type { ReadRow } from './row-mapper.ts';
import type { FieldPlan, ReadPlan } from './read-plan.ts';
import { readValue } from './read-value.ts';

/** A 合计 or 小计 row and what the rows it stands for really make. */
export type SumCheck = Readonly<{
  row: number;
  column: number;
  field: string;
  kind: 'total' | 'subtotal';
  /** As written, and as the rows add up; decimal text in the currency itself. */
  found: string;
  expected: string;
  agrees: boolean;
}>;

type Sums = Record<string, bigint>;
type Written = Readonly<{ row: number; column: number; field: string; kind: 'total' | 'subtotal'; amount: bigint; segment: number }>;
const places = 10;
const most = 200;

/** Adds up the rows of a sheet and holds its 合计 and 小计 rows to the sums. Rows that will be refused count: the sheet counted them. */
export class SumChecker {
  readonly #plans: readonly FieldPlan[];
  readonly #terms: ReadPlan['terms'];
  readonly #all: Sums = {};
  /** Sums of the rows between one subtotal and the next. */
  readonly #segments: Sums[] = [{}];
  readonly #written: Written[] = [];
  /** Fields whose rows are in several currencies have no sum. */
  readonly #mixed = new Set<string>();
  readonly #currency = new Map<string, string>();

  constructor(plan: ReadPlan) {
    this.#plans = plan.fields.filter((p) => p.column && ['amount', 'whole', 'decimal'].includes(p.field.type));
    this.#terms = plan.terms;
  }

  add({ mapped }: ReadRow) {
    for (const { field } of this.#plans) {
      const value = mapped.values[field.key];
      if (value === undefined) continue;
      if (field.type === 'amount') this.#sameCurrency(field.key, mapped.terms.currency);
      const amount = scaled(value);
      for (const sums of [this.#all, this.#segments.at(-1)!]) sums[field.key] = (sums[field.key] ?? 0n) + amount;
    }
  }
  #sameCurrency(key: string, currency: string) {
    const known = this.#currency.get(key) ?? currency;
    this.#currency.set(key, known);
    if (known !== currency) this.#mixed.add(key);
  }

  note(row: Row, kind: 'total' | 'subtotal') {
    if (kind === 'subtotal') this.#segments.push({});
    for (const plan of this.#plans) {
      const cell = cellAt(row, plan.column!.column);
      if (cell.merged || isBlank(cell) || this.#written.length >= most) continue;
      const read = readValue(plan, cell, plan.amount?.currency ?? this.#currency.get(plan.field.key) ?? this.#terms.currency, null);
      if (read instanceof Refusal) continue;
      const at = { row: row.number, column: plan.column!.column, field: plan.field.key, kind };
      this.#written.push({ ...at, amount: scaled(read.value), segment: this.#segments.length - 1 });
    }
  }

  /** After the last row. A 小计 may stand above or below the rows it sums. */
  checks(): SumCheck[] {
    return this.#written
      .filter(({ field }) => !this.#mixed.has(field))
      .map(({ segment, amount, ...at }) => {
        const of = (sums: Sums | undefined) => sums?.[at.field] ?? 0n;
        const candidates = at.kind === 'total' ? [of(this.#all)] : [of(this.#segments[segment - 1]), of(this.#segments[segment])];
        const sum = candidates.find((c) => c === amount) ?? candidates.find((c) => c !== 0n) ?? candidates[0]!;
        return { ...at, found: this.#shown(at.field, amount), expected: this.#shown(at.field, sum), agrees: sum === amount };
      });
  }
  #shown(key: string, amount: bigint): string {
    const { field } = this.#plans.find((p) => p.field.key === key)!;
    if (field.type !== 'amount') return decimalText(amount, places).replace(/\.?0+$/, '');
    return minorText(Number(amount / 10n ** BigInt(places)), this.#currency.get(key) ?? this.#terms.currency);
  }
}

const scaled = (value: ImportValue) => scaledInteger(String(value), places) ?? 0n;
