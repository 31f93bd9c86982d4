import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { project } from '../projects/tables.ts';
import { may } from './policy.ts';
import { permitAgent, permitEvent } from './tables.ts';

type Row = Readonly<{ project: typeof project.$inferSelect; recordedBy: string }>;
const aboutEntry =
  (isAllowed: (actor: Actor, row: Row) => boolean) =>
  async (db: Reader, _: string, subjectId: string, projectId: string | null, actor: Actor): Promise<boolean> => {
    if (!projectId) return false;
    const [row] = await db
      .select({ project, recordedBy: permitEvent.recordedBy })
      .from(permitEvent)
      .innerJoin(project, eq(project.id, permitEvent.projectId))
      .where(and(eq(permitEvent.projectId, projectId), eq(permitEvent.id, subjectId)));
    return row !== undefined && may.read(actor, row.project) && may.knowWords(actor, row.project) && isAllowed(actor, row);
  };

/** May the actor read, or add to, the papers of what was entered of an approval? For wiring with the evidence room. */
export const permitEvidence = {
  mayRead: aboutEntry(() => true),
  /** Whoever entered it, and the offices that arrange approvals. */
  mayAttach: aboutEntry((actor, row) => {
    const p = { ...row.project, agentId: null };
    return p.side === null && (row.recordedBy === actor.id || may.arrange(actor, p));
  }),
};

/** Who runs the errands (代办) of these projects, by project. */
export async function agentsOf(db: Reader, projectIds: readonly string[]): Promise<Map<string, string[]>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await db.execute<{ projectId: string; personId: string }>(sql`
    select id as "projectId", person_id as "personId" from (select distinct on (project_id) project_id as id, person_id
      from ${permitAgent} where project_id = any(${sql.param([...projectIds])}::uuid[]) order by project_id, recorded_at desc, id desc) a
    where person_id is not null`);
  return new Map(rows.map(({ projectId, personId }) => [projectId, [personId]]));
}
