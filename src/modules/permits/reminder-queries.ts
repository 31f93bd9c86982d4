import { type SQL, sql } from 'drizzle-orm';
import { addDays, type Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleInRole, unitTree } from '../identity/queries.ts';
import type { NodeRole } from '../milestones/domain/node.ts';
import type { Source } from '../reminders/audience-queries.ts';
import type { Due } from '../reminders/domain/due.ts';
import { expiringBy, isDueOf, nextDue } from './list-queries.ts';
import { departmentsOn } from './rule-queries.ts';

type Row = Readonly<{ projectId: string; permitId: string; unitId: string; name: string; role: NodeRole; on: Day }>;
/** A permit that ended so long ago is told of no more. */
const endedDays = 30;

type Asked = Readonly<{ on: SQL; where: SQL; through: Day; projectIds: readonly string[] | null }>;
async function rowsOf(db: Reader, { on, where, through, projectIds }: Asked): Promise<Row[]> {
  const of = projectIds ? sql`and s.project_id = any(${sql.param([...projectIds])}::uuid[])` : sql``;
  const { rows } = await db.execute<Row>(sql`
    select s.project_id as "projectId", s.permit_id as "permitId", p.unit_id as "unitId", i.name, i.role, ${on} as "on"
    from permit_standing s join permit_item i on i.project_id = s.project_id and i.id = s.permit_id join project p on p.id = s.project_id
      left join project_standing g on g.project_id = p.id
    where p.side is null and ${where} and ${on} <= ${through} ${of}`);
  return rows;
}

const dueOf = (kind: Due['kind'], { projectId, permitId, unitId, name, on }: Row): Due => ({
  kind,
  subject: kind,
  subjectId: permitId,
  part: '',
  projectId,
  unitId,
  dueOn: on,
  contactOn: null,
  to: null,
  above: null,
  also: [],
  state: null,
  isForNamed: false,
  link: `/projects/${projectId}?tab=permits&permit=${permitId}`,
  params: { name },
});

/** Who decides in each department: those with the office of approvals in it or in a unit above it; where none is set, in any. */
async function decidersBy(db: Reader, today: Day): Promise<(role: NodeRole) => string[]> {
  const departments = await departmentsOn(db, today);
  const parents = new Map((await unitTree(db)).map((u) => [u.id, u.parentId]));
  const deciders = { approval: await peopleInRole(db, 'approval'), development: await peopleInRole(db, 'development') };
  const isAbove = (unitId: string, department: string) => {
    for (let at: string | null | undefined = department; at; at = parents.get(at)) if (at === unitId) return true;
    return false;
  };
  return (role) => {
    const department = departments.get(role);
    const people = [...deciders.approval, ...(role === 'development' ? deciders.development : [])];
    return people.filter((p) => department === undefined || isAbove(p.unitId, department)).map((p) => p.id);
  };
}

/** What a department has to answer or decide; it is the office of supervision that is told when it does not. */
export const duePermits: Source = async (db, { today, through, projectIds }) => {
  const rows = await rowsOf(db, { on: nextDue(today), where: isDueOf, through, projectIds });
  if (rows.length === 0) return [];
  const deciders = await decidersBy(db, today);
  const above = (await peopleInRole(db, 'supervision')).map((p) => p.id);
  return rows.map((row) => ({ ...dueOf('permit', row), to: deciders(row.role), above }));
};

/** What was promised to be handed in later (容缺), and permits that end while they are not used: for whoever keeps the project. */
export const duePapers: Source = async (db, { today, through, projectIds }) => {
  const gaps = sql`s.state in ('running', 'stopped')`;
  const ends = sql`s.state = 'granted' and s.valid_until >= ${addDays(today, -endedDays)} and ${expiringBy(through)}`;
  const promised = await rowsOf(db, { on: sql`s.gaps_by`, where: gaps, through, projectIds });
  const ending = await rowsOf(db, { on: sql`s.valid_until`, where: ends, through, projectIds });
  return [...promised.map((row) => dueOf('permit_gap', row)), ...ending.map((row) => dueOf('permit_end', row))];
};
