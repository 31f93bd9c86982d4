import { and, type AnyColumn, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { banded, type ListFacet } from './domain/list-facet.ts';
import type { ListQuery, Totals } from './domain/list-filter.ts';
import type { Stage } from './domain/stage.ts';
import { listWhere, prefix, sideWhere, signedWhere, subtree } from './filter-queries.ts';
import { projectWhere } from './queries.ts';
import { listTotal, project, standingTotal } from './tables.ts';

const sums = ['count', 'totalFen', 'agreedFen', 'attractedFen', 'fixedFen', 'arrivedFen', 'investedFen'] as const;
/** Count and sums of rows with the columns of `project`, for `select`. */
export const sumsOf = (count: SQL) => sql`${count} as count, coalesce(sum(total_fen), 0)::bigint as "totalFen",
  coalesce(sum(agreed_fen), 0)::bigint as "agreedFen", coalesce(sum(attracted_fen), 0)::bigint as "attractedFen",
  coalesce(sum(fixed_fen), 0)::bigint as "fixedFen", coalesce(sum(arrived_fen), 0)::bigint as "arrivedFen",
  coalesce(sum(invested_fen), 0)::bigint as "investedFen"`;
const kept = sql`coalesce(sum(projects), 0)::bigint`;

type Name = keyof ListQuery;
const always: readonly Name[] = ['stage', 'side', 'unit', 'sort', 'order', 'page', 'size'];
const flags: readonly Name[] = ['signed', 'started', 'arrivals'];
const amounts = {
  total: ['totalMin', 'totalMax'],
  agreed: ['agreedMin', 'agreedMax'],
  arrived: ['arrivedMin', 'arrivedMax'],
  invested: ['investedMin', 'investedMax'],
} as const;
type Amount = keyof typeof amounts;

/** Where count and sums of a list are kept: by the day of signing, by a facet with the range of its amount, or nowhere. */
function keptBy(query: ListQuery): 'signed' | 'industry' | Amount | null {
  const asked = (Object.keys(query) as Name[]).filter((name) => query[name] !== undefined && !always.includes(name));
  const onlyOf = (...names: readonly Name[]) => asked.every((name) => names.includes(name));
  if (onlyOf('industry', ...flags)) return 'industry';
  if (onlyOf('signedFrom', 'signedTo', 'signed') && query.signed !== 'false') return 'signed';
  return (Object.keys(amounts) as Amount[]).find((of) => onlyOf(...amounts[of], ...flags) && isBanded(query, of)) ?? null;
}
/** An amount that is not known counts as nought in the sums, and is in no range. */
function isBanded(query: ListQuery, of: Amount): boolean {
  const [min, max] = amounts[of].map((name) => query[name]);
  if (of === 'total' && !(min !== undefined && min > 0)) return false;
  return (min ?? 0) >= 0 && (max ?? 0) >= 0;
}

/** Count and sums of the whole filtered set: from kept sums where there are some, else project by project. */
export async function totalsOf(db: Reader, query: ListQuery, actor: Actor): Promise<Totals> {
  const by = keptBy(query);
  if (by === null) return onlyOne(db, sql`select ${sumsOf(sql`count(*)`)} from ${project} where ${listWhere(query, actor)}`);
  if (by === 'signed') {
    const where = and(
      eq(standingTotal.kind, 'signed'),
      ...keptWhere(standingTotal, query, actor),
      ...signedWhere(query, standingTotal.period),
    );
    return onlyOne(db, sql`select ${sumsOf(kept)} from ${standingTotal} where ${where}`);
  }
  const industry = query.industry ? sql`${listTotal.industryCode} like ${prefix(query.industry)}` : undefined;
  if (by === 'industry') return ofFacet(db, by, query, actor, industry);
  const [min, max] = amounts[by];
  const { from, below, edges } = banded(query[min], query[max]);
  const inBands = and(sql`${listTotal.band} >= ${from}`, below === null ? undefined : sql`${listTotal.band} < ${below}`);
  const parts = [
    ofFacet(db, by, query, actor, inBands),
    ...edges.map((edge) => {
      const where = listWhere({ ...query, [min]: edge.min, [max]: edge.max }, actor);
      return onlyOne(db, sql`select ${sumsOf(sql`count(*)`)} from ${project} where ${where}`);
    }),
  ];
  return (await Promise.all(parts)).reduce(plus);
}

const onlyOne = async (db: Reader, query: SQL) => (await db.execute<Totals>(query)).rows[0]!;
const plus = (a: Totals, b: Totals) => Object.fromEntries(sums.map((s) => [s, a[s] + b[s]])) as Totals;

const keptWhere = (of: typeof standingTotal | typeof listTotal, query: ListQuery, actor: Actor) => [
  projectWhere(actor, of === listTotal ? 'list_total' : 'standing_total'),
  query.unit ? sql`${of.unitId} in ${subtree(query.unit)}` : undefined,
  query.stage ? inArray(of.stage, query.stage.split(',') as Stage[]) : undefined,
  sideWhere(query.side, of.side),
];
function ofFacet(db: Reader, facet: ListFacet, query: ListQuery, actor: Actor, narrowed: SQL | undefined): Promise<Totals> {
  const flag = (is: AnyColumn, wanted: 'true' | 'false' | undefined) =>
    wanted === undefined ? undefined : sql`${is} = ${wanted === 'true'}`;
  const where = and(
    eq(listTotal.facet, facet),
    ...keptWhere(listTotal, query, actor),
    flag(listTotal.isSigned, query.signed),
    flag(listTotal.isStarted, query.started),
    flag(listTotal.isArrived, query.arrivals),
    narrowed,
  );
  return onlyOne(db, sql`select ${sumsOf(kept)} from ${listTotal} where ${where}`);
}
