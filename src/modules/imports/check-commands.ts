import { and, eq } from 'drizzle-orm';
import { dayOf } from '../../kernel/day.ts';
import type { JudgedRow, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import { command } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { ImportChecker, ImportKind } from '../../platform/import-kind.ts';
import { readRows } from '../../platform/sheet/reader.ts';
import type { ImportView } from './contract.ts';
import { settleRow, type SeverityRules, type Verdict } from './domain/finding.ts';
import { sortLine, wordsOf } from './domain/line-sorter.ts';
import { RowMapper } from './domain/row-mapper.ts';
import { SumChecker } from './domain/sum-check.ts';
import { Tally } from './domain/tally.ts';
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
 * Joined by nothing: it is an act of its own, and leaves nothing when it fails or is cancelled.
 */
export const checkRows = command('import.check', async (tx, work: Checking, { actor, now }) => {
  const { batchId, kind, path, progress, signal } = work;
  const [batch] = await tx.select().from(importBatch).where(eq(importBatch.id, batchId)).for('update');
  const setup = batch!.setup!;
  const fields = await kind.fields(tx);
  const { block, firstRow } = await sheetHead(path, batch!.fileName, setup);
  const plan = planOf(setup, block, fields);
  await forgetRows(tx, batchId);
  const mapper = new RowMapper(plan);
  const sums = new SumChecker(plan);
  const skipped: Skipped = [];
  const judging = new Judging(
    tx,
    work,
    await kind.open(tx, { actor, now, batchId }),
    await severitiesOn(tx, dayOf(now)),
    fields.filter((f) => f.type === 'amount').map((f) => f.key),
  );
  const total = batch!.book.sheets.find((s) => s.name === setup.sheet)?.rows ?? 0;
  let seen = 0;
  for await (const rows of readRows(path, setup.sheet ?? null, {
    fromRow: firstRow,
    fileName: batch!.fileName,
    ...(signal && { signal }),
  })) {
    for (const row of rows) {
      if (setup.lastRow && row.number > setup.lastRow) continue;
      const line = sortLine(row, block, mapper);
      if (line === 'total' || line === 'subtotal') sums.note(row, line);
      if (line !== 'record') {
        if (line !== 'blank' && skipped.length < mostSkipped) skipped.push({ row: row.number, kind: line, text: wordsOf(row) });
        continue;
      }
      const read = mapper.read(row);
      sums.add(read);
      judging.take(read.mapped, { faults: read.faults, warnings: read.notices.map((n) => ({ ...n, severity: 'warn' as const })) });
    }
    seen += rows.length;
    await judging.drain(rowsAtOnce);
    await progress(seen, Math.max(total, seen));
  }
  await judging.finish();
  const { tally } = judging;
  const result = {
    counts: tally.counts(),
    totals: tally.totals(),
    sums: sums.checks(),
    skipped,
    toAcknowledge: tally.toAcknowledge(),
  };
  await tx
    .update(importBatch)
    .set({ ...result, status: 'checked', refusal: null, updatedAt: now })
    .where(and(eq(importBatch.id, batchId)));
  return { result, trace: { subject: 'import', subjectId: batchId, after: { counts: result.counts } } };
});

/** The rows of one check: what was read waits here until the kind has answered. */
class Judging {
  readonly tally: Tally;
  readonly #tx: Tx;
  readonly #batchId: string;
  readonly #checker: ImportChecker;
  readonly #rules: SeverityRules;
  #read: MappedRow[] = [];
  readonly #waiting = new Map<number, { mapped: MappedRow; verdict: Verdict }>();

  constructor(tx: Tx, { batchId }: Checking, checker: ImportChecker, rules: SeverityRules, amounts: readonly string[]) {
    this.#tx = tx;
    this.#batchId = batchId;
    this.#checker = checker;
    this.#rules = rules;
    this.tally = new Tally(amounts);
  }

  take(mapped: MappedRow, verdict: Verdict) {
    this.#read.push(mapped);
    this.#waiting.set(mapped.row, { mapped, verdict });
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
    await addRows(this.#tx, rows);
  }

  async finish() {
    await this.drain(1);
    const { judged, findings } = await this.#checker.finish();
    for (let from = 0; from < judged.length; from += rowsAtOnce) await this.#keep(judged.slice(from, from + rowsAtOnce));
    await this.#addLate(Map.groupBy(findings, (f) => f.row));
  }

  /** What only the whole file shows is added to rows that are kept already. */
  async #addLate(late: ReadonlyMap<number, readonly (RuleFinding & { row: number })[]>) {
    const numbers = [...late.keys()];
    for (let from = 0; from < numbers.length; from += rowsAtOnce) {
      const kept = await rowsByNumber(this.#tx, this.#batchId, numbers.slice(from, from + rowsAtOnce));
      const again = kept.map((row) => {
        const before: Verdict = { faults: row.faults ?? [], warnings: row.warnings ?? [] };
        const findings = late.get(row.rowNumber)!.map(({ row: _, ...finding }) => finding);
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
