import { and, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import type { ProjectRow } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import type { Standing } from './domain/problem.ts';
import { may } from './policy.ts';
import { standingRow } from './queries.ts';
import { problemEvent } from './tables.ts';

type Row = Readonly<{ project: ProjectRow; recordedBy: string; standing: Standing }>;
const aboutEvent =
  (isAllowed: (actor: Actor, row: Row) => boolean) =>
  async (db: Reader, _: string, subjectId: string, projectId: string | null, actor: Actor): Promise<boolean> => {
    if (!projectId) return false;
    const [row] = await db
      .select({ project, event: problemEvent })
      .from(problemEvent)
      .innerJoin(project, eq(project.id, problemEvent.projectId))
      .where(and(eq(problemEvent.projectId, projectId), eq(problemEvent.id, subjectId)));
    const standing = row && (await standingRow(db, projectId, row.event.problemId));
    if (!row || !standing || !may.read(actor, row.project, standing) || !may.knowWords(actor, row.project)) return false;
    return isAllowed(actor, { project: row.project, recordedBy: row.event.recordedBy, standing });
  };

/** May the actor read, or add to, the papers of what was done about a problem? For wiring with the evidence room. */
export const problemEvidence = {
  mayRead: aboutEvent(() => true),
  /** Whoever recorded it, while the problem is still dealt with. */
  mayAttach: aboutEvent(
    (actor, { project: p, recordedBy, standing }) =>
      p.side !== 'merged' && recordedBy === actor.id && (standing.state === 'open' || standing.state === 'solved'),
  ),
};
