import { sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import type { Source } from '../reminders/audience-queries.ts';
import { recordedEvent } from './facts-queries.ts';

type Row = Readonly<{
  projectId: string;
  unitId: string;
  key: string;
  name: string;
  finishOn: Day;
  startedOn: Day | null;
  isEvent: boolean;
}>;

/** Milestones that are not finished; that one was begun is the last contact with it, on the day it was. */
export const dueMilestones: Source = async (db, { through, projectIds }) => {
  const of = projectIds ? sql`and s.project_id = any(${sql.param([...projectIds])}::uuid[])` : sql``;
  const { rows } = await db.execute<Row>(sql`
    select s.project_id as "projectId", p.unit_id as "unitId", s.key, s.name, s.finish_on as "finishOn", s.started_on as "startedOn",
      s.event is not null as "isEvent"
    from milestone_standing s join project p on p.id = s.project_id left join project_standing r on r.project_id = p.id
    where p.side is null and s.finished_on is null and s.finish_on <= ${through} ${of}
      and (s.event is null or ${recordedEvent(sql`s.event`)} is null)`);
  return rows.map(({ projectId, unitId, key, name, finishOn, startedOn, isEvent }) => ({
    kind: 'milestone' as const,
    subject: 'milestone',
    subjectId: projectId,
    part: key,
    projectId,
    unitId,
    dueOn: finishOn,
    contactOn: startedOn,
    to: null,
    above: null,
    also: [],
    state: null,
    isForNamed: false,
    link: isEvent ? `/projects/${projectId}?tab=dates` : `/projects/${projectId}?tab=milestones&node=${encodeURIComponent(key)}`,
    params: { name },
  }));
};
