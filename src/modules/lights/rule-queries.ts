import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { addMonths, type Day, dayOf, type Month, monthOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { lightsContract } from './contract.ts';
import { Escalation, escalationPreset } from './domain/escalation.ts';
import { LightRules, lightPreset, lightPresets, presetKeys } from './domain/rule.ts';
import { may } from './policy.ts';

type C = typeof lightsContract;

/** The rules in force on a day, and their version. */
export async function lightRulesOn(db: Reader, day: Day): Promise<{ rules: LightRules; version: number }> {
  const rule = await currentRule(db, lightPreset.kind, day);
  return { rules: LightRules.parse(rule?.body ?? lightPreset.body), version: rule?.version ?? 0 };
}

/** Who is told of a light and what it asks for, in force on a day, and its version. */
export async function escalationOn(db: Reader, day: Day): Promise<{ escalation: Escalation; version: number }> {
  const rule = await currentRule(db, escalationPreset.kind, day);
  return { escalation: Escalation.parse(rule?.body ?? escalationPreset.body), version: rule?.version ?? 0 };
}

/** The month that lights are for: the last that is over. */
export const lightMonth = (now: Date): Month => addMonths(monthOf(dayOf(now))!, -1);

export const presetRules = presetKeys.map((key) => ({ key, rules: LightRules.parse(lightPresets[key]) }));

/** Versions of the rules, newest first, with the published ones to choose from. */
export async function listLightRules(db: Reader, actor: Actor, now: Date): Promise<Result<C['rules']>> {
  const { items } = await listRules(db, lightPreset.kind);
  return {
    current: await lightRulesOn(db, dayOf(now)),
    versions: items.map(({ version, effectiveFrom, preset, body, publishedAt }) => ({
      version,
      effectiveFrom,
      preset,
      title: LightRules.parse(body).title,
      publishedAt,
    })),
    presets: presetRules,
    escalation: await escalationOn(db, dayOf(now)),
    can: { publish: may.publish(actor) },
  };
}
