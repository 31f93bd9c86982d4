import { lastDayOf, type Month, type PartialDate } from '../../../kernel/day.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

type Closed<R> = Readonly<{ through: Month; next: Month; closedDateOf: (row: R) => PartialDate | null }>;
const monthsNamed = 12;

/** The rows of a file that lie in closed months: all of them are counted, so that one answer names every month. */
export class LateRows<R extends Readonly<{ row: number }>> {
  readonly #closed: Closed<R> | null;
  readonly #months = new Map<Month, number>();
  #rows = 0;
  #first = 0;
  constructor(closed: Closed<R> | null) {
    this.#closed = closed;
  }

  note(row: R) {
    const date = this.#closed?.closedDateOf(row);
    if (!date) return;
    this.#rows += 1;
    this.#first ||= row.row;
    const month = lastDayOf(date).slice(0, date.length === 4 ? 4 : 7);
    this.#months.set(month, (this.#months.get(month) ?? 0) + 1);
  }
  get isAny() {
    return this.#rows > 0;
  }
  /** Refuses import.month_closed: which months, how many rows, through which month the ledger is closed and which is the next open one. */
  answer(): true | Refusal {
    if (!this.#closed || this.#rows === 0) return true;
    const months = [...this.#months.keys()].toSorted();
    const found = months.slice(0, monthsNamed);
    const { through, next } = this.#closed;
    return refuse('rule', 'import.month_closed', {
      found,
      months: months.length,
      rows: this.#rows,
      row: this.#first,
      through,
      expected: next,
    });
  }
}
