import { type SQL, sql } from 'drizzle-orm';
import { monthOf } from '../../kernel/day.ts';
import { recognisedAsOf } from '../projects/date-queries.ts';
import type { DateEvent } from '../projects/domain/authority-date.ts';
import { type FigureScope, lowerBound } from './domain/scope.ts';

/** Which units' projects: all, or the listed ones. Already cut to what the actor may see. */
export type Units = 'all' | readonly string[];

const started = sql`('building', 'completed', 'producing', 'at_capacity')`;
const producing = sql`('producing', 'at_capacity')`;

/** What no authority has recognised has not happened for it: later than any day. */
const never = (alias: string) => sql`coalesce(${sql.identifier(alias)}.happened_on, '9999')`;
const joined = (alias: string, event: DateEvent, authority: string, asOf: string | null) =>
  authority === 'claimed'
    ? sql``
    : sql`left join ${recognisedAsOf(event, authority, asOf)} ${sql.identifier(alias)} on ${sql.identifier(alias)}.project_id = p.id`;

/**
 * One row a project, with everything that figures are made of, true for `through` as known at `asOf`.
 * Value, rows and groupings of every figure come from this one relation `fact`, so they cannot disagree.
 */
export function facts(units: Units, { from, through, asOf, dates = { started: 'claimed', production: 'claimed' } }: FigureScope): SQL {
  const known = (alias: string) => (asOf ? sql`and ${sql.raw(alias)}.recorded_at <= ${asOf}` : sql``);
  const inUnits = units === 'all' ? sql`true` : sql`unit_id = any(${sql.param(units)}::uuid[])`;
  const bound = from ? lowerBound(from) : '';
  const cutMonth = monthOf(through);
  // Without a cut the project row itself holds the latest attribution.
  const attribution = asOf
    ? sql`join lateral (select unit_id, industry_code, park_id, leader_id, investor_name from project_attribution x
        where x.project_id = p.id and x.recorded_at <= ${asOf} order by x.recorded_at desc, x.id desc limit 1) a on true`
    : sql`join lateral (select p.unit_id, p.industry_code, p.park_id, p.leader_id, p.investor_name) a on true`;
  const startedOn = dates.started === 'claimed' ? sql`coalesce(p.started_on, t.started_on)` : never('s');
  const productionOn = dates.production === 'claimed' ? sql`coalesce(p.production_on, t.production_on)` : never('o');
  const recognised = sql`${joined('s', 'started', dates.started, asOf)} ${joined('o', 'production', dates.production, asOf)}`;
  return sql`
    with latest as (
      select distinct on (c.project_id) c.project_id, c.to_stage as stage, c.to_side as side from stage_change c
      where c.happened_on <= ${through} ${known('c')}
      order by c.project_id, c.recorded_at desc, c.id desc),
    reached as (
      select c.project_id, min(c.happened_on) filter (where c.to_stage in ${started}) as started_on,
        min(c.happened_on) filter (where c.to_stage in ${producing}) as production_on
      from stage_change c where true ${known('c')} group by 1),
    deal as (
      select g.project_id, min(g.signed_on) filter (where g.kind = 'investment') as signed_on, sum(g.total_fen)::bigint as agreed,
        sum(coalesce(g.attracted_fen, 0))::bigint as attracted, sum(coalesce(g.fixed_fen, 0))::bigint as fixed
      from agreement g where g.kind <> 'framework' and g.reverses is null and g.signed_on <= ${through} ${known('g')}
        and not exists (select 1 from agreement r where r.project_id = g.project_id and r.reverses = g.id ${known('r')})
      group by 1),
    money as (
      select m.project_id, sum(m.amount_fen)::bigint as arrived, coalesce(sum(m.amount_fen) filter (where m.arrived_on >= ${bound}), 0)::bigint as arrived_period
      from arrival m where m.arrived_on <= ${through} ${known('m')} group by 1),
    work as (
      select i.project_id, coalesce(sum(i.amount_fen) filter (where i.month >= ${bound}), 0)::bigint as invested_period,
        bool_or(i.month >= ${bound}) as has_investment
      from investment i where i.month <= ${cutMonth} ${known('i')} group by 1),
    fact as (
      select p.id, p.code, a.unit_id, a.industry_code, a.park_id, a.leader_id, l.stage, l.side, d.signed_on,
        coalesce(d.agreed, 0) as agreed, coalesce(d.attracted, 0) as attracted, coalesce(d.fixed, 0) as fixed,
        coalesce(m.arrived, 0) as arrived, coalesce(m.arrived_period, 0) as arrived_period,
        coalesce(w.invested_period, 0) as invested_period, coalesce(w.has_investment, false) as has_investment,
        coalesce(p.total_fen, 0) as total, ${startedOn} as started_on,
        ${productionOn} as production_on,
        coalesce(d.signed_on >= ${bound}, false) as in_cohort,
        coalesce(${startedOn} >= ${bound}, false) as start_in_period,
        coalesce(${productionOn} >= ${bound}, false) as production_in_period
      from project p ${attribution}
        join latest l on l.project_id = p.id
        left join reached t on t.project_id = p.id
        left join deal d on d.project_id = p.id
        left join money m on m.project_id = p.id
        left join work w on w.project_id = p.id ${recognised}),
    visible as (select * from fact where ${inUnits})`;
}
