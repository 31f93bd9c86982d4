import { inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../platform/db.ts';
import { milestoneStanding } from './tables.ts';

/** Writes down anew where the nodes of these projects stand; for commands that changed a plan or what became of it. */
export async function refreshMilestones(tx: Tx, projectIds: readonly string[]): Promise<void> {
  if (projectIds.length === 0) return;
  const these = sql`any(${sql.param([...new Set(projectIds)])}::uuid[])`;
  await tx.delete(milestoneStanding).where(inArray(milestoneStanding.projectId, [...projectIds]));
  await tx.execute(sql`
    insert into milestone_standing (project_id, key, class, plan_no, order_no, name, role, event, start_on, finish_on, baseline_on, started_on, finished_on)
    select n.project_id, n.key, p.class, p.no, n.order_no, n.name, n.role, n.event, n.start_on, n.finish_on, b.finish_on, s.happened_on, f.happened_on
    from milestone_plan p join milestone_node n on n.project_id = p.project_id and n.plan_id = p.id
      left join milestone_plan o on o.project_id = p.project_id and o.no = 1
      left join milestone_node b on b.project_id = p.project_id and b.plan_id = o.id and b.key = n.key
      left join (${standing('started')}) s on s.project_id = n.project_id and s.key = n.key
      left join (${standing('finished')}) f on f.project_id = n.project_id and f.key = n.key
    where p.project_id = ${these} and not exists (select 1 from milestone_plan l where l.project_id = p.project_id and l.no > p.no)`);
}

/** The entries that count: the last of each node and kind. */
const standing = (kind: 'started' | 'finished') => sql`
  select a.project_id, a.key, a.happened_on from milestone_actual a where a.kind = ${kind}
    and not exists (select 1 from milestone_actual l where l.project_id = a.project_id and l.supersedes = a.id)`;
