import { and, asc, eq, sql } from 'drizzle-orm';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { refuse } from '../../kernel/refusal.ts';
import { cellName } from '../../kernel/sheet-row.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportKind } from '../../platform/import-kind.ts';
import type { importsContract } from './contract.ts';
import type { ImportSource } from './domain/import-view.ts';
import { batchWhere, kindOf, readableBatch } from './queries.ts';
import { importBatch } from './tables.ts';

type C = typeof importsContract;
type Batch = typeof importBatch.$inferSelect;
type Kinds = readonly ImportKind[];

/** Every time a unit submitted this form — the same kind under the same header — oldest first; a later one never replaces an earlier. */
const sameForm = ({ kind, unitId, header }: Batch) =>
  and(
    eq(importBatch.kind, kind),
    eq(importBatch.unitId, unitId),
    eq(importBatch.status, 'committed'),
    sql`${importBatch.header}->>'signature' = ${header?.signature ?? ''}`,
  );
const inOrder = [asc(importBatch.committedAt), asc(importBatch.id)] as const;

/** The versions of an import that the actor may see, each with its number. */
export async function listVersions(db: Reader, id: string, kinds: Kinds, actor: Actor): Promise<Result<C['versions']>> {
  const batch = await readableBatch(db, id, kinds, actor);
  const seen = db.$with('seen').as(db.select({ id: importBatch.id }).from(importBatch).where(batchWhere(kinds, actor)));
  const rows = await db
    .with(seen)
    .select({
      id: importBatch.id,
      fileName: importBatch.fileName,
      sheet: importBatch.sheet,
      by: importBatch.actorName,
      committedAt: importBatch.committedAt,
      counts: importBatch.counts,
      isSeen: sql<boolean>`${importBatch.id} in (select id from seen)`,
    })
    .from(importBatch)
    .where(sameForm(batch))
    .orderBy(...inOrder);
  const numbered = rows.map(({ committedAt, ...row }, i) => ({ ...row, edition: i + 1, committedAt: committedAt!.toISOString() }));
  return { items: numbered.flatMap(({ isSeen, ...version }) => (isSeen ? [version] : [])) };
}

type Line = {
  change: 'cell' | 'added' | 'gone';
  field: string | null;
  wasRow: number | null;
  row: number | null;
  was: string | null;
  now: string | null;
};
type Asked = Readonly<{ id: string; with: string; page: number; size: number }>;

/**
 * What a later version of a form says otherwise than an earlier one, cell by cell. Rows are the same when they are of the same record, or
 * stand in the same place and name the same thing. Refuses import.not_versions.
 */
export async function compareVersions(db: Reader, asked: Asked, kinds: Kinds, actor: Actor): Promise<Result<C['compare']>> {
  const later = await readableBatch(db, asked.id, kinds, actor);
  const earlier = await readableBatch(db, asked.with, kinds, actor);
  const isSameForm =
    later.kind === earlier.kind && later.unitId === earlier.unitId && later.header?.signature === earlier.header?.signature;
  if (!isSameForm) throw refuse('rule', 'import.not_versions');
  const fields = await kindOf(kinds, later.kind, actor).fields(db);
  const identity = fields.find((f) => f.required)?.key ?? '';
  const rowsOf = (batch: string, id: 'came' | 'judged') => sql`(
    select row_number, values::jsonb as v, ${id === 'came' ? sql`coalesce(written_id, target_id)` : sql`target_id`} as id
    from import_row where batch_id = ${batch} and outcome <> 'refused')`;
  const lines = sql`
    with a as materialized ${rowsOf(earlier.id, 'came')}, b as materialized ${rowsOf(later.id, 'judged')},
    same as (select a.row_number as was_row, b.row_number as row, a.v as was, b.v as now from a join b on b.id = a.id),
    placed as (
      select a.row_number as was_row, b.row_number as row, a.v as was, b.v as now from a join b on b.row_number = a.row_number
      where a.v->>${identity} = b.v->>${identity} and a.row_number not in (select was_row from same) and b.row_number not in (select row from same)),
    pairs as (select * from same union all select * from placed),
    line as (
      select 'cell' as change, k.field, p.was_row, p.row, p.was->>k.field as was, p.now->>k.field as now from pairs p
        cross join lateral (select jsonb_object_keys(p.was) as field union select jsonb_object_keys(p.now)) k
        where p.was->k.field is distinct from p.now->k.field
      union all select 'added', ${identity}, null, b.row_number, null, b.v->>${identity} from b where b.row_number not in (select row from pairs)
      union all select 'gone', ${identity}, a.row_number, null, a.v->>${identity}, null from a where a.row_number not in (select was_row from pairs))`;
  const { rows } = await db.execute<Line & { total: number }>(sql`${lines}
    select change, field, was_row as "wasRow", row, was, now, count(*) over ()::int as total from line
    order by coalesce(row, was_row), change, field limit ${asked.size} offset ${rowsBefore(asked)}`);
  const cell = (batch: Batch, field: string | null, row: number | null) => {
    const column = field === null ? undefined : batch.header?.columns[field];
    return row === null ? null : column === undefined ? String(row) : cellName(column, row);
  };
  const types = new Map(fields.map((f) => [f.key, f.type]));
  const value = (field: string | null, text: string | null) => (text !== null && types.get(field ?? '') === 'amount' ? Number(text) : text);
  return {
    items: rows.map(({ change, field, wasRow, row, was, now }) => ({
      change,
      field,
      wasCell: cell(earlier, field, wasRow),
      cell: cell(later, field, row),
      was: value(field, was),
      now: value(field, now),
    })),
    total: rows[0]?.total ?? 0,
  };
}

/** An entry of a ledger, as far as its origin goes. `field`: the field of the sheet its amount stands under, by kind of import. */
type Imported = Readonly<{ id: string; projectId: string; batchId: string | null; field: Readonly<Record<string, string>> }>;
type Found = Pick<Batch, 'id' | 'kind' | 'sheet' | 'header' | 'actorId'> &
  Readonly<{ writtenId: string | null; fileName: string; edition: number; rowNumber: number | null; committedAt: string }>;

/** Where entries were imported from: the file, which submission of it, sheet and cell. Entries that people recorded have none. */
export async function sourcesOf(db: Reader, entries: readonly Imported[], actor: Actor): Promise<Map<string, ImportSource>> {
  const imported = entries.filter((e) => e.batchId !== null);
  if (imported.length === 0) return new Map();
  const batches = [...new Set(imported.map((e) => e.batchId!))];
  const written = [...new Set(imported.flatMap((e) => [e.id, e.projectId]))];
  const { rows } = await db.execute<Found>(sql`
    select b.id, b.kind, b.sheet, b.header, b.actor_id as "actorId", b.file_name as "fileName", r.written_id as "writtenId", r.row_number as "rowNumber",
      to_char(b.committed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "committedAt",
      (select count(*)::int from import_batch o where o.kind = b.kind and o.unit_id = b.unit_id and o.status = 'committed'
        and o.header->>'signature' = b.header->>'signature' and (o.committed_at, o.id) <= (b.committed_at, b.id)) as edition
    from import_batch b left join import_row r on r.batch_id = b.id and r.written_id = any(${sql.param(written)}::uuid[])
    where b.id = any(${sql.param(batches)}::uuid[]) and b.committed_at is not null`);
  return new Map(
    imported.flatMap((entry) => {
      const own = rows.filter((r) => r.id === entry.batchId);
      const from = own.find((r) => r.writtenId === entry.id) ?? own.find((r) => r.writtenId === entry.projectId);
      const at = from ?? own[0];
      return at ? [[entry.id, sourceOf(at, from?.rowNumber ?? null, entry.field[at.kind], actor)] as const] : [];
    }),
  );
}

function sourceOf(at: Found, row: number | null, field: string | undefined, actor: Actor): ImportSource {
  const column = field === undefined ? undefined : at.header?.columns[field];
  const mayOpen = at.actorId === actor.id || hasRole(actor, 'promotion_admin');
  return {
    batchId: mayOpen ? at.id : null,
    fileName: at.fileName,
    edition: at.edition,
    sheet: at.sheet,
    cell: row === null ? null : column === undefined ? String(row) : cellName(column, row),
    committedAt: at.committedAt,
  };
}
