import { type SQL, sql } from 'drizzle-orm';
import type { Fen } from '../../kernel/money.ts';
import type { Reader } from '../../platform/db.ts';
import { type StandingDifference, verifyStandings } from '../projects/standing-queries.ts';
import type { MonthTotalKind } from './domain/entry.ts';

/** Every row of the three ledgers as it counts in the month totals: project, month, kind, fen, +1 or −1 entry. */
const countedRows = (where: SQL): SQL => sql`
  select project_id, left(coalesce(booked_on, signed_on), 7) as month, 'agreed' as kind, total_fen as fen, case when reverses is null then 1 else -1 end as entries
    from agreement where kind in ('investment', 'supplement') and ${where}
  union all
  select project_id, left(coalesce(booked_on, signed_on), 7), 'attracted', attracted_fen, case when reverses is null then 1 else -1 end
    from agreement where kind in ('investment', 'supplement') and attracted_fen is not null and ${where}
  union all
  select project_id, left(coalesce(booked_on, arrived_on), 7), 'arrived', amount_fen, case when reverses is null then 1 else -1 end from arrival where ${where}
  union all
  select project_id, coalesce(booked_on, month), 'invested', amount_fen, case when reverses is null then 1 else -1 end from investment where ${where}`;

export type MonthSum = { month: string; kind: MonthTotalKind; fen: Fen; entries: number };
/** One project's part of the month totals. */
export async function monthSumsOf(db: Reader, projectId: string): Promise<MonthSum[]> {
  const { rows } = await db.execute<MonthSum>(sql`
    select month, kind, sum(fen)::bigint as fen, sum(entries)::int as entries from (${countedRows(sql`project_id = ${projectId}`)}) c group by 1, 2`);
  return rows;
}

export type Difference =
  | StandingDifference
  | Readonly<{ total: 'project'; projectId: string; projectCode: string; field: string; kept: string | null; recomputed: string | null }>
  | Readonly<{ total: 'month'; unitId: string; month: string; kind: MonthTotalKind; field: string; kept: string; recomputed: string }>;

/** The first month of investment of every project, as a relation for the standings. */
export const investedFrom = sql`(select project_id, min(coalesce(booked_on, month)) as invested_from from investment group by 1)`;

/**
 * Recomputes every running total (per project; per unit × month × kind; standings) from the rows and answers with what differs:
 * nothing, unless someone wrote past the commands. Each of the questions sees one instant of the database.
 */
export async function verifyTotals(db: Reader): Promise<Difference[]> {
  return [...(await projectDifferences(db)), ...(await monthDifferences(db)), ...(await verifyStandings(db, investedFrom))];
}

async function projectDifferences(db: Reader): Promise<Difference[]> {
  const { rows } = await db.execute<Omit<Extract<Difference, { total: 'project' }>, 'total'>>(sql`
    with agreed as (
      select g.project_id, sum(g.total_fen) as agreed_fen, sum(g.attracted_fen) as attracted_fen, sum(g.fixed_fen) as fixed_fen,
        min(g.signed_on) filter (where g.kind = 'investment' and g.reverses is null and not exists (
          select 1 from agreement r where r.project_id = g.project_id and r.reverses = g.id)) as signed_on
      from agreement g where g.kind in ('investment', 'supplement') group by 1),
    arrived as (select project_id, sum(amount_fen) as arrived_fen from arrival group by 1),
    invested as (select project_id, sum(amount_fen) as invested_fen from investment group by 1)
    select p.id as "projectId", p.code as "projectCode", t.field, t.kept, t.recomputed
    from project p
      left join agreed a on a.project_id = p.id
      left join arrived m on m.project_id = p.id
      left join invested i on i.project_id = p.id
      cross join lateral (values
        ('agreedFen', p.agreed_fen::text, coalesce(a.agreed_fen, 0)::text),
        ('attractedFen', p.attracted_fen::text, coalesce(a.attracted_fen, 0)::text),
        ('fixedFen', p.fixed_fen::text, coalesce(a.fixed_fen, 0)::text),
        ('arrivedFen', p.arrived_fen::text, coalesce(m.arrived_fen, 0)::text),
        ('investedFen', p.invested_fen::text, coalesce(i.invested_fen, 0)::text),
        ('signedOn', p.signed_on, a.signed_on)) t (field, kept, recomputed)
    where t.kept is distinct from t.recomputed
    order by p.code, t.field`);
  return rows.map((row) => ({ total: 'project', ...row }));
}

async function monthDifferences(db: Reader): Promise<Difference[]> {
  const { rows } = await db.execute<Omit<Extract<Difference, { total: 'month' }>, 'total'>>(sql`
    with counted as (
      select p.unit_id, c.month, c.kind, sum(c.fen) as fen, sum(c.entries) as entries
      from (${countedRows(sql`true`)}) c join project p on p.id = c.project_id group by 1, 2, 3)
    select unit_id as "unitId", month, kind, t.field, t.kept, t.recomputed
    from month_total m full join counted c using (unit_id, month, kind)
      cross join lateral (values
        ('amountFen', coalesce(m.amount_fen, 0)::text, coalesce(c.fen, 0)::text),
        ('entries', coalesce(m.entries, 0)::text, coalesce(c.entries, 0)::text)) t (field, kept, recomputed)
    where t.kept <> t.recomputed
    order by unit_id, month, kind, t.field`);
  return rows.map((row) => ({ total: 'month', ...row }));
}
