import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import type { referenceContract } from './contract.ts';
import { may } from './policy.ts';
import { literal, rowsOf } from './queries.ts';

type C = typeof referenceContract;
type Found = Result<C['industries']>['items'][number];
const limit = 50;

const columns = sql`i.code, i.name, i.level, i.section, i.parent_code as "parentCode", i.origin, i.is_active as "isActive", i.version,
  (with recursive up(code, name, level, parent_code) as (
     select p.code, p.name, p.level, p.parent_code from industry p where p.code = i.parent_code
     union all select p.code, p.name, p.level, p.parent_code from industry p join up on p.code = up.parent_code)
   select coalesce(jsonb_agg(jsonb_build_object('code', code, 'name', name) order by level), '[]') from up) as ancestors,
  (select count(*)::int from industry c where c.parent_code = i.code) as "childCount"`;

/** Industries by code, name or initials with everything above each; without words, those directly under one. */
export async function findIndustries(db: Reader, { query }: Received<C['industries']>, actor: Actor): Promise<Result<C['industries']>> {
  const offered = query.isWithRetired ? sql`true` : sql`i.is_active`;
  const found = query.q
    ? await search(db, query.q, offered)
    : await rowsOf<Found>(
        db,
        sql`select ${columns} from industry i where i.parent_code is not distinct from ${query.under ?? null} and ${offered} order by i.code`,
      );
  return {
    items: query.q ? found.slice(0, limit) : found,
    isCut: Boolean(query.q) && found.length > limit,
    can: { edit: may.editIndustry(actor) },
  };
}

function search(db: Reader, q: string, offered: ReturnType<typeof sql>) {
  const text = literal(q);
  const letters = literal(q.toLowerCase());
  return rowsOf<Found>(
    db,
    sql`select ${columns} from industry i
      where ${offered} and (i.code like ${`${text.toUpperCase()}%`} or i.name like ${`%${text}%`} or (${/^[a-z]{2,}$/.test(letters)} and i.initials like ${`${letters}%`}))
      order by i.code <> ${q.toUpperCase()}, i.name <> ${q}, i.name not like ${`${text}%`}, i.level desc, i.code limit ${limit + 1}`,
  );
}

/** Names of industries by code, with the section of each; retired ones too, for rows that hold them. */
export async function industryNames(db: Reader, codes: readonly string[]): Promise<Map<string, string>> {
  if (!codes.length) return new Map();
  const rows = await rowsOf<{ code: string; name: string }>(
    db,
    sql`select code, name from industry where code = any(${sql.param([...codes])}::text[])`,
  );
  return new Map(rows.map((row) => [row.code, row.name]));
}

/** Is this the code of an industry that may be chosen? For checks of what people type and import. */
export async function isIndustry(db: Reader, code: string): Promise<boolean> {
  const rows = await rowsOf<{ n: number }>(db, sql`select 1 as n from industry where code = ${code} and is_active`);
  return rows.length > 0;
}
