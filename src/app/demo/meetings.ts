import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, addMonths, type Day, dayOf, endOfDay } from '../../kernel/day.ts';
import { workingDayFrom } from '../../kernel/working-day.ts';
import { actorByLogin, peopleInRole } from '../../modules/identity/queries.ts';
import { editMeeting, holdMeeting, planMeeting } from '../../modules/meetings/commands.ts';
import type { NewItem } from '../../modules/meetings/contract.ts';
import type { MeetingKind } from '../../modules/meetings/domain/meeting.ts';
import { candidates } from '../../modules/meetings/queries.ts';
import { sentenceOf } from '../../modules/lights/domain/why-words.ts';
import { recordTalk } from '../../modules/lights/talk-commands.ts';
import { suggestedTasks } from '../../modules/meetings/suggestion-queries.ts';
import { issueTask, recordStep } from '../../modules/meetings/task-commands.ts';
import type { Db } from '../../platform/db.ts';
import type { Cast } from './people.ts';

const minutes = `会议由区政府分管领导主持，各有关单位参加。
会议听取了项目问题办理情况汇报，逐项研究了解决办法。
会议要求，各责任单位对议定事项逐项落实，按期反馈。`;
type Planned = Readonly<{ kind: MeetingKind; title: string; on: Day; items: readonly NewItem[]; text: string }>;

/** A meeting of the past that was held on its day. */
async function held(db: Db, { kind, title, on, items, text }: Planned, keeper: Actor): Promise<string> {
  const at = endOfDay(on);
  const fields = { title, heldOn: on, place: '区政府三楼会议室', items };
  const { id } = await planMeeting(db, { kind, ...fields }, keeper, at);
  const { version } = await editMeeting(db, { id, version: 1, ...fields, minutes: text }, keeper, at);
  await holdMeeting(db, { id, version }, keeper, at);
  return id;
}

/** Projects that were signed, or started, in these months: those of a ceremony then. */
async function ceremonyItems(db: Db, event: 'signed_on' | 'started_on', months: readonly string[]): Promise<NewItem[]> {
  const { rows } = await db.execute<{ projectId: string }>(sql`
    select id as "projectId" from project where left(${sql.identifier(event)}, 7) = any(${sql.param([...months])}::text[]) order by code limit 15`);
  return rows.map(({ projectId }) => ({ source: 'project', projectId, problemId: null, title: '' }));
}

/** Ceremonies of a year with what became of them, a joint meeting with its tasks, the next one with its agenda, and an instruction of a leader. */
export async function meetingDemo(db: Db, { units, keeper }: Cast, now: Date): Promise<void> {
  const today = dayOf(now);
  const month = today.slice(0, 7);
  const quarters = [10, 7, 4].map((back) => [addMonths(month, -back - 2), addMonths(month, -back - 1), addMonths(month, -back)] as const);
  for (const [i, months] of quarters.entries()) {
    const on = workingDayFrom(`${addMonths(months[2], 1)}-08`);
    const items = await ceremonyItems(db, 'signed_on', months);
    await held(db, { kind: 'signing', title: `第${['一', '二', '三'][i]}批重点项目集中签约`, on, items, text: '' }, keeper);
  }
  const starts = await ceremonyItems(db, 'started_on', quarters[2]!);
  await held(
    db,
    { kind: 'starting', title: '重大项目集中开工', on: workingDayFrom(`${addMonths(month, -3)}-18`), items: starts, text: '' },
    keeper,
  );
  const agenda = (await candidates(db, 'joint', keeper, now)).items.map(({ source, projectId, problemId, title }): NewItem => ({
    source,
    projectId,
    problemId,
    title,
  }));
  const of = (source: NewItem['source'], count: number) => agenda.filter((a) => a.source === source).slice(0, count);
  const on = workingDayFrom(addDays(today, -20));
  const items = [...of('problem', 5), ...of('light', 3), ...of('milestone', 2)];
  const joint = await held(db, { kind: 'joint', title: '招商引资和项目建设联席会议', on, items, text: minutes }, keeper);
  await tasksOf(db, { joint, projectId: items[0]?.projectId ?? null, issued: endOfDay(on), today }, units, keeper, now);
  await followLights(db, keeper, now);
  const next = { kind: 'monthly' as const, title: '项目建设月例会', heldOn: workingDayFrom(addDays(today, 5)), place: '招商局会议室' };
  await planMeeting(db, { ...next, items: [...of('problem', 8), ...of('light', 5)] }, keeper, now);
}

/** The first light that asks for a letter has got one, and the first that asks for a talk has been spoken about; the others wait. */
async function followLights(db: Db, keeper: Actor, now: Date): Promise<void> {
  const { items } = await suggestedTasks(db, keeper, now);
  const letter = items.find((i) => i.raise === 'letter');
  if (letter) {
    const { projectId, projectName, unitId, months, why } = letter;
    const words = `${projectName}已连续${months}个月亮红灯（${why[0] ? sentenceOf(why[0]) : ''}）。请说明原因，提出赶上进度的措施和时间。`;
    const task = { meetingId: null, leaderId: null, projectId, title: `${projectName}亮红灯问题`, words, dueOn: addDays(dayOf(now), 10) };
    await issueTask(db, { ...task, unitIds: [unitId], ofLight: true }, keeper, now);
  }
  const talk = items.find((i) => i.raise === 'talk') ?? items.findLast((i) => i !== letter);
  if (talk) {
    const said = {
      heldOn: dayOf(now),
      who: `招商局约谈${talk.unitName}主要负责人`,
      words: '责任单位承诺两周内排出赶工计划，按周报送进度。',
    };
    await recordTalk(db, { id: talk.projectId, ...said }, keeper, now);
  }
}

type Issued = Readonly<{ joint: string; projectId: string | null; issued: Date; today: Day }>;
async function tasksOf(db: Db, { joint, projectId, issued, today }: Issued, units: Cast['units'], keeper: Actor, now: Date): Promise<void> {
  const unit = (code: string) => units.get(code)!;
  const said = { meetingId: joint, leaderId: null, projectId: null };
  const power = { title: '落实重点项目用电增容', words: '会同供电部门逐个项目明确增容方案和完成时间。', dueOn: addDays(today, 10) };
  await issueTask(db, { ...said, ...power, projectId, unitIds: [unit('QW-FGJ'), unit('QW-GXJ')] }, keeper, issued);
  const permits = { title: '施工许可并联办理', words: '对在会项目逐个列出缺项，代办员跟踪到领证。', dueOn: addDays(today, -3) };
  const { id } = await issueTask(db, { ...said, ...permits, unitIds: [unit('QW-SPJ'), unit('QW-X01')] }, keeper, issued);
  const head = (await actorByLogin(db, 'qingsui-head'))!;
  const done = {
    id,
    unitId: unit('QW-X01'),
    kind: 'fed_back' as const,
    words: '本镇两个项目缺项已补齐，施工许可已受理。',
    dueOn: null,
    events: 0,
  };
  await recordStep(db, done, head, now);
  const [leader] = await peopleInRole(db, 'leader');
  const asked = { title: '核查到位资金凭证', words: '对本季度申报的到位资金逐笔核查凭证，报送核查情况。', dueOn: addDays(today, 7) };
  await issueTask(
    db,
    { meetingId: null, leaderId: leader!.id, projectId: null, ...asked, unitIds: [unit('QW-CZJ'), unit('QW-SJJ')] },
    keeper,
    now,
  );
}
