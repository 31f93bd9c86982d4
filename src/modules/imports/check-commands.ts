import { eq } from 'drizzle-orm';
import { dayOf } from '../../kernel/day.ts';
import type { JudgedRow, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import { settle } from '../../kernel/refusal.ts';
import type { HeaderBlock } from '../../kernel/sheet-header.ts';
import type { Row } from '../../kernel/sheet-row.ts';
import { command } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { ImportChecker, ImportKind } from '../../platform/import-kind.ts';
import { readRows } from '../../platform/sheet/reader.ts';
import type { ImportView } from './domain/import-view.ts';
import { settleRow, type SeverityRules, type Verdict } from './domain/finding.ts';
import { LateRows } from './domain/late-rows.ts';
import { type SkippedKind, sortLine, wordsOf } from './domain/line-sorter.ts';
import type { ReadPlan } from './domain/read-plan.ts';
import { type ReadRow, RowMapper } from './domain/row-mapper.ts';
import { SumChecker } from './domain/sum-check.ts';
import { Tally } from './domain/tally.ts';
import { markLedger } from './mark-queries.ts';
import { severitiesOn } from './queries.ts';
import { addRows, forgetRows, mappedOf, replaceRows, rowsByNumber, storedRow } from './row-commands.ts';
import { planOf, sheetHead } from './sheet-reading.ts';
import { importBatch } from './tables.ts';

export type Checking = Readonly<{
  batchId: string;
  kind: ImportKind;
  /** The file, as long as the check lasts. */
  path: string;
  progress: (done: number, total?: number) => Promise<void>;
  signal?: AbortSignal;
}>;

const rowsAtOnce = 500;
const mostSkipped = 200;
type Skipped = NonNullable<ImportView['skipped']>;

/**
 * Reads the whole file and judges every row; the ledger is read and never written. What was found before is replaced.
 * Joined by nothing: it is an act of its own, and leaves nothing when it fails or is cancelled. Refuses import.month_closed.
 */
export const checkRows = command('import.check', async (tx, work: Checking, { actor, now }) => {
  const { batchId, kind, path, progress, signal } = work;
  const [batch] = await tx.select().from(importBatch).where(eq(importBatch.id, batchId)).for('update');
  const { setup, fileName, book } = batch!;
  const { sheet = null } = setup!;
  const seen = await markLedger(tx);
  const fields = await kind.fields(tx);
  const { block, firstRow } = await sheetHead(path, fileName, setup!);
  const reading = new SheetReading(planOf(setup!, block, fields), block, setup!.lastRow ?? Infinity);
  await forgetRows(tx, batchId);
  const amounts = fields.filter((f) => f.type === 'amount').map((f) => f.key);
  const judging = new Judging(tx, batchId, await kind.open(tx, { actor, now, batchId }), await severitiesOn(tx, dayOf(now)), amounts);
  const late = new LateRows<MappedRow>(setup!.closedMonths === 'book' ? null : ((await kind.closedMonths?.(tx)) ?? null));
  const total = book.sheets.find((s) => s.name === sheet)?.rows ?? 0;
  let done = 0;
  for await (const rows of readRows(path, sheet, { fromRow: firstRow, fileName, ...(signal && { signal }) })) {
    for (const read of reading.records(rows)) {
      late.note(read.mapped);
      judging.take(read);
    }
    // Once a row lies in a closed month none is judged any more; the rest is read to name all such months.
    if (!late.isAny) await judging.drain(rowsAtOnce);
    done += rows.length;
    await progress(done, Math.max(total, done));
  }
  settle(late.answer());
  await judging.finish();
  const { tally } = judging;
  const found = { counts: tally.counts(), totals: tally.totals(), toAcknowledge: tally.toAcknowledge() };
  const result = { ...found, sums: reading.sums.checks(), skipped: reading.skipped };
  const state = { status: 'checked' as const, refusal: null, seen, updatedAt: now };
  await tx
    .update(importBatch)
    .set({ ...result, ...state })
    .where(eq(importBatch.id, batchId));
  return { result, trace: { subject: 'import', subjectId: batchId, after: { counts: result.counts } } };
});

/** The lines of a sheet one after another: records are read, sums are held to them, the rest is noted. */
class SheetReading {
  readonly sums: SumChecker;
  readonly skipped: Skipped = [];
  readonly #mapper: RowMapper;
  readonly #block: HeaderBlock;
  readonly #lastRow: number;

  constructor(plan: ReadPlan, block: HeaderBlock, lastRow: number) {
    this.sums = new SumChecker(plan);
    this.#mapper = new RowMapper(plan);
    this.#block = block;
    this.#lastRow = lastRow;
  }

  *records(rows: readonly Row[]): Generator<ReadRow> {
    for (const row of rows) {
      const line = row.number > this.#lastRow ? 'blank' : sortLine(row, this.#block, this.#mapper);
      if (line !== 'record') {
        this.#pass(row, line);
        continue;
      }
      const read = this.#mapper.read(row);
      this.sums.add(read);
      yield read;
    }
  }
  #pass(row: Row, line: SkippedKind) {
    if (line === 'total' || line === 'subtotal') this.sums.note(row, line);
    if (line !== 'blank' && this.skipped.length < mostSkipped) this.skipped.push({ row: row.number, kind: line, text: wordsOf(row) });
  }
}

/** The rows of one check: what was read waits here until the kind has answered. */
class Judging {
  readonly tally: Tally;
  readonly #tx: Tx;
  readonly #batchId: string;
  readonly #checker: ImportChecker;
  readonly #rules: SeverityRules;
  #read: MappedRow[] = [];
  #writing: Promise<unknown> = Promise.resolve();
  readonly #waiting = new Map<number, { mapped: MappedRow; verdict: Verdict }>();

  constructor(tx: Tx, batchId: string, checker: ImportChecker, rules: SeverityRules, amounts: readonly string[]) {
    this.#tx = tx;
    this.#batchId = batchId;
    this.#checker = checker;
    this.#rules = rules;
    this.tally = new Tally(amounts);
  }

  take({ mapped, faults, notices }: ReadRow) {
    this.#read.push(mapped);
    const warnings = notices.map((n) => ({ ...n, severity: 'warn' as const }));
    this.#waiting.set(mapped.row, { mapped, verdict: { faults, warnings } });
  }

  async drain(atLeast: number) {
    while (this.#read.length >= atLeast && this.#read.length > 0) {
      const some = this.#read.splice(0, rowsAtOnce);
      await this.#keep(await this.#checker.check(some));
    }
  }

  async #keep(judged: readonly JudgedRow[]) {
    const rows = judged.map((answer) => {
      const { mapped, verdict } = this.#waiting.get(answer.row)!;
      this.#waiting.delete(answer.row);
      return storedRow(this.#batchId, mapped, answer, settleRow(verdict, answer, this.#rules));
    });
    for (const row of rows) this.tally.add(row);
    // The next rows are read and judged while the database writes these.
    await this.#writing;
    this.#writing = addRows(this.#tx, rows);
    this.#writing.catch(() => undefined);
  }

  async finish() {
    await this.drain(1);
    const { judged, findings } = await this.#checker.finish();
    for (let from = 0; from < judged.length; from += rowsAtOnce) await this.#keep(judged.slice(from, from + rowsAtOnce));
    await this.#writing;
    const late = new Map<number, RuleFinding[]>();
    for (const { row, ...finding } of findings) late.set(row, [...(late.get(row) ?? []), finding]);
    await this.#addLate(late);
  }

  /** What only the whole file shows is added to rows that are kept already. */
  async #addLate(late: ReadonlyMap<number, readonly RuleFinding[]>) {
    const numbers = [...late.keys()];
    for (let from = 0; from < numbers.length; from += rowsAtOnce) {
      const kept = await rowsByNumber(this.#tx, this.#batchId, numbers.slice(from, from + rowsAtOnce));
      const again = kept.map((row) => {
        const before: Verdict = { faults: row.faults ?? [], warnings: row.warnings ?? [] };
        const findings = late.get(row.rowNumber)!;
        const { outcome, plan, targetId } = row;
        const answer: JudgedRow = {
          row: row.rowNumber,
          outcome: outcome as 'new',
          targetId,
          plan,
          changes: row.changes ?? {},
          faults: [],
          findings,
        };
        return storedRow(this.#batchId, mappedOf(row), answer, settleRow(before, answer, this.#rules));
      });
      for (const row of kept) this.tally.remove(row);
      for (const row of again) this.tally.add(row);
      await replaceRows(this.#tx, this.#batchId, again);
    }
  }
}
