import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { reserveContract } from './contract.ts';
import { ReserveRules, reservePreset } from './domain/rule.ts';
import { may } from './policy.ts';

/** The themes, items and weights in force on a day, and their version. */
export async function reserveRulesOn(db: Reader, day: Day): Promise<{ rules: ReserveRules; version: number }> {
  const rule = await currentRule(db, reservePreset.kind, day);
  return { rules: ReserveRules.parse(rule?.body ?? reservePreset.body), version: rule?.version ?? 0 };
}

/** Every version, newest first. */
export async function listReserveRules(db: Reader, actor: Actor, now: Date): Promise<Result<(typeof reserveContract)['rules']>> {
  const { items } = await listRules(db, reservePreset.kind);
  return {
    current: await reserveRulesOn(db, dayOf(now)),
    versions: items.map(({ version, effectiveFrom, publishedAt }) => ({ version, effectiveFrom, publishedAt })),
    can: { publish: may.publish(actor) },
  };
}

type Words = Map<string, Readonly<{ zh: string; en: string }>>;
/** Words of themes and items in every version: what was written once keeps its word. */
export async function reserveWords(db: Reader): Promise<Readonly<{ themes: Words; items: Words }>> {
  const { items } = await listRules(db, reservePreset.kind);
  const all = [reservePreset.body, ...items.toReversed().map((i) => ReserveRules.parse(i.body))];
  const of = (part: 'themes' | 'items') => new Map(all.flatMap((r) => r[part].map((w) => [w.key, { zh: w.zh, en: w.en }] as const)));
  return { themes: of('themes'), items: of('items') };
}
