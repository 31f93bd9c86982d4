import { type SQL, sql } from 'drizzle-orm';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import { addDays, type Day, dayOf } from '../../kernel/day.ts';
import { workingDaysAfter } from '../../kernel/working-day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { daysLeft } from './domain/clock.ts';
import { agentOf, expiringBy, isDueOf, nextDue, ownDepartment } from './list-queries.ts';
import { departmentsOn } from './rule-queries.ts';

/** A line on somebody's desk. */
type Item = Readonly<{ key: string; kind: string; title: string; params: Record<string, string | number>; link: string }>;
type Row = Readonly<{ projectId: string; permitId: string; title: string; name: string; on: Day; total: number }>;
const atMost = 12;
/** Working days before its day in which a gap is told of, and days in which the end of a permit is. */
const gapDays = 3;
const expiringDays = 30;

type Lines = Readonly<{ where: SQL; on: SQL; list: string }>;
async function rowsOf(db: Reader, actor: Actor, { where, on }: Lines): Promise<Row[]> {
  const { rows } = await db.execute<Row>(sql`
    select s.project_id as "projectId", s.permit_id as "permitId", ${shownName(actor).text} as title, i.name, ${on} as "on",
      count(*) over ()::int as total
    from permit_standing s join permit_item i on i.project_id = s.project_id and i.id = s.permit_id join project p on p.id = s.project_id
      left join project_standing g on g.project_id = p.id
    where p.side is null and ${projectWhere(actor, 'p')} and ${where} order by ${on}, s.project_id, i.order_no limit ${atMost}`);
  return rows;
}

async function linesOf(db: Reader, actor: Actor, kind: string, lines: Lines, today: Day): Promise<Item[]> {
  const rows = await rowsOf(db, actor, lines);
  const more = (rows[0]?.total ?? 0) - rows.length;
  const items = rows.map(({ projectId, permitId, title, name, on }): Item => {
    const left = daysLeft(on, today);
    const when = left < 0 ? `${kind}_late` : left === 0 ? `${kind}_today` : kind;
    return {
      key: `${kind} ${permitId}`,
      kind: when,
      title,
      params: { name, on, days: Math.abs(left) },
      link: `/projects/${projectId}?tab=permits`,
    };
  });
  const rest = { key: `more ${kind}`, kind: `${kind}_more`, title: '', params: { n: more }, link: lines.list };
  return more > 0 ? [...items, rest] : items;
}

/** What the department of the actor has to answer or decide by the next working day, the latest first. */
async function dueLines(db: Reader, actor: Actor, today: Day): Promise<Item[]> {
  if (!hasRole(actor, 'approval', 'development')) return [];
  const own = ownDepartment(actor, await departmentsOn(db, today));
  const due = nextDue(today);
  const lines = {
    where: sql`${own} and ${isDueOf} and ${due} <= ${workingDaysAfter(today, 1)}`,
    on: due,
    list: '/permits?state=soon&mine=department&page=1',
  };
  return linesOf(db, actor, 'permit_due', lines, today);
}

/** 容缺 that comes due, and permits that end unused: for whoever keeps the project or runs its errands. */
async function keeperLines(db: Reader, actor: Actor, today: Day): Promise<Item[]> {
  const mine = sql`(p.person_id = ${actor.id} or ${agentOf} = ${actor.id})`;
  const gaps = sql`${mine} and s.state in ('running', 'stopped') and s.gaps_by <= ${workingDaysAfter(today, gapDays)}`;
  const ends = sql`${mine} and s.state = 'granted' and s.valid_until >= ${addDays(today, -expiringDays)} and ${expiringBy(addDays(today, expiringDays))}`;
  return [
    ...(await linesOf(db, actor, 'permit_gap', { where: gaps, on: sql`s.gaps_by`, list: '/permits?state=gaps&page=1' }, today)),
    ...(await linesOf(db, actor, 'permit_end', { where: ends, on: sql`s.valid_until`, list: '/permits?state=expiring&page=1' }, today)),
  ];
}

/** 代办: what the projects that the actor runs errands for wait with, or were told is missing. */
async function agentLines(db: Reader, actor: Actor): Promise<Item[]> {
  const where = sql`${agentOf} = ${actor.id} and s.state in ('told', 'declined')`;
  const on = sql`coalesce(s.decided_on, s.applied_on)`;
  const rows = await rowsOf(db, actor, { where, on, list: '' });
  return rows.map(({ projectId, permitId, title, name, on: since }) => ({
    key: `permit_back ${permitId}`,
    kind: 'permit_back',
    title,
    params: { name, on: since },
    link: `/projects/${projectId}?tab=permits`,
  }));
}

/** Approvals on the desk: of a department what is due, of a keeper and an agent what they have to see to. */
export const permitItems =
  (which: 'department' | 'keeper') =>
  async (db: Reader, actor: Actor, now: Date): Promise<Item[]> => {
    const today = dayOf(now);
    if (which === 'department') return dueLines(db, actor, today);
    return [...(await keeperLines(db, actor, today)), ...(await agentLines(db, actor))];
  };
