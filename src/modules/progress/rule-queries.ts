import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { dayOf, lastDayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import type { progressContract } from './contract.ts';
import { defaultReportRules, ReportRules, reportPreset } from './domain/rules.ts';
import { may } from './policy.ts';

/** The rules for the month that runs, and every version, newest first. */
export async function listReportRules(db: Reader, actor: Actor, now: Date): Promise<Result<(typeof progressContract)['rules']>> {
  const { items } = await listRules(db, reportPreset.kind);
  const rule = await currentRule(db, reportPreset.kind, lastDayOf(dayOf(now).slice(0, 7)));
  return {
    current: { rules: ReportRules.parse(rule?.body ?? defaultReportRules), version: rule?.version ?? 0 },
    versions: items.map(({ version, effectiveFrom, body, publishedAt }) => ({
      version,
      effectiveFrom,
      rules: ReportRules.parse(body),
      publishedAt,
    })),
    can: { publish: may.publish(actor) },
  };
}
