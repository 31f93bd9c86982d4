import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { bigrams, nameKey, searchKey } from '../../kernel/name-key.ts';
import { refuse } from '../../kernel/refusal.ts';
import { normalUscc } from '../../kernel/uscc.ts';
import type { Reader } from '../../platform/db.ts';
import { literal, rowsOf } from '../reference/queries.ts';
import type { EnterpriseRow, enterprisesContract, LookAlike } from './contract.ts';
import { may } from './policy.ts';
import { enterprise, enterpriseName } from './tables.ts';

type C = typeof enterprisesContract;
export type EnterpriseRecordRow = typeof enterprise.$inferSelect;

/** The enterprise that a record has become: itself, or the last of the chain it was merged along. Over an alias's id, as SQL. */
export const survivorSql = (id: SQL): SQL => sql`(with recursive chain as (
  select c.id, c.merged_into from enterprise c where c.id = ${id}
  union all select n.id, n.merged_into from enterprise n join chain on n.id = chain.merged_into)
  select chain.id from chain where chain.merged_into is null)`;

/** Follows merges from an id to the record that stands now. Refuses enterprise.unknown. */
export async function survivorOf(db: Reader, id: string): Promise<string> {
  const [row] = await rowsOf<{ id: string | null }>(db, sql`select ${survivorSql(sql`${id}::uuid`)} as id`);
  if (!row?.id) throw refuse('not_found', 'enterprise.unknown', { id });
  return row.id;
}

const presented = sql`e.id, e.name, e.uscc, e.uscc_reason as "usccReason", e.industry_code as "industryCode",
  (select i.name from industry i where i.code = e.industry_code) as "industryName", e.division_code as "divisionCode",
  coalesce((select d.name from division d where d.code = e.division_code order by d.first_year desc limit 1),
    (select t.name from township t where t.code = e.division_code)) as "divisionName",
  e.phone, e.address, e.source, (select u.name from unit u where u.id = e.unit_id) as "unitName",
  case when e.merged_into is null then null else (select jsonb_build_object('id', s.id, 'name', s.name)
    from enterprise s where s.id = ${survivorSql(sql`e.merged_into`)}) end as "mergedInto",
  e.version, e.updated_at as "updatedAt"`;
const shown = (row: Omit<EnterpriseRow, 'updatedAt'> & { updatedAt: string }): EnterpriseRow => ({
  ...row,
  updatedAt: new Date(row.updatedAt).toISOString(),
});

function searchWhere(q: string): SQL {
  const [key, initials, code] = [nameKey(q), searchKey(q), normalUscc(q)];
  const like = `%${literal(q)}%`;
  const grams = bigrams([q]);
  const byName = sql`(e.name ilike ${like}
    ${key ? sql`or e.name_key like ${`%${literal(key)}%`}` : sql``}
    ${/^[a-z0-9]+$/.test(initials) ? sql`or e.initials like ${`${literal(initials)}%`}` : sql``}
    or e.id in (select n.enterprise_id from enterprise_name n where n.name ilike ${like}))`;
  return sql`((${grams.length ? sql`e.search_grams @> ${sql.param(grams)}::text[] and` : sql``} ${byName})
    or e.uscc like ${`${literal(code)}%`})`;
}

/** One page of the register. Merged records are left out unless they are asked for or searched. */
export async function listEnterprises(db: Reader, { query }: Received<C['list']>, actor: Actor): Promise<Result<C['list']>> {
  const { q, industry, division, merged } = query;
  const where = sql.join(
    [
      q ? searchWhere(q) : sql`true`,
      industry ? sql`e.industry_code like ${`${literal(industry)}%`}` : sql`true`,
      division ? sql`e.division_code like ${`${literal(division)}%`}` : sql`true`,
      merged === undefined && q ? sql`true` : merged === 'true' ? sql`e.merged_into is not null` : sql`e.merged_into is null`,
    ],
    sql` and `,
  );
  const rows = await rowsOf<EnterpriseRow>(
    db,
    sql`select ${presented} from enterprise e where ${where} order by e.merged_into is not null, e.name collate "zh-x-icu", e.id limit ${query.size} offset ${rowsBefore(query)}`,
  );
  const [count] = await rowsOf<{ total: number }>(db, sql`select count(*)::int as total from enterprise e where ${where}`);
  return { items: rows.map(shown), total: count!.total, can: { create: may.create(actor) } };
}

/** Who in the register has this code, or a name, present or former, that reads the same. What was merged answers as what remains. */
export async function lookAlikes(
  db: Reader,
  { name, uscc }: { name?: string | null | undefined; uscc?: string | null | undefined },
  except: string | null = null,
): Promise<LookAlike[]> {
  const key = name ? nameKey(name) : '';
  const code = uscc ? normalUscc(uscc) : '';
  if (!key && !code) return [];
  return rowsOf<LookAlike>(
    db,
    sql`with hit as (
        select e.id, 'uscc' as by, null::text as old, 0 as rank from enterprise e where e.uscc = ${code || null}
        union all select e.id, 'name', null, 1 from enterprise e where e.name_key = ${key || null}
        union all select n.enterprise_id, 'old_name', n.name, 2 from enterprise_name n where n.name_key = ${key || null}),
      stands as (select ${survivorSql(sql`h.id`)} as id, h.by, h.rank,
        case when (select merged_into from enterprise m where m.id = h.id) is null then h.old else (select m.name from enterprise m where m.id = h.id) end as old
        from hit h)
      select * from (select distinct on (s.id) s.id, s.name, s.uscc, w.old as "oldName", w.by
        from stands w join enterprise s on s.id = w.id where s.id is distinct from ${except}::uuid order by s.id, w.rank) found
      order by by desc, name limit 20`,
  );
}

/** One enterprise, its former names, and the records that became it. Refuses enterprise.unknown. */
export async function getEnterprise(db: Reader, id: string, actor: Actor): Promise<Result<C['get']>> {
  const row = await enterpriseById(db, id);
  const [[view], names, absorbed] = await Promise.all([
    rowsOf<EnterpriseRow>(db, sql`select ${presented} from enterprise e where e.id = ${id}`),
    db.select().from(enterpriseName).where(eq(enterpriseName.enterpriseId, id)).orderBy(asc(enterpriseName.usedUntil)),
    db
      .select({ id: enterprise.id, name: enterprise.name })
      .from(enterprise)
      .where(eq(enterprise.mergedInto, id))
      .orderBy(asc(enterprise.name)),
  ]);
  return {
    enterprise: shown(view!),
    names: names.map(({ id: nameId, name, usedFrom, usedUntil, recordedAt }) => ({
      id: nameId,
      name,
      usedFrom,
      usedUntil,
      recordedAt: recordedAt.toISOString(),
    })),
    absorbed,
    can: { edit: may.edit(actor, row) },
  };
}

/** The record itself, merged or not; `lock` holds it. Refuses enterprise.unknown. */
export async function enterpriseById(db: Reader, id: string, lock = false): Promise<EnterpriseRecordRow> {
  const found = db.select().from(enterprise).where(eq(enterprise.id, id));
  const [row] = await (lock ? found.for('update') : found);
  if (!row) throw refuse('not_found', 'enterprise.unknown', { id });
  return row;
}
