import { isCurrency } from '../../../kernel/currency.ts';
import type { Finding, ImportValue, MappedRow, RowTerms } from '../../../kernel/import-row.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Cell, cellAt, emptyCell, type Row } from '../../../kernel/sheet-row.ts';
import { type CellValue, isBlank } from '../../../kernel/sheet-value.ts';
import { type FieldPlan, type ReadPlan, termFields, wordKey } from './read-plan.ts';
import { readValue } from './read-value.ts';

/** A row as fields, with everything that could not be read and what the reading changed. */
export type ReadRow = Readonly<{ mapped: MappedRow; faults: readonly Finding[]; notices: readonly Finding[] }>;

const terms = new Set<string>(termFields);
const blank: CellValue = { kind: 'empty', text: '' };
const summed = new Set(['amount', 'whole', 'decimal']);

/** Reads the rows of one sheet in their order, by a plan. It remembers what is filled down from row to row. */
export class RowMapper {
  readonly #plan: ReadPlan;
  readonly #money: readonly FieldPlan[];
  readonly #others: readonly FieldPlan[];
  readonly #carried = new Map<number, Cell>();
  readonly #fillDown: ReadonlySet<number>;

  constructor(plan: ReadPlan) {
    this.#plan = plan;
    this.#money = plan.fields.filter((p) => terms.has(p.field.key));
    this.#others = plan.fields.filter((p) => !terms.has(p.field.key));
    this.#fillDown = new Set(plan.fillDown);
  }

  read(row: Row): ReadRow {
    const reading = new Reading(row.number);
    const said: Record<string, ImportValue> = {};
    for (const plan of this.#money) reading.take(plan, this.#cell(plan, row), 'CNY', this.#plan.year, said);
    const rowTerms = this.#terms(said, reading);
    const values: Record<string, ImportValue> = {};
    let currency: string | null = null;
    for (const plan of this.#others) {
      const cell = this.#cell(plan, row);
      const own = plan.amount?.currency ?? rowTerms.currency;
      reading.take(plan, cell, own, this.#plan.year, values);
      if (plan.amount && plan.field.key in values) currency = reading.oneCurrency(plan, currency, own);
    }
    const inCurrency = currency ?? rowTerms.currency;
    const settled = this.#settled(inCurrency, rowTerms, currency !== null, reading);
    for (const { field } of this.#others) {
      if (field.required && !(field.key in values) && !reading.faulty.has(field.key)) reading.fault(field.key, 'field.required', '', '');
    }
    const mapped = { row: row.number, values, terms: settled, words: reading.words, faulty: [...reading.faulty] };
    return { mapped, faults: reading.faults, notices: reading.notices };
  }

  /** Has any mapped column something of its own in this row? */
  holdsAnything(row: Row): boolean {
    return this.#plan.fields.some((plan) => {
      if (plan.column) return !cellAt(row, plan.column.column).merged && !isBlank(cellAt(row, plan.column.column));
      return plan.compose?.some(
        (part) => typeof part !== 'string' && !cellAt(row, part.column).merged && !isBlank(cellAt(row, part.column)),
      );
    });
  }

  #cell(plan: FieldPlan, row: Row): CellValue {
    const found = plan.column ? this.#filled(plan, row, plan.column.column) : plan.compose ? this.#composed(plan, row) : blank;
    const known = plan.words.size === 0 || isBlank(found) ? undefined : plan.words.get(wordKey(found.text));
    const meant: CellValue = known === undefined ? found : { kind: 'text', text: known };
    return isBlank(meant) && plan.byDefault !== null ? { kind: 'text', text: plan.byDefault } : meant;
  }

  #filled(plan: FieldPlan, row: Row, column: number): CellValue {
    const cell = cellAt(row, column);
    // An amount merged over several rows is one amount: it counts in the first of them.
    if (cell.merged && summed.has(plan.field.type)) return blank;
    if (!this.#fillDown.has(column)) return cell;
    if (!isBlank(cell)) this.#carried.set(column, cell);
    return this.#carried.get(column) ?? emptyCell(column);
  }

  #composed(plan: FieldPlan, row: Row): CellValue {
    const parts = plan.compose ?? [];
    const texts = parts.map((part) =>
      typeof part === 'string' ? part : isBlank(cellAt(row, part.column)) ? '' : cellAt(row, part.column).text,
    );
    if (parts.every((part, i) => typeof part === 'string' || texts[i] === '')) return blank;
    return { kind: 'text', text: texts.join('').replace(/\s+/g, ' ').trim() };
  }

  #terms(said: Readonly<Record<string, ImportValue>>, reading: Reading): RowTerms {
    const setup = this.#plan.terms;
    const currency = typeof said['currency'] === 'string' ? said['currency'] : setup.currency;
    if (!isCurrency(currency)) {
      reading.fault('currency', 'money.unknown_currency', currency, 'ISO 4217');
      return setup;
    }
    const text = (key: string) => (typeof said[key] === 'string' ? said[key] : null);
    const isSetup = currency === setup.currency;
    return {
      currency,
      rate: text('rate') ?? (currency === 'CNY' ? '1' : isSetup ? setup.rate : null),
      rateSource: text('rateSource') ?? (isSetup ? setup.rateSource : null),
      rateOn: text('rateOn') ?? (isSetup ? setup.rateOn : null),
    };
  }

  /** The terms in the currency that the amounts of the row turned out to be in. */
  #settled(currency: string, said: RowTerms, hasAmount: boolean, reading: Reading): RowTerms {
    if (currency === 'CNY') return { currency, rate: '1', rateSource: null, rateOn: null };
    const { terms: setup } = this.#plan;
    const found =
      currency === said.currency
        ? said
        : currency === setup.currency
          ? setup
          : { ...said, currency, rate: said.rate === '1' ? null : said.rate };
    if (found.rate === null && hasAmount && !reading.faulty.has('rate')) reading.fault('currency', 'money.rate_missing', currency, 'CNY/1');
    return found;
  }
}

/** What one row turned out to hold. */
class Reading {
  readonly row: number;
  readonly faults: Finding[] = [];
  readonly notices: Finding[] = [];
  readonly faulty = new Set<string>();
  /** 约3.5亿 is kept as words beside the number, under its header. */
  readonly words: string[] = [];
  constructor(row: number) {
    this.row = row;
  }

  take(plan: FieldPlan, cell: CellValue, currency: string, year: number | null, into: Record<string, ImportValue>) {
    if (cell.kind !== 'error' && isBlank(cell)) return;
    const { key } = plan.field;
    const read = readValue(plan, cell, currency, year);
    if (read instanceof Refusal) {
      const { found = cell.text, expected = '', ...details } = read.details as { found?: unknown; expected?: unknown };
      this.fault(key, read.code, String(found), String(expected), details);
      return;
    }
    into[key] = read.value;
    if (read.rounded) this.notices.push({ code: 'amount.rounded', field: key, found: cell.text });
    if (read.remark) {
      this.words.push(`${plan.column?.label ?? plan.field.zh}：${read.remark}`);
      this.notices.push({ code: 'value.words_kept', field: key, found: read.remark });
    }
  }
  fault(field: string, code: string, found: string, expected: string, details: Record<string, unknown> = {}) {
    this.faulty.add(field);
    this.faults.push({ code, field, found, expected, ...(Object.keys(details).length > 0 && { details }) });
  }
  /** All amounts of a row are in one currency, because the record has one. */
  oneCurrency(plan: FieldPlan, before: string | null, own: string): string {
    if (before !== null && before !== own) this.fault(plan.field.key, 'amount.currencies_differ', own, before);
    return before ?? own;
  }
}
