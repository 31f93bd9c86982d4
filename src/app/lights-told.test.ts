import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { exemptLight, explainLight, publishEscalation, refreshLights } from '../modules/lights/commands.ts';
import { lightPreset } from '../modules/lights/domain/rule.ts';
import { issueTask } from '../modules/meetings/task-commands.ts';
import { suggestedTasks } from '../modules/meetings/suggestion-queries.ts';
import { exportProjects } from '../modules/projects/export-queries.ts';
import { listProjects } from '../modules/projects/list-queries.ts';
import { publishPreset } from '../modules/reference/commands.ts';
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
    expect(await asked()).toMatchObject([{ projectName: name, unitId: units.section, leaderId: leader.id, raise: 'talk', months: 2 }]);
    expect((await suggestedTasks(db, office, now)).items).toHaveLength(1);
    expect((await suggestedTasks(db, head, now)).items).toEqual([]);
    const task = { meetingId: null, leaderId: leader.id, projectId: id, title: '约谈', words: '说明原因', dueOn: '2026-10-20' };
    await issueTask(db, { ...task, unitIds: [units.section] }, office, now);
    expect(await asked()).toEqual([]);
    // The next step asks anew.
    await shine(id, 'red', '2026-08', '2026-10');
    expect((await suggestedTasks(db, office, at('2026-11-12'))).items.filter((i) => i.projectId === id)).toMatchObject([
      { raise: 'letter' },
    ]);
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
