import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day, Month } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { project } from '../projects/tables.ts';
import { lateDays } from './domain/standing.ts';
import { type Due, dueBy } from './domain/year-plan.ts';
import { recordedEvent } from './facts-queries.ts';
import { may } from './policy.ts';
import { milestoneActual } from './tables.ts';
import { yearPlansIn } from './year-plan-queries.ts';

/**
 * 序时进度 of projects by the end of a month: fen planned until then out of the fen of that year. A project without a plan of the year is
 * not in the answer. Who may see the projects is the caller's to have asked.
 */
export async function scheduleOf(db: Reader, projectIds: readonly string[], month: Month): Promise<Map<string, Due>> {
  const year = Number(month.slice(0, 4));
  const plans = await yearPlansIn(db, projectIds);
  return new Map(plans.filter((p) => p.year === year).map((p) => [p.projectId, dueBy(p, month)]));
}

export type OpenNode = Readonly<{ key: string; name: string; startOn: Day; finishOn: Day; lateDays: number }>;
/**
 * The nodes of projects that were to be finished before a day and are not, the longest overdue first. Who may see the projects is the
 * caller's to have asked.
 */
export async function overdueOf(db: Reader, projectIds: readonly string[], today: Day): Promise<Map<string, OpenNode[]>> {
  const { rows } = await db.execute<{ projectId: string } & Omit<OpenNode, 'lateDays'>>(sql`
    select s.project_id as "projectId", s.key, s.name, s.start_on as "startOn", s.finish_on as "finishOn"
    from milestone_standing s join project p on p.id = s.project_id left join project_standing r on r.project_id = p.id
    where s.project_id = any(${sql.param([...projectIds])}::uuid[]) and s.finished_on is null and s.finish_on < ${today}
      and (s.event is null or ${recordedEvent(sql`s.event`)} is null)
    order by s.finish_on, s.order_no`);
  const late = rows.map(({ projectId, ...node }) => ({
    projectId,
    node: { ...node, lateDays: lateDays(node.finishOn, null, today) ?? 0 },
  }));
  return new Map([...Map.groupBy(late, (l) => l.projectId)].map(([id, all]) => [id, all.map((l) => l.node)]));
}

type Ask = (db: Reader, subject: string, subjectId: string, projectId: string | null, actor: Actor) => Promise<boolean>;
const aboutEntry =
  (isAllowed: (actor: Actor, of: typeof project.$inferSelect) => boolean): Ask =>
  async (db, _, subjectId, projectId, actor) => {
    if (!projectId) return false;
    const [row] = await db
      .select({ project })
      .from(milestoneActual)
      .innerJoin(project, eq(project.id, milestoneActual.projectId))
      .where(and(eq(milestoneActual.projectId, projectId), eq(milestoneActual.id, subjectId)));
    return row !== undefined && isAllowed(actor, row.project);
  };
/** May the actor read, or add to, the papers of what was said of a node? For wiring with the evidence room. */
export const milestoneEvidence = {
  mayRead: aboutEntry((actor, p) => may.read(actor, p) && may.knowWords(actor, p)),
  mayAttach: aboutEntry((actor, p) => may.read(actor, p) && may.knowWords(actor, p) && may.record(actor, p)),
};
