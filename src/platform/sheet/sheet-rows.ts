import { Refusal, refuse } from '../../kernel/refusal.ts';
import { cellName, type Row } from '../../kernel/sheet-row.ts';
import type { SheetInfo, SheetLimits } from './book.ts';
import { MergeFill } from './merge-fill.ts';
import type { RawRow, SheetSource } from './raw-row.ts';

/** Lets rows through until the sheet turns out larger than allowed. */
class Fence {
  rows = 0;
  columns = 0;
  lastRow = 0;
  formulas = 0;
  readonly #limits: SheetLimits;

  constructor(limits: SheetLimits) {
    this.#limits = limits;
  }

  pass(row: RawRow) {
    const last = row.cells.at(-1)!.column;
    this.rows += 1;
    this.lastRow = row.number;
    if (last >= this.columns) this.columns = last + 1;
    for (const cell of row.cells) if (cell.formula) this.formulas += 1;
    const { rows, columns } = this.#limits;
    if (last >= columns) throw refuse('invalid', 'sheet.too_many_columns', { limit: columns, cell: cellName(last, row.number) });
    if (this.rows > rows) throw refuse('invalid', 'sheet.too_many_rows', { limit: rows, row: row.number });
  }
}

/** The rows of a sheet from row `fromRow` on, merged ranges filled, in batches. */
export async function* sheetRows(source: SheetSource, fromRow: number, limits: SheetLimits): AsyncGenerator<Row[]> {
  const fence = new Fence(limits);
  const { merges } = await source.layout();
  const filler = new MergeFill(merges);
  for await (const rows of source.rows()) {
    const filled: Row[] = [];
    for (const row of rows) {
      fence.pass(row);
      const whole = filler.fill(row);
      if (row.number >= fromRow) filled.push(whole);
    }
    if (filled.length > 0) yield filled;
  }
}

/** Counts a sheet by reading all of it, since the size a file declares is often wrong. */
export async function sheetInfo(source: SheetSource, limits: SheetLimits): Promise<SheetInfo> {
  const fence = new Fence(limits);
  let refusal: SheetInfo['refusal'] = null;
  try {
    for await (const rows of source.rows()) for (const row of rows) fence.pass(row);
  } catch (error) {
    // The other sheets of the file may still be of use; anything else is wrong with the file itself.
    if (!(error instanceof Refusal) || !error.code.startsWith('sheet.too_many')) throw error;
    refusal = { code: error.code, details: error.details };
  }
  const { rows, columns, lastRow, formulas } = fence;
  return { name: source.name, hidden: source.hidden, rows, columns, lastRow, formulas, refusal };
}
