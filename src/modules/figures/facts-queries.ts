import { type SQL, sql } from 'drizzle-orm';
import { monthOf } from '../../kernel/day.ts';
import { attributionAsOf } from '../projects/queries.ts';
import { type FigureScope, lowerBound } from './domain/scope.ts';

/** Which units' projects: all, or the listed ones. Already cut to what the actor may see. */
export type Units = 'all' | readonly string[];

const started = sql`('building', 'completed', 'producing', 'at_capacity')`;
const producing = sql`('producing', 'at_capacity')`;

/** What a project's money comes from: relations to define, joins to project `p`, and one expression for each column. */
type Money = Readonly<{
  ctes: SQL;
  joins: SQL;
  deal: SQL;
  arrived: SQL;
  arrivedPeriod: SQL;
  investedPeriod: SQL;
  hasInvestment: SQL;
}>;

/**
 * One row a project, with everything that figures are made of, true for `through` as known at `asOf`.
 * Value, rows and groupings of every figure come from this one relation `fact`, so they cannot disagree.
 */
export function facts(units: Units, scope: FigureScope): SQL {
  const { from, through, asOf } = scope;
  const known = knownBy(asOf);
  const inUnits = units === 'all' ? sql`true` : sql`unit_id = any(${sql.param(units)}::uuid[])`;
  const bound = from ? lowerBound(from) : '';
  const within = units === 'all' ? () => sql`` : (alias: string) => sql`and ${sql.raw(alias)}.project_id in (select id from mine)`;
  const money = asOf ? entriesAsOf(scope, within) : runningTotals(scope, within);
  // Without a cut the project row itself holds the latest attribution.
  const attribution = asOf
    ? sql`join ${attributionAsOf(asOf)} a on a.project_id = p.id`
    : sql`join lateral (select p.unit_id, p.industry_code, p.park_id, p.leader_id) a on true`;
  return sql`
    with ${units === 'all' ? sql`` : mine(inUnits, asOf)} latest as (
      select distinct on (c.project_id) c.project_id, c.to_stage as stage, c.to_side as side from stage_change c
      where c.happened_on <= ${through} ${known('c')} ${within('c')}
      order by c.project_id, c.recorded_at desc, c.id desc),
    reached as (
      select c.project_id, min(c.happened_on) as started_on, min(c.happened_on) filter (where c.to_stage in ${producing}) as production_on
      from stage_change c where c.to_stage in ${started} ${known('c')} ${within('c')} group by 1),
    ${money.ctes}
    fact as (
      select p.id, p.code, a.unit_id, a.industry_code, a.park_id, a.leader_id, l.stage, l.side, ${money.deal},
        ${money.arrived} as arrived, ${money.arrivedPeriod} as arrived_period,
        ${money.investedPeriod} as invested_period, ${money.hasInvestment} as has_investment,
        coalesce(p.total_fen, 0) as total, coalesce(p.started_on, t.started_on) as started_on,
        coalesce(p.production_on, t.production_on) as production_on,
        coalesce(coalesce(p.started_on, t.started_on) >= ${bound}, false) as start_in_period,
        coalesce(coalesce(p.production_on, t.production_on) >= ${bound}, false) as production_in_period
      from project p ${attribution}
        join latest l on l.project_id = p.id
        left join reached t on t.project_id = p.id
        ${money.joins}),
    visible as materialized (select *, coalesce(signed_on >= ${bound}, false) as in_cohort from fact where ${inUnits})`;
}

const knownBy = (asOf: string | null) => (alias: string) => (asOf ? sql`and ${sql.raw(alias)}.recorded_at <= ${asOf}` : sql``);

/** The projects whose rows need reading at all, so that a small unit does not pay for the whole ledger. */
const mine = (inUnits: SQL, asOf: string | null) => sql`mine as materialized (
  select id from project where ${inUnits} ${asOf ? sql`union select project_id from project_attribution where ${inUnits}` : sql``}),`;

type Within = (alias: string) => SQL;

/** Added up from the entries that were recorded by an earlier instant. */
function entriesAsOf({ from, through, asOf }: FigureScope, within: Within): Money {
  const known = knownBy(asOf);
  const bound = from ? lowerBound(from) : '';
  const ctes = sql`deal as (
      select g.project_id, min(g.signed_on) filter (where g.kind = 'investment') as signed_on, sum(g.total_fen)::bigint as agreed,
        sum(coalesce(g.attracted_fen, 0))::bigint as attracted, sum(coalesce(g.fixed_fen, 0))::bigint as fixed
      from agreement g where g.kind <> 'framework' and g.reverses is null and g.signed_on <= ${through} ${known('g')} ${within('g')}
        and not exists (select 1 from agreement r where r.project_id = g.project_id and r.reverses = g.id ${known('r')})
      group by 1),
    money as (
      select m.project_id, sum(m.amount_fen)::bigint as arrived, coalesce(sum(m.amount_fen) filter (where m.arrived_on >= ${bound}), 0)::bigint as arrived_period
      from arrival m where m.arrived_on <= ${through} ${known('m')} ${within('m')} group by 1),
    work as (
      select i.project_id, coalesce(sum(i.amount_fen) filter (where i.month >= ${bound}), 0)::bigint as invested_period,
        bool_or(i.month >= ${bound}) as has_investment
      from investment i where i.month <= ${monthOf(through)} ${known('i')} ${within('i')} group by 1),`;
  return {
    ctes,
    joins: sql`left join deal d on d.project_id = p.id left join money m on m.project_id = p.id left join work w on w.project_id = p.id`,
    deal: sql`d.signed_on, coalesce(d.agreed, 0) as agreed, coalesce(d.attracted, 0) as attracted, coalesce(d.fixed, 0) as fixed`,
    arrived: sql`coalesce(m.arrived, 0)`,
    arrivedPeriod: sql`coalesce(m.arrived_period, 0)`,
    investedPeriod: sql`coalesce(w.invested_period, 0)`,
    hasInvestment: sql`coalesce(w.has_investment, false)`,
  };
}

/**
 * The same from the running totals of the project, less what is dated after `through`: usually nothing or little, and found by
 * index. `verify` proves that the totals are the sums of their entries. The first signing of all is the first by any later day.
 */
function runningTotals({ from, through }: FigureScope, within: Within): Money {
  const cutMonth = monthOf(through);
  const sum = (column: string) => sql.raw(`coalesce(sum(${column}), 0)::bigint as ${column}`);
  const inPeriod = from
    ? sql`arrived_in as (select m.project_id, ${sum('amount_fen')} from arrival m
        where m.arrived_on >= ${lowerBound(from)} and m.arrived_on <= ${through} ${within('m')} group by 1),
      invested_in as (select i.project_id, ${sum('amount_fen')} from investment i
        where i.month >= ${lowerBound(from)} and i.month <= ${cutMonth} ${within('i')} group by 1),`
    : sql``;
  const less = (column: string, later: string) => sql.raw(`(p.${column} - coalesce(${later}, 0))`);
  const arrived = less('arrived_fen', 'm.amount_fen');
  const invested = less('invested_fen', 'w.amount_fen');
  return {
    ctes: sql`later_deal as (select g.project_id, ${sum('total_fen')}, ${sum('attracted_fen')}, ${sum('fixed_fen')} from agreement g
        where g.kind <> 'framework' and g.signed_on > ${through} ${within('g')} group by 1),
      later_money as (select m.project_id, ${sum('amount_fen')} from arrival m where m.arrived_on > ${through} ${within('m')} group by 1),
      later_work as (select i.project_id, ${sum('amount_fen')} from investment i where i.month > ${cutMonth} ${within('i')} group by 1),
      ${inPeriod}`,
    joins: sql`left join later_deal d on d.project_id = p.id left join later_money m on m.project_id = p.id
      left join later_work w on w.project_id = p.id
      ${from ? sql`left join arrived_in mi on mi.project_id = p.id left join invested_in wi on wi.project_id = p.id` : sql``}`,
    deal: sql`case when p.signed_on <= ${through} then p.signed_on end as signed_on, ${less('agreed_fen', 'd.total_fen')} as agreed,
      ${less('attracted_fen', 'd.attracted_fen')} as attracted, ${less('fixed_fen', 'd.fixed_fen')} as fixed`,
    arrived,
    arrivedPeriod: from ? sql`coalesce(mi.amount_fen, 0)` : arrived,
    investedPeriod: from ? sql`coalesce(wi.amount_fen, 0)` : invested,
    hasInvestment: from
      ? sql`(wi.project_id is not null)`
      : sql`(${invested} <> 0 or exists (select 1 from investment i where i.project_id = p.id and i.month <= ${cutMonth}))`,
  };
}
