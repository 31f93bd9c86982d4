import { and, asc, eq, isNotNull, or } from 'drizzle-orm';
import { cellName } from '../../kernel/sheet-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportTotal } from './domain/import-view.ts';
import { findingView } from './row-queries.ts';
import { importBatch, importRow } from './tables.ts';

export type FoundRow = Readonly<{
  row: number;
  cell: string | null;
  field: string | null;
  code: string;
  found: string | null;
  expected: string | null;
  details?: Record<string, unknown>;
}>;
/** A whole check as the command line prints it. `refused` has one entry for every fault; `rows` and `accepted` count rows. */
export type ImportResult = Readonly<{
  rows: number;
  accepted: number;
  new: number;
  changed: number;
  unchanged: number;
  refusedRows: number;
  refused: readonly FoundRow[];
  warnings: readonly FoundRow[];
  totals: readonly ImportTotal[];
  /** 合计 and 小计 rows of the sheet against the sums of its rows. */
  sums: readonly Readonly<{ row: number; cell: string; field: string; kind: string; found: string; expected: string; agrees: boolean }>[];
  /** Lines of the sheet that are no records. */
  skipped: readonly Readonly<{ row: number; kind: string; text: string }>[];
}>;

/** Everything that the check of an import found, in the order of the sheet. */
export async function importResult(db: Reader, id: string): Promise<ImportResult> {
  const [batch] = await db.select().from(importBatch).where(eq(importBatch.id, id));
  const { counts, totals, sums, skipped, header } = batch!;
  const found = await db
    .select({ row: importRow.rowNumber, faults: importRow.faults, warnings: importRow.warnings })
    .from(importRow)
    .where(and(eq(importRow.batchId, id), or(isNotNull(importRow.faults), isNotNull(importRow.warnings))))
    .orderBy(asc(importRow.rowNumber));
  const columns = header?.columns ?? {};
  const told = (list: 'faults' | 'warnings') =>
    found.flatMap(({ row, ...lists }) =>
      (lists[list] ?? []).map((finding): FoundRow => {
        const { details, ...view } = findingView(finding, row, columns);
        return { row, ...view, ...(details && { details }) };
      }),
    );
  const { rows, accepted, changed, unchanged, refused } = counts!;
  return {
    rows,
    accepted,
    new: counts!.new,
    changed,
    unchanged,
    refusedRows: refused,
    refused: told('faults'),
    warnings: told('warnings'),
    totals: totals ?? [],
    sums: (sums ?? []).map(({ column, ...check }) => ({ ...check, cell: cellName(column, check.row) })),
    skipped: skipped ?? [],
  };
}

/** Findings as lines for people at a terminal. */
export const foundRows = (found: readonly FoundRow[]): string[] =>
  found.map(({ row, cell, field, code, found: value, expected, details }) =>
    [
      `row ${row}`,
      cell,
      field,
      code,
      value === null ? null : JSON.stringify(value),
      expected && `expected ${expected}`,
      details && JSON.stringify(details),
    ]
      .filter(Boolean)
      .join('  '),
  );
