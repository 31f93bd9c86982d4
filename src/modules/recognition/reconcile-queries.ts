import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { endOfDay, lastDayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { attributionAsOf, projectWhere, shownName } from '../projects/queries.ts';
import { checkBasis } from './basis-queries.ts';
import type { Difference, recognitionContract } from './contract.ts';
import { type Combination, explain, ledgerBasis, reconcile, type Side } from './domain/reconciliation.ts';
import type { Outcome } from './domain/verdict.ts';
import { standing, verdictOf } from './facts-queries.ts';
import { inPeriod, underUnit } from './queries.ts';

type C = typeof recognitionContract;
export type Asked = Received<C['reconciliation']>['query'];

/** When arrival m counts in the ledger: in the month it is booked in where its own was closed before it was recorded. */
const bookedOn = (alias: string): SQL => sql`coalesce(${sql.raw(alias)}.booked_on, ${sql.raw(alias)}.arrived_on)`;

/** One side of every arrival: its verdict, or the ledger's own word. A reversed arrival, and what reverses it, count in the ledger only. */
function sideOf(basis: string, asOf: string | null): SQL {
  if (basis === ledgerBasis)
    return sql`lateral (select 'counted' as outcome, 'in_ledger' as reason, m.amount_fen, ${bookedOn('m')} as counts_on)`;
  return sql`lateral (select v.outcome, v.reason, v.amount_fen, v.counts_on from (${verdictOf(basis, asOf)}) v where ${standing(asOf)})`;
}

/** Entries of the ledger: arrivals in force, and those that were reversed after their month was closed, with what reverses them. */
const entered = (asOf: string | null): SQL => {
  const known = (alias: string) => (asOf ? sql`and ${sql.raw(alias)}.recorded_at <= ${asOf}` : sql``);
  return sql`((${standing(asOf)}) or (exists (select 1 from arrival o where o.project_id = m.project_id
    and (o.reverses = m.id or o.id = m.reverses) and ${bookedOn('o')} <> ${bookedOn('m')} ${known('o')}) ${known('m')}))`;
};

/**
 * The relation `pair`: every arrival within the scope, with what it adds to each side in the period. As of an earlier day it is made of
 * the arrivals, reversals, verdicts, stages and units recorded by then. Projects that went to another district or were merged by the end
 * of the period count nowhere. The side of the ledger is the figure of arrived funds.
 */
async function pairs(db: Reader, asked: Asked, actor: Actor): Promise<SQL> {
  for (const code of [asked.a, asked.b]) if (code !== ledgerBasis) await checkBasis(db, code);
  const asOf = asked.asOf ? endOfDay(asked.asOf).toISOString() : null;
  const units = asOf ? sql`join ${attributionAsOf(asOf)} at on at.project_id = p.id` : sql`join lateral (select p.unit_id) at on true`;
  const side = (alias: 'a' | 'b') => {
    const on = sql.raw(`${alias}.counts_on`);
    const within = inPeriod(sql`${on}`, asked);
    return sql`coalesce(${sql.raw(alias)}.outcome = 'counted' and ${within}, false)`;
  };
  const stood = standing(asOf);
  const outcome = (alias: 'a' | 'b') => sql`coalesce(${sql.raw(alias)}.outcome, case when ${stood} then 'pending' else 'left_out' end)`;
  const reason = (alias: 'a' | 'b') => sql`coalesce(${sql.raw(alias)}.reason, case when ${stood} then 'not_judged' else 'reversed' end)`;
  const byThen = asked.to ? sql`and c.happened_on <= ${lastDayOf(asked.to)}` : sql``;
  return sql`with pair as (
    select m.id, m.project_id, m.arrived_on, m.amount_fen, at.unit_id,
      ${outcome('a')} as a_outcome, ${reason('a')} as a_reason, ${side('a')} as a_in,
      case when ${side('a')} then a.amount_fen else 0 end as a_fen,
      ${outcome('b')} as b_outcome, ${reason('b')} as b_reason, ${side('b')} as b_in,
      case when ${side('b')} then b.amount_fen else 0 end as b_fen
    from arrival m join project p on p.id = m.project_id ${units}
      left join lateral (select c.to_side from stage_change c where c.project_id = p.id ${asOf ? sql`and c.recorded_at <= ${asOf}` : sql``} ${byThen}
        order by c.recorded_at desc, c.id desc limit 1) s on true
      left join ${sideOf(asked.a, asOf)} a on true left join ${sideOf(asked.b, asOf)} b on true
    where ${[asked.a, asked.b].includes(ledgerBasis) ? entered(asOf) : stood} and coalesce(s.to_side, '') not in ('transferred', 'merged') and ${projectWhere(actor, 'p')}
      and ${await underUnit(db, asked.unit, sql`at.unit_id`)}),
    counting as (select * from pair where a_fen <> 0 or b_fen <> 0)`;
}

type Combined = Record<'a_outcome' | 'b_outcome', Outcome> &
  Record<'a_reason' | 'b_reason', Side['reason']> &
  Record<'a_in' | 'b_in', boolean> &
  Record<'a_fen' | 'b_fen', number>;
const sidesOf = (r: Combined): { a: Side; b: Side } => ({
  a: { fen: r.a_fen, outcome: r.a_outcome, reason: r.a_reason, isInPeriod: r.a_in },
  b: { fen: r.b_fen, outcome: r.b_outcome, reason: r.b_reason, isInPeriod: r.b_in },
});

/** Two totals and every yuan between them. The totals are summed apart from the groups, so that closing to zero proves something. */
export async function reconciliation(db: Reader, asked: Asked, actor: Actor): Promise<Result<C['reconciliation']>> {
  const base = await pairs(db, asked, actor);
  const { rows: sums } = await db.execute<{ a: number; b: number; an: number; bn: number }>(sql`${base}
    select coalesce(sum(a_fen), 0)::bigint as a, coalesce(sum(b_fen), 0)::bigint as b, count(*) filter (where a_fen <> 0) as an,
      count(*) filter (where b_fen <> 0) as bn from pair`);
  // Rows of one combination stand to each other alike: their signs too, so that a sum differs when its rows do.
  const { rows } = await db.execute<Combined & { count: number }>(sql`${base}
    select a_outcome, a_reason, a_in, b_outcome, b_reason, b_in, sum(a_fen)::bigint as a_fen, sum(b_fen)::bigint as b_fen, count(*) as count
    from counting group by 1, 2, 3, 4, 5, 6, sign(a_fen), sign(b_fen), sign(a_fen - b_fen), sign(abs(a_fen) - abs(b_fen))`);
  const [aFen, bFen] = [Number(sums[0]!.a), Number(sums[0]!.b)];
  const combinations = rows.map((r): Combination => ({ ...sidesOf(r), count: Number(r.count) }));
  return { aFen, bFen, aCount: Number(sums[0]!.an), bCount: Number(sums[0]!.bn), ...reconcile({ aFen, bFen }, combinations) };
}

type Row = Combined & Pick<Difference, 'id' | 'projectId' | 'projectCode' | 'projectName' | 'unitName' | 'arrivedOn' | 'amountFen'>;

/** Every arrival that the two sides count differently, by date. */
export async function differingRows(db: Reader, asked: Asked, actor: Actor, most: number): Promise<Difference[]> {
  const name = shownName(actor);
  const { rows } = await db.execute<Row>(sql`${await pairs(db, asked, actor)}
    select c.id, c.project_id as "projectId", p.code as "projectCode", ${name.text} as "projectName", u.name as "unitName",
      c.arrived_on as "arrivedOn", c.amount_fen as "amountFen", a_outcome, a_reason, a_in, a_fen, b_outcome, b_reason, b_in, b_fen
    from counting c join project p on p.id = c.project_id join unit u on u.id = c.unit_id
    where a_fen <> b_fen order by c.arrived_on, c.id limit ${most}`);
  return rows.flatMap((row) => {
    const { a, b } = sidesOf(row);
    const why = explain(a, b);
    const { id, projectId, projectCode, projectName, unitName, arrivedOn, amountFen } = row;
    const about = { id, projectId, projectCode, projectName, unitName, arrivedOn, amountFen };
    return why ? [{ ...about, aFen: a.fen, bFen: b.fen, aReason: a.reason, bReason: b.reason, ...why }] : [];
  });
}

const mostRows = 100_000;
/** One page of the arrivals behind a reason. */
export async function differencesOf(
  db: Reader,
  query: Received<C['differences']>['query'],
  actor: Actor,
): Promise<Result<C['differences']>> {
  const rows = await differingRows(db, query, actor, mostRows);
  const chosen = rows.filter((r) => (!query.kind || r.kind === query.kind) && (!query.because || r.because === query.because));
  return { items: chosen.slice((query.page - 1) * query.size, query.page * query.size), total: chosen.length };
}
