import { type Actor, hasRole } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { forecastContract } from './contract.ts';
import { ForecastRules, forecastPreset } from './domain/rule.ts';

/** How a forecast is made is a rule of the district. */
export const mayPublish = (actor: Actor) => hasRole(actor, 'promotion_admin');

/** What forecasts are made by on a day, and its version. */
export async function forecastRuleOn(db: Reader, day: Day): Promise<{ rules: ForecastRules; version: number }> {
  const rule = await currentRule(db, forecastPreset.kind, day);
  return { rules: ForecastRules.parse(rule?.body ?? forecastPreset.body), version: rule?.version ?? 0 };
}

/** Every version, newest first. */
export async function listForecastRules(db: Reader, actor: Actor, now: Date): Promise<Result<(typeof forecastContract)['rules']>> {
  const { items } = await listRules(db, forecastPreset.kind);
  return {
    current: await forecastRuleOn(db, dayOf(now)),
    versions: items.map(({ version, effectiveFrom, publishedAt }) => ({ version, effectiveFrom, publishedAt })),
    can: { publish: mayPublish(actor) },
  };
}
