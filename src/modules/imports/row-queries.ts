import { and, asc, count, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Received, Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Finding } from '../../kernel/import-row.ts';
import { cellName } from '../../kernel/sheet-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { importsContract } from './contract.ts';
import type { FindingGroup } from './domain/import-view.ts';
import { type importBatch, importRow } from './tables.ts';

type C = typeof importsContract;
type Batch = typeof importBatch.$inferSelect;
const shownCells = 300;

/** Judged rows of an import in the order of the sheet. */
export async function listRows(db: Reader, batch: Batch, { query }: Pick<Received<C['rows']>, 'query'>): Promise<Result<C['rows']>> {
  const where = and(
    eq(importRow.batchId, batch.id),
    query.outcome === undefined ? undefined : eq(importRow.outcome, query.outcome),
    query.warned === 'yes' ? isNotNull(importRow.warnings) : undefined,
  );
  const page = db.select().from(importRow).where(where).orderBy(asc(importRow.rowNumber));
  const rows = await page.limit(query.size).offset(rowsBefore(query));
  const [total] = await db.select({ n: count() }).from(importRow).where(where);
  const columns = batch.header?.columns ?? {};
  const items = rows.map((row) => ({
    row: row.rowNumber,
    outcome: row.outcome,
    values: row.values,
    currency: row.terms?.currency ?? 'CNY',
    changes: Object.entries(row.changes ?? {}).map(([field, [before, after]]) => ({ field, before, after })),
    faults: (row.faults ?? []).map((f) => findingView(f, row.rowNumber, columns)),
    warnings: (row.warnings ?? []).map((w) => ({ ...findingView(w, row.rowNumber, columns), severity: w.severity })),
  }));
  return { items, total: total?.n ?? 0 };
}

/** A finding with its place in the sheet, by the column of its field. */
export function findingView({ code, field, found, expected, details }: Finding, row: number, columns: Readonly<Record<string, number>>) {
  const column = field === null ? undefined : columns[field];
  const cell = column === undefined ? null : cellName(column, row);
  return { code, field, cell, found: found ?? null, expected: expected ?? null, details: details ? { ...details } : null };
}

/** The refused rows with everything wrong with them, by row number. */
export async function refusedOf(db: Reader, batchId: string): Promise<Map<number, Finding[]>> {
  const rows = await db
    .select({ row: importRow.rowNumber, faults: importRow.faults })
    .from(importRow)
    .where(and(eq(importRow.batchId, batchId), eq(importRow.outcome, 'refused')));
  return new Map(rows.map(({ row, faults }) => [row, faults ?? []]));
}

type Grouped = Omit<FindingGroup, 'cells' | 'rows'> & { places: { row: number; column: number | null }[] };

/** Everything found in a file in one list: the same finding in thirty cells is one line with thirty cells. */
export async function groupFindings(db: Reader, batch: Batch): Promise<Result<C['findings']>> {
  const columns = JSON.stringify(batch.header?.columns ?? {});
  const { rows } = await db.execute<Grouped>(sql`
    with found as (
      ${each(batch.id, sql`faults`, sql`'refuse'`)} union all ${each(batch.id, sql`warnings`, sql`f->>'severity'`)}),
    placed as (
      select *, (${columns}::jsonb ->> field)::int as col, row_number() over (partition by level, code, expected order by (${columns}::jsonb ->> field)::int nulls first, row) as nth
      from found)
    select level, code, expected, count(*)::int as count,
      array_remove(array_agg(distinct field), null) as fields,
      coalesce((array_agg(distinct found) filter (where found <> ''))[1:5], '{}') as found,
      (array_agg(details order by nth))[1] as details,
      jsonb_agg(jsonb_build_object('row', row, 'column', col) order by nth) filter (where nth <= ${shownCells}) as places
    from placed group by level, code, expected
    order by case level when 'refuse' then 0 when 'acknowledge' then 1 else 2 end, count(*) desc, code, expected`);
  return { items: rows.map(({ places, ...group }) => ({ ...group, ...placesOf(places) })) };
}

const each = (batchId: string, list: SQL, level: SQL) => sql`
  select r.row_number as row, ${level} as level, f->>'code' as code, f->>'field' as field, f->>'found' as found,
    nullif(f->>'expected', '') as expected, f->'details' as details
  from import_row r cross join lateral jsonb_array_elements(r.${list}) as f where r.batch_id = ${batchId} and r.${list} is not null`;

function placesOf(places: Grouped['places']) {
  const cells = places.flatMap(({ row, column }) => (column === null ? [] : [cellName(column, row)]));
  return { cells, rows: [...new Set(places.map((p) => p.row))].toSorted((a, b) => a - b) };
}
