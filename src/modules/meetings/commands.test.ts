import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { opened } from '../../app/testing/import-desk.ts';
import type { Actor } from '../../kernel/actor.ts';
import { readDocumentXml } from '../../platform/docx/test-document.ts';
import { fundsDatabase } from '../funds/test-database.ts';
import { problemPreset } from '../problems/domain/rule.ts';
import { raiseProblem } from '../problems/raise-commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { publishPreset } from '../reference/commands.ts';
import { editMeeting, holdMeeting, planMeeting } from './commands.ts';
import type { NewItem } from './contract.ts';
import { taskItems } from './desk-queries.ts';
import type { StepKind } from './domain/supervision.ts';
import { exportTasks } from './export-queries.ts';
import { meetingHistory } from './history-queries.ts';
import { meetingMinutes, meetingOnePagers, projectOnePager, taskLetter, taskNotice } from './file-queries.ts';
import { candidates, listMeetings, meetingOf } from './queries.ts';
import { issueTask, recordStep } from './task-commands.ts';
import { listTasks, taskOf } from './task-queries.ts';

const { db, pool, close, people, project, units } = await fundsDatabase();
const { clerk, head, stranger, bureau, auditor, system } = people;
const now = new Date('2026-06-15T09:00:00+08:00');
const today = '2026-06-15';
const page = { page: 1, size: 50 };
let leader: Actor;
let office: Actor;
beforeAll(async () => {
  await publishPreset(db, problemPreset);
  leader = { ...auditor, roles: ['leader'] };
  office = { ...system, roles: ['supervision'] };
  for (const { id, roles } of [clerk, head, stranger, bureau, leader, office])
    await pool.query(
      "insert into person_role (person_id, role_class, role, granted_at) select $1, 'business', r, now() from unnest($2::text[]) r",
      [id, roles],
    );
});
afterAll(close);

const topic = (title: string): NewItem => ({ source: 'topic', projectId: null, problemId: null, title });
const of = (projectId: string, source: NewItem['source'] = 'project'): NewItem => ({ source, projectId, problemId: null, title: '' });
const plan = async (items: NewItem[] = [], more: object = {}) =>
  (await planMeeting(db, { kind: 'joint', title: '六月联席会议', heldOn: today, place: '三楼会议室', items, ...more }, bureau, now)).id;
const said = { meetingId: null, leaderId: null, projectId: null, title: '变压器增容', words: '六月底前完成', dueOn: '2026-06-30' };
const issue = (more: Partial<Parameters<typeof issueTask>[1]>, by: Actor = bureau, at = now) =>
  issueTask(db, { ...said, unitIds: [units.east], ...more }, by, at);

/** What the rules said of a project on a day. */
const red = (id: string, on: string, behind: string) =>
  pool.query(
    `insert into project_light (project_id, id, month, rule_version, colour, judged, dimensions, recorded_at)
     values ($1, gen_random_uuid(), '2026-05', 1, 'red', 'red', $2, $3)`,
    [id, JSON.stringify([{ key: 'progress', colour: 'red', code: 'points', details: { month: '2026-05', behind } }]), on],
  );
/** An approval that was promised by a day and is still running. */
async function latePermit(id: string, by: string) {
  const { rows } = await pool.query(
    `insert into permit_item (project_id, id, key, class, template_version, order_no, name, stage, role, lead_role, after, legal_days, promised_days, green_days,
       may_lack, may_promise, may_pre_review, valid_months, extensions, extension_months, is_used_by_start, basis, added_by, added_at)
     values ($1, gen_random_uuid(), 'construction', 'equipment', 1, 0, '施工许可', 'construction', 'housing', 'housing', '{}', 7, 3, 1, false, false, false,
       null, 0, 0, false, '', $2, now()) returning id`,
    [id, bureau.id],
  );
  await pool.query(
    `insert into permit_standing (project_id, permit_id, state, accepted_on, promised_due_on, is_green) values ($1, $2, 'running', $3, $3, false)`,
    [id, rows[0].id, by],
  );
}

describe('a meeting', () => {
  test('draws its agenda from open problems, red lights and overdue milestones', async () => {
    const id = await project();
    const problem = { type: 'land', level: 'general', title: '管线迁改', words: '迁', ownerUnitId: units.west } as const;
    const raised = await raiseProblem(db, { projectId: id, ...problem, source: 'project', sourceId: null, sourceOn: null }, clerk, now);
    await pool.query(
      "insert into light_standing (project_id, month, colour, is_exempt, code, since) values ($1, '2026-05', 'red', false, 'x', '2026-04')",
      [id],
    );
    await pool.query(
      `insert into milestone_standing (project_id, key, class, plan_no, order_no, name, role, start_on, finish_on)
       values ($1, 'a', 'equipment', 1, 0, '厂房封顶', 'unit', '2026-01-01', '2026-03-01')`,
      [id],
    );
    await red(id, '2026-06-01', '31.11');
    await latePermit(id, '2026-06-12');
    const { items } = await candidates(db, 'joint', bureau, now);
    const why = { colour: 'red', code: 'points', details: { behind: '31.11' } };
    expect(items.filter((i) => i.projectId === id)).toMatchObject([
      { source: 'problem', title: '管线迁改', why: null },
      { source: 'light', title: '', why },
      { source: 'permit', title: '施工许可', since: '2026-06-12', why: null },
      { source: 'milestone', title: '厂房封顶', why: null },
    ]);
    const pressing = async () => (await candidates(db, 'joint', bureau, now)).items.flatMap((i) => (i.projectId === id ? [i.source] : []));
    // Whom the bureau let off, and a node that is late for thirty days, press nobody.
    await pool.query('update light_standing set is_exempt = true where project_id = $1', [id]);
    await pool.query("update milestone_standing set finish_on = '2026-05-16' where project_id = $1", [id]);
    expect(await pressing()).toEqual(['problem', 'permit']);
    const meeting = await plan([
      { source: 'problem', projectId: id, problemId: raised.id, title: '管线迁改' },
      of(id, 'light'),
      { ...of(id, 'permit'), title: '施工许可' },
      topic('全区形势'),
    ]);
    // What is on the table besides problems can become one, of a project of one's own.
    const seen = async (by: Actor) =>
      (await meetingOf(db, meeting, by, now)).agenda.map((i) => [i.source, i.why?.details['behind'] ?? null, i.mayRaise]);
    expect(await seen(bureau)).toEqual([
      ['problem', null, false],
      ['light', '31.11', true],
      ['permit', null, true],
      ['topic', null, false],
    ]);
    expect((await meetingOf(db, meeting, auditor, now)).agenda.some((i) => i.mayRaise)).toBe(true);
    await pool.query("update project set side = 'suspended' where id = $1", [id]);
    expect((await seen(bureau)).some(([, , mayRaise]) => mayRaise)).toBe(false);
    expect(await pressing()).toEqual([]);
    await pool.query('update project set side = null where id = $1', [id]);
    await pool.query("update problem_standing set state = 'solved' where project_id = $1", [id]);
    expect(await pressing()).toEqual(['permit']);
    // Once held it keeps what its lights were for.
    await holdMeeting(db, { id: meeting, version: 1 }, bureau, now);
    await red(id, '2026-06-20', '44.44');
    expect((await seen(bureau))[1]).toEqual(['light', '31.11', true]);
  });

  test('takes nothing that is not there, and nobody but the bureau plans one', async () => {
    const id = await project();
    for (const [item, code] of [
      [topic(''), 'meeting.topic_blank'],
      [{ ...topic('x'), projectId: id }, 'meeting.item_astray'],
      [{ ...of(id), source: 'problem' as const }, 'meeting.item_astray'],
      [of(bureau.id), 'project.unknown'],
      [{ ...of(id), source: 'problem' as const, problemId: id }, 'problem.unknown'],
    ] as const)
      await expect(plan([item])).rejects.toMatchObject({ code });
    const fields = { kind: 'joint', title: 'x', heldOn: today, place: '', items: [] } as const;
    await expect(planMeeting(db, fields, head, now)).rejects.toMatchObject({ code: 'meeting.may_not_hold' });
  });

  test('shows a unit its own items and tasks and no minutes, and a stranger nothing', async () => {
    const [mine, secret] = [await project(), await project({ unit_id: units.west, stage: 'negotiating', name: '某某重工项目' })];
    const items = [of(mine), of(secret), topic('某某重工')];
    const id = await plan(items, { title: '七月专题会' });
    const written = { title: '七月专题会', heldOn: today, place: '', minutes: '某某重工要价', items };
    await editMeeting(db, { id, version: 1, ...written }, bureau, now);
    const seen = await meetingOf(db, id, clerk, now);
    expect([seen.agenda.map((i) => i.projectId), seen.minutes]).toEqual([[mine], null]);
    expect(JSON.stringify((await meetingOf(db, id, auditor, now)).agenda.filter((i) => i.projectId))).not.toContain('某某重工');
    await expect(meetingMinutes(db, id, clerk, now)).rejects.toMatchObject({ code: 'meeting.may_not_read_minutes' });
    expect((await meetingOf(db, id, leader, now)).minutes).toContain('某某重工');
    const hidden = await plan([of(secret)]);
    await expect(meetingOf(db, hidden, clerk, now)).rejects.toMatchObject({ code: 'meeting.unknown' });
    expect((await listMeetings(db, page, clerk)).items.map((m) => m.id)).not.toContain(hidden);
    expect((await listMeetings(db, page, system)).items).toEqual([]);
  });

  test('stays as it was once held, with where its projects stood; a ceremony shows what became of them', async () => {
    const [signed, started] = [
      await project({ stage: 'signed', signed_on: '2026-05' }),
      await project({ stage: 'signed', signed_on: '2026-05' }),
    ];
    const id = await plan([of(signed), of(started)], { kind: 'signing', title: '六月集中签约' });
    await expect(holdMeeting(db, { id, version: 7 }, bureau, now)).rejects.toMatchObject({ code: 'meeting.changed_meanwhile' });
    await holdMeeting(db, { id, version: 1 }, bureau, now);
    await expect(holdMeeting(db, { id, version: 2 }, bureau, now)).rejects.toMatchObject({ code: 'meeting.already_held' });
    await pool.query("update project set stage = 'building', started_on = '2026-06' where id = $1", [started]);
    const { agenda, conversion } = await meetingOf(db, id, bureau, now);
    expect(agenda.map((i) => [i.stageThen, i.stageNow])).toEqual([
      ['signed', 'signed'],
      ['signed', 'building'],
    ]);
    expect(conversion).toEqual({ total: 2, signed: 2, started: 1, producing: 0 });
    const later = await plan([], { heldOn: '2026-06-16' });
    await expect(holdMeeting(db, { id: later, version: 1 }, bureau, now)).rejects.toMatchObject({ code: 'meeting.to_come' });
  });
});

describe('a task', () => {
  test('is numbered in its year, of a meeting or of a leader and not of both, for units that there are', async () => {
    const meetingId = await plan();
    const first = await issue({ meetingId });
    expect(await issue({ leaderId: leader.id }, office)).toMatchObject({ year: 2026, no: first.no + 1 });
    const nextYear = new Date('2027-01-04T09:00:00+08:00');
    expect(await issue({ meetingId, dueOn: '2027-02-01' }, bureau, nextYear)).toMatchObject({ year: 2027, no: 1 });
    for (const [more, code] of [
      [{}, 'supervision.source_needed'],
      [{ meetingId, leaderId: leader.id }, 'supervision.source_needed'],
      [{ leaderId: clerk.id }, 'supervision.leader_unknown'],
      [{ meetingId, unitIds: [clerk.id] }, 'supervision.unit_unknown'],
      [{ meetingId, dueOn: '2026-06-14' }, 'supervision.due_in_past'],
      [{ meetingId: clerk.id }, 'meeting.unknown'],
      [{ meetingId, projectId: await project({ stage: 'negotiating' }), unitIds: [units.west] }, 'supervision.in_talks'],
    ] as const)
      await expect(issue(more)).rejects.toMatchObject({ code });
    await expect(issue({ meetingId }, head)).rejects.toMatchObject({ code: 'supervision.may_not_issue' });
  });

  test('is fed back by each unit, returned, given more time, and accepted by another than who fed back', async () => {
    // A unit that is named twice is asked once.
    const { id } = await issue({ meetingId: await plan(), unitIds: [units.east, units.west, units.east] });
    const step = (unitId: string, kind: StepKind, by: Actor, events: number, dueOn: string | null = null) =>
      recordStep(db, { id, unitId, kind, words: '说明', dueOn, events }, by, now);
    await expect(step(units.east, 'fed_back', stranger, 0)).rejects.toMatchObject({ code: 'supervision.unknown' });
    await expect(step(units.east, 'accepted', bureau, 0)).rejects.toMatchObject({ code: 'supervision.not_now' });
    await expect(step(units.east, 'extended', bureau, 0)).rejects.toMatchObject({ code: 'supervision.due_needed' });
    await expect(step(units.east, 'extended', bureau, 0, '2026-06-14')).rejects.toMatchObject({ code: 'supervision.due_needed' });
    await step(units.east, 'extended', bureau, 0, '2026-07-10');
    await step(units.east, 'fed_back', clerk, 1);
    await expect(step(units.east, 'accepted', clerk, 2)).rejects.toMatchObject({ code: 'supervision.may_not_record' });
    await step(units.east, 'returned', office, 2);
    await expect(step(units.east, 'fed_back', clerk, 2)).rejects.toMatchObject({ code: 'supervision.changed_meanwhile' });
    await step(units.east, 'fed_back', bureau, 3);
    await expect(step(units.east, 'accepted', bureau, 4)).rejects.toMatchObject({ code: 'supervision.own_feedback' });
    await step(units.east, 'accepted', office, 4);
    const task = await taskOf(db, id, bureau, now);
    expect(task.units.map((u) => [u.unitId, u.state, u.dueOn])).toEqual([
      [units.east, 'accepted', '2026-07-10'],
      [units.west, 'waiting', '2026-06-30'],
    ]);
    expect((await taskItems('due')(db, stranger, new Date('2026-06-29T09:00:00+08:00'))).map((i) => i.link)).toContain(
      `/supervisions/${id}`,
    );
    expect((await listTasks(db, { ...page, state: 'live', unit: units.east }, bureau, now)).items.map((t) => t.id)).not.toContain(id);
    expect((await listTasks(db, { ...page, state: 'live', unit: units.west }, bureau, now)).items.map((t) => t.id)).toContain(id);
  });

  test('is seen by its units and the offices of the whole district alone', async () => {
    const { id } = await issue({ meetingId: await plan() });
    expect((await taskOf(db, id, clerk, now)).can).toEqual({ [units.east]: ['fed_back'] });
    await expect(taskOf(db, id, stranger, now)).rejects.toMatchObject({ code: 'supervision.unknown' });
    await expect(taskOf(db, id, system, now)).rejects.toMatchObject({ code: 'supervision.unknown' });
    const talks = await issue({ meetingId: await plan(), projectId: await project({ stage: 'negotiating' }), title: '某某重工要地' });
    expect(JSON.stringify(await taskOf(db, talks.id, auditor, now))).not.toContain('某某重工');
    await expect(taskLetter(db, talks.id, auditor, now)).rejects.toMatchObject({ code: 'supervision.masked' });
  });
});

test('tasks come as a workbook, a line for each unit with what it fed back, and hidden where they are hidden', async () => {
  const { id, no } = await issue({ meetingId: await plan(), unitIds: [units.east, units.west], title: '台账督办' });
  await recordStep(db, { id, unitId: units.west, kind: 'fed_back', words: '已开工', dueOn: null, events: 0 }, stranger, now);
  const secret = { projectId: await project({ stage: 'negotiating', unit_id: units.west }), unitIds: [units.west], title: '某某重工要地' };
  const talks = await issue({ meetingId: await plan(), ...secret });
  await recordStep(
    db,
    { id: talks.id, unitId: units.west, kind: 'fed_back', words: '某某重工同意', dueOn: null, events: 0 },
    stranger,
    now,
  );
  const lines = async (by: Actor) => {
    const { body } = await exportTasks(db, { q: undefined, language: 'zh' }, by, now);
    const { sheet } = await opened(body as AsyncIterable<unknown>);
    const read: string[][] = [];
    sheet.eachRow((row) => read.push(Array.from({ length: 12 }, (_, i) => row.getCell(i + 1).text)));
    return read;
  };
  const own = (await lines(bureau)).filter((row) => row[0] === `督办〔2026〕${no}号`);
  expect(own.map((row) => [row[2], row[6], row[8], row[11]])).toEqual([
    ['台账督办', '是', '待反馈', ''],
    ['台账督办', '', '待验收', '已开工'],
  ]);
  expect(JSON.stringify(await lines(bureau))).toContain('某某重工同意');
  expect(JSON.stringify(await lines(auditor))).not.toContain('某某重工');
  expect((await lines(head)).some((row) => row[0] === `督办〔2026〕${talks.no}号`)).toBe(false);
});

test('the history of a project tells its meetings and each step of its tasks to whoever may see them', async () => {
  const id = await project();
  const held = await plan([of(id)], { title: '六月调度会' });
  await holdMeeting(db, { id: held, version: 1 }, bureau, now);
  await plan([of(id)], { title: '还没有开' });
  const task = await issue({ meetingId: held, projectId: id, unitIds: [units.west] });
  const step = { id: task.id, unitId: units.west, words: '已增容', dueOn: null };
  await recordStep(db, { ...step, kind: 'fed_back', events: 0 }, stranger, now);
  await recordStep(db, { ...step, kind: 'accepted', events: 1 }, bureau, now);
  const lines = async (by: Actor) => meetingHistory(db, await visibleProject(db, id, bureau), by);
  expect((await lines(bureau)).map((l) => [l.title.key, l.note])).toEqual([
    ['meetings.history.held', '六月调度会'],
    ['supervisions.history.issued', '变压器增容'],
    ['supervisions.history.fed_back', '已增容'],
    ['supervisions.history.accepted', '已增容'],
  ]);
  // The project's own unit was asked nothing: it knows of the meeting alone.
  expect((await lines(clerk)).map((l) => l.title.key)).toEqual(['meetings.history.held']);
  await pool.query("update project set stage = 'negotiating' where id = $1", [id]);
  expect((await lines(auditor)).map((l) => l.note)).toEqual([null, null, null, null]);
});

test('letter, minutes and one-pagers are Word files', async () => {
  const id = await plan([of(await project()), topic('全区形势')]);
  const task = await issue({ meetingId: id, unitIds: [units.east, units.west] });
  for (const file of [
    await taskLetter(db, task.id, bureau, now),
    await taskNotice(db, { id: task.id, unitId: units.west }, bureau, now),
    await meetingMinutes(db, id, bureau, now),
    await meetingOnePagers(db, id, clerk, now),
    await projectOnePager(db, await project({ total_fen: 1_234_567_8900_00 }), clerk, now),
  ]) {
    expect(file.filename).toMatch(/\.docx$/);
    expect((file.body as Buffer).subarray(0, 2).toString()).toBe('PK');
  }
  const notice = async (unitId: string, by: Actor, at = now) =>
    readDocumentXml((await taskNotice(db, { id: task.id, unitId }, by, at)).body as Buffer);
  expect(await notice(units.east, clerk)).toContain('（牵头）');
  expect(await notice(units.west, bureau)).toContain('2026年6月30日前办结');
  expect(await notice(units.west, bureau, new Date('2026-07-02T09:00:00+08:00'))).toContain('请立即办理');
  await expect(notice(bureau.id, bureau)).rejects.toMatchObject({ code: 'supervision.unknown' });
  await expect(notice(units.west, system)).rejects.toMatchObject({ code: 'supervision.unknown' });
  const said = async (projectId: string, by: Actor) => readDocumentXml((await projectOnePager(db, projectId, by, now)).body as Buffer);
  expect(await said(await project({ total_fen: 1_234_567_8900_00 }), clerk)).toContain('1,234,567.89');
  // Nobody else reads of a project of theirs, and of one in talks only who may know.
  const secret = await project({ unit_id: units.west, stage: 'negotiating', name: '某某重工项目', masked_name: '某企业项目' });
  await expect(said(secret, clerk)).rejects.toMatchObject({ code: 'project.unknown' });
  expect(await said(secret, auditor)).not.toContain('某某重工');
  expect(await said(secret, bureau)).toContain('某某重工');
});
