import { count, eq, like } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { currentRule, listRules } from '../reference/queries.ts';
import { ruleVersion } from '../reference/tables.ts';
import type { FlowView, reviewsContract } from './contract.ts';
import { flowRule, ReviewFlow } from './domain/flow.ts';
import { may } from './policy.ts';
import { review } from './tables.ts';

const prefix = flowRule('');

/** Every flow there is, as it holds today, and the versions published of it, the newest first. */
export async function listFlows(db: Reader, actor: Actor, now: Date): Promise<Result<(typeof reviewsContract)['flows']>> {
  const kinds = await db
    .selectDistinct({ kind: ruleVersion.kind })
    .from(ruleVersion)
    .where(like(ruleVersion.kind, `${prefix}%`))
    .orderBy(ruleVersion.kind);
  const publish = may.publishFlow(actor);
  const underWay = await db.select({ flow: review.flow, n: count() }).from(review).where(eq(review.status, 'open')).groupBy(review.flow);
  const items: FlowView[] = [];
  for (const { kind } of kinds) {
    const current = await currentRule(db, kind, dayOf(now));
    if (!current) continue;
    const flow = kind.slice(prefix.length);
    items.push({
      flow,
      version: current.version,
      steps: ReviewFlow.parse(current.body).steps,
      versions: (await listRules(db, kind)).items.map(({ version, effectiveFrom, publishedAt, preset }) => ({
        version,
        effectiveFrom,
        publishedAt,
        isShipped: preset !== null,
      })),
      open: publish ? (underWay.find((u) => u.flow === flow)?.n ?? 0) : null,
    });
  }
  return { items, can: { publish } };
}
