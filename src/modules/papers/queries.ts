import { and, eq, type SQL, sql } from 'drizzle-orm';
import { type Actor, hasRole, scopeOf } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import type { Download } from '../../platform/http.ts';
import { operator, operatorId, peopleInRole, peopleOf, unitTree } from '../identity/queries.ts';
import type { PaperView, papersContract } from './contract.ts';
import { type Content, slots, type Texts } from './domain/content.ts';
import { type PaperKind, paperKinds } from './domain/kind.ts';
import type { PaperUnit } from './gather-queries.ts';
import { kindsToMake, may } from './policy.ts';
import { paper } from './tables.ts';

type C = typeof papersContract;
export type PaperRow = typeof paper.$inferSelect;

/** Papers of the units the actor may see, as a condition: the same answer as `may.read`. */
function paperWhere(actor: Actor): SQL {
  const scope = scopeOf(actor);
  return scope === 'all' ? sql`true` : sql`unit_id = any(${sql.param(scope)}::uuid[])`;
}

/**
 * The paper, if the actor may read it; a paper of a foreign unit is as unknown as one that never was (`paper.unknown`).
 * `lock` holds the row until the transaction ends.
 */
export async function readablePaper(db: Reader, id: string, actor: Actor, lock = false): Promise<PaperRow> {
  const found = db
    .select()
    .from(paper)
    .where(and(eq(paper.id, id), paperWhere(actor)));
  const [row] = await (lock ? found.for('update') : found);
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'paper.unknown', { id });
  return row;
}

/** The asked unit (the root when none is asked), if the actor may see it. Refuses unit.unknown. */
export async function paperUnit(db: Reader, unitId: string | undefined, actor: Actor): Promise<PaperUnit> {
  const unit = (await unitTree(db)).find((u) => (unitId === undefined ? u.parentId === null : u.id === unitId));
  if (!unit || !may.read(actor, { unitId: unit.id })) throw refuse('not_found', 'unit.unknown', { id: unitId ?? null });
  return { id: unit.id, name: unit.name, kind: unit.kind };
}

/** Who signs a unit's paper: the promotion bureau for the whole, the unit itself for its own; the office of supervision what it makes. */
export async function signerOf(db: Reader, unit: PaperUnit, actor: Actor): Promise<string> {
  if (hasRole(actor, 'supervision') && !hasRole(actor, 'promotion_admin'))
    return (await peopleOf(db, [actor.id])).get(actor.id)?.unitName ?? '';
  const root = (await unitTree(db)).find((u) => u.parentId === null);
  if (root?.id !== unit.id) return unit.name;
  const bureau = (await peopleInRole(db, 'promotion_admin')).find((p) => p.unitId !== root.id);
  return bureau?.unitName ?? '';
}

type About = Readonly<{ kind: PaperKind; month: string; fromMonth: string | null; unitId: string }>;
/** People's own words of the latest making for the month, or period, and unit, to go on from; null when there is none. */
export async function latestTexts(db: Reader, { kind, month, fromMonth, unitId }: About): Promise<Texts | null> {
  const [row] = await db
    .select({ blocks: paper.blocks })
    .from(paper)
    .where(
      and(
        eq(paper.kind, kind),
        eq(paper.month, month),
        eq(paper.unitId, unitId),
        sql`${paper.fromMonth} is not distinct from ${fromMonth}`,
      ),
    )
    .orderBy(sql`${paper.createdAt} desc, ${paper.id} desc`)
    .limit(1);
  return row ? allTexts(row.blocks) : null;
}
/** A slot that did not exist when the paper was made is empty. */
export const allTexts = (blocks: Partial<Texts>): Texts => Object.fromEntries(slots.map((slot) => [slot, blocks[slot] ?? ''])) as Texts;

type Listed = Omit<PaperView, 'createdBy' | 'issuedBy'> & { createdBy: string; issuedBy: string | null; total: number };
const utc = (column: string) => sql.raw(`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);
/** Every making numbered within its month, or period, and unit. */
const numbered = sql`select *, row_number() over (partition by kind, month, from_month, unit_id order by created_at, id)::int as edition,
    lead(id) over (partition by kind, month, from_month, unit_id order by created_at, id) is null as is_latest from paper`;
const viewColumns = sql`p.id, p.kind, p.month, p.from_month as "fromMonth", p.unit_id as "unitId", u.name as "unitName", p.title, p.status, p.edition, p.is_latest as "isLatest", p.version,
  ${utc('p.as_of')} as "asOf", ${utc('p.created_at')} as "createdAt", p.created_by as "createdBy", ${utc('p.issued_at')} as "issuedAt", p.issued_by as "issuedBy"`;

async function named(db: Reader, rows: readonly Listed[]): Promise<PaperView[]> {
  const ids = rows.flatMap((r) => [r.createdBy, ...(r.issuedBy ? [r.issuedBy] : [])]);
  const people = await peopleOf(db, [...new Set(ids)]);
  const name = (id: string) => (id === operatorId ? operator.name : (people.get(id)?.name ?? ''));
  return rows.map(({ total: _total, ...r }) => ({ ...r, createdBy: name(r.createdBy), issuedBy: r.issuedBy && name(r.issuedBy) }));
}

/** Papers by month, newest first; of each month and unit the latest making, or all of them. */
export async function listPapers(db: Reader, { query }: Received<C['list']>, actor: Actor): Promise<Result<C['list']>> {
  const { from, to, unitId, kind, status, all, page, size } = query;
  const wanted = [
    paperWhere(actor),
    from === undefined ? sql`true` : sql`p.month >= ${from}`,
    to === undefined ? sql`true` : sql`p.month <= ${to}`,
    unitId === undefined ? sql`true` : sql`p.unit_id = ${unitId}::uuid`,
    kind === undefined ? sql`true` : sql`p.kind = ${kind}`,
    status === undefined ? sql`true` : sql`p.status = ${status}`,
    all ? sql`true` : sql`p.is_latest`,
  ];
  const { rows } =
    await db.execute<Listed>(sql`select ${viewColumns}, count(*) over ()::int as total from (${numbered}) p join unit u on u.id = p.unit_id
    where ${sql.join(wanted, sql` and `)} order by p.month desc, u.order_no, u.code, p.created_at desc limit ${size} offset ${rowsBefore({ page, size })}`);
  return { items: await named(db, rows), total: rows[0]?.total ?? 0, can: { make: kindsToMake(actor).length > 0 } };
}

/** A paper as it reads, with what each number is and what the actor may do. Refuses paper.unknown. */
export async function getPaper(db: Reader, id: string, actor: Actor): Promise<Result<C['get']>> {
  const row = await readablePaper(db, id, actor);
  const { rows } = await db.execute<Listed>(
    sql`select ${viewColumns} from (${numbered}) p join unit u on u.id = p.unit_id where p.id = ${id}`,
  );
  const [view] = await named(db, rows);
  const can = { make: may.make(actor, row), edit: may.edit(actor, row), issue: may.issue(actor, row) };
  return {
    ...view!,
    content: row.content,
    blocks: allTexts(row.blocks),
    asOfDay: dayOf(row.asOf),
    closing: row.figures.closing?.month ?? null,
    can,
  };
}

/** Units whose papers the actor may make, in 建制序, and which kinds of them. */
export async function makeableUnits(db: Reader, actor: Actor): Promise<Result<C['units']>> {
  const mayMake = (unitId: string) => paperKinds.some((kind) => may.make(actor, { kind, unitId, status: 'draft' }));
  const units = (await unitTree(db)).filter((u) => u.isActive && mayMake(u.id));
  return { items: units.map(({ id, parentId, name }) => ({ id, parentId, name })), kinds: kindsToMake(actor) };
}

const types = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;
/** What a file of a paper is called. */
const fileName = ({ title, attachment }: Pick<Content, 'title' | 'attachment'>, form: keyof typeof types) =>
  form === 'docx' ? `${title}.docx` : `${attachment}.xlsx`;

/** A file of a paper, for those who may read it. Refuses paper.unknown, file.not_in_store. */
export async function downloadPaper(db: Reader, files: FileStore, id: string, form: keyof typeof types, actor: Actor): Promise<Download> {
  const row = await readablePaper(db, id, actor);
  const body = await files.open(form === 'docx' ? row.docxSha256 : row.xlsxSha256);
  return { filename: fileName(row.content, form), contentType: types[form], body };
}

/** Files of papers that are missing from the store or not as they were, by their hash. For `verify`. */
export async function damagedPapers(db: Reader, files: FileStore): Promise<string[]> {
  const rows = await db.select({ docx: paper.docxSha256, xlsx: paper.xlsxSha256 }).from(paper);
  const damaged: string[] = [];
  for (const sha256 of new Set(rows.flatMap((r) => [r.docx, r.xlsx]))) if (!(await files.verify(sha256))) damaged.push(sha256);
  return damaged;
}
