import { minorText, minorToFen } from '../../../kernel/currency.ts';
import type { Finding, ImportValue } from '../../../kernel/import-row.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import type { Warning } from './finding.ts';

type Counted = Readonly<{
  outcome: 'new' | 'changed' | 'unchanged' | 'refused';
  values: Readonly<Record<string, ImportValue>>;
  terms: Readonly<{ currency: string; rate: string | null }> | null;
  faults: readonly Finding[] | null;
  warnings: readonly Warning[] | null;
}>;
const plain = { currency: 'CNY', rate: '1' };
type Sum = { minor: bigint; fen: bigint; rows: number };

/** Counts and sums of a file while its rows are judged. Sums are of the rows that will be in the ledger afterwards. */
export class Tally {
  readonly #amounts: readonly string[];
  readonly #counts = { rows: 0, new: 0, changed: 0, unchanged: 0, refused: 0, warned: 0, acknowledge: 0 };
  readonly #sums = new Map<string, Sum>();
  readonly #soft = new Map<string, number>();

  constructor(amountFields: readonly string[]) {
    this.#amounts = amountFields;
  }

  add = (row: Counted) => this.#count(row, 1);
  /** For a row that is judged again: takes back what it added. */
  remove = (row: Counted) => this.#count(row, -1);

  #count(row: Counted, by: 1 | -1) {
    this.#counts.rows += by;
    this.#counts[row.outcome] += by;
    if (row.outcome === 'refused') return;
    this.#warn(row.warnings ?? [], by);
    const { currency, rate } = row.terms ?? plain;
    for (const field of this.#amounts) {
      const minor = row.values[field];
      if (typeof minor === 'number') this.#sum(field, minor, currency, rate ?? '1', by);
    }
  }
  #warn(warnings: readonly Warning[], by: 1 | -1) {
    const soft = new Set(warnings.filter((w) => w.severity === 'acknowledge').map((w) => w.code));
    if (warnings.length > 0) this.#counts.warned += by;
    if (soft.size > 0) this.#counts.acknowledge += by;
    for (const code of soft) this.#soft.set(code, (this.#soft.get(code) ?? 0) + by);
  }
  #sum(field: string, minor: number, currency: string, rate: string, by: 1 | -1) {
    const key = `${field}|${currency}`;
    const sum = this.#sums.get(key) ?? { minor: 0n, fen: 0n, rows: 0 };
    const fen = minorToFen(minor, currency, rate);
    sum.minor += BigInt(minor * by);
    sum.fen += fen instanceof Refusal ? 0n : BigInt(fen * by);
    sum.rows += by;
    this.#sums.set(key, sum);
  }

  counts() {
    const { new: fresh, changed, unchanged } = this.#counts;
    return { ...this.#counts, accepted: fresh + changed + unchanged };
  }
  totals() {
    return [...this.#sums]
      .filter(([, sum]) => sum.rows > 0)
      .map(([key, { minor, fen, rows }]) => {
        const [field = '', currency = ''] = key.split('|');
        return { field, currency, minor: Number(minor), amount: minorText(Number(minor), currency), fen: Number(fen), rows };
      });
  }
  toAcknowledge() {
    return [...this.#soft].filter(([, rows]) => rows > 0).map(([code, rows]) => ({ code, rows }));
  }
}
