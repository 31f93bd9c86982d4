import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { problemsContract } from './contract.ts';
import { ProblemRules, problemPreset } from './domain/rule.ts';
import { may } from './policy.ts';

/** The types and levels in force on a day, and their version. */
export async function problemRulesOn(db: Reader, day: Day): Promise<{ rules: ProblemRules; version: number }> {
  const rule = await currentRule(db, problemPreset.kind, day);
  return { rules: ProblemRules.parse(rule?.body ?? problemPreset.body), version: rule?.version ?? 0 };
}

/** Every version, newest first. */
export async function listProblemRules(db: Reader, actor: Actor, now: Date): Promise<Result<(typeof problemsContract)['rules']>> {
  const { items } = await listRules(db, problemPreset.kind);
  return {
    current: await problemRulesOn(db, dayOf(now)),
    versions: items.map(({ version, effectiveFrom, body, publishedAt }) => ({
      version,
      effectiveFrom,
      rules: ProblemRules.parse(body),
      publishedAt,
    })),
    can: { publish: may.publish(actor) },
  };
}

/** Words of types and levels in every version: what was raised once keeps its word. */
export async function problemWords(db: Reader) {
  const { items } = await listRules(db, problemPreset.kind);
  const all = [...items.toReversed().map((i) => ProblemRules.parse(i.body)), ...(items.length ? [] : [problemPreset.body])];
  const of = (part: 'types' | 'levels') => new Map(all.flatMap((r) => r[part].map((w) => [w.key, { zh: w.zh, en: w.en }] as const)));
  return { types: of('types'), levels: of('levels') };
}
