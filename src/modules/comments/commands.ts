import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import { actorsOf } from '../identity/queries.ts';
import { notify } from '../notices/commands.ts';
import { type ProjectRow, visibleProject } from '../projects/queries.ts';
import type { commentSubjects } from './contract.ts';
import { may, mayRetract } from './policy.ts';
import { subjectOf } from './queries.ts';
import { commentRetraction, projectComment, projectWatch } from './tables.ts';

/** Is the row one of the project's that the actor may read? The rooms of the rows answer, in app/wiring.ts. */
export type IsOfProject = (
  db: Reader,
  subject: (typeof commentSubjects)[number],
  subjectId: string,
  projectId: string,
  actor: Actor,
) => Promise<boolean>;
type Comment = {
  id: string;
  body: string;
  mentions: readonly string[];
  subject: (typeof commentSubjects)[number];
  subjectId?: string | undefined;
};

/**
 * Says something about a project or an entry of it; whoever is mentioned is told, and so is who watches. Refuses: project.unknown,
 * comment.masked, comment.subject_unknown, and comment.mention_may_not_see for somebody who could not read it.
 */
export const writeComment = (isOfProject: IsOfProject) =>
  command('comment.write', async (tx, input: Comment, context) => {
    const { actor, now } = context;
    const { id: projectId, body, subject } = input;
    const row = await visibleProject(tx, projectId, actor);
    if (!may.read(actor, subjectOf(row))) throw refuse('forbidden', 'comment.masked');
    const subjectId = subject === 'project' ? projectId : input.subjectId;
    const isKnown = subject === 'project' || (subjectId && (await isOfProject(tx, subject, subjectId, projectId, actor)));
    if (!subjectId || !isKnown) throw refuse('not_found', 'comment.subject_unknown', { field: 'subjectId' });
    const mentions = [...new Set(input.mentions)];
    await checkMentions(tx, row, mentions);
    const id = v7();
    await tx.insert(projectComment).values({ projectId, id, subject, subjectId, body, mentions, recordedBy: actor.id, recordedAt: now });
    const about = { subject: 'project', subjectId: projectId, projectId, link: `/projects/${projectId}?tab=comments` };
    const params = { by: actor.name };
    const watchers = (await readersAmong(tx, row, await watchersOf(tx, projectId))).filter((who) => !mentions.includes(who));
    await notify(
      tx,
      [
        { ...about, to: mentions, kind: 'comment.mention', params },
        { ...about, to: watchers, kind: 'project.comment', params },
      ],
      context,
    );
    // The words themselves stay out of the trace, which the audit administrator reads, who reads nothing of the ledger.
    return { result: { id }, trace: { subject: 'project', subjectId: projectId, after: { commentId: id, about: subject, mentions } } };
  });

const watchersOf = async (tx: Tx, projectId: string) =>
  (await tx.select({ id: projectWatch.personId }).from(projectWatch).where(eq(projectWatch.projectId, projectId))).map((w) => w.id);

/** Those of these people who may read what is said about the project now. */
async function readersAmong(tx: Tx, row: ProjectRow, people: readonly string[]): Promise<string[]> {
  const actors = await actorsOf(tx, people);
  return [...actors.values()].flatMap((a) => (may.read(a, subjectOf(row)) ? [a.id] : []));
}

async function checkMentions(tx: Tx, row: ProjectRow, mentions: readonly string[]) {
  const readers = await readersAmong(tx, row, mentions);
  const others = mentions.filter((id) => !readers.includes(id));
  if (others.length > 0) throw refuse('rule', 'comment.mention_may_not_see', { field: 'mentions', ids: others });
}

/** Takes back a comment of one's own; that there was one stays to be seen. Refuses: project.unknown, comment.unknown, comment.may_not_retract. */
export const retractComment = command('comment.retract', async (tx, { id, entryId }: { id: string; entryId: string }, { actor, now }) => {
  const row = await visibleProject(tx, id, actor);
  const mine = and(eq(projectComment.projectId, id), eq(projectComment.id, entryId));
  const [comment] = may.read(actor, subjectOf(row)) ? await tx.select().from(projectComment).where(mine) : [];
  if (!comment) throw refuse('not_found', 'comment.unknown', { id: entryId });
  if (!mayRetract(actor, { recordedBy: comment.recordedBy, isRetracted: false })) throw refuse('forbidden', 'comment.may_not_retract');
  const values = { projectId: id, commentId: entryId, recordedBy: actor.id, recordedAt: now };
  const added = await tx.insert(commentRetraction).values(values).onConflictDoNothing().returning();
  return { result: {}, trace: added.map(() => ({ subject: 'project', subjectId: id, after: { commentId: entryId } })) };
});

/** Watches a project, or no longer. Refuses project.unknown. */
export const watchProject = command(
  'project.watch',
  async (tx, { id, isWatching }: { id: string; isWatching: boolean }, { actor, now }) => {
    await visibleProject(tx, id, actor);
    const mine = and(eq(projectWatch.projectId, id), eq(projectWatch.personId, actor.id));
    const changed = isWatching
      ? await tx.insert(projectWatch).values({ projectId: id, personId: actor.id, since: now }).onConflictDoNothing().returning()
      : await tx.delete(projectWatch).where(mine).returning();
    return { result: { isWatching }, trace: changed.map(() => ({ subject: 'project', subjectId: id, after: { isWatching } })) };
  },
);
