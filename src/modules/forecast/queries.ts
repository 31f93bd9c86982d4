import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { filterWhere, namedColumns } from '../lights/queries.ts';
import type { Paces } from '../milestones/domain/schedule.ts';
import { pacesWith } from '../milestones/domain/shutdown.ts';
import { shutdownsOn } from '../milestones/rule-queries.ts';
import { visibleProject } from '../projects/queries.ts';
import type { forecastContract } from './contract.ts';
import { measuredNodes } from './domain/finish.ts';
import { forecastOf } from './domain/forecast.ts';
import type { ForecastRules } from './domain/rule.ts';
import { type ForecastFilter, type ForecastRow, type ProjectForecast, slipStates, type SlipState } from './domain/view.ts';
import { forecastFacts } from './facts-queries.ts';
import { forecastRuleOn } from './rule-queries.ts';
import { forecastStanding } from './tables.ts';

type C = typeof forecastContract;
export type Ruling = Readonly<{ rules: ForecastRules; version: number; paces: Paces }>;
/** What forecasts are made by on a day, and the days on which work goes on. */
export async function forecastRulesOn(db: Reader, day: Day): Promise<Ruling> {
  return { ...(await forecastRuleOn(db, day)), paces: pacesWith(await shutdownsOn(db, day)) };
}

/** What is forecast of a project today, and what that is made from. Refuses project.unknown. */
export async function forecastOfProject(db: Reader, id: string, actor: Actor, now: Date): Promise<ProjectForecast> {
  const project = await visibleProject(db, id, actor);
  const today = dayOf(now);
  const { rules, version, paces } = await forecastRulesOn(db, today);
  const [facts] = rules.stages.includes(project.stage) ? await forecastFacts(db, today, sql`p.id = ${id}`) : [];
  const head = { today, ruleVersion: version };
  if (!facts) return { ...head, forecast: null, months: [], nodes: [] };
  return {
    ...head,
    forecast: forecastOf(facts, rules, paces),
    months: facts.months.slice(-rules.recentMonths),
    nodes: measuredNodes(facts),
  };
}

const from = sql`from ${forecastStanding} s join project p on p.id = s.project_id join unit u on u.id = p.unit_id`;
const slip = sql`case when s.is_beyond then 'beyond' when s.late_days is null then 'unknown' when s.late_days > 0 then 'late' else 'on_time' end`;
const latestFirst = sql`s.late_days desc nulls last, p.code`;

async function whereOf(
  db: Reader,
  { state, lateFrom, stage, ...named }: ForecastFilter,
  actor: Actor,
): Promise<Readonly<{ scope: SQL; where: SQL }>> {
  const scope = await filterWhere(db, named, actor);
  const where = sql`${scope} and ${state ? sql`${slip} = ${state}` : sql`true`} and ${lateFrom ? sql`s.late_days >= ${lateFrom}` : sql`true`}
    and ${stage ? sql`p.stage = ${stage}` : sql`true`}`;
  return { scope, where };
}

type Kept = Readonly<
  Pick<typeof forecastStanding.$inferSelect, 'yearLowFen' | 'yearLikelyFen' | 'yearHighFen' | 'yearPlanFen' | 'yearDoneFen'>
> &
  Readonly<{ yearNo: number; lowOn: string | null; likelyOn: string | null; highOn: string | null; isBeyond: boolean }>;
type Row = Omit<ForecastRow, 'finish' | 'year'> & Kept;
async function rowsOf(db: Reader, where: SQL, actor: Actor, part: SQL): Promise<ForecastRow[]> {
  const { rows } = await db.execute<Row>(sql`
    select ${namedColumns(actor)}, s.made_on as "madeOn", s.through, s.promised_on as "promisedOn", s.low_on as "lowOn", s.likely_on as "likelyOn",
      s.high_on as "highOn", s.is_beyond as "isBeyond", s.late_days as "lateDays", s.year as "yearNo", s.year_done_fen as "yearDoneFen",
      s.year_plan_fen as "yearPlanFen", s.year_low_fen as "yearLowFen", s.year_likely_fen as "yearLikelyFen", s.year_high_fen as "yearHighFen", s.reasons
    ${from} where ${where} order by ${latestFirst} ${part}`);
  return rows.map((row) => shown(row));
}
function shown({
  lowOn,
  likelyOn,
  highOn,
  isBeyond,
  yearNo,
  yearDoneFen,
  yearPlanFen,
  yearLowFen,
  yearLikelyFen,
  yearHighFen,
  ...row
}: Row): ForecastRow {
  const isKnown = lowOn !== null && likelyOn !== null && highOn !== null;
  const year = { year: yearNo, doneFen: yearDoneFen, planFen: yearPlanFen };
  return {
    ...row,
    finish: isKnown ? { low: lowOn, likely: likelyOn, high: highOn, isBeyond } : null,
    year: yearLowFen === null ? null : { ...year, low: yearLowFen, likely: yearLikelyFen!, high: yearHighFen! },
  };
}

/** 预计滑期 over all projects that the actor may see, the latest against their promise first. Refuses unit.unknown. */
export async function listForecasts(db: Reader, query: Received<C['list']>['query'], actor: Actor): Promise<Result<C['list']>> {
  const { scope, where } = await whereOf(db, query, actor);
  const items = await rowsOf(db, where, actor, sql`limit ${query.size} offset ${rowsBefore(query)}`);
  const { rows: sums } = await db.execute<{ state: SlipState; count: number; madeOn: string }>(
    sql`select ${slip} as state, count(*)::int as count, min(s.made_on) as "madeOn" ${from} where ${scope} group by 1`,
  );
  const { rows: totals } = await db.execute<{ total: number }>(sql`select count(*)::int as total ${from} where ${where}`);
  const counted = new Map(sums.map((s) => [s.state, s.count]));
  const counts = Object.fromEntries(slipStates.map((s) => [s, counted.get(s) ?? 0])) as Record<SlipState, number>;
  return { madeOn: sums.map((s) => s.madeOn).toSorted()[0] ?? null, items, total: totals[0]!.total, counts };
}

const mostRows = 100_000;
/** The same for a file. Refuses unit.unknown, forecast.export_too_large. */
export async function forecastsForSheet(db: Reader, filter: ForecastFilter, actor: Actor): Promise<ForecastRow[]> {
  const rows = await rowsOf(db, (await whereOf(db, filter, actor)).where, actor, sql`limit ${mostRows + 1}`);
  if (rows.length > mostRows) throw refuse('rule', 'forecast.export_too_large', { most: mostRows });
  return rows;
}
