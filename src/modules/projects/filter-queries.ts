import { and, type AnyColumn, asc, desc, eq, gte, inArray, isNotNull, isNull, lte, or, type SQL, sql } from 'drizzle-orm';
import { type Actor, scopeOf } from '../../kernel/actor.ts';
import { bigrams, nameKey, searchKey } from '../../kernel/name-key.ts';
import type { ListQuery, ProjectFilter } from './domain/list-filter.ts';
import type { Side, Stage } from './domain/stage.ts';
import { maskedWhere, projectWhere, shownName } from './queries.ts';
import { project, projectSearch } from './tables.ts';

type Sort = Pick<ListQuery, 'sort' | 'order'>;

const like = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
export const subtree = (id: string) => sql`(with recursive below as (
  select id from unit where id = ${id} union select u.id from unit u join below b on u.parent_id = b.id) select id from below)`;

/**
 * What words find, over `project_search`: any part of a name, of the investor's name or of initials, however it is spelled. Neighbouring
 * characters narrow by index; then each actor's own sight decides: where the investor is masked, only the masked name is searched.
 */
export function wordsWhere(q: string, actor: Actor): SQL {
  const [whole, short] = [searchKey(q), nameKey(q)];
  const open = or(
    // Two characters that the index has stand in the words, but where there is a masked name: they may stand in that alone.
    [...whole].length === 2 ? isNull(projectSearch.maskedWords) : undefined,
    sql`${projectSearch.words} like ${like(whole)}`,
    short && short !== whole ? sql`${projectSearch.words} like ${like(short)}` : undefined,
  )!;
  const masked = maskedInScope(actor, 'project_search');
  const seen = masked ? sql`case when ${masked} then ${projectSearch.maskedWords} like ${like(whole)} else ${open} end` : open;
  return and(projectWhere(actor, 'project_search'), ...gramsWhere(bigrams([q]), actor), seen)!;
}

/** Codes have digits. */
const codeLike = /\d|^xm/i;
/** Words, or a code: of another scheme as it is, of ours as far as it is typed. Words of nothing but signs are looked for in names as written. */
function searchWhere(q: string, actor: Actor): SQL {
  const byWords = searchKey(q)
    ? sql`${project.id} = any(array(select project_id from ${projectSearch} where ${wordsWhere(q, actor)}))`
    : sql`${shownName(actor, 'project').text} ilike ${like(q)}`;
  const code = q.toUpperCase();
  const outer = codeLike.test(code)
    ? sql`${project.id} = any(array(select project_id from project_code where code = ${code} limit 20))`
    : undefined;
  return or(byWords, outer, /^XM[\d-]*$/.test(code) ? sql`${project.code} like ${prefix(code)}` : undefined)!;
}

/** So many pairs of characters narrow enough; each more is looked up in every unit, and hits are compared in any case. */
const mostGrams = 4;
/** Rows of the actor's units in which the first of these neighbouring characters stand, as the index keeps them: by unit. */
function gramsWhere(grams: readonly string[], actor: Actor): SQL[] {
  const scope = scopeOf(actor);
  const units = scope === 'all' ? sql`select id from unit` : sql`select unnest(${sql.param(scope)}::uuid[]) as id`;
  const inUnits = (gram: string) => sql`array(select unit_search_key(u.id) | gram_search_key(${gram}) from (${units}) u)`;
  const keys = sql`project_search_keys(${projectSearch.unitId}, ${projectSearch.words}, ${projectSearch.maskedWords})`;
  return grams.slice(0, mostGrams).map((gram) => sql`${keys} && ${inUnits(gram)}`);
}

const range = (column: AnyColumn, min?: number, max?: number) => [
  min === undefined ? undefined : gte(column, min),
  max === undefined ? undefined : lte(column, max),
];
const known = (column: AnyColumn, wanted?: 'true' | 'false') =>
  wanted === undefined ? undefined : wanted === 'true' ? isNotNull(column) : isNull(column);

export function sideWhere(side: string | undefined, column: AnyColumn = project.side): SQL | undefined {
  if (!side) return undefined;
  const wanted = side.split(',');
  const named = wanted.filter((s): s is Side => s !== 'none');
  return or(wanted.includes('none') ? isNull(column) : undefined, named.length ? inArray(column, named) : undefined);
}

/** The filtered set within the actor's scope, as one condition: page, count, totals and export all use it. */
export function listWhere(f: ProjectFilter, actor: Actor): SQL {
  // Words are found within units: reading the index of units as well would cost more than it saves.
  const within = f.q && searchKey(f.q) ? sql`(${projectWhere(actor)}) is true` : projectWhere(actor);
  return and(within, f.q ? searchWhere(f.q, actor) : undefined, ...standingWhere(f), ...belongsWhere(f), ...fundsWhere(f))!;
}

export const prefix = (text: string) => `${text.replace(/[\\%_]/g, '\\$&')}%`;
// A date known only to the year belongs to no month: it is found by a range over whole years.
export const signedWhere = (f: ProjectFilter, column: AnyColumn) => [
  f.signedFrom ? sql`${column} >= ${f.signedFrom.endsWith('-01') ? f.signedFrom.slice(0, 4) : f.signedFrom}` : undefined,
  f.signedTo ? sql`${column} <= ${f.signedTo + '-31'}` : undefined,
];
const standingWhere = (f: ProjectFilter) => [
  f.stage ? inArray(project.stage, f.stage.split(',') as Stage[]) : undefined,
  sideWhere(f.side),
  f.light
    ? sql`${project.id} in (select project_id from project_mark where light = any(${sql.param(f.light.split(','))}::text[]))`
    : undefined,
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

/** Within the actor's scope, or undefined: who sees only their own units is told every name there. */
const maskedInScope = (actor: Actor, alias?: string) => (scopeOf(actor) === 'all' ? maskedWhere(actor, alias) : undefined);

/** What a list is sorted by; only these can be, and a name is sorted as the actor reads it. */
export function sortKey(sort: Sort['sort'], actor: Actor): SQL | AnyColumn {
  const by: Record<Sort['sort'], SQL | AnyColumn> = {
    updatedAt: project.updatedAt,
    createdAt: project.createdAt,
    code: project.code,
    name: sql`(case when ${maskedInScope(actor) ?? sql`false`} then ${project.maskedName} else ${project.name} end) collate "zh-x-icu"`,
    stage: sql`array_position(array['planning','negotiating','signed','preparing','building','completed','producing','at_capacity'], ${project.stage})`,
    unit: sql`(select u.order_no from unit u where u.id = ${project.unitId})`,
    signedOn: project.signedOn,
    startedOn: project.startedOn,
    totalFen: project.totalFen,
    agreedFen: project.agreedFen,
    arrivedFen: project.arrivedFen,
    investedFen: project.investedFen,
  };
  return by[sort];
}

const { updatedAt, totalFen, agreedFen, arrivedFen, investedFen } = projectSearch;
const searchSorts: Partial<Record<Sort['sort'], AnyColumn>> = { updatedAt, totalFen, agreedFen, arrivedFen, investedFen };
/** What a list is sorted by that `project_search` alone answers: words and nothing else, in an order it knows. Undefined for other lists. */
export function searchSort({ q = '', sort, order: _order, page: _page, size: _size, ...others }: ListQuery): AnyColumn | undefined {
  const isPlain = searchKey(q) !== '' && !codeLike.test(q) && Object.values(others).every((asked) => asked === undefined);
  return isPlain ? searchSorts[sort] : undefined;
}

/** The order by such a key and then by id. */
export function inOrder({ sort, order }: Sort, key: SQL | AnyColumn, id: SQL | AnyColumn): SQL[] {
  const nullable = ['signedOn', 'startedOn', 'totalFen'].includes(sort);
  const direction = order === 'asc' ? asc(key) : desc(key);
  return [nullable ? sql`${direction} nulls last` : direction, order === 'asc' ? asc(id) : desc(id)];
}
export const listOrder = (query: Sort, actor: Actor): SQL[] => inOrder(query, sortKey(query.sort, actor), project.id);
