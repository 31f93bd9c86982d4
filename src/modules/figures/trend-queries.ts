import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths, monthOf, monthsFrom } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { FigureQuery } from './contract.ts';
import { countsOn, facts, inUnits, knownBy } from './facts-queries.ts';
import { type Reading, readingFor } from './reading-queries.ts';
import { type Asked, askedOf } from './scope-queries.ts';
import { totalFacts } from './standing-facts-queries.ts';

type MonthRow = { month: string | null; signed_count: number; agreed: number; arrived: number; invested: number };

/** Money of a project that has gone elsewhere counts there. */
const stays = sql`coalesce(side, '') not in ('transferred', 'merged')`;

/** Money of the projects of a relation `v`, by the month it counts in. */
const moneyOf = ({ scope }: Asked, v: SQL): SQL => sql`
    select ${countsOn('m', 'arrived_on')} as happened, 0 as signed_count, 0::bigint as agreed, m.amount_fen as arrived, 0::bigint as invested
      from arrival m join ${v} v on v.id = m.project_id
      where ${countsOn('m', 'arrived_on')} <= ${scope.through} and ${stays} and ${knownBy(scope, 'm')}
    union all
    select ${countsOn('i', 'month')}, 0, 0, 0, i.amount_fen from investment i join ${v} v on v.id = i.project_id
      where ${countsOn('i', 'month')} <= ${scope.through} and ${stays} and ${knownBy(scope, 'i')}`;
const signings = sql`
    select cohort_on as happened, n as signed_count, agreed, 0::bigint as arrived, 0::bigint as invested
      from visible where in_cohort and (side is null or side = 'suspended')`;

/**
 * The same from what is kept by month. Month totals know neither who has gone nor what counts later than asked, so the money of such
 * projects is taken out of them, and what of it counts is put beside.
 */
function keptEntries(asked: Asked, off: readonly string[]): SQL {
  const mine = inUnits(asked.units);
  const out = sql`(select project_id from project_standing where ${mine} and side in ('transferred', 'merged')
    union select project_id from project_standing where ${mine} and project_id = any(${sql.param(off)}::uuid[]))`;
  return sql`${signings}
    union all
    select month, 0, 0, case when kind = 'arrived' then amount_fen else 0 end, case when kind = 'invested' then amount_fen else 0 end
      from month_total where kind in ('arrived', 'invested') and ${mine}
    union all select ${countsOn('m', 'arrived_on')}, 0, 0, -m.amount_fen, 0 from arrival m where m.project_id in ${out}
    union all select ${countsOn('i', 'month')}, 0, 0, 0, -i.amount_fen from investment i where i.project_id in ${out}
    ${off.length ? sql`union all ${moneyOf(asked, sql`(select * from fact where ${mine})`)}` : sql``}`;
}

/** Signing, arrival and investment by the month they happened in; the last 36 months when no first month is asked for. */
export async function figureTrend(db: Reader, query: FigureQuery, actor: Actor, now: Date) {
  return trendOf(db, await readingFor(db, query, actor, now));
}
/** The same of what is being read. */
export async function trendOf(db: Reader, asked: Reading) {
  const last = monthOf(asked.scope.through)!;
  const first = asked.scope.from ?? addMonths(last, -35);
  const whole = { ...asked, scope: { ...asked.scope, from: null } };
  const { base } = asked;
  // Months are kept as they are now.
  const entries =
    base && base.monthEnd === null
      ? sql`${totalFacts(whole, base, { of: ['signed_count'] })}, entries as (${keptEntries(whole, base.off)})`
      : sql`${facts(whole.units, whole.scope)}, entries as (${signings} union all ${moneyOf(whole, sql`visible`)})`;
  const { rows } = await db.execute<MonthRow>(sql`${entries}
    select case when length(happened) >= 7 then left(happened, 7) end as month, sum(signed_count)::bigint as signed_count,
      sum(agreed)::bigint as agreed, sum(arrived)::bigint as arrived, sum(invested)::bigint as invested
    from entries group by 1`);
  const byMonth = new Map(rows.map((r) => [r.month, r]));
  const months = monthsFrom(first, last).map((month) => {
    const r = byMonth.get(month);
    return {
      month,
      signedCount: r?.signed_count ?? 0,
      agreedFen: r?.agreed ?? 0,
      arrivedFen: r?.arrived ?? 0,
      investedFen: r?.invested ?? 0,
    };
  });
  const unknown = byMonth.get(null);
  return {
    asked: askedOf(asked),
    months,
    monthUnknown: { signedCount: unknown?.signed_count ?? 0, agreedFen: unknown?.agreed ?? 0, arrivedFen: unknown?.arrived ?? 0 },
  };
}

/** Agreed and arrived by the currency they were recorded in, to the cent, with their worth in fen. */
export async function figureCurrencies(db: Reader, query: FigureQuery, actor: Actor, now: Date) {
  const asked = await readingFor(db, query, actor, now);
  const known = knownBy(asked.scope, 'e');
  const { rows } = await db.execute<{
    currency: string;
    agreedMinor: number;
    agreedFen: number;
    arrivedMinor: number;
    arrivedFen: number;
  }>(sql`
    ${asked.facts},
    entries as (
      select e.currency, e.total_minor as agreed_minor, e.total_fen as agreed_fen, 0::bigint as arrived_minor, 0::bigint as arrived_fen
        from agreement e join visible v on v.id = e.project_id
        where v.in_cohort and (v.side is null or v.side = 'suspended') and e.kind in ('investment', 'supplement') and ${countsOn('e', 'signed_on')} <= ${asked.scope.through} and ${known}
      union all
      select e.currency, 0, 0, e.amount_minor, e.amount_fen from arrival e join visible v on v.id = e.project_id
        where ${countsOn('e', 'arrived_on')} <= ${asked.scope.through} and coalesce(v.side, '') not in ('transferred', 'merged') and ${known})
    select currency, sum(agreed_minor)::bigint as "agreedMinor", sum(agreed_fen)::bigint as "agreedFen",
      sum(arrived_minor)::bigint as "arrivedMinor", sum(arrived_fen)::bigint as "arrivedFen"
    from entries group by 1 order by currency <> 'CNY', 1`);
  return { asked: askedOf(asked), currencies: rows };
}
