import { type SQL, sql } from 'drizzle-orm';
import { datedWhere } from '../projects/date-queries.ts';
import type { DateEvent } from '../projects/domain/authority-date.ts';
import { recognisedBases } from './domain/recognised.ts';
import { type FigureScope, lowerBound } from './domain/scope.ts';

/** Which units' projects: all, or the listed ones. Already cut to what the actor may see. `each`: of the one that a relation around names `asked_unit`. */
export type Units = 'all' | readonly string[];
type OneUnit = 'each';

const startedStages = sql`('building', 'completed', 'producing', 'at_capacity')`;
const producingStages = sql`('producing', 'at_capacity')`;

type CountedEvent = Extract<DateEvent, 'started' | 'production'>;
type IsIn = (alias: string, on: SQL | null) => SQL;
/**
 * The date of an event that counts, and the join that finds it. Claimed dates stand in the record itself; what the record said at an
 * earlier time is among the dates that were claimed. What an authority has not recognised has not happened for it: later than any day.
 */
function dateOf(event: CountedEvent, authority: string, isCut: boolean, isIn: IsIn): { on: SQL; join: SQL } {
  const [said, logged] = [sql.raw(`said_${event}.happened_on`), sql.raw(`t.${event}_on`)];
  const isClaimed = authority === 'claimed';
  if (isClaimed && !isCut) return { on: sql`coalesce(${sql.raw(`p.${event}_on`)}, ${logged})`, join: sql`` };
  const dates = datedWhere(event, isClaimed ? null : authority, isIn('d', null));
  const join = sql`left join ${dates} ${sql.raw(`said_${event} on said_${event}.project_id = p.id`)}`;
  return { on: isClaimed ? sql`coalesce(${said}, ${logged})` : sql`coalesce(${said}, '9999')`, join };
}
/** Cut to units: `unit_id` is a column of the relation around. */
export const inUnits = (units: Units | OneUnit): SQL => {
  if (units === 'each') return sql`unit_id = asked_unit`;
  return units === 'all' ? sql`true` : sql`unit_id = any(${sql.param(units)}::uuid[])`;
};

/** What follows from the dates of a fact `f` and the period; the same wherever facts come from. */
export const inPeriod = ({ from }: Pick<FigureScope, 'from'>): SQL => {
  const bound = from ? lowerBound(from) : '';
  return sql`coalesce(f.signed_on is not null and f.cohort_on >= ${bound}, false) as in_cohort,
    coalesce(f.started_on >= ${bound}, false) as start_in_period, coalesce(f.production_on >= ${bound}, false) as production_in_period`;
};

/** What was recorded by the instant a scope is of: up to and with the last entry of a closing, or all of a day. */
export function knownBy({ asOf, asOfId }: Pick<FigureScope, 'asOf' | 'asOfId'>, alias: string): SQL {
  const e = sql.identifier(alias);
  if (!asOf) return sql`true`;
  return asOfId
    ? sql`(${e}.recorded_at, ${e}.id) <= (${asOf}::timestamptz, ${asOfId}::uuid)`
    : sql`${e}.recorded_at <= ${asOf}::timestamptz`;
}
/** When an entry of money counts: where the month it happened in was closed before it was recorded, in the month it was booked in. */
export const countsOn = (alias: string, happened: string): SQL =>
  sql`coalesce(${sql.identifier(alias)}.booked_on, ${sql.identifier(alias)}.${sql.identifier(happened)})`;

/**
 * The facts of one project between two scopes: what the earlier one knew, and what was recorded since up to and with one entry.
 * `project`, `at` and `id` are columns of a relation around, whose alias none of the facts has.
 */
export type Step = Readonly<{ before: FigureScope; project: SQL; at: SQL; id: SQL }>;

type Cut = Readonly<{ step?: Step | undefined; /** Only these projects. */ only?: readonly string[] | undefined }>;
/** Projects that can be of the units: named, or with an attribution that says so; entries of others need not be read. */
function among({ step, only }: Cut, units: Units): (column: SQL) => SQL {
  if (only) return (column) => sql`${column} = any(${sql.param(only)}::uuid[])`;
  if (units === 'all' || step) return () => sql`true`;
  return (column) => sql`${column} in (select x.project_id from project_attribution x where x.unit_id = any(${sql.param(units)}::uuid[]))`;
}

/** Is an entry in? `on` is the day or month it counts, null for what holds from being recorded. */
function entriesIn(scope: FigureScope, step: Step | undefined, isAsked: (column: SQL) => SQL): IsIn {
  const by = (on: SQL | null, through: string) => (on ? sql`${on} <= ${through}` : sql`true`);
  const cut = (one: FigureScope, alias: string, on: SQL | null) => sql`${by(on, one.through)} and ${knownBy(one, alias)}`;
  return (alias, on) => {
    const e = sql.identifier(alias);
    if (!step) return sql`${cut(scope, alias, on)} and ${isAsked(sql`${e}.project_id`)}`;
    return sql`${e}.project_id = ${step.project} and ((${cut(step.before, alias, on)})
      or ((${e}.recorded_at, ${e}.id) <= (${step.at}, ${step.id}) and ${by(on, scope.through)}))`;
  };
}

/**
 * What counts of each project's arrivals under each 口径: verdicts that nothing supersedes, on arrivals that nothing reverses. One row a
 * project with any; `isIn` says of an entry whether it is known and, with a day, counts by then.
 */
export function judged(isIn: (alias: string, on: SQL | null) => SQL, bound: string): SQL {
  const sums = recognisedBases.map(
    (basis) => sql`coalesce(sum(v.amount_fen) filter (where v.basis = ${basis}), 0)::bigint as ${sql.raw(`recognised_${basis}`)}`,
  );
  return sql`select v.project_id, ${sql.join(sums, sql`, `)} from verdict v
    where v.counts_on >= ${bound} and ${isIn('v', sql`v.counts_on`)}
      and not exists (select 1 from verdict n where n.project_id = v.project_id and n.supersedes = v.id and ${isIn('n', null)})
      and not exists (select 1 from arrival r where r.project_id = v.project_id and r.reverses = v.arrival_id and ${isIn('r', null)})
    group by 1`;
}
export const recognisedSums = sql.join(
  recognisedBases.map((basis) => sql.raw(`coalesce(j.recognised_${basis}, 0) as recognised_${basis}`)),
  sql`, `,
);

/**
 * One row a project, with everything that figures are made of, true for `through` as known at `asOf`, read from the entries of the
 * ledgers. Value, rows and groupings of every figure come from this relation `visible`, or from standings and their sums, which
 * `standing-facts-queries.ts` puts in the same columns.
 */
export function facts(units: Units, scope: FigureScope, cut: Cut = {}): SQL {
  return sql`with ${entryFacts(units, scope, cut)}, visible as (select f.*, ${inPeriod(scope)} from fact f where ${inUnits(units)})`;
}

/** The relations that end in `fact`, for a `with`: one row a project, of at least these units. */
export function entryFacts(units: Units, scope: FigureScope, cut: Cut): SQL {
  const { from, asOf, dates = { started: 'claimed', production: 'claimed' } } = scope;
  const { step } = cut;
  const isAsked = among(cut, units);
  const isIn = entriesIn(scope, step, isAsked);
  const bound = from ? lowerBound(from) : '';
  // Without a cut the project row itself holds the latest attribution.
  const isCut = asOf !== null || step !== undefined;
  const attribution = isCut
    ? sql`join lateral (select unit_id, industry_code, park_id, leader_id, investor_name, name, total_fen from project_attribution x
        where x.project_id = p.id and ${isIn('x', null)} order by x.recorded_at desc, x.id desc limit 1) a on true`
    : sql`join lateral (select p.unit_id, p.industry_code, p.park_id, p.leader_id, p.investor_name, p.name, p.total_fen) a on true`;
  const started = dateOf('started', dates.started, isCut, isIn);
  const production = dateOf('production', dates.production, isCut, isIn);
  return sql`latest as (
      select distinct on (c.project_id) c.project_id, c.to_stage as stage, c.to_side as side from stage_change c
      where ${isIn('c', sql`c.happened_on`)}
      order by c.project_id, c.recorded_at desc, c.id desc),
    reached as (
      select c.project_id, min(c.happened_on) filter (where c.to_stage in ${startedStages}) as started_on,
        min(c.happened_on) filter (where c.to_stage in ${producingStages}) as production_on
      from stage_change c where ${isIn('c', null)} group by 1),
    deal as (
      select g.project_id, min(g.signed_on) filter (where g.kind = 'investment' and r.id is null) as signed_on,
        -- What a closed month reported as signed is no new signing when it is corrected later, or carried to another project by a merger.
        min(coalesce(g.first_counted_on, ${countsOn('g', 'signed_on')})) filter (where g.kind = 'investment' and (r.id is null or r.booked_on is distinct from g.booked_on)) as cohort_on,
        coalesce(sum(g.total_fen) filter (where r.id is null), 0)::bigint as agreed,
        coalesce(sum(g.attracted_fen) filter (where r.id is null), 0)::bigint as attracted,
        coalesce(sum(g.fixed_fen) filter (where r.id is null), 0)::bigint as fixed
      from agreement g
        left join agreement r on r.project_id = g.project_id and r.reverses = g.id and ${isIn('r', countsOn('r', 'signed_on'))}
      where g.kind in ('investment', 'supplement') and g.reverses is null and ${isIn('g', countsOn('g', 'signed_on'))}
      group by 1),
    money as (
      select m.project_id, sum(m.amount_fen)::bigint as arrived,
        coalesce(sum(m.amount_fen) filter (where ${countsOn('m', 'arrived_on')} >= ${bound}), 0)::bigint as arrived_period
      from arrival m where ${isIn('m', countsOn('m', 'arrived_on'))} group by 1),
    work as (
      select i.project_id, coalesce(sum(i.amount_fen) filter (where ${countsOn('i', 'month')} >= ${bound}), 0)::bigint as invested_period,
        bool_or(${countsOn('i', 'month')} >= ${bound}) as has_investment
      from investment i where ${isIn('i', countsOn('i', 'month'))} group by 1),
    judged as (${judged(isIn, bound)}),
    fact as (
      select p.id, p.code, a.name, a.unit_id, a.industry_code, a.park_id, a.leader_id, l.stage, l.side, d.signed_on, d.cohort_on,
        true as in_ledger, 1::bigint as n,
        coalesce(d.agreed, 0) as agreed, coalesce(d.attracted, 0) as attracted, coalesce(d.fixed, 0) as fixed,
        coalesce(m.arrived, 0) as arrived, coalesce(m.arrived_period, 0) as arrived_period,
        coalesce(m.arrived_period, 0) <> 0 as has_arrival,
        coalesce(w.invested_period, 0) as invested_period, coalesce(w.has_investment, false) as has_investment,
        ${recognisedSums}, j.project_id is not null as is_judged,
        coalesce(a.total_fen, 0) as total, ${started.on} as started_on, ${production.on} as production_on
      from project p ${attribution}
        join latest l on l.project_id = p.id
        left join reached t on t.project_id = p.id
        left join deal d on d.project_id = p.id
        left join money m on m.project_id = p.id
        left join work w on w.project_id = p.id
        left join judged j on j.project_id = p.id
        ${started.join} ${production.join}
      where ${step ? sql`p.id = ${step.project}` : isAsked(sql`p.id`)})`;
}
