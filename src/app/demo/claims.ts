import { actorByLogin } from '../../modules/identity/queries.ts';
import { submitClaim } from '../../modules/recognition/claim-commands.ts';
import { claimable } from '../../modules/recognition/claim-queries.ts';
import { claimFlow, claimSubject } from '../../modules/recognition/domain/flow.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import { passReview } from '../../modules/reviews/commands.ts';
import { reviewOf } from '../../modules/reviews/queries.ts';
import type { Db } from '../../platform/db.ts';

/** One township has sent up its latest arrivals, its head has signed, and the bureau is next. */
export async function claimDemo(db: Db, now: Date): Promise<void> {
  await publishPreset(db, claimFlow, now);
  const [promoter, head] = [(await actorByLogin(db, 'qingsui'))!, (await actorByLogin(db, 'qingsui-head'))!];
  const { month, items } = await claimable(db, {}, promoter, now);
  if (month === null) return;
  const arrivals = items.map(({ projectId, id }) => ({ projectId, arrivalId: id }));
  const { id } = await submitClaim(db, { month, remark: '银行回单已随项目佐证上传', arrivals }, promoter, now);
  const about = { subject: claimSubject, subjectId: id };
  const { review } = await reviewOf(db, about, head, now, async () => new Map());
  if (review) await passReview(db, { id: review.id, version: review.version, opinion: '属实' }, head, now);
}
