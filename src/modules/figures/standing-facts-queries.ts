import { type SQL, sql } from 'drizzle-orm';
import { isBand, type StandingKind } from '../projects/domain/standing.ts';
import { standingLines } from '../projects/standing-queries.ts';
import type { FigureKey } from './domain/card.ts';
import type { Base } from './base-queries.ts';
import { type FigureScope, lowerBound } from './domain/scope.ts';
import type { Thresholds } from './domain/thresholds.ts';
import { basisOfFigure, recognisedKeys } from './domain/recognised.ts';
import { keptLines, standingsAt } from './month-end-queries.ts';
import { countsOn, entryFacts, facts, inPeriod, inUnits, judged, recognisedSums, type Units } from './facts-queries.ts';

type Question = Readonly<{ scope: FigureScope; units: Units }>;

const date = 'text collate "C"';
/** What the facts of a project are, one column each, wherever they come from. */
const ownColumns = {
  id: 'uuid',
  code: 'text',
  name: 'text',
  unit_id: 'uuid',
  industry_code: 'text',
  park_id: 'uuid',
  leader_id: 'uuid',
  stage: 'text',
  side: 'text',
  signed_on: date,
  cohort_on: date,
  in_ledger: 'boolean',
  n: 'bigint',
  agreed: 'bigint',
  attracted: 'bigint',
  fixed: 'bigint',
  arrived: 'bigint',
  arrived_period: 'bigint',
  has_arrival: 'boolean',
  invested_period: 'bigint',
  has_investment: 'boolean',
  total: 'bigint',
  started_on: date,
  production_on: date,
  is_judged: 'boolean',
  ...Object.fromEntries(recognisedKeys.map((key) => [key, 'bigint'])),
};
/** Columns of `visible` with their types: the facts, and what follows from them and the period (`inPeriod`). */
export const factColumns = { ...ownColumns, in_cohort: 'boolean', start_in_period: 'boolean', production_in_period: 'boolean' };
const columns = sql.raw(Object.keys(ownColumns).join(', '));

/** Facts of one row a project from the standings of now; the projects that are off are read from the entries. */
function standingFacts({ scope, units }: Question, { off }: Base, isByUnit = false): SQL {
  const asked = isByUnit ? inUnits('each') : inUnits(units);
  const { from, through } = scope;
  const bound = from && lowerBound(from);
  const within = (on: string) => sql`${countsOn('e', on)} >= ${bound} and ${countsOn('e', on)} <= ${through}`;
  const sums = from
    ? sql`arrived_in as (select e.project_id, sum(e.amount_fen)::bigint as fen from arrival e where ${within('arrived_on')} group by 1),
      invested_in as (select e.project_id, sum(e.amount_fen)::bigint as fen from investment e where ${within('month')} group by 1),`
    : sql``;
  const period = from
    ? sql`coalesce(a.fen, 0) as arrived_period, coalesce(a.fen, 0) <> 0 as has_arrival, coalesce(i.fen, 0) as invested_period, i.project_id is not null as has_investment`
    : sql`s.arrived_fen as arrived_period, s.arrived_fen <> 0 as has_arrival, s.invested_fen as invested_period, s.invested_from is not null as has_investment`;
  const joins = from
    ? sql`left join arrived_in a on a.project_id = s.project_id left join invested_in i on i.project_id = s.project_id`
    : sql``;
  const standing = sql`select s.project_id as id, s.code, null::text as name, s.unit_id, s.industry_code, s.park_id, s.leader_id, s.stage, s.side, s.signed_on,
      s.signed_on as cohort_on,
      true as in_ledger, 1::bigint as n, s.agreed_fen as agreed, s.attracted_fen as attracted, s.fixed_fen as fixed, s.arrived_fen as arrived,
      ${period}, s.total_fen as total, s.started_on, s.production_on, j.project_id is not null as is_judged, ${recognisedSums}
    from project_standing s ${joins} left join judged_in j on j.project_id = s.project_id where ${asked}`;
  const known = (_: string, on: SQL | null) => (on ? sql`${on} <= ${through}` : sql`true`);
  const verdicts = sql`judged_in as (${judged(known, bound ?? '')}),`;
  if (off.length === 0) return sql`with ${sums} ${verdicts} visible as (select f.*, ${inPeriod(scope)} from (${standing}) f)`;
  return sql`with ${sums} ${verdicts} ${entryFacts(units, scope, { only: off })}, standing as (
      select ${columns} from (${standing} and s.project_id <> all(${sql.param(off)}::uuid[])) s union all select ${columns} from fact where ${inUnits(units)}),
    visible as (select f.*, ${inPeriod(scope)} from standing f)`;
}

/** Of single projects there are only the standings of now. */
const isOfNow = (base: Base | null): base is Base => base !== null && base.monthEnd === null;
/** Facts of one row a project, from the standings where they can answer (`baseOf`) and from the entries where not. */
export const projectFacts = (question: Question, base: Base | null): SQL =>
  isOfNow(base) ? standingFacts(question, base) : facts(question.units, question.scope);

/** Which sums a figure reads. */
const kindOf = (key: FigureKey): StandingKind => kinds[key] ?? 'signed';
const kinds: Partial<Record<FigureKey, StandingKind>> = {
  ledger_count: 'ledger',
  arrived_amount: 'arrived',
  opened_count: 'opened',
  put_into_production_count: 'produced',
  invested_count: 'invested',
  invested_amount: 'invested',
  new_count: 'invested',
  continued_count: 'invested',
};

type Wanted = Readonly<{ of: readonly FigureKey[]; /** Does the question tell units apart? */ byUnit?: boolean | undefined }>;
/** Units whose rows are looked for one by one, each from its newest; of more units, or of all, the newest are found in one order. */
const mostUnitsApart = 64;
/**
 * The first rows of the facts that satisfy a condition, newest signing first, at most `most`: `columns` of them, with no regard to
 * `off` beyond the facts. From standings alone each unit is asked for its own first rows.
 */
export function firstFacts(reading: Question & { base: Base | null; facts: SQL }, columns: SQL, chosen: SQL, most: number): SQL {
  const order = sql`order by signed_on desc nulls last, code desc limit ${most}`;
  const { base, units } = reading;
  if (!isOfNow(base) || base.off.length > 0 || units === 'all' || units.length > mostUnitsApart)
    return sql`${reading.facts} select ${columns} ${chosen} ${order}`;
  return sql`select v.* from unnest(${sql.param(units)}::uuid[]) as mine (asked_unit)
    cross join lateral (${standingFacts(reading, base, true)} select ${columns} ${chosen} ${order}) v`;
}

/**
 * The same columns from the sums of standings: one row for many projects, `n` says how many. A row is of one kind and only figures of
 * that kind see it, by in_cohort, in_ledger, has_arrival and so on; what is asked of a period's money is not in it. Projects off are
 * taken out and stand beside the sums, each in a row of its own.
 */
export function totalFacts({ scope, units }: Question, { monthEnd, off }: Base, { of, byUnit = false }: Wanted): SQL {
  const wanted = sql`kind = any(${sql.param([...new Set(of.map(kindOf))])}::text[])`;
  const asked = sql`${inUnits(units)} and ${wanted}`;
  const lines = monthEnd === null ? sql`select * from standing_total where ${asked}` : keptLines(monthEnd, asked);
  const unit = byUnit ? sql`unit_id` : sql`null::uuid`;
  const standing =
    monthEnd === null
      ? sql`(select * from project_standing where project_id = any(${sql.param(off)}::uuid[]))`
      : standingsAt(monthEnd, units, off);
  const rest = off.length ? sql`${lines} union all select * from (${standingLines(standing, -1)}) gone where ${wanted}` : lines;
  const bound = scope.from ? lowerBound(scope.from) : '';
  const summed =
    sql.raw(`stage, side, n, in_ledger, signed_on, cohort_on, in_cohort, started_on, start_in_period, production_on, production_in_period,
    has_arrival, has_investment, total, agreed, attracted, fixed, arrived, arrived_period, invested_period`);
  return sql`with ${off.length ? sql`${entryFacts(units, scope, { only: off })},` : sql``} summed as (
    select ${unit} as unit_id, stage, side, sum(projects)::bigint as n, kind = 'ledger' as in_ledger,
      case when kind = 'signed' then period end as signed_on, case when kind = 'signed' then period end as cohort_on, kind = 'signed' and period >= ${bound} as in_cohort,
      case when kind in ('opened', 'invested') then period end as started_on, kind = 'opened' and period >= ${bound} as start_in_period,
      case when kind = 'produced' then period end as production_on, kind = 'produced' and period >= ${bound} as production_in_period,
      kind = 'arrived' as has_arrival, kind = 'invested' as has_investment, band as total, sum(agreed_fen)::bigint as agreed,
      sum(attracted_fen)::bigint as attracted, sum(fixed_fen)::bigint as fixed, sum(arrived_fen)::bigint as arrived,
      sum(arrived_fen)::bigint as arrived_period, sum(invested_fen)::bigint as invested_period
    from (${rest}) l group by 1, kind, period, stage, side, band having sum(projects) <> 0),
    visible as materialized (select unit_id, ${summed} from summed
      ${off.length ? sql`union all select ${unit}, ${summed} from (select f.*, ${inPeriod(scope)} from fact f where ${inUnits(units)}) f` : sql``})`;
}

/** Figures whose sums are kept, for this question: all of the catalogue but money of a period, what verdicts count, and thresholds that no band tells. */
export function isKept(key: FigureKey, { scope }: Question, { investedMinTotalFen }: Thresholds): boolean {
  if (basisOfFigure(key)) return false;
  if (key === 'arrived_amount') return !scope.from;
  return kindOf(key) !== 'invested' || (!scope.from && isBand(investedMinTotalFen));
}
