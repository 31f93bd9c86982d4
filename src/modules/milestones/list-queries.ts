import { type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { addDays, type Day, dayOf } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { unitIdsBelow } from '../identity/queries.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { milestonesContract } from './contract.ts';
import type { ListedNode, NodeFilter } from './domain/list-view.ts';
import { lateDays } from './domain/standing.ts';
import { recordedEvent } from './facts-queries.ts';

type C = typeof milestonesContract;
type Page = Readonly<{ page: number; size: number }>;

/** When a node was finished: as recorded, or for an event as the record has it. A partly known day counts at its end. */
const finished = sql`coalesce(s.finished_on, ${recordedEvent(sql`s.event`)})`;
const from = sql`from milestone_standing s join project p on p.id = s.project_id join unit u on u.id = p.unit_id
  left join project_standing r on r.project_id = p.id left join person h on h.id = p.person_id`;

/** Nobody is waited for where a project stands aside. */
function stateWhere({ state, days }: NodeFilter, today: Day): SQL {
  const open = sql`(s.finished_on is null and p.side is null and ${finished} is null)`;
  switch (state) {
    case undefined:
      return sql`true`;
    case 'done':
      return sql`${finished} is not null`;
    case 'open':
      return open;
    case 'overdue':
      return sql`(s.finish_on < ${today} and ${open})`;
    case 'due':
      return sql`(s.finish_on >= ${today} and s.finish_on <= ${addDays(today, days)} and ${open})`;
  }
}

async function whereOf(db: Reader, filter: NodeFilter, actor: Actor, today: Day): Promise<SQL> {
  const conditions = [projectWhere(actor, 'p'), stateWhere(filter, today)];
  if (filter.unit) {
    const ids = await unitIdsBelow(db, filter.unit);
    if (!ids.length) throw refuse('not_found', 'unit.unknown', { id: filter.unit });
    conditions.push(sql`p.unit_id = any(${sql.param(ids)}::uuid[])`);
  }
  if (filter.role) conditions.push(sql`s.role = ${filter.role}`);
  if (filter.class) conditions.push(sql`s.class = ${filter.class}`);
  if (filter.from) conditions.push(sql`s.finish_on >= ${filter.from}`);
  if (filter.to) conditions.push(sql`s.finish_on <= ${`${filter.to}~`}`);
  return sql.join(conditions, sql` and `);
}

type Row = Omit<ListedNode, 'lateDays'>;
/** The rows that the filters leave within what the actor may see, the earliest last day first. */
async function rowsOf(db: Reader, where: SQL, part: SQL, actor: Actor, today: Day): Promise<ListedNode[]> {
  const { rows } = await db.execute<Row>(sql`
    select s.project_id as "projectId", p.code as "projectCode", ${shownName(actor).text} as "projectName", u.name as "unitName", h.name as "personName",
      s.class, s.key, s.name, s.role, s.start_on as "startOn", s.finish_on as "finishOn", s.baseline_on as "baselineOn", s.started_on as "startedOn",
      ${finished} as "finishedOn"
    ${from} where ${where} order by s.finish_on, p.code, s.order_no ${part}`);
  return rows.map((row) => ({
    ...row,
    lateDays: row.finishedOn && row.finishedOn.length < 10 ? null : lateDays(row.finishOn, row.finishedOn, today),
  }));
}

/** Nodes over all projects that the actor may see. Refuses unit.unknown. */
export async function listNodes(
  db: Reader,
  { page, size, ...filter }: NodeFilter & Page,
  actor: Actor,
  now: Date,
): Promise<Result<C['list']>> {
  const today = dayOf(now);
  const where = await whereOf(db, filter, actor, today);
  const items = await rowsOf(db, where, sql`limit ${size} offset ${rowsBefore({ page, size })}`, actor, today);
  const { rows } = await db.execute<{ total: number; projects: number }>(
    sql`select count(*)::int as total, count(distinct s.project_id)::int as projects ${from} where ${where}`,
  );
  return { items, ...rows[0]! };
}

/** How many nodes are overdue, by the unit of their project. */
export async function overdueByUnit(db: Reader, actor: Actor, today: Day): Promise<{ unitId: string; overdue: number }[]> {
  const { rows } = await db.execute<{ unitId: string; overdue: number }>(sql`
    select p.unit_id as "unitId", count(*)::int as overdue ${from} where ${projectWhere(actor, 'p')} and ${stateWhere({ state: 'overdue', days: 0 }, today)}
    group by 1`);
  return rows;
}

const mostRows = 100_000;
/** The same for a file. Refuses milestone.export_too_large. */
export async function nodesForSheet(db: Reader, filter: NodeFilter, actor: Actor, today: Day): Promise<ListedNode[]> {
  const rows = await rowsOf(db, await whereOf(db, filter, actor, today), sql`limit ${mostRows + 1}`, actor, today);
  if (rows.length > mostRows) throw refuse('rule', 'milestone.export_too_large', { most: mostRows });
  return rows;
}
