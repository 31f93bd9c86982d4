import { buffer } from 'node:stream/consumers';
import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import type { Download } from '../../platform/http.ts';
import { readGrid } from '../../platform/sheet/form/grid.ts';
import { operator, operatorId, peopleOf, unitTree } from '../identity/queries.ts';
import type { FillingView, FormView, formsContract, Grid } from './contract.ts';
import { suggestBindings } from './domain/suggestion.ts';
import { listFields } from './list-queries.ts';
import { may } from './policy.ts';
import { form, formFilling, formVersion } from './tables.ts';

type C = typeof formsContract;
type FormRow = typeof form.$inferSelect;
type FillingRow = typeof formFilling.$inferSelect;
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** Rows of the units the actor may see, as a condition: the same answer as `may.read`. */
function unitWhere(actor: Actor, column: SQL): SQL {
  const scope = scopeOf(actor);
  return scope === 'all' ? sql`true` : sql`${column} = any(${sql.param(scope)}::uuid[])`;
}

/** The form, if the actor may see it; a form of a foreign unit is as unknown as one that never was (`form.unknown`). */
export async function readableForm(db: Reader, id: string, actor: Actor, lock = false): Promise<FormRow> {
  const found = db
    .select()
    .from(form)
    .where(and(eq(form.id, id), unitWhere(actor, sql`${form.unitId}`)));
  const [row] = await (lock ? found.for('update') : found);
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'form.unknown', { id });
  return row;
}

/** The newest version of a form: its file and what its cells are bound to. */
export async function latestVersion(db: Reader, formId: string) {
  const [row] = await db.select().from(formVersion).where(eq(formVersion.formId, formId)).orderBy(desc(formVersion.no)).limit(1);
  return row!;
}

const names = async (db: Reader, ids: readonly string[]) => {
  const people = await peopleOf(db, [...new Set(ids)]);
  return (id: string) => (id === operatorId ? operator.name : (people.get(id)?.name ?? ''));
};

type Listed = Omit<FormView, 'createdBy' | 'createdAt'> & { createdBy: string; createdAt: string; total: number };
const utc = (column: SQL) => sql`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
async function views(db: Reader, where: SQL, actor: Actor, page: { limit: number; offset: number }): Promise<Listed[]> {
  const { rows } = await db.execute<Listed>(sql`
    select f.id, f.name, v.file_name as "fileName", f.unit_id as "unitId", u.name as "unitName", f.is_active as "isActive", v.no as version,
      jsonb_array_length(v.bindings) as bound, f.created_by as "createdBy", ${utc(sql`f.created_at`)} as "createdAt",
      (select count(*)::int from form_filling x where x.form_id = f.id and ${unitWhere(actor, sql`x.unit_id`)}) as fillings, count(*) over ()::int as total
    from form f join unit u on u.id = f.unit_id
      join lateral (select no, file_name, bindings from form_version v where v.form_id = f.id order by no desc limit 1) v on true
    where ${unitWhere(actor, sql`f.unit_id`)} and ${where} order by f.created_at desc, f.id desc limit ${page.limit} offset ${page.offset}`);
  const nameOf = await names(
    db,
    rows.map((r) => r.createdBy),
  );
  return rows.map((r) => ({ ...r, createdBy: nameOf(r.createdBy) }));
}

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;

/** Forms, newest first; retired ones when asked for. */
export async function listForms(db: Reader, { query }: Received<C['list']>, actor: Actor): Promise<Result<C['list']>> {
  const { q, retired, size } = query;
  const where = sql`f.is_active = ${!retired} and ${q ? sql`f.name ilike ${like(q)}` : sql`true`}`;
  const rows = await views(db, where, actor, { limit: size, offset: rowsBefore(query) });
  return { items: rows.map(({ total: _total, ...r }) => r), total: rows[0]?.total ?? 0, can: { bring: may.bring(actor) } };
}

/** The file of a form or of a filled copy as it lies in the store. */
export const fileOf = async (files: FileStore, sha256: string) => buffer(await files.open(sha256));
export const gridOf = async (files: FileStore, sha256: string): Promise<Grid[]> =>
  readGrid(await fileOf(files, sha256)).map((s) => ({ ...s, widths: [...s.widths], cells: [...s.cells], merges: [...s.merges] }));

/** A form as it is drawn, with its newest bindings. Refuses form.unknown. */
export async function getForm(db: Reader, files: FileStore, id: string, actor: Actor): Promise<Result<C['get']>> {
  const row = await readableForm(db, id, actor);
  const [view] = await views(db, sql`f.id = ${id}`, actor, { limit: 1, offset: 0 });
  const { total: _total, ...shown } = view!;
  const { bindings, sha256 } = await latestVersion(db, id);
  const can = { bind: may.bind(actor, row), fill: row.isActive && may.fill(actor, row, row.unitId) };
  return { ...shown, sheets: await gridOf(files, sha256), bindings, can };
}

/** What the cells of a form probably mean. Refuses form.unknown. */
export async function suggestionsFor(db: Reader, files: FileStore, id: string, actor: Actor): Promise<Result<C['suggestions']>> {
  const { sha256 } = await latestVersion(db, (await readableForm(db, id, actor)).id);
  const units = await unitTree(db);
  const unitNames = new Set(units.flatMap((u) => [u.name, ...(u.shortName ? [u.shortName] : [])]));
  const { fields } = listFields().sources.find((s) => s.source === 'projects')!;
  return { bindings: suggestBindings(await gridOf(files, sha256), { unitNames, fields }) };
}

/** The empty form as it was uploaded. Refuses form.unknown. */
export async function downloadForm(db: Reader, files: FileStore, id: string, actor: Actor): Promise<Download> {
  const { name } = await readableForm(db, id, actor);
  const { sha256 } = await latestVersion(db, id);
  return { filename: `${name}.xlsx`, contentType: xlsx, body: await files.open(sha256) };
}

async function fillingViews(db: Reader, rows: readonly { filling: FillingRow; form: FormRow }[]): Promise<FillingView[]> {
  const units = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  const nameOf = await names(
    db,
    rows.map((r) => r.filling.createdBy),
  );
  return rows.map(({ filling: { id, formId, versionNo, unitId, month, asOf, createdBy }, form: { name } }) => ({
    id,
    formId,
    formName: name,
    versionNo,
    unitId,
    unitName: units.get(unitId) ?? '',
    month,
    asOf: asOf.toISOString(),
    createdBy: nameOf(createdBy),
  }));
}

/** Filled copies of a form for the units the actor may see. Refuses form.unknown. */
export async function listFillings(db: Reader, { params, query }: Received<C['fillings']>, actor: Actor): Promise<Result<C['fillings']>> {
  const row = await readableForm(db, params.id, actor);
  const where = and(eq(formFilling.formId, row.id), unitWhere(actor, sql`${formFilling.unitId}`));
  const rows = await db
    .select()
    .from(formFilling)
    .where(where)
    .orderBy(desc(formFilling.createdAt), desc(formFilling.id))
    .limit(query.size)
    .offset(rowsBefore(query));
  return {
    items: await fillingViews(
      db,
      rows.map((filling) => ({ filling, form: row })),
    ),
    total: await db.$count(formFilling, where),
  };
}

/** A filled copy, if the actor may see its form and its unit (`form.filling_unknown`). */
async function readableFilling(db: Reader, id: string, actor: Actor) {
  const [row] = await db
    .select({ filling: formFilling, form })
    .from(formFilling)
    .innerJoin(form, eq(form.id, formFilling.formId))
    .where(eq(formFilling.id, id));
  if (!row || !may.readFilling(actor, row.form, row.filling)) throw refuse('not_found', 'form.filling_unknown', { id });
  return row;
}

/** A filled copy as it is drawn, with the question behind each figure. Refuses form.filling_unknown. */
export async function getFilling(db: Reader, files: FileStore, id: string, actor: Actor): Promise<Result<C['filling']>> {
  const row = await readableFilling(db, id, actor);
  const [view] = await fillingViews(db, [row]);
  return { ...view!, sheets: await gridOf(files, row.filling.sha256), used: row.filling.used, asOfDay: dayOf(row.filling.asOf) };
}

/** A filled copy as a file. Refuses form.filling_unknown, file.not_in_store. */
export async function downloadFilling(db: Reader, files: FileStore, id: string, actor: Actor): Promise<Download> {
  const { filling, form: of } = await readableFilling(db, id, actor);
  const unit = (await unitTree(db)).find((u) => u.id === filling.unitId)?.name ?? '';
  return { filename: `${of.name}（${unit}${filling.month}）.xlsx`, contentType: xlsx, body: await files.open(filling.sha256) };
}
