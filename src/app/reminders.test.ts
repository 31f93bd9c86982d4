import { v7 } from 'uuid';
import { afterAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { addDays } from '../kernel/day.ts';
import { watchProject } from '../modules/comments/commands.ts';
import { dismissNotice } from '../modules/notices/commands.ts';
import { openReports, submitUnchanged } from '../modules/progress/commands.ts';
import { returnReport } from '../modules/progress/decision-commands.ts';
import { exitProject, reopenProject } from '../modules/projects/move-commands.ts';
import { product } from '../modules/reference/commands.ts';
import { dismissReminder } from '../modules/reminders/commands.ts';
import { setDeputy } from '../modules/reviews/deputy-commands.ts';
import { at, openReminding } from './testing/reminding.ts';

/** A Monday of which nothing is due yet. */
const first = '2026-06-15';
const t = await openReminding();
afterAll(t.close);
const { db, pool, units, bureau, head, someone, plainProject, aProject, run, runThrough, toldTo, standing, notices, record } = t;

describe('Reminders', () => {
  test('R1 a job that was down for three days loses none and tells none four times', async () => {
    const { id, owner } = await aProject(addDays(first, 10));
    await runThrough(addDays(first, 1), addDays(first, 10));
    // Down on the three days after it was due.
    await run(addDays(first, 14));
    for (const hour of ['00:01', '01:00', '05:00', '23:59']) await run(addDays(first, 14), hour);
    await runThrough(addDays(first, 15), addDays(first, 21));
    const days = [3, 10, 14, 21].map((n) => addDays(first, n));
    expect(await toldTo(owner, id)).toEqual([`soon ${days[0]}`, `soon ${days[1]}`, `overdue ${days[2]}`, `overdue ${days[3]}`]);
    // What is told again takes the place of what was told before.
    expect((await notices(owner)).map((n) => [n.kind, n.title])).toEqual([['reminder.overdue', '提醒项目1']]);
    expect(await standing(owner)).toMatchObject([{ step: 'overdue', dueOn: addDays(first, 10), toldOn: days[3] }]);
  });

  test('R2 what counts is the day of the contact: one typed late and dated back takes the reminder away', async () => {
    const { id, owner } = await aProject('2026-07-20');
    await run('2026-07-21');
    await run('2026-07-28');
    expect(await standing(owner)).toHaveLength(1);
    // Typed on the 30th: it was begun on the 25th, so that nobody had to be told on the 28th.
    await record(id, 'started', '2026-07-25', at('2026-07-30', '09:00'));
    await run('2026-07-30', '09:01');
    expect([await standing(owner), await notices(owner)]).toEqual([[], []]);
    await runThrough('2026-07-31', '2026-08-01');
    expect((await toldTo(owner, id)).at(-1)).toBe('overdue 2026-08-01');
  });

  test('R3 a day begins at midnight in Shanghai, whatever day of the month it is', async () => {
    const { id, owner } = await aProject('2026-08-31');
    // Half past eleven at night in Shanghai of the 31st, and half past midnight of the first; in Greenwich both are the 31st.
    await run('2026-08-31', '23:30');
    expect((await toldTo(owner, id)).filter((s) => s.startsWith('overdue'))).toEqual([]);
    await run('2026-09-01', '00:30');
    expect(await toldTo(owner, id)).toContain('overdue 2026-09-01');
    for (const dueOn of ['2027-02-28', '2028-02-29', '2026-12-31']) {
      const other = await aProject(dueOn);
      await run(addDays(dueOn, 1));
      expect(await toldTo(other.owner, other.id)).toEqual([`overdue ${addDays(dueOn, 1)}`]);
      await record(other.id, 'finished', dueOn, at(addDays(dueOn, 1), '09:00'));
    }
  });

  test('R4 of two workers at once one tells', async () => {
    const { id, owner } = await aProject('2026-09-10');
    const both = await Promise.allSettled([run('2026-09-11'), run('2026-09-11'), run('2026-09-11')]);
    expect(both.map((r) => r.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled']);
    expect(await toldTo(owner, id)).toEqual(['overdue 2026-09-11']);
    expect(await notices(owner)).toHaveLength(1);
  });

  test('R5 up to five are told one by one; six are one digest, whose lines stand and go one by one', async () => {
    const [five, six] = [await someone('promoter'), await someone('promoter')];
    for (let i = 0; i < 5; i += 1) await aProject('2026-10-20', five);
    const many = [];
    for (let i = 0; i < 6; i += 1) many.push(await aProject('2026-10-20', six));
    await run('2026-10-21');
    expect((await notices(five)).map((n) => n.kind)).toEqual(Array.from({ length: 5 }, () => 'reminder.overdue'));
    expect(await notices(six)).toMatchObject([{ kind: 'reminder.digest', link: '/reminders', params: { n: 6 } }]);
    expect(await standing(six)).toHaveLength(6);
    for (const [i, { id }] of many.entries()) {
      await record(id, 'finished', '2026-10-21', at('2026-10-21', `0${String(i + 1)}:00`));
      await run('2026-10-21', `0${String(i + 1)}:01`);
      expect([(await standing(six)).length, (await notices(six)).length]).toEqual([5 - i, i < 5 ? 1 : 0]);
    }
  });

  test('R6 the team is told, their deputies while they are away, and the head when it stays overdue', async () => {
    const [watcher, agent, deputy, elsewhere] = [
      await someone('promoter'),
      await someone('promoter'),
      await someone('promoter'),
      await someone('promoter', units.south),
    ];
    const { id, owner } = await aProject('2026-11-10');
    await watchProject(db, { id, isWatching: true }, watcher, at('2026-11-01'));
    await pool.query('insert into permit_agent (project_id, id, person_id, recorded_by, recorded_at) values ($1, $2, $3, $3, $4)', [
      id,
      v7(),
      agent.id,
      at('2026-11-01'),
    ]);
    await setDeputy(db, { deputyId: deputy.id, from: '2026-11-11', to: '2026-11-12' }, owner, at('2026-11-01'));
    await setDeputy(db, { deputyId: elsewhere.id, from: '2026-11-11', to: '2026-11-12' }, owner, at('2026-11-01'));
    await run('2026-11-11');
    const of = async (all: readonly Actor[]) => Promise.all(all.map((who) => toldTo(who, id)));
    const overdue = ['overdue 2026-11-11'];
    // Whoever may not see the project is not told of it, deputy or not.
    expect(await of([owner, watcher, agent, deputy, elsewhere, head])).toEqual([overdue, overdue, overdue, overdue, [], []]);
    await run('2026-11-18');
    expect(await of([deputy, head])).toEqual([overdue, ['above 2026-11-18']]);
    expect((await notices(head)).map((n) => n.kind)).toContain('reminder.above');
    // The deputy is home again: what they were told of in another's stead is theirs no more.
    expect(await standing(deputy)).toEqual([]);
  });

  test('R6 the projects of somebody who left go to whoever took over from them, and without one to the head', async () => {
    const [leaver, second, heir] = [await someone('promoter'), await someone('promoter'), await someone('promoter')];
    const named = await aProject('2026-12-01', leaver);
    const orphan = await aProject('2026-12-01');
    for (const [from, to, on] of [
      [leaver, second, '2026-11-20'],
      [second, heir, '2026-11-25'],
    ] as const) {
      const id = v7();
      await pool.query(
        'insert into handover (id, from_id, to_id, unit_id, reason, recorded_by, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)',
        [id, from.id, to.id, units.section, '调离', bureau.id, at(on)],
      );
      await pool.query('insert into handover_item (handover_id, kind, subject_id, project_id) values ($1, $2, $3, $3)', [
        id,
        'person',
        named.id,
      ]);
    }
    await pool.query('update person set is_active = false where id = any($1)', [[leaver.id, second.id, orphan.owner.id]]);
    await run('2026-12-02');
    expect(await toldTo(heir, named.id)).toEqual(['overdue 2026-12-02']);
    expect(await toldTo(head, orphan.id)).toEqual(['overdue 2026-12-02']);
    expect([await toldTo(leaver, named.id), await toldTo(second, named.id), await toldTo(orphan.owner, orphan.id)]).toEqual([[], [], []]);
  });

  test('R7 a project that stands aside or is at its end is silent; brought back it starts anew', async () => {
    const { id, owner } = await aProject('2026-12-10');
    const done = await aProject('2026-12-10');
    await pool.query("update project set stage = 'at_capacity' where id = $1", [done.id]);
    await run('2026-12-11');
    const version = async () => (await pool.query<{ version: number }>('select version from project where id = $1', [id])).rows[0]!.version;
    const aside = { id, side: 'suspended', reason: '资金未到', happenedOn: '2026-12-12' } as const;
    await exitProject(db, { ...aside, version: await version() }, bureau, at('2026-12-12', '09:00'));
    await run('2026-12-12', '09:01');
    expect([await standing(owner), await notices(owner)]).toEqual([[], []]);
    await run('2026-12-20');
    expect(await toldTo(owner, id)).toEqual(['overdue 2026-12-11']);
    const back = { id, stage: 'signed', reason: '资金到位', happenedOn: '2026-12-21' } as const;
    await reopenProject(db, { ...back, version: await version() }, bureau, at('2026-12-21', '09:00'));
    // Anew: at once, though it was told of ten days ago only.
    await run('2026-12-22');
    expect(await toldTo(owner, id)).toEqual(['overdue 2026-12-11', 'overdue 2026-12-22']);
    expect(await toldTo(done.owner, done.id)).toEqual([]);
  });

  test('R7 one that stood aside and came back while the job was down starts anew as well', async () => {
    const { id, owner } = await aProject('2027-01-10');
    await run('2027-01-11');
    for (const [kind, day] of [
      ['side', '2027-01-12'],
      ['reopen', '2027-01-13'],
    ])
      await pool.query(
        `insert into stage_change (project_id, id, kind, from_stage, to_stage, happened_on, reason, recorded_by, recorded_at)
         values ($1, $2, $3, 'signed', 'signed', $4, '资金', $5, $6)`,
        [id, v7(), kind, day, bureau.id, at(day!)],
      );
    await run('2027-01-14');
    expect(await toldTo(owner, id)).toEqual(['overdue 2027-01-11', 'overdue 2027-01-14']);
    expect(await standing(owner)).toHaveLength(1);
  });

  test('R8 what somebody puts away is away for them alone and stays so; what is done is gone for all', async () => {
    const [{ id, owner, name }, watcher] = [await aProject('2027-02-01'), await someone('promoter')];
    await watchProject(db, { id, isWatching: true }, watcher, at('2027-01-20'));
    await run('2027-02-02');
    const [mine] = await standing(owner);
    await expect(dismissReminder(db, { id: mine!.id }, watcher, at('2027-02-02'))).rejects.toMatchObject({ code: 'reminder.unknown' });
    await dismissReminder(db, { id: mine!.id }, owner, at('2027-02-02', '09:00'));
    await runThrough('2027-02-03', '2027-02-16');
    expect([await standing(owner), await notices(owner)]).toEqual([[], []]);
    expect(await toldTo(owner, id)).toEqual(['overdue 2027-02-02']);
    expect(await standing(watcher)).toMatchObject([{ toldOn: '2027-02-16' }]);
    // Put away in the list of notices it is away here too.
    const [seen] = (await notices(watcher)).filter((n) => n.kind === 'reminder.overdue');
    await dismissNotice(db, { id: seen!.id }, watcher, at('2027-02-16', '09:00'));
    await runThrough('2027-02-17', '2027-02-24');
    expect(await standing(watcher)).toEqual([]);
    expect((await standing(head)).filter((r) => r.title === name)).toHaveLength(1);
    await record(id, 'finished', '2027-02-24', at('2027-02-24', '09:00'));
    await run('2027-02-24', '09:01');
    expect((await standing(head)).filter((r) => r.title === name)).toEqual([]);
  });

  test('a report that is missing is told of in working days, and one returned to whoever sent it', async () => {
    const owner = await someone('promoter');
    const { id } = await plainProject('building', owner);
    await pool.query(
      `insert into stage_change (project_id, id, kind, from_stage, to_stage, happened_on, recorded_by, recorded_at)
       values ($1, $2, 'forward', 'preparing', 'building', '2026-01-06', $3, $4)`,
      [id, v7(), bureau.id, at('2026-01-06')],
    );
    await openReports(db, {}, product, at('2027-03-26'));
    // 2027-03 is due on 5 April, 清明: on a working day after it, as far as the calendar is known.
    const { rows } = await pool.query<{ dueOn: string }>(`select due_on as "dueOn" from report_due where project_id = $1`, [id]);
    await runThrough('2027-03-27', rows[0]!.dueOn);
    const told = await toldTo(owner, id);
    expect(told[0]).toMatch(/^soon /);
    expect((await standing(owner))[0]).toMatchObject({
      kind: 'report',
      link: `/projects/${id}/reports/2027-03`,
      params: { month: '2027-03' },
    });
    await submitUnchanged(db, { month: '2027-03', projectIds: [id] }, owner, at(rows[0]!.dueOn, '10:00'));
    await run(rows[0]!.dueOn, '10:01');
    expect(await standing(owner)).toEqual([]);
    const { rows: sent } = await pool.query<{ id: string }>('select id from month_report where project_id = $1', [id]);
    await returnReport(db, { projectId: id, id: sent[0]!.id, note: '请补充' }, bureau, at(rows[0]!.dueOn, '11:00'));
    await run(addDays(rows[0]!.dueOn, 1));
    expect(await standing(owner)).toMatchObject([{ kind: 'report_returned', step: 'overdue', link: `/projects/${id}/reports/2027-03` }]);
  });

  test('between two hours what is settled is taken away, and nothing is looked at while nobody records anything', async () => {
    const { id, owner } = await aProject('2029-07-01');
    await run('2029-07-02');
    await pool.query("update project set side = 'suspended' where id = $1", [id]);
    await run('2029-07-02', '00:10');
    expect(await standing(owner)).toHaveLength(1);
    await watchProject(db, { id, isWatching: true }, owner, at('2029-07-02', '00:12'));
    await run('2029-07-02', '00:13');
    expect(await standing(owner)).toEqual([]);
  });
});
