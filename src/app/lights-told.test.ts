import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { exemptLight, explainLight, publishEscalation, refreshLights } from '../modules/lights/commands.ts';
import { lightPreset } from '../modules/lights/domain/rule.ts';
import { lightHistory } from '../modules/lights/history-queries.ts';
import { lightsOfProject, listLights } from '../modules/lights/queries.ts';
import { recordTalk } from '../modules/lights/talk-commands.ts';
import { taskLetter } from '../modules/meetings/file-queries.ts';
import { taskOf } from '../modules/meetings/task-queries.ts';
import { issueTask } from '../modules/meetings/task-commands.ts';
import { suggestedTasks } from '../modules/meetings/suggestion-queries.ts';
import { exportProjects } from '../modules/projects/export-queries.ts';
import { listProjects } from '../modules/projects/list-queries.ts';
import { visibleProject } from '../modules/projects/queries.ts';
import { publishPreset } from '../modules/reference/commands.ts';
import { readDocumentXml } from '../platform/docx/test-document.ts';
import './wiring.ts';
import { opened } from './testing/import-desk.ts';
import { at, openReminding } from './testing/reminding.ts';

const t = await openReminding();
afterAll(t.close);
const { db, pool, units, bureau, head, someone, plainProject, run, toldTo, standing, notices } = t;
let leader: Actor;
let office: Actor;
beforeAll(async () => {
  await publishPreset(db, lightPreset);
  leader = await someone('leader', units.bureau);
  office = await someone('supervision', units.bureau);
  const role = "insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'promotion_admin', now())";
  await pool.query(role, [bureau.id]);
});

/** A project under way whose light has been of this colour since a month, as of May. */
async function lit(colour: 'yellow' | 'red', since: string, month = '2026-05') {
  const project = await plainProject('building');
  await pool.query('update project set leader_id = $2 where id = $1', [project.id, leader.id]);
  await shine(project.id, colour, since, month);
  return project;
}
const shine = (id: string, colour: string, since: string, month: string) =>
  pool.query(
    `insert into light_standing (project_id, month, colour, is_exempt, code, since) values ($1, $2, $3, false, 'points', $4)
     on conflict (project_id) do update set month = excluded.month, colour = excluded.colour, since = excluded.since`,
    [id, month, colour, since],
  );

/** What the rules said of it in a month. */
const judged = (id: string, month: string, behind: string) =>
  pool.query(
    `insert into project_light (project_id, id, month, rule_version, colour, judged, dimensions, recorded_at)
     values ($1, gen_random_uuid(), $2, 1, 'red', 'red', $3, now())`,
    [
      id,
      month,
      JSON.stringify([{ key: 'progress', colour: 'red', code: 'points', details: { month, done: '40.00', schedule: '84.44', behind } }]),
    ],
  );

describe('a light that is not green', () => {
  test('is told to the keeper and whomever the table names, further up the longer it stands', async () => {
    const { id, owner, name } = await lit('red', '2026-05');
    const all = async () => Promise.all([owner, head, leader, bureau, office].map((who) => toldTo(who, id)));
    await run('2026-06-11');
    const first = ['red 2026-06-11'];
    expect(await all()).toEqual([first, first, first, [], []]);
    expect(await notices(owner)).toMatchObject([{ kind: 'reminder.red', subject: 'light', title: name, params: { months: 1 } }]);
    // June is red as well: July tells the bureau, and says that a talk is due.
    await shine(id, 'red', '2026-05', '2026-06');
    await run('2026-07-02');
    const second = [...first, 'red 2026-07-02'];
    expect(await all()).toEqual([second, second, second, ['red 2026-07-02'], []]);
    expect(await standing(bureau)).toMatchObject([{ subject: 'light_talk', step: 'red', link: `/projects/${id}?tab=lights&act=explain` }]);
    await shine(id, 'red', '2026-05', '2026-07');
    await run('2026-08-03');
    expect((await toldTo(office, id)).at(-1)).toBe('red 2026-08-03');
    // Yellow after red is another state; green is none.
    await shine(id, 'green', '2026-08', '2026-08');
    await run('2026-09-02');
    expect([await standing(owner), await standing(office), await notices(owner)]).toEqual([[], [], []]);
  });

  test('is not told again at once when the unit has said why, nor at all while it is let off', async () => {
    const { id, owner } = await lit('yellow', '2026-08', '2026-08');
    await run('2026-09-05');
    await explainLight(db, { id, month: '2026-08', class: 'weather', words: '连续降雨' }, owner, at('2026-09-18'));
    await run('2026-09-18', '09:00');
    expect(await standing(owner)).toEqual([]);
    await run('2026-09-25');
    await run('2026-10-03');
    expect(await toldTo(owner, id)).toEqual(['yellow 2026-09-05', 'yellow 2026-10-03']);
    await pool.query('update light_standing set is_exempt = true where project_id = $1', [id]);
    await run('2026-10-03', '09:00');
    expect(await standing(owner)).toEqual([]);
  });

  test('asks for a talk or a letter once it has stood so long, until a task is issued; whether one is, people decide', async () => {
    const { id, name } = await lit('red', '2026-08', '2026-09');
    await lit('red', '2026-09', '2026-09');
    const now = at('2026-10-12');
    const asked = async () => (await suggestedTasks(db, office, now)).items.filter((i) => i.projectId === id);
    expect(await asked()).toMatchObject([{ projectName: name, unitId: units.section, raise: 'talk', months: 2 }]);
    expect((await suggestedTasks(db, office, now)).items).toHaveLength(1);
    expect((await suggestedTasks(db, head, now)).items).toEqual([]);
    const task = { meetingId: null, leaderId: leader.id, projectId: id, title: '约谈', words: '说明原因', dueOn: '2026-10-20' };
    await issueTask(db, { ...task, unitIds: [units.section] }, office, now);
    expect(await asked()).toEqual([]);
    // The next step asks anew.
    await shine(id, 'red', '2026-08', '2026-10');
    const later = at('2026-11-12');
    const askedThen = async () => (await suggestedTasks(db, office, later)).items.filter((i) => i.projectId === id);
    expect(await askedThen()).toMatchObject([{ raise: 'letter' }]);
  });

  test('is followed up by a talk or by a letter raised from it, which its history shows and its next step does not take for done', async () => {
    const { id } = await lit('red', '2026-08', '2026-09');
    await judged(id, '2026-09', '31.11');
    const now = at('2026-10-12');
    const of = async (who = office, then = now) => lightsOfProject(db, id, who, then);
    expect((await of()).follow).toEqual({ months: 2, asks: 'talk' });
    expect((await of(head)).follow).toBeNull();
    const talk = { id, heldOn: '2026-10-12', who: '督查室约谈镇长', words: '月底前报整改计划' };
    await expect(recordTalk(db, talk, head, now)).rejects.toMatchObject({ code: 'light.may_not_raise' });
    await expect(recordTalk(db, { ...talk, heldOn: '2026-10-13' }, office, now)).rejects.toMatchObject({ code: 'light.talk_in_future' });
    await recordTalk(db, talk, office, now);
    expect(await of()).toMatchObject({
      follow: { months: 2, asks: null },
      talks: [{ heldOn: '2026-10-12', month: '2026-09', colour: 'red' }],
    });
    expect((await suggestedTasks(db, office, now)).items.map((i) => i.projectId)).not.toContain(id);
    const history = async () => lightHistory(db, await visibleProject(db, id, bureau), office);
    expect((await history()).map((l) => [l.title.key, l.note])).toContainEqual(['lights.history.talk', '月底前报整改计划']);
    // October is red as well: now a letter is asked for, and the talk is no letter.
    await shine(id, 'red', '2026-08', '2026-10');
    await judged(id, '2026-10', '44.44');
    const then = at('2026-11-12');
    expect((await of(office, then)).follow).toEqual({ months: 3, asks: 'letter' });
    const row = async () => (await listLights(db, { page: 1, size: 200 }, office, then)).items.find((l) => l.projectId === id);
    expect((await row())?.follow).toEqual({ months: 3, asks: 'letter' });
    const letter = { meetingId: null, leaderId: null, projectId: id, title: '督办', words: '落后 44.44 个百分点', dueOn: '2026-11-20' };
    const raise = (more: object, who = office) => issueTask(db, { ...letter, unitIds: [units.section], ofLight: true, ...more }, who, then);
    await expect(raise({ leaderId: leader.id })).rejects.toMatchObject({ code: 'supervision.source_needed' });
    await expect(raise({ projectId: null, leaderId: leader.id })).rejects.toMatchObject({ code: 'supervision.source_needed' });
    await expect(raise({ projectId: null })).rejects.toMatchObject({ code: 'supervision.source_needed' });
    await expect(raise({}, head)).rejects.toMatchObject({ code: 'supervision.may_not_issue' });
    const { id: taskId } = await raise({});
    expect((await row())?.follow).toEqual({ months: 3, asks: null });
    expect(await of(office, then)).toMatchObject({ letters: [{ id: taskId, dueOn: '2026-11-20' }] });
    const task = await taskOf(db, taskId, office, then);
    expect(task).toMatchObject({ source: 'light', light: { colour: 'red', month: '2026-10', why: [{ details: { behind: '44.44' } }] } });
    const words = readDocumentXml((await taskLetter(db, taskId, office, then)).body as Buffer);
    expect(words).toContain('2026年10月亮红灯（截至2026年10月完成 40.00%，序时 84.44%，落后 44.44 个百分点），现就有关事项督办如下');
    // What has gone green, or is let off, is followed up no more.
    await pool.query('update light_standing set is_exempt = true where project_id = $1', [id]);
    await expect(raise({})).rejects.toMatchObject({ code: 'light.not_lit' });
    await pool.query("update light_standing set is_exempt = false, colour = 'green' where project_id = $1", [id]);
    await expect(recordTalk(db, talk, office, now)).rejects.toMatchObject({ code: 'light.not_lit' });
  });

  test('what follows it is published by the bureau, from a day on', async () => {
    const escalation = { stages: [{ colour: 'yellow' as const, months: 1, tell: ['leader' as const], raise: 'talk' as const }] };
    const publish = (who: Actor, effectiveFrom = '2026-11-20') =>
      publishEscalation(db, { escalation, effectiveFrom }, who, at('2026-11-20'));
    await expect(publish(head)).rejects.toMatchObject({ code: 'light.may_not_publish' });
    await expect(publish(bureau, '2026-11-19')).rejects.toMatchObject({ code: 'light.rules_in_past' });
    await publish(bureau);
    const { id } = await lit('yellow', '2026-10', '2026-10');
    await run('2026-11-21');
    expect([await toldTo(leader, id), await toldTo(head, id)]).toEqual([['yellow 2026-11-21'], []]);
  });
});

describe('lights in the ledger', () => {
  test('are a column, a filter and a column of the export; one that is let off is green, one that ends is none', async () => {
    const now = at('2026-12-10');
    const { id, name } = await plainProject('building');
    await pool.query("update project_standing set started_on = '2025-01' where project_id = $1", [id]);
    await pool.query(
      `insert into year_plan (project_id, id, year, shape, months_fen, total_fen, recorded_by, recorded_at)
       values ($1, gen_random_uuid(), 2026, 'linear', array_fill(100000000::bigint, array[12]), 1200000000, $2, $3)`,
      [id, bureau.id, now],
    );
    await refreshLights(db, { projectIds: [id] }, bureau, now);
    const filter = (light?: string) => ({ sort: 'code' as const, order: 'asc' as const, page: 1, size: 100, ...(light && { light }) });
    const listed = async (light?: string) =>
      (await listProjects(db, filter(light), bureau)).items.filter((p) => p.id === id).map((p) => p.light);
    expect([await listed(), await listed('red'), await listed('green'), await listed('yellow,red')]).toEqual([
      ['red'],
      ['red'],
      [],
      ['red'],
    ]);
    expect((await listProjects(db, filter('red'), bureau)).totals.count).toBe(1);
    const { page: _page, size: _size, ...asked } = filter('red');
    const sheet = { ...asked, format: 'xlsx' as const, language: 'zh' as const, amountUnit: '万元' as const, columns: 'name,light' };
    const { sheet: cells } = await opened((await exportProjects(db, sheet, bureau, now)).body as AsyncIterable<unknown>);
    const rows = cells
      .getSheetValues()
      .filter(Array.isArray)
      .map((r) => r.slice(1, 3));
    expect(rows).toContainEqual([name, '■红']);
    await exemptLight(db, { id, untilMonth: '2026-12', class: 'policy', words: '政策调整' }, bureau, now);
    expect(await listed()).toEqual(['green']);
    await pool.query("update project set stage = 'producing' where id = $1", [id]);
    await refreshLights(db, { projectIds: [id] }, bureau, now);
    expect(await listed()).toEqual([null]);
  });
});
