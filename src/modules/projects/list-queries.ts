import { and, type AnyColumn, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/pg-core';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { person, unit } from '../identity/tables.ts';
import { industryNames } from '../reference/industry-queries.ts';
import type { projectsContract } from './contract.ts';
import type { ListQuery, ProjectFilter } from './domain/list-filter.ts';
import type { ProjectView } from './domain/project-view.ts';
import { bigrams, nameKey, searchKey } from '../../kernel/name-key.ts';
import { confidentialFields, recordFields } from './domain/record.ts';
import type { Side, Stage } from './domain/stage.ts';
import { recognisedOf } from './date-queries.ts';
import { isMasked, may } from './policy.ts';
import { maskedWhere, type ProjectRow, projectWhere } from './queries.ts';
import { project, standingTotal } from './tables.ts';

type Sort = Pick<ListQuery, 'sort' | 'order'>;

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
const subtree = (id: string) => sql`(with recursive below as (
  select id from unit where id = ${id} union select u.id from unit u join below b on u.parent_id = b.id) select id from below)`;

/**
 * Name, investor, initials or code. Neighbouring characters narrow by index; then each actor's own sight decides:
 * where the investor is masked, only the masked name is searched.
 */
function searchWhere(q: string, actor: Actor): SQL {
  const grams = bigrams([q]);
  const key = nameKey(q);
  const initials = searchKey(q);
  const open = or(
    sql`${project.name} ilike ${like(q)}`,
    sql`${project.investorName} ilike ${like(q)}`,
    key ? sql`${project.nameKey} like ${like(key)}` : undefined,
    key ? sql`${project.investorKey} like ${like(key)}` : undefined,
    /^[a-z0-9]+$/.test(initials) ? sql`${project.initials} like ${like(initials)}` : undefined,
  )!;
  const seen = sql`case when ${maskedWhere(actor)} then ${project.maskedName} ilike ${like(q)} else ${open} end`;
  const byName = grams.length ? sql`(${project.searchGrams} @> ${sql.param(grams)}::text[] and ${seen})` : seen;
  const code = q.toUpperCase();
  const outer = sql`${project.id} = any(array(select project_id from project_code where code = ${code} limit 20))`;
  return or(byName, outer, /^XM[\d-]*$/.test(code) ? sql`${project.code} like ${prefix(code)}` : undefined)!;
}

const range = (column: AnyColumn, min?: number, max?: number) => [
  min === undefined ? undefined : gte(column, min),
  max === undefined ? undefined : lte(column, max),
];
const known = (column: AnyColumn, wanted?: 'true' | 'false') =>
  wanted === undefined ? undefined : wanted === 'true' ? isNotNull(column) : isNull(column);

function sideWhere(side: string | undefined, column: AnyColumn = project.side): SQL | undefined {
  if (!side) return undefined;
  const wanted = side.split(',');
  const named = wanted.filter((s): s is Side => s !== 'none');
  return or(wanted.includes('none') ? isNull(column) : undefined, named.length ? inArray(column, named) : undefined);
}

/** The filtered set within the actor's scope, as one condition: page, count, totals and export all use it. */
export function listWhere(f: ProjectFilter, actor: Actor): SQL {
  return and(projectWhere(actor), f.q ? searchWhere(f.q, actor) : undefined, ...standingWhere(f), ...belongsWhere(f), ...fundsWhere(f))!;
}

const prefix = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`;
// A date known only to the year belongs to no month: it is found by a range over whole years.
const signedWhere = (f: ProjectFilter, column: AnyColumn) => [
  f.signedFrom ? sql`${column} >= ${f.signedFrom.endsWith('-01') ? f.signedFrom.slice(0, 4) : f.signedFrom}` : undefined,
  f.signedTo ? sql`${column} <= ${f.signedTo + '-31'}` : undefined,
];
const standingWhere = (f: ProjectFilter) => [
  f.stage ? inArray(project.stage, f.stage.split(',') as Stage[]) : undefined,
  sideWhere(f.side),
  ...signedWhere(f, project.signedOn),
  known(project.signedOn, f.signed),
  known(project.startedOn, f.started),
];
const belongsWhere = (f: ProjectFilter) => [
  f.unit ? sql`${project.unitId} in ${subtree(f.unit)}` : undefined,
  f.industry ? sql`${project.industryCode} like ${prefix(f.industry)}` : undefined,
  f.park ? eq(project.parkId, f.park) : undefined,
  f.leader ? eq(project.leaderId, f.leader) : undefined,
  f.person ? eq(project.personId, f.person) : undefined,
  f.batch ? eq(project.batchId, f.batch) : undefined,
];
const fundsWhere = (f: ProjectFilter) => [
  f.arrivals === undefined ? undefined : f.arrivals === 'true' ? sql`${project.arrivedFen} > 0` : sql`${project.arrivedFen} <= 0`,
  ...range(project.totalFen, f.totalMin, f.totalMax),
  ...range(project.agreedFen, f.agreedMin, f.agreedMax),
  ...range(project.arrivedFen, f.arrivedMin, f.arrivedMax),
  ...range(project.investedFen, f.investedMin, f.investedMax),
];

/** Only these can be sorted by; a name is sorted as the actor reads it. */
export function listOrder({ sort, order }: Sort, actor: Actor): SQL[] {
  const by: Record<Sort['sort'], SQL | AnyColumn> = {
    updatedAt: project.updatedAt,
    createdAt: project.createdAt,
    code: project.code,
    name: sql`(case when ${maskedWhere(actor)} then ${project.maskedName} else ${project.name} end) collate "zh-x-icu"`,
    stage: sql`array_position(array['planning','negotiating','signed','preparing','building','completed','producing','at_capacity'], ${project.stage})`,
    unit: sql`(select u.order_no from unit u where u.id = ${project.unitId})`,
    signedOn: project.signedOn,
    startedOn: project.startedOn,
    totalFen: project.totalFen,
    agreedFen: project.agreedFen,
    arrivedFen: project.arrivedFen,
    investedFen: project.investedFen,
  };
  const column = by[sort];
  const nullable = ['signedOn', 'startedOn', 'totalFen'].includes(sort);
  const direction = order === 'asc' ? asc(column) : desc(column);
  return [nullable ? sql`${direction} nulls last` : direction, order === 'asc' ? asc(project.id) : desc(project.id)];
}

const sum = (column: AnyColumn) => sql<number>`coalesce(sum(${column}), 0)::bigint`;
type TotalsTable = typeof project | typeof standingTotal;
const sumsOf = (of: TotalsTable, count: SQL<number>) => ({
  count,
  totalFen: sum(of.totalFen),
  agreedFen: sum(of.agreedFen),
  attractedFen: sum(of.attractedFen),
  fixedFen: sum(of.fixedFen),
  arrivedFen: sum(of.arrivedFen),
  investedFen: sum(of.investedFen),
});

/** Filters by which sums are kept; a list narrowed otherwise is added up project by project. */
const kept: readonly (keyof ListQuery)[] = ['stage', 'side', 'unit', 'signedFrom', 'signedTo', 'signed', 'sort', 'order', 'page', 'size'];
const isKept = (query: ListQuery) =>
  query.signed !== 'false' &&
  Object.entries(query).every(([name, value]) => value === undefined || (kept as readonly string[]).includes(name));

/** Count and sums of the whole filtered set. */
async function totalsOf(db: Reader, query: ListQuery, actor: Actor) {
  if (!isKept(query))
    return db
      .select(sumsOf(project, sql`count(*)`))
      .from(project)
      .where(listWhere(query, actor));
  const signed = query.signedFrom || query.signedTo || query.signed;
  const where = and(
    eq(standingTotal.kind, signed ? 'signed' : 'ledger'),
    projectWhere(actor, 'standing_total'),
    query.unit ? sql`${standingTotal.unitId} in ${subtree(query.unit)}` : undefined,
    query.stage ? inArray(standingTotal.stage, query.stage.split(',') as Stage[]) : undefined,
    sideWhere(query.side, standingTotal.side),
    ...signedWhere(query, standingTotal.period),
  );
  return db
    .select(sumsOf(standingTotal, sql`coalesce(sum(${standingTotal.projects}), 0)::bigint`))
    .from(standingTotal)
    .where(where);
}

export async function listProjects(db: Reader, query: ListQuery, actor: Actor): Promise<Result<(typeof projectsContract)['list']>> {
  const where = listWhere(query, actor);
  const [rows, [totals]] = await Promise.all([
    db
      .select()
      .from(project)
      .where(where)
      .orderBy(...listOrder(query, actor))
      .limit(query.size)
      .offset(rowsBefore(query)),
    totalsOf(db, query, actor),
  ]);
  const views = await presentAll(db, rows, actor);
  const recognised = await recognisedOf(
    db,
    rows.filter((row) => !isMasked(actor, row)).map((row) => row.id),
  );
  const edits = hasRole(actor, 'promoter', 'unit_head', 'promotion_admin');
  return {
    items: views.map((view, i) => ({ ...view, recognised: recognised.get(view.id) ?? {}, can: { edit: may.edit(actor, rows[i]!) } })),
    totals: totals!,
    can: { create: edits, bulk: edits },
  };
}

/** Rows as the actor may read them, with the names of units and people. */
export async function presentAll(db: Reader, rows: readonly ProjectRow[], actor: Actor): Promise<ProjectView[]> {
  const unitIds = new Set(rows.flatMap((r) => [r.unitId, ...(r.parkId ? [r.parkId] : [])]));
  const personIds = new Set(rows.flatMap((r) => [r.personId, r.leaderId].filter((id) => id !== null)));
  const codes = [...new Set(rows.flatMap((r) => r.industryCode ?? []))];
  // One after the other: inside a transaction there is one connection, and it answers one question at a time.
  const industries = await industryNames(db, codes);
  const named = await namesOf(db, [...unitIds], [...personIds]);
  const names = new Map([...industries, ...named.map(({ id, name }) => [id, name] as const)]);
  return rows.map((row) => present(row, names, actor));
}

async function namesOf(db: Reader, unitIds: readonly string[], personIds: readonly string[]): Promise<{ id: string; name: string }[]> {
  const units = db
    .select({ id: unit.id, name: unit.name })
    .from(unit)
    .where(inArray(unit.id, [...unitIds]));
  const people = db
    .select({ id: person.id, name: person.name })
    .from(person)
    .where(inArray(person.id, [...personIds]));
  return unitIds.length + personIds.length === 0 ? [] : unionAll(units, people);
}

function present(row: ProjectRow, names: ReadonlyMap<string, string>, actor: Actor): ProjectView {
  const { id, code, stage, side, landedOn, signedOn, version, totalFen, agreedFen, attractedFen, fixedFen, arrivedFen, investedFen } = row;
  const nameOf = (of: string | null) => (of && names.get(of)) || null;
  const masked = isMasked(actor, row);
  const record = Object.fromEntries(recordFields.map((f) => [f, row[f]])) as Pick<ProjectRow, (typeof recordFields)[number]>;
  return {
    ...record,
    ...(masked && { ...nothing, name: row.maskedName }),
    id,
    code,
    masked,
    stage,
    side,
    landedOn,
    signedOn,
    version,
    totalFen,
    agreedFen,
    attractedFen,
    fixedFen,
    arrivedFen,
    investedFen,
    industryName: nameOf(row.industryCode),
    unitName: nameOf(row.unitId) ?? '',
    personName: nameOf(row.personId),
    leaderName: nameOf(row.leaderId),
    parkName: nameOf(row.parkId),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
const nothing = Object.fromEntries(confidentialFields.map((f) => [f, null])) as Record<(typeof confidentialFields)[number], null>;
