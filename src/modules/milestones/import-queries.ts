import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';

export type HeldNode = Readonly<{ projectId: string; id: string; name: string; startOn: Day; finishOn: Day }>;
const inForce = sql`not exists (select 1 from milestone_plan l where l.project_id = n.project_id and l.no > q.no)`;

/** The nodes of the plans in force of these projects. */
export async function heldNodes(db: Reader, projectIds: readonly string[]): Promise<Map<string, HeldNode[]>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await db.execute<HeldNode>(sql`
    select n.project_id as "projectId", n.id, n.name, n.start_on as "startOn", n.finish_on as "finishOn"
    from milestone_node n join milestone_plan q on q.project_id = n.project_id and q.id = n.plan_id
    where n.project_id = any(${sql.param([...projectIds])}::uuid[]) and ${inForce}`);
  return Map.groupBy(rows, (r) => r.projectId);
}

type SheetNode = Readonly<{
  project: string;
  class: string;
  node: string;
  startOn: Day;
  finishOn: Day;
  finishedOn: Day | null;
  role: string;
  deliverable: string;
}>;
/** The nodes in force of projects that the actor may see and whose investor is no secret from them, as a sheet has them, in batches. */
export async function* nodesInForce(db: Reader, actor: Actor, size = 1000): AsyncGenerator<SheetNode[]> {
  for (let at = 0; ; at += size) {
    const { rows } = await db.execute<SheetNode>(sql`
      select p.code as project, s.class, s.name as node, s.start_on as "startOn", s.finish_on as "finishOn", s.finished_on as "finishedOn", s.role,
        n.deliverable
      from milestone_standing s join project p on p.id = s.project_id
        join milestone_plan q on q.project_id = s.project_id and q.no = s.plan_no
        join milestone_node n on n.project_id = s.project_id and n.plan_id = q.id and n.key = s.key
      where ${projectWhere(actor, 'p')} and not ${shownName(actor).masked}
      order by s.project_id, s.order_no limit ${size} offset ${at}`);
    if (rows.length === 0) return;
    yield rows;
  }
}
