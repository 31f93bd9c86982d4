import { and, arrayContains, asc, eq, inArray, ne, or, sql } from 'drizzle-orm';
import type { Received, Result } from '../../kernel/contract.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { referenceContract } from './contract.ts';
import { historyOf, successorsOf as follow } from './domain/division.ts';
import { literal, rowsOf } from './queries.ts';
import { latestYear } from './shipped.ts';
import { division, divisionRollup, township } from './tables.ts';

type C = typeof referenceContract;
type Hit = Result<C['divisions']>['items'][number];
const limit = 30;

/** Divisions and townships by name, pinyin, initials or code; best matches first. */
export async function findDivisions(db: Reader, { query }: Received<C['divisions']>): Promise<Result<C['divisions']>> {
  const past = query.isWithPast ? sql`true` : sql`d.last_year is null`;
  const found = query.q ? await search(db, query.q, past) : await under(db, query.under ?? null, past);
  return { items: found.slice(0, limit * (query.q ? 1 : 20)), isCut: Boolean(query.q) && found.length > limit };
}

const columns = sql`d.code, d.name, d.level, d.last_year is null as "isInUse",
  array_remove(array[case when d.level <> 'province' then d.province_name end, case when d.level in ('county', 'zone') then d.prefecture_name end], null) as path,
  d.first_year || '—' || coalesce(d.last_year::text, '') as years,
  (exists (select from division c where c.parent_code = d.code and c.last_year is null) or exists (select from ${township} t where t.county_code = d.code)) as "hasChildren"`;
const townshipColumns = sql`t.code, t.name, 'township' as level, true as "isInUse",
  array_remove(array[c.province_name, c.prefecture_name, case when c.code <> t.county_code then null when c.level = 'prefecture' then null else c.name end], null) as path,
  '' as years, false as "hasChildren"`;
const county = sql`join lateral (select * from division c where c.code = t.county_code order by c.first_year desc limit 1) c on true`;

function search(db: Reader, q: string, past: ReturnType<typeof sql>) {
  const text = literal(q);
  const letters = literal(q.toLowerCase().replace(/[\s']/g, ''));
  const byLetters = /^[a-z]{2,}$/.test(letters);
  // Of many places of one spelling the larger comes first, and what is in use before what was.
  return rowsOf<Hit>(
    db,
    sql`select code, name, level, "isInUse", path, years, "hasChildren" from (
      select ${columns}, case when d.code = ${q} or d.name = ${q} then 0 when d.name like ${`${text}%`} or d.code like ${`${text}%`} then 1
          when ${byLetters} and d.initials = ${letters} then 2 else 3 end as rank,
        case d.level when 'province' then 0 when 'prefecture' then 1 when 'county' then 2 else 3 end as size
      from division d where ${past} and (d.name like ${`%${text}%`} or d.code like ${`${text}%`} or (${byLetters} and (d.initials like ${`${letters}%`} or d.pinyin like ${`${letters}%`})))
      union all
      select ${townshipColumns}, case when t.code = ${q} or t.name = ${q} then 0 when t.name like ${`${text}%`} or t.code like ${`${text}%`} then 1
          when ${byLetters} and t.initials = ${letters} then 2 else 3 end, 4
      from ${township} t ${county} where t.name like ${`%${text}%`} or (length(${q}) > 6 and t.code like ${`${text}%`}) or (${byLetters} and t.initials like ${`${letters}%`})
    ) hit order by not "isInUse", rank, size, code limit ${limit + 1}`,
  );
}

function under(db: Reader, code: string | null, past: ReturnType<typeof sql>) {
  return rowsOf<Hit>(
    db,
    sql`select ${columns} from division d where d.parent_code is not distinct from ${code} and ${past}
      union all select ${townshipColumns} from ${township} t ${county} where t.county_code = ${code} order by code`,
  );
}

/** What a code meant at each time, what it came from, and what stands in a year for what was recorded under it. Refuses: division.unknown. */
export async function readDivision(db: Reader, code: string, year = latestYear): Promise<Result<C['division']>> {
  const periods = await db.select().from(division).where(eq(division.code, code)).orderBy(asc(division.firstYear));
  if (!periods.length) throw refuse('not_found', 'division.unknown', { code });
  const before = await db
    .select()
    .from(division)
    .where(arrayContains(division.successorCodes, [code]))
    .orderBy(asc(division.lastYear));
  const standing = await successorsOf(db, code, year);
  const parts = periods.flatMap((p) => p.ceded.map((c) => c.slice(0, 6)));
  const nameOf = await namesOf(db, [...standing, ...periods.flatMap((p) => p.successorCodes), ...parts]);
  const named = (c: string, at = year) => ({ code: c, name: nameOf(c, at) });
  return {
    code,
    periods: periods.map((p) => ({
      ...p,
      successors: p.successorCodes.map((c) => named(c, p.lastYear ?? year)),
      ceded: p.ceded.map((c) => ({ ...named(c.slice(0, 6), Number(c.slice(7))), year: Number(c.slice(7)) })),
    })),
    predecessors: before.filter((p) => p.code !== code).map((p) => ({ code: p.code, name: p.name, year: p.lastYear! })),
    year,
    standing: standing.map((c) => named(c)),
  };
}

async function namesOf(db: Reader, codes: readonly string[]) {
  const rows = codes.length
    ? await db
        .select()
        .from(division)
        .where(inArray(division.code, [...codes]))
        .orderBy(asc(division.firstYear))
    : [];
  return (code: string, year: number) =>
    (rows.findLast((r) => r.code === code && r.firstYear <= year) ?? rows.find((r) => r.code === code))?.name ?? code;
}

/**
 * What stands in `year` for a place written down as `code`: several codes when it was split, none when there never was such a code.
 * `writtenIn` tells apart a code that was given twice.
 */
export async function successorsOf(db: Reader, code: string, year = latestYear, writtenIn = year): Promise<string[]> {
  // What it became, step by step; a dissolved prefecture became what its counties did.
  const reached = sql`with recursive reached(code) as (
    select ${code.slice(0, 6)}::text
    union select next.code from reached r join division d on d.code = r.code cross join lateral (
      select unnest(d.successor_codes) as code
      union all select c.code from division c where c.parent_code = d.code and d.last_year is not null and d.successor_codes = '{}') next)
    select code from reached`;
  const periods = await db
    .select()
    .from(division)
    .where(sql`${division.code} in (${reached})`);
  return follow(historyOf(periods), code.slice(0, 6), year, writtenIn);
}

/**
 * Every code, past and present, that counts within a division today, itself included: `left(division_code, 6) = any(codes)` finds
 * the projects of a district whatever its code was when they were recorded. What a split leaves open is in the level above only.
 */
export async function codesWithin(db: Reader, code: string): Promise<string[]> {
  const within = or(eq(divisionRollup.countyCode, code), eq(divisionRollup.prefectureCode, code), eq(divisionRollup.provinceCode, code));
  const rows = await db
    .select({ code: divisionRollup.code })
    .from(divisionRollup)
    .where(and(within, ne(divisionRollup.code, code)));
  return [code, ...rows.map((r) => r.code)].toSorted();
}
