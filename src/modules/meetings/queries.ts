import { asc, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { addDays, addMonths, type Day, dayOf } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { recordedEvent } from '../milestones/facts-queries.ts';
import { latePermits } from '../permits/list-queries.ts';
import { mayRaise } from '../problems/detail-queries.ts';
import { problemWhere, shownTitle } from '../problems/queries.ts';
import type { Side, Stage } from '../projects/domain/stage.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import type { Candidate, MeetingItem, MeetingRow, meetingsContract } from './contract.ts';
import { isCeremony, type MeetingKind } from './domain/meeting.ts';
import { may } from './policy.ts';
import { taskRows } from './task-queries.ts';
import { meeting, meetingItem } from './tables.ts';

type C = typeof meetingsContract;

/** Meetings m that the actor may see: offices of the whole district all, others those with a project or a task of theirs. */
export function meetingWhere(actor: Actor): SQL {
  if (may.seeAll(actor)) return sql`true`;
  const units = sql.param([...actor.unitIds]);
  return sql`(exists (select 1 from meeting_item i join project p on p.id = i.project_id where i.meeting_id = m.id and ${projectWhere(actor, 'p')})
    or exists (select 1 from supervision t join supervision_unit w on w.supervision_id = t.id where t.meeting_id = m.id and w.unit_id = any(${units}::uuid[])))`;
}
/** What of its agenda i the actor may see: topics are for whoever sees all. */
const itemWhere = (actor: Actor): SQL =>
  sql`(case when i.project_id is null then ${may.seeAll(actor)} else exists (select 1 from project p where p.id = i.project_id and ${projectWhere(actor, 'p')}) end)`;
/** Tasks t of the meeting that the actor may see. */
const tasksOf = (actor: Actor): SQL =>
  may.seeAll(actor)
    ? sql`t.meeting_id = m.id`
    : sql`t.meeting_id = m.id and exists (select 1 from supervision_unit w where w.supervision_id = t.id and w.unit_id = any(${sql.param([...actor.unitIds])}::uuid[]))`;

const rowColumns = (actor: Actor): SQL => sql`m.id, m.kind, m.title, m.held_on as "heldOn", m.place, m.state,
  (select count(*)::int from meeting_item i where i.meeting_id = m.id and ${itemWhere(actor)}) as items,
  (select count(*)::int from supervision t where ${tasksOf(actor)}) as tasks,
  (select count(*)::int from supervision t where ${tasksOf(actor)}
    and not exists (select 1 from supervision_unit w where w.supervision_id = t.id and w.state <> 'accepted')) as "tasksDone"`;

/** Meetings and ceremonies, the latest first. */
export async function listMeetings(
  db: Reader,
  { kind, page, size }: Received<C['list']>['query'],
  actor: Actor,
): Promise<Result<C['list']>> {
  const where = sql`${meetingWhere(actor)} and ${kind ? sql`m.kind = ${kind}` : sql`true`}`;
  const { rows: items } = await db.execute<MeetingRow>(
    sql`select ${rowColumns(actor)} from meeting m where ${where} order by m.held_on desc, m.id desc limit ${size} offset ${rowsBefore({ page, size })}`,
  );
  const { rows } = await db.execute<{ total: number }>(sql`select count(*)::int as total from meeting m where ${where}`);
  return { items, total: rows[0]!.total, can: { hold: may.hold(actor) } };
}

/** The row of a meeting that the actor may see. Refuses meeting.unknown. */
export async function visibleMeeting(db: Reader, id: string, actor: Actor): Promise<typeof meeting.$inferSelect> {
  const { rows } = await db.execute<{ id: string }>(sql`select m.id from meeting m where m.id = ${id} and ${meetingWhere(actor)}`);
  const [row] = rows.length ? await db.select().from(meeting).where(eq(meeting.id, id)) : [];
  if (!row) throw refuse('not_found', 'meeting.unknown', { id });
  return row;
}

/** What the light of a project was for by an instant: the worst of what the rules said last. */
const whyBy = (project: SQL, by: SQL): SQL =>
  sql`(select l.dimensions -> 0 from project_light l where l.project_id = ${project} and l.recorded_at <= ${by}
    order by l.month desc, l.recorded_at desc, l.id desc limit 1)`;

type AgendaRow = Omit<MeetingItem, 'mayRaise'> & Readonly<{ unitId: string | null; side: Side | null; stageNow: Stage | null }>;
/** What is on the table, as the actor may read it. */
export async function agendaOf(db: Reader, id: string, actor: Actor): Promise<MeetingItem[]> {
  const { masked, text } = shownName(actor);
  const { rows } = await db.execute<AgendaRow>(sql`
    select i.id, i.source, i.project_id as "projectId", case when p.id is null then null else ${text} end as "projectName", u.name as "unitName",
      i.problem_id as "problemId", case when p.id is not null and ${masked} then '' else i.title end as title, i.stage_then as "stageThen", p.stage as "stageNow",
      p.unit_id as "unitId", p.side, case when i.source = 'light' then ${whyBy(sql`i.project_id`, sql`coalesce(m.held_at, 'infinity')`)} end as why
    from meeting_item i join meeting m on m.id = i.meeting_id left join project p on p.id = i.project_id left join unit u on u.id = p.unit_id
    where i.meeting_id = ${id} and ${itemWhere(actor)} order by i.order_no`);
  return rows.map(({ unitId, side, ...row }) => {
    const of = unitId && row.stageNow ? { unitId, side, stage: row.stageNow } : null;
    return { ...row, mayRaise: of !== null && row.source !== 'problem' && mayRaise(actor, of) };
  });
}

/** A meeting as the actor may see it. Refuses meeting.unknown. */
export async function meetingOf(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['get']>> {
  const { kind, title, heldOn, place, state, version, minutes } = await visibleMeeting(db, id, actor);
  const agenda = await agendaOf(db, id, actor);
  const isHeld = state === 'held';
  return {
    id,
    kind,
    title,
    heldOn,
    place,
    state,
    version,
    minutes: may.readMinutes(actor) ? minutes : null,
    agenda,
    tasks: await taskRows(db, sql`t.meeting_id = ${id}`, sql`order by t.year, t.no`, actor, dayOf(now)),
    conversion: isCeremony(kind) ? await conversionOf(db, id, actor) : null,
    can: { edit: !isHeld && may.hold(actor), decide: may.issue(actor) },
  };
}

/** What became of the projects of a ceremony, by the ledger: how many there are, have signed, started and produce. */
async function conversionOf(db: Reader, id: string, actor: Actor) {
  type Counts = { total: number; signed: number; started: number; producing: number };
  const { rows } = await db.execute<Counts>(sql`
    select count(*)::int as total, count(*) filter (where p.signed_on is not null)::int as signed,
      count(*) filter (where p.started_on is not null)::int as started, count(*) filter (where p.production_on is not null)::int as producing
    from (select distinct i.project_id from meeting_item i where i.meeting_id = ${id} and i.source = 'project') i
      join project p on p.id = i.project_id where ${projectWhere(actor, 'p')}`);
  return rows[0]!;
}

const mostOfEach = 100;
const columns = (actor: Actor): SQL => sql`p.id as "projectId", ${shownName(actor).text} as "projectName", u.name as "unitName", p.stage`;

/** What could be put on the agenda of a meeting of a kind; of a ceremony, its projects. */
export async function candidates(db: Reader, kind: MeetingKind, actor: Actor, now: Date): Promise<Result<C['candidates']>> {
  const today = dayOf(now);
  const found = isCeremony(kind) ? [await ceremonyProjects(db, kind, actor, today)] : await Promise.all(pressing(db, actor, today));
  return { items: found.flat() };
}

function pressing(db: Reader, actor: Actor, today: Day): Promise<Candidate[]>[] {
  const rows = async (query: SQL) => (await db.execute<Candidate>(query)).rows;
  const none = sql`null as "problemId", null::jsonb as why`;
  return [
    rows(sql`select 'problem' as source, ${columns(actor)}, q.id as "problemId", null::jsonb as why, ${shownTitle(actor)} as title, q.raised_on as since
      from problem_standing s join problem q on q.project_id = s.project_id and q.id = s.problem_id join project p on p.id = s.project_id
        join unit u on u.id = p.unit_id
      where ${problemWhere(actor)} and s.state = 'open' and p.side is null
      order by array_position(array['meeting', 'leader', 'unit'], s.tier), s.due_on limit ${mostOfEach}`),
    rows(sql`select 'light' as source, ${columns(actor)}, null as "problemId", ${whyBy(sql`s.project_id`, sql`'infinity'`)} as why, '' as title, s.since
      from light_standing s join project p on p.id = s.project_id join unit u on u.id = p.unit_id
      where ${projectWhere(actor, 'p')} and s.colour = 'red' and not s.is_exempt order by s.since, p.code limit ${mostOfEach}`),
    rows(sql`select 'permit' as source, ${columns(actor)}, ${none}, d.name as title, d.since
      from ${latePermits(today)} d join project p on p.id = d.project_id join unit u on u.id = p.unit_id
      where ${projectWhere(actor, 'p')} order by d.since, p.code limit ${mostOfEach}`),
    rows(sql`select 'milestone' as source, ${columns(actor)}, ${none}, s.name as title, s.finish_on as since
      from milestone_standing s join project p on p.id = s.project_id join unit u on u.id = p.unit_id left join project_standing r on r.project_id = p.id
      where ${projectWhere(actor, 'p')} and p.side is null and s.finished_on is null and s.finish_on < ${addDays(today, -30)}
        and (s.event is null or ${recordedEvent(sql`s.event`)} is null) order by s.finish_on, p.code limit ${mostOfEach}`),
  ];
}

/** 集中签约 takes those in talks and just signed, 集中开工 those prepared and just started. */
async function ceremonyProjects(db: Reader, kind: MeetingKind, actor: Actor, today: Day): Promise<Candidate[]> {
  const lately = addMonths(today.slice(0, 7), -6);
  const which =
    kind === 'signing'
      ? sql`(p.stage = 'negotiating' or p.signed_on >= ${lately})`
      : sql`(p.stage in ('signed', 'preparing') or p.started_on >= ${lately})`;
  const { rows } = await db.execute<Candidate>(sql`
    select 'project' as source, ${columns(actor)}, null as "problemId", null::jsonb as why, '' as title, coalesce(p.started_on, p.signed_on, '') as since
    from project p join unit u on u.id = p.unit_id where ${projectWhere(actor, 'p')} and p.side is null and ${which}
    order by coalesce(p.started_on, p.signed_on) desc nulls last, p.code limit ${2 * mostOfEach}`);
  return rows;
}

/** The agenda as it is kept, for whoever changes it. */
export const keptItems = (db: Reader, id: string) =>
  db.select().from(meetingItem).where(eq(meetingItem.meetingId, id)).orderBy(asc(meetingItem.orderNo));
