import { inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Db } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { publishRule } from '../reference/commands.ts';
import { forecastOf } from './domain/forecast.ts';
import { type ForecastRules, forecastPreset } from './domain/rule.ts';
import type { Forecast } from './domain/view.ts';
import { type ForecastProject, forecastFacts } from './facts-queries.ts';
import { forecastRulesOn } from './queries.ts';
import { mayPublish } from './rule-queries.ts';
import { forecastStanding } from './tables.ts';

type Row = typeof forecastStanding.$inferInsert;

/** Writes down what is forecast of these projects. Leaves no entry: it reads what others recorded. Answers how many have a forecast. */
export const refreshForecasts = command('forecast.refresh', async (tx, { projectIds }: { projectIds: readonly string[] }, { now }) => {
  const today = dayOf(now);
  const { rules, version, paces } = await forecastRulesOn(tx, today);
  const stages = sql`p.stage = any(${sql.param(rules.stages)}::text[])`;
  const facts = await forecastFacts(tx, today, sql`p.id = any(${sql.param([...projectIds])}::uuid[]) and ${stages}`);
  await tx.delete(forecastStanding).where(inArray(forecastStanding.projectId, [...projectIds]));
  await insertMany(
    tx,
    forecastStanding,
    facts.map((f) => rowOf(f, forecastOf(f, rules, paces), version)),
  );
  return { result: { forecast: facts.length }, trace: [] };
});

function rowOf({ projectId, today, yearDoneFen }: ForecastProject, made: Forecast, ruleVersion: number): Row {
  const { through, promisedOn, lateDays, reasons } = made;
  const [end, year] = [made.finish ?? noFinish, made.year ?? noYear];
  return {
    projectId,
    madeOn: today,
    ruleVersion,
    through,
    promisedOn,
    lowOn: end.low,
    likelyOn: end.likely,
    highOn: end.high,
    isBeyond: end.isBeyond,
    lateDays,
    year: Number(today.slice(0, 4)),
    yearDoneFen,
    yearPlanFen: year.planFen,
    yearLowFen: year.low,
    yearLikelyFen: year.likely,
    yearHighFen: year.high,
    reasons,
  };
}
const noFinish = { low: null, likely: null, high: null, isBeyond: false };
const noYear = { planFen: null, low: null, likely: null, high: null };

/** So many at a time, so that requests get their turn. */
const atOnce = 1000;
/** Forecasts every project anew, and forgets those that have nothing to be forecast any more. Answers how many have a forecast. */
export async function refreshAllForecasts(db: Db, actor: Actor, now: Date): Promise<number> {
  const { rules } = await forecastRulesOn(db, dayOf(now));
  const { rows } = await db.execute<{ id: string }>(sql`
    select id from project p where p.side is null and p.stage = any(${sql.param(rules.stages)}::text[])
    union select project_id from forecast_standing order by 1`);
  let made = 0;
  for (let at = 0; at < rows.length; at += atOnce)
    made += (await refreshForecasts(db, { projectIds: rows.slice(at, at + atOnce).map((r) => r.id) }, actor, now)).forecast;
  return made;
}

type Publishing = Readonly<{ rules: ForecastRules; effectiveFrom: Day }>;
/** Publishes by what forecasts are made from a day on; the next night makes them by it. Refuses forecast.may_not_publish, forecast.rules_in_past. */
export const publishForecastRules = command('forecast.publish', async (tx, { rules, effectiveFrom }: Publishing, context) => {
  if (!mayPublish(context.actor)) throw refuse('forbidden', 'forecast.may_not_publish');
  if (effectiveFrom < dayOf(context.now)) throw refuse('invalid', 'forecast.rules_in_past', { field: 'effectiveFrom' });
  const rule = { kind: forecastPreset.kind, effectiveFrom, effectiveTo: null, preset: null, body: rules };
  return { result: { version: (await publishRule.inside(tx, rule, context)).version }, trace: [] };
});
