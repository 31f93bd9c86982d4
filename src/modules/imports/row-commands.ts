import { and, asc, eq, gt, inArray, ne, sql } from 'drizzle-orm';
import type { AcceptedRow, Finding, ImportValue, JudgedRow, MappedRow } from '../../kernel/import-row.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import type { Written } from '../../platform/import-kind.ts';
import { insertMany } from '../../platform/many-rows.ts';
import type { Warning } from './domain/finding.ts';
import { importRow, type KeptTerms } from './tables.ts';

export type StoredRow = typeof importRow.$inferSelect;
const orNull = <T>(list: readonly T[]): T[] | null => (list.length > 0 ? [...list] : null);

/** A judged row as it is kept. */
export function storedRow(
  batchId: string,
  { row, values, terms, words }: MappedRow,
  judged: Pick<JudgedRow, 'targetId' | 'changes' | 'plan'>,
  settled: Readonly<{ outcome: StoredRow['outcome']; faults: readonly Finding[]; warnings: readonly Warning[] }>,
): StoredRow {
  const isPlain = terms.currency === 'CNY' && words.length === 0;
  const isRefused = settled.outcome === 'refused';
  return {
    batchId,
    rowNumber: row,
    outcome: settled.outcome,
    values,
    terms: isPlain ? null : ({ ...terms, words } satisfies KeptTerms),
    plan: isRefused ? null : (judged.plan ?? null),
    targetId: judged.targetId,
    writtenId: null,
    changes: Object.keys(judged.changes).length > 0 ? (judged.changes as Record<string, [ImportValue | null, ImportValue | null]>) : null,
    faults: orNull(settled.faults),
    warnings: orNull(settled.warnings),
  };
}

export const addRows = (tx: Tx, rows: readonly StoredRow[]) => insertMany(tx, importRow, rows);
export const forgetRows = (tx: Tx, batchId: string) => tx.delete(importRow).where(eq(importRow.batchId, batchId));

/** Writes rows that were judged once more. */
export async function replaceRows(tx: Tx, batchId: string, rows: readonly StoredRow[]) {
  const numbers = rows.map((r) => r.rowNumber);
  await tx.delete(importRow).where(and(eq(importRow.batchId, batchId), inArray(importRow.rowNumber, numbers)));
  await addRows(tx, rows);
}

/** Notes what came of rows that were written. */
export async function noteWritten(tx: Tx, batchId: string, written: readonly Written[]) {
  if (written.length === 0) return;
  const rows = JSON.stringify(written.map(({ row, id }) => ({ row, id })));
  await tx.execute(sql`
    update import_row r set written_id = w.id from json_to_recordset(${rows}::json) as w (row int, id uuid)
    where r.batch_id = ${batchId} and r.row_number = w.row`);
}

export const rowsByNumber = (db: Reader, batchId: string, numbers: readonly number[]) =>
  db
    .select()
    .from(importRow)
    .where(and(eq(importRow.batchId, batchId), sql`${importRow.rowNumber} = any(${sql.param([...numbers])}::int[])`));

/** The accepted rows in the order of the sheet, in batches; without those that change nothing when `written` is asked for. */
export async function* acceptedRows(
  db: Reader,
  batchId: string,
  which: 'all' | 'written',
  size = which === 'all' ? 500 : 250,
): AsyncGenerator<StoredRow[]> {
  let after = 0;
  for (;;) {
    const wanted = which === 'all' ? [ne(importRow.outcome, 'refused')] : [inArray(importRow.outcome, ['new', 'changed'])];
    const rows = await db
      .select()
      .from(importRow)
      .where(and(eq(importRow.batchId, batchId), gt(importRow.rowNumber, after), ...wanted))
      .orderBy(asc(importRow.rowNumber))
      .limit(size);
    if (rows.length === 0) return;
    after = rows.at(-1)!.rowNumber;
    yield rows;
  }
}

const plain: KeptTerms = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null, words: [] };
export function mappedOf({ rowNumber, values, terms }: StoredRow): MappedRow {
  const { words, ...kept } = terms ?? plain;
  return { row: rowNumber, values, terms: kept, words, faulty: [] };
}
export const acceptedOf = (row: StoredRow): AcceptedRow => ({
  ...mappedOf(row),
  outcome: row.outcome as 'new' | 'changed',
  targetId: row.targetId,
  plan: row.plan,
  findings: row.warnings ?? [],
});
