import { actorByLogin } from '../../modules/identity/queries.ts';
import { submitClaim } from '../../modules/recognition/claim-commands.ts';
import { claimable } from '../../modules/recognition/claim-queries.ts';
import { claimFlow, claimSubject } from '../../modules/recognition/domain/flow.ts';
import { publishPreset } from '../../modules/reference/commands.ts';
import { passReview, returnReview } from '../../modules/reviews/commands.ts';
import { reviewOf } from '../../modules/reviews/queries.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../platform/db.ts';

/**
 * What one township has sent up, a month a claim: the latest waits for the bureau, the month before for statistics, finance and audit
 * together, one was returned, and one waits for the head of the township. So no desk is bare.
 */
export async function claimDemo(db: Db, keeper: Actor, now: Date): Promise<void> {
  await publishPreset(db, claimFlow, now);
  const [promoter, head] = [(await actorByLogin(db, 'qingsui'))!, (await actorByLogin(db, 'qingsui-head'))!];
  const { months } = await claimable(db, {}, promoter, now);
  const stories = [
    { remark: '银行回单已随项目佐证上传', signers: [head] },
    { remark: '含设备款，发票已上传', signers: [head, keeper] },
    { remark: null, signers: [head], isReturned: true },
    { remark: '补报', signers: [] },
  ].slice(0, months.length);
  // The latest is sent up last, so that it stands first.
  for (const [i, { remark, signers, isReturned }] of [...stories.entries()].toReversed()) {
    const ago = (hours: number) => new Date(now.getTime() - (i * 26 + hours) * 3_600_000);
    const { month, items } = await claimable(db, { month: months[i]!.month }, promoter, now);
    const arrivals = items.map(({ projectId, id }) => ({ projectId, arrivalId: id }));
    const { id } = await submitClaim(db, { month: month!, remark, arrivals }, promoter, ago(3));
    const under = async () => (await reviewOf(db, { subject: claimSubject, subjectId: id }, keeper, now, async () => new Map())).review!;
    for (const signer of signers) await passReview(db, { ...keyOf(await under()), opinion: '属实' }, signer, ago(2));
    if (isReturned)
      await returnReview(db, { ...keyOf(await under()), toStep: null, reason: '缺 2 笔银行回单，请补充后再报' }, keeper, ago(1));
  }
}
const keyOf = ({ id, version }: Readonly<{ id: string; version: number }>) => ({ id, version });
