import { and, count, desc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import type { Day } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import { cellName } from '../../kernel/sheet-row.ts';
import type { Reader } from '../../platform/db.ts';
import type { ImportKind } from '../../platform/import-kind.ts';
import { unit } from '../identity/tables.ts';
import { currentRule } from '../reference/queries.ts';
import type { importsContract } from './contract.ts';
import type { ImportKindView, ImportLine, ImportView } from './domain/import-view.ts';
import { SeverityRules, severityRule } from './domain/finding.ts';
import { may, maySetSeverity } from './policy.ts';
import { importBatch, importMapping } from './tables.ts';

type C = typeof importsContract;
type Batch = typeof importBatch.$inferSelect;
type Kinds = readonly ImportKind[];

/** The kind, if the actor may import it. Refuses import.unknown_kind, import.may_not_import. */
export function kindOf(kinds: Kinds, key: string, actor: Actor): ImportKind {
  const kind = kinds.find((k) => k.key === key);
  if (!kind) throw refuse('not_found', 'import.unknown_kind', { found: key, expected: kinds.map((k) => k.key) });
  if (!kind.mayImport(actor)) throw refuse('forbidden', 'import.may_not_import', { kind: key });
  return kind;
}

/** What the actor may import. */
export async function listKinds(db: Reader, kinds: Kinds, actor: Actor): Promise<Result<C['kinds']>> {
  const own = kinds.filter((k) => k.mayImport(actor));
  const items = await Promise.all(own.map((kind) => kindView(db, kind)));
  return { items, can: { setSeverity: maySetSeverity(actor) } };
}

async function kindView(db: Reader, { key, zh, en, version, fields }: ImportKind): Promise<ImportKindView> {
  const views = (await fields(db)).map((f) => ({
    key: f.key,
    zh: f.zh,
    en: f.en,
    type: f.type,
    required: f.required ?? false,
    unit: f.unit ?? null,
    choices: f.choices?.map((c) => ({ value: c.value, names: [...c.names] })) ?? null,
  }));
  return { key, zh, en, version, fields: views };
}

/** Which rules work otherwise than usual on a day. */
export async function severitiesOn(db: Reader, day: Day): Promise<SeverityRules> {
  const rule = await currentRule(db, severityRule, day);
  return rule ? SeverityRules.parse(rule.body) : { rows: [] };
}
export async function listSeverities(db: Reader, day: Day, actor: Actor): Promise<Result<C['severities']>> {
  const rule = await currentRule(db, severityRule, day);
  const rules = rule ? SeverityRules.parse(rule.body) : { rows: [] };
  const can = { setSeverity: maySetSeverity(actor) };
  return { rules, effectiveFrom: rule?.effectiveFrom ?? null, effectiveTo: rule?.effectiveTo ?? null, can };
}

const decides = (row: Pick<Batch, 'kind' | 'actorId'>, kinds: Kinds, actor: Actor) => ({
  actorId: row.actorId,
  mayImport: kinds.some((k) => k.key === row.kind && k.mayImport(actor)),
});

/** The import, if the actor may see it; another's is as unknown as one that never was. */
export async function readableBatch(db: Reader, id: string, kinds: Kinds, actor: Actor): Promise<Batch> {
  const [row] = await db.select().from(importBatch).where(eq(importBatch.id, id));
  if (!row || !may.read(actor, decides(row, kinds, actor))) throw refuse('not_found', 'import.unknown', { id });
  return row;
}

/** The imports that the actor may see, as a condition: the same answer as `may.read`. */
export function batchWhere(kinds: Kinds, actor: Actor): SQL | undefined {
  const own = kinds.filter((k) => k.mayImport(actor)).map((k) => k.key);
  if (own.length === 0) return sql`false`;
  return and(inArray(importBatch.kind, own), hasRole(actor, 'promotion_admin') ? undefined : eq(importBatch.actorId, actor.id));
}

export async function getImport(db: Reader, id: string, kinds: Kinds, actor: Actor): Promise<ImportView> {
  const row = await readableBatch(db, id, kinds, actor);
  const {
    fileName,
    fileSize,
    book,
    status,
    taskId,
    sheet,
    setup,
    counts,
    totals,
    skipped,
    toAcknowledge,
    refusal,
    skipRefused,
    acknowledged,
  } = row;
  const sums = row.sums?.map(({ column, ...check }) => ({ ...check, cell: cellName(column, check.row) })) ?? null;
  return {
    ...lineOf(row, kinds, actor),
    fileName,
    size: fileSize,
    status,
    taskId,
    sheet,
    setup,
    counts,
    totals,
    sums,
    skipped,
    toAcknowledge,
    refusal,
    skipRefused,
    acknowledged,
    sheets: book.sheets.map(({ name, hidden, rows, columns, refusal: why }) => ({ name, hidden, rows, columns, refusal: why })),
    notices: [...book.notices],
    sameFile: await sameFile(db, row, kinds, actor),
  };
}

function lineOf(row: Batch, kinds: Kinds, actor: Actor): ImportLine {
  return {
    id: row.id,
    kind: row.kind,
    fileName: row.fileName,
    sheet: row.sheet,
    status: row.status,
    counts: row.counts,
    by: { id: row.actorId, name: row.actorName },
    createdAt: row.createdAt.toISOString(),
    committedAt: row.committedAt?.toISOString() ?? null,
    can: { work: may.work(actor, decides(row, kinds, actor)) },
  };
}

/** Earlier imports of exactly these bytes. Of another's import the actor learns only if it was of their own units. */
async function sameFile(db: Reader, row: Batch, kinds: Kinds, actor: Actor): Promise<ImportView['sameFile']> {
  const inOwnUnits = inArray(importBatch.unitId, [...actor.unitIds, actor.unitId]);
  const rows = await db
    .select()
    .from(importBatch)
    .where(
      and(
        eq(importBatch.fileSha256, row.fileSha256),
        eq(importBatch.kind, row.kind),
        eq(importBatch.status, 'committed'),
        sql`${importBatch.id} <> ${row.id}`,
        or(batchWhere(kinds, actor), inOwnUnits),
      ),
    )
    .orderBy(desc(importBatch.committedAt))
    .limit(5);
  return rows.map((r) => ({ id: r.id, sheet: r.sheet, committedAt: r.committedAt!.toISOString(), by: r.actorName }));
}

export async function listImports(db: Reader, { query }: Received<C['list']>, kinds: Kinds, actor: Actor): Promise<Result<C['list']>> {
  const where = and(batchWhere(kinds, actor), query.kind === undefined ? undefined : eq(importBatch.kind, query.kind));
  const page = db.select().from(importBatch).where(where).orderBy(desc(importBatch.createdAt), desc(importBatch.id));
  const rows = await page.limit(query.size).offset(rowsBefore(query));
  const [total] = await db.select({ n: count() }).from(importBatch).where(where);
  return { items: rows.map((row) => lineOf(row, kinds, actor)), total: total?.n ?? 0 };
}

/** The setup that a unit last used for this header, if it ever did. */
export async function rememberedSetup(db: Reader, kind: string, signature: string, actor: Actor) {
  const [row] = await db
    .select({ setup: importMapping.setup })
    .from(importMapping)
    .where(and(eq(importMapping.kind, kind), eq(importMapping.unitId, actor.unitId), eq(importMapping.signature, signature)));
  return row?.setup ?? null;
}

export type Region = Readonly<{ code: string; name: string }>;
/** The district that this installation is for: its root unit. */
export async function regionOf(db: Reader): Promise<Region> {
  const [root] = await db.select({ code: unit.code, name: unit.name }).from(unit).where(isNull(unit.parentId));
  return root ?? { code: '', name: '' };
}
