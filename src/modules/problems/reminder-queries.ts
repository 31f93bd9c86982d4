import { sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import { reportersOf } from '../identity/queries.ts';
import type { Source } from '../reminders/audience-queries.ts';
import type { Tier } from './domain/problem.ts';
import { problemLink } from './raise-commands.ts';

type Row = Readonly<{
  projectId: string;
  id: string;
  year: number;
  no: number;
  tier: Tier;
  ownerUnitId: string;
  leaderId: string | null;
  dueOn: Day;
  actedOn: Day | null;
}>;

/** Open problems, for the people of the unit that is to solve them and, once it has come to the leader, for the leader. */
export const dueProblems: Source = async (db, { through, projectIds }) => {
  const of = projectIds ? sql`and s.project_id = any(${sql.param([...projectIds])}::uuid[])` : sql``;
  const { rows } = await db.execute<Row>(sql`
    select s.project_id as "projectId", s.problem_id as id, q.year, q.no, s.tier, s.owner_unit_id as "ownerUnitId", p.leader_id as "leaderId",
      s.due_on as "dueOn", s.acted_on as "actedOn"
    from problem_standing s join problem q on q.project_id = s.project_id and q.id = s.problem_id join project p on p.id = s.project_id
    where p.side is null and s.state = 'open' and s.due_on <= ${through} ${of}`);
  const people = Map.groupBy(await reportersOf(db, [...new Set(rows.map((r) => r.ownerUnitId))]), (p) => p.unitId);
  return rows.map((row) => ({
    kind: 'problem' as const,
    subject: 'problem_due',
    subjectId: row.id,
    part: row.tier,
    projectId: row.projectId,
    unitId: row.ownerUnitId,
    dueOn: row.dueOn,
    contactOn: row.actedOn,
    to: [...(people.get(row.ownerUnitId) ?? []).map((p) => p.id), ...(row.tier !== 'unit' && row.leaderId ? [row.leaderId] : [])],
    above: null,
    also: [],
    state: null,
    isForNamed: true,
    link: `${problemLink(row)}?act=acted`,
    params: { year: row.year, no: row.no },
  }));
};
