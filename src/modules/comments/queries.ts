import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleOf } from '../identity/queries.ts';
import { isConfidentialStage } from '../projects/domain/stage.ts';
import { type ProjectRow, visibleProject } from '../projects/queries.ts';
import type { commentsContract, CommentView } from './contract.ts';
import { may, mayRetract } from './policy.ts';
import { commentRetraction, projectComment, projectWatch } from './tables.ts';

type C = typeof commentsContract;
/** What the policy asks of a project. */
export const subjectOf = ({ unitId, stage }: Pick<ProjectRow, 'unitId' | 'stage'>) => ({
  unitId,
  isConfidential: isConfidentialStage(stage),
});

/** Comments on a project with what the actor may do; none to whoever may not know its investor. Refuses project.unknown. */
export async function listComments(db: Reader, id: string, actor: Actor): Promise<Result<C['list']>> {
  const row = await visibleProject(db, id, actor);
  const isReadable = may.read(actor, subjectOf(row));
  const watches = await db.select({ personId: projectWatch.personId }).from(projectWatch).where(eq(projectWatch.projectId, id));
  const isWatching = watches.some((w) => w.personId === actor.id);
  const rest = { isMasked: !isReadable, isWatching, watchers: watches.length, can: { write: isReadable } };
  return { items: isReadable ? await commentsOf(db, id, actor) : [], ...rest };
}

async function commentsOf(db: Reader, projectId: string, actor: Actor): Promise<CommentView[]> {
  const rows = await db
    .select({ comment: projectComment, retractedAt: commentRetraction.recordedAt })
    .from(projectComment)
    .leftJoin(
      commentRetraction,
      and(eq(commentRetraction.projectId, projectComment.projectId), eq(commentRetraction.commentId, projectComment.id)),
    )
    .where(eq(projectComment.projectId, projectId))
    .orderBy(desc(projectComment.recordedAt), desc(projectComment.id))
    .limit(200);
  const people = await peopleOf(db, [...new Set(rows.flatMap(({ comment }) => [comment.recordedBy, ...comment.mentions]))]);
  return rows.map(({ comment: c, retractedAt }) => {
    const isRetracted = retractedAt !== null;
    return {
      id: c.id,
      subject: c.subject as CommentView['subject'],
      subjectId: c.subjectId,
      body: isRetracted ? null : c.body,
      mentions: isRetracted ? [] : c.mentions.flatMap((m) => people.get(m)?.name ?? []),
      by: people.get(c.recordedBy)?.name ?? '',
      unitName: people.get(c.recordedBy)?.unitName ?? '',
      at: c.recordedAt.toISOString(),
      can: { retract: mayRetract(actor, { recordedBy: c.recordedBy, isRetracted }) },
    };
  });
}
