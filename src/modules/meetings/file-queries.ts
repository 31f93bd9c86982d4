import { eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import type { Download } from '../../platform/http.ts';
import { recordedEvent } from '../milestones/facts-queries.ts';
import { peopleOf } from '../identity/queries.ts';
import { maskedWhere, projectWhere, readName, shownName, visibleProject } from '../projects/queries.ts';
import { letterDocument, lightWords, minutesDocument, noticeDocument, type OnePager, onePagersDocument } from './document.ts';
import { supervisionNo } from './domain/supervision.ts';
import { may } from './policy.ts';
import { agendaOf, visibleMeeting } from './queries.ts';
import { supervision } from './tables.ts';
import { taskOf, taskRows } from './task-queries.ts';

const contentType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** The unit of whoever issued or prepared it signs. */
const unitOf = async (db: Reader, personId: string) => (await peopleOf(db, [personId])).get(personId)?.unitName ?? '';

/** A task that the actor may read whole, where it comes from and who signs what is written of it. Refuses supervision.unknown, supervision.masked. */
async function wholeTask(db: Reader, id: string, actor: Actor, now: Date) {
  const task = await taskOf(db, id, actor, now);
  if (task.title === '') throw refuse('forbidden', 'supervision.masked');
  const [{ issuedBy }] = (await db.select({ issuedBy: supervision.issuedBy }).from(supervision).where(eq(supervision.id, id))) as [
    { issuedBy: string },
  ];
  const of = task.light ? lightWords(task.projectName, task.light) : (task.meeting?.title ?? task.leader ?? '');
  return { task, of, signer: await unitOf(db, issuedBy) };
}

/** 督办函 of a task that the actor may read whole. Refuses supervision.unknown, supervision.masked. */
export async function taskLetter(db: Reader, id: string, actor: Actor, now: Date): Promise<Download> {
  const { task, of, signer } = await wholeTask(db, id, actor, now);
  const body = await letterDocument({ task, of, projectName: task.projectName, units: task.units, signer });
  return { filename: `${supervisionNo(task)}督办函.docx`, contentType, body };
}

type Named = Readonly<{ id: string; unitId: string }>;
/** 督办通知 to one unit of such a task, as it stands on a day. Refuses supervision.unknown, supervision.masked. */
export async function taskNotice(db: Reader, { id, unitId }: Named, actor: Actor, now: Date): Promise<Download> {
  const { task, of, signer } = await wholeTask(db, id, actor, now);
  const unit = task.units.find((u) => u.unitId === unitId);
  if (!unit) throw refuse('not_found', 'supervision.unknown', { id });
  const said = task.steps.findLast((s) => s.unitId === unitId && s.kind === 'fed_back')?.words ?? null;
  const leads = task.units[0] === unit && task.units.length > 1;
  const body = await noticeDocument({ task, of, unit: { ...unit, leads, said }, signer, on: dayOf(now) });
  return { filename: `${supervisionNo(task)}督办通知（${unit.unitName}）.docx`, contentType, body };
}

/** The minutes of a meeting. Refuses meeting.unknown, meeting.may_not_read_minutes. */
export async function meetingMinutes(db: Reader, id: string, actor: Actor, now: Date): Promise<Download> {
  const meeting = await visibleMeeting(db, id, actor);
  if (!may.readMinutes(actor)) throw refuse('forbidden', 'meeting.may_not_read_minutes');
  const agenda = await agendaOf(db, id, actor);
  const tasks = await taskRows(db, sql`t.meeting_id = ${id}`, sql`order by t.year, t.no`, actor, dayOf(now));
  const body = await minutesDocument({ meeting, agenda, tasks, signer: await unitOf(db, meeting.createdBy) });
  return { filename: `${meeting.title}纪要.docx`, contentType, body };
}

/** What the page of each project says: a relation `i` names the projects and their order. */
async function pagesOf(db: Reader, which: SQL, actor: Actor, today: Day): Promise<OnePager[]> {
  const masked = maskedWhere(actor, 'p');
  const { rows } = await db.execute<OnePager>(sql`
    select ${shownName(actor).text} as name, p.code, u.name as "unitName", h.name as "personName", p.stage, p.total_fen as "totalFen",
      p.agreed_fen as "agreedFen", p.arrived_fen as "arrivedFen", p.invested_fen as "investedFen", p.signed_on as "signedOn", p.started_on as "startedOn",
      p.production_on as "productionOn", case when l.is_exempt then 'green' else l.colour end as light, l.since as "lightSince",
      (select w.dimensions -> 0 from project_light w where w.project_id = p.id and l.colour in ('yellow', 'red') and not l.is_exempt
        order by w.month desc, w.recorded_at desc, w.id desc limit 1) as why,
      case when ${masked} then null else (select r.summary from month_report r where r.project_id = p.id and r.summary is not null
        order by r.month desc, r.recorded_at desc limit 1) end as summary,
      coalesce((select jsonb_agg(jsonb_build_object('title', q.title, 'ownerName', o.name, 'dueOn', s.due_on) order by s.due_on)
        from problem_standing s join problem q on q.project_id = s.project_id and q.id = s.problem_id join unit o on o.id = s.owner_unit_id
        where s.project_id = p.id and s.state = 'open' and not ${masked}), '[]'::jsonb) as problems,
      coalesce((select jsonb_agg(jsonb_build_object('name', n.name, 'finishOn', n.finish_on) order by n.finish_on) from milestone_standing n
        left join project_standing r on r.project_id = n.project_id
        where n.project_id = p.id and n.finished_on is null and n.finish_on < ${today}
          and (n.event is null or ${recordedEvent(sql`n.event`)} is null)), '[]'::jsonb) as late
    from ${which} i join project p on p.id = i.project_id join unit u on u.id = p.unit_id left join person h on h.id = p.person_id
      left join light_standing l on l.project_id = p.id
    where ${projectWhere(actor, 'p')} order by i.order_no`);
  return rows;
}

/** A page for every project on the agenda that the actor may see. Refuses meeting.unknown. */
export async function meetingOnePagers(db: Reader, id: string, actor: Actor, now: Date): Promise<Download> {
  const meeting = await visibleMeeting(db, id, actor);
  const today = dayOf(now);
  const which = sql`(select project_id, min(order_no) as order_no from meeting_item where meeting_id = ${id} and project_id is not null group by 1)`;
  const title = `${meeting.title}项目一页纸`;
  return { filename: `${title}.docx`, contentType, body: await onePagersDocument(title, today, await pagesOf(db, which, actor, today)) };
}

/** The page of one project, as the actor may read it. Refuses project.unknown. */
export async function projectOnePager(db: Reader, id: string, actor: Actor, now: Date): Promise<Download> {
  const project = await visibleProject(db, id, actor);
  const today = dayOf(now);
  const pages = await pagesOf(db, sql`(select ${id}::uuid as project_id, 0 as order_no)`, actor, today);
  return { filename: `${readName(actor, project)}一页纸.docx`, contentType, body: await onePagersDocument('项目一页纸', today, pages) };
}
