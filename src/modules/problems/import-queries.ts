import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';

export type HeldProblem = Readonly<{ projectId: string; id: string; title: string; raisedOn: Day }>;
/** The problems of these projects. */
export async function heldProblems(db: Reader, projectIds: readonly string[]): Promise<Map<string, HeldProblem[]>> {
  if (projectIds.length === 0) return new Map();
  const { rows } = await db.execute<HeldProblem>(sql`
    select project_id as "projectId", id, title, raised_on as "raisedOn" from problem where project_id = any(${sql.param([...projectIds])}::uuid[])`);
  return Map.groupBy(rows, (r) => r.projectId);
}

type SheetProblem = Readonly<{
  project: string;
  type: string;
  level: string;
  title: string;
  words: string;
  owner: string;
  raisedOn: Day;
  done: string | null;
  closedOn: Day | null;
}>;
/** The problems of projects that the actor may see and whose investor is no secret from them, as a sheet has them, in batches. */
export async function* problemsAsRows(db: Reader, actor: Actor, size = 1000): AsyncGenerator<SheetProblem[]> {
  for (let at = 0; ; at += size) {
    const { rows } = await db.execute<SheetProblem>(sql`
      select p.code as project, q.type, q.level, q.title, q.words, o.name as owner, q.raised_on as "raisedOn", s.closed_on as "closedOn",
        (select e.words from problem_event e where e.problem_id = q.id and e.kind = 'acted'
          and not exists (select 1 from problem_event t where t.project_id = e.project_id and t.takes_back = e.id) order by e.recorded_at desc, e.id desc limit 1) as done
      from problem q join problem_standing s on s.project_id = q.project_id and s.problem_id = q.id join project p on p.id = q.project_id
        join unit o on o.id = s.owner_unit_id
      where ${projectWhere(actor, 'p')} and not ${shownName(actor).masked} and s.state <> 'withdrawn'
      order by q.year, q.no limit ${size} offset ${at}`);
    if (rows.length === 0) return;
    yield rows;
  }
}
