import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { addDays, type Day, dayOf, yearOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { workingDaysAfter } from '../../kernel/working-day.ts';
import type { Reader } from '../../platform/db.ts';
import { pageWithSums } from '../../platform/page.ts';
import { unitIdsBelow, unitTree } from '../identity/queries.ts';
import { type NodeRole, nodeRoles } from '../milestones/domain/node.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { literal } from '../reference/queries.ts';
import type { permitsContract } from './contract.ts';
import { daysLeft } from './domain/clock.ts';
import type { ListedPermit, PermitFilter, PermitOrder } from './domain/list-view.ts';
import { departmentsOn } from './rule-queries.ts';

type C = typeof permitsContract;
/** Working days ahead that are soon. */
const soonDays = 3;
/** Days before its end in which a permit is told of. */
const expiringDays = 30;

/** What has become of an approval by a day: nobody need be there for gaps to end or an answer to come too late. */
export const stateOn = (today: Day): SQL => sql`case
  when s.state in ('running', 'stopped') and s.gaps_by < ${today} then 'lapsed'
  when s.state = 'applied' and s.answer_by < ${today} then 'running' else s.state end`;
/** The day of the next thing that a department has to do. */
export const nextDue = (today: Day): SQL => sql`case when s.state = 'applied' and s.answer_by >= ${today} then s.answer_by
  when s.state = 'running' and s.gaps_by < ${today} then null
  when s.state in ('applied', 'running') and (s.state = 'running' or s.answer_by is not null) then s.promised_due_on end`;
/** A permit that ends soon or has ended while it was not used: building had not begun by its last day. */
export const expiringBy = (day: Day): SQL => sql`(s.valid_until <= ${day}
  and not (i.is_used_by_start and g.started_on is not null and rpad(g.started_on, 10, '-01-01') <= s.valid_until))`;
/** The agent of a project, over an alias of it. */
export const agentOf = sql`(select a.person_id from permit_agent a where a.project_id = p.id order by a.recorded_at desc, a.id desc limit 1)`;

/** Approvals whose deciding department is the actor's own. */
export function ownDepartment(actor: Actor, departments: ReadonlyMap<NodeRole, string>): SQL {
  const own = nodeRoles.filter((role) => {
    const unit = departments.get(role);
    return unit === undefined || actor.unitIds.includes(unit);
  });
  const roles = actor.roles.includes('approval') ? own : actor.roles.includes('development') ? own.filter((r) => r === 'development') : [];
  return sql`i.role = any(${sql.param(roles)}::text[])`;
}

/** Something is due of these alone, and these alone are under way: what an index has of approvals that are not over. */
export const isDueOf = sql`s.state in ('applied', 'running')`;
const isUnderWay = sql`s.state in ('applied', 'told', 'running', 'stopped')`;

/** Nobody is waited for where a project stands aside. */
function stateWhere(state: PermitFilter['state'], today: Day): SQL {
  const [shown, due, goesOn] = [stateOn(today), nextDue(today), sql`p.side is null`];
  switch (state) {
    case undefined:
      return sql`s.state <> 'dropped'`;
    case 'due':
      return sql`(${goesOn} and ${isDueOf} and ${due} <= ${today})`;
    case 'soon':
      return sql`(${goesOn} and ${isDueOf} and ${due} <= ${workingDaysAfter(today, soonDays)})`;
    case 'late':
      // A day to answer by that has passed is one on which it counted as accepted.
      return sql`(${goesOn} and ${isDueOf} and s.promised_due_on < ${today} and ${due} < ${today})`;
    case 'open':
      return sql`(${goesOn} and ${isUnderWay} and ${shown} <> 'lapsed')`;
    case 'gaps':
      return sql`(${goesOn} and s.gaps_by is not null and s.state in ('running', 'stopped'))`;
    case 'expiring':
      return sql`(${goesOn} and ${expiringBy(addDays(today, expiringDays))})`;
    default:
      return sql`${shown} = ${state}`;
  }
}

async function whereOf(db: Reader, f: PermitFilter, actor: Actor, today: Day): Promise<SQL> {
  const conditions = [projectWhere(actor, 'p'), stateWhere(f.state, today)];
  if (f.unit) {
    const ids = await unitIdsBelow(db, f.unit);
    if (!ids.length) throw refuse('not_found', 'unit.unknown', { id: f.unit });
    conditions.push(sql`p.unit_id = any(${sql.param(ids)}::uuid[])`);
  }
  if (f.mine === 'department') conditions.push(ownDepartment(actor, await departmentsOn(db, today)));
  if (f.mine === 'agent') conditions.push(sql`${agentOf} = ${actor.id}`);
  if (f.stage) conditions.push(sql`i.stage = ${f.stage}`);
  if (f.role) conditions.push(sql`i.role = ${f.role}`);
  if (f.decided) conditions.push(decidedIn(f.decided));
  if (f.onTime) conditions.push(sql`(${isOnTime}) = ${f.onTime === 'true'}`);
  if (f.green) conditions.push(sql`s.is_green = ${f.green === 'true'}`);
  if (f.q) {
    const like = `%${literal(f.q)}%`;
    conditions.push(sql`(${shownName(actor).text} ilike ${like} or p.code ilike ${`${literal(f.q)}%`} or i.name ilike ${like})`);
  }
  return sql.join(conditions, sql` and `);
}

/** Joined to keys by what may be missing, so that what a question does not name is not read. */
const from = sql`from permit_standing s left join permit_item i on i.project_id = s.project_id and i.id = s.permit_id
  left join project p on p.id = s.project_id left join project_standing g on g.project_id = s.project_id`;

/** Approvals past the day that was promised, of projects that go on: a relation of project_id, name and since when. */
export const latePermits = (today: Day): SQL =>
  sql`(select s.project_id, i.name, ${nextDue(today)} as since ${from} where ${stateWhere('late', today)})`;

function sortedBy(sort: PermitOrder['sort'], today: Day): SQL {
  const by = {
    due: nextDue(today),
    project: sql`p.code`,
    accepted: sql`s.accepted_on`,
    decided: sql`s.decided_on`,
    stage: sql`array_position(array['siting', 'planning', 'construction', 'completion'], i.stage)`,
  };
  return by[sort];
}

type Row = Omit<ListedPermit, 'left' | 'department'>;
/** Keys of what the filters leave, how they are sorted, and what a row of them shows. */
function partsOf(where: SQL, { sort, order }: PermitOrder, actor: Actor, today: Day) {
  return {
    found: sql`select s.project_id, s.permit_id, ${sortedBy(sort, today)} as key ${from} where ${where}`,
    order: sql`s.key ${sql.raw(order === 'desc' ? 'desc' : 'asc')} nulls last, s.project_id, s.permit_id`,
    joins: sql`join permit_standing s on s.project_id = f.project_id and s.permit_id = f.permit_id
      join permit_item i on i.project_id = f.project_id and i.id = f.permit_id join project p on p.id = f.project_id join unit u on u.id = p.unit_id`,
    columns: sql`s.project_id as "projectId", p.code as "projectCode", ${shownName(actor).text} as "projectName", u.name as "unitName",
      s.permit_id as "permitId", i.name, i.stage, i.role, (select n.name from person n where n.id = ${agentOf}) as "agentName",
      ${stateOn(today)} as state, s.is_green as "isGreen", s.applied_on as "appliedOn", s.accepted_on as "acceptedOn",
      ${nextDue(today)} as "dueOn", s.legal_due_on as "legalDueOn", s.gaps_by as "gapsBy", s.decided_on as "decidedOn",
      s.valid_until as "validUntil"`,
  };
}

async function withDepartments(db: Reader, rows: readonly Row[], today: Day): Promise<ListedPermit[]> {
  const departments = await departmentsOn(db, today);
  const names = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  return rows.map((row) => ({
    ...row,
    department: names.get(departments.get(row.role) ?? '') ?? null,
    left: row.dueOn === null ? null : daysLeft(row.dueOn, today),
  }));
}

/** Approvals over all projects that the actor may see. Refuses unit.unknown. */
export async function listPermits(db: Reader, query: Received<C['list']>['query'], actor: Actor, now: Date): Promise<Result<C['list']>> {
  const today = dayOf(now);
  const { page, size, sort, order, ...filter } = query;
  const parts = partsOf(await whereOf(db, filter, actor, today), { sort, order }, actor, today);
  const sums = sql`count(*)::int as total, count(distinct s.project_id)::int as projects`;
  const { items, sums: found } = await pageWithSums<Row, { total: number; projects: number }>(db, { ...parts, sums }, { page, size });
  return { today, items: await withDepartments(db, items, today), ...found, ...(await onTimeIn(db, yearOf(today), actor)) };
}

/** Decided in a year against a promise. */
const decidedIn = (year: string): SQL => sql`(s.decided_on >= ${year} and s.decided_on <= ${`${year}~`} and s.promised_due_on is not null)`;
const isOnTime = sql`s.decided_on <= s.promised_due_on`;
/** Of what was decided in a year, how much by its promised day, over d; as it is kept for every project. */
const decidedCounts = sql`coalesce(sum(d.decided), 0)::int as decided, coalesce(sum(d.on_time), 0)::int as "onTime"`;
const decidedFrom = sql`from permit_decided d left join project p on p.id = d.project_id`;

/** 按时办结: of what was decided in a year, how much by its promised day. */
async function onTimeIn(db: Reader, year: string, actor: Actor): Promise<{ decided: number; onTime: number }> {
  const { rows } = await db.execute<{ decided: number; onTime: number }>(
    sql`select ${decidedCounts} ${decidedFrom} where d.year = ${year} and ${projectWhere(actor, 'p')}`,
  );
  return rows[0]!;
}

type OfUnit = Readonly<{ unitId: string; late: number; decided: number; onTime: number }>;
/** What is past its promised day now, and what was decided this year, by the unit of the project. */
export async function permitsByUnit(db: Reader, actor: Actor, today: Day): Promise<OfUnit[]> {
  const mine = projectWhere(actor, 'p');
  const { rows: late } = await db.execute<{ unitId: string; late: number }>(
    sql`select p.unit_id as "unitId", count(*)::int as late ${from} where ${stateWhere('late', today)} and ${mine} group by 1`,
  );
  const { rows: done } = await db.execute<{ unitId: string; decided: number; onTime: number }>(
    sql`select p.unit_id as "unitId", ${decidedCounts} ${decidedFrom} where d.year = ${yearOf(today)} and ${mine} group by 1`,
  );
  const none = { late: 0, decided: 0, onTime: 0 };
  return [...new Set([...late, ...done].map((r) => r.unitId))].map((unitId) => ({
    ...none,
    ...late.find((r) => r.unitId === unitId),
    ...done.find((r) => r.unitId === unitId),
    unitId,
  }));
}

const mostRows = 100_000;
/** The same for a file. Refuses permit.export_too_large. */
export async function permitsForSheet(
  db: Reader,
  { filter, order }: { filter: PermitFilter; order: PermitOrder },
  actor: Actor,
  today: Day,
): Promise<ListedPermit[]> {
  const where = await whereOf(db, filter, actor, today);
  const { found, order: sorted, joins, columns } = partsOf(where, order, actor, today);
  const { rows } = await db.execute<Row>(sql`
    select ${columns} from (select s.*, row_number() over (order by ${sorted}) as place from (${found}) s order by place limit ${mostRows + 1}) f
      ${joins} order by f.place`);
  if (rows.length > mostRows) throw refuse('rule', 'permit.export_too_large', { most: mostRows });
  return withDepartments(db, rows, today);
}
