import { afterAll, describe, expect, test } from 'vitest';
import type { Actor } from '../kernel/actor.ts';
import { issueTask } from '../modules/meetings/task-commands.ts';
import { taskOf } from '../modules/meetings/task-queries.ts';
import { planOf } from '../modules/milestones/plan-queries.ts';
import { chooseNotices } from '../modules/notices/commands.ts';
import { deliverNotices } from '../modules/notices/delivery-commands.ts';
import { choicesOf as noticeChoices, listDeliveries } from '../modules/notices/queries.ts';
import { mailStub } from '../modules/notices/test-stubs.ts';
import { actOnPermit, layPermits } from '../modules/permits/commands.ts';
import type { PermitAct } from '../modules/permits/domain/act.ts';
import { permitsOf } from '../modules/permits/project-queries.ts';
import { problemOf } from '../modules/problems/detail-queries.ts';
import { raiseProblem } from '../modules/problems/raise-commands.ts';
import { product } from '../modules/reference/commands.ts';
import { reminderKinds } from '../modules/reminders/domain/due.ts';
import { type KindRule, reminderPreset } from '../modules/reminders/domain/rule.ts';
import { chooseReminders, publishFloor, publishReminderRules } from '../modules/reminders/settings-commands.ts';
import { choicesOf, listReminderRules, settingsOn } from '../modules/reminders/settings-queries.ts';
import { at, openReminding } from './testing/reminding.ts';

const t = await openReminding();
const mail = await mailStub();
afterAll(async () => {
  await mail.close();
  await t.close();
});
const { db, units, bureau, head, someone, plainProject, aProject, run, runThrough, toldTo, standing } = t;
const least = ({ calendar: _calendar, ...rest }: KindRule, more: Partial<KindRule>) => ({ ...rest, ...more });

describe('What each is told of', () => {
  test('R9 a person asks for more than the least that the district and the unit set, and never gets less', async () => {
    const { id, owner } = await aProject('2026-07-20');
    const usual = await aProject('2026-07-20');
    const wish = (soonDays: number, everyDays: number) =>
      chooseReminders(db, { kinds: { milestone: { soonDays, everyDays } } }, owner, at('2026-06-15'));
    await expect(wish(6, 7)).rejects.toMatchObject({ code: 'reminder.below_floor', details: { field: 'soonDays', least: 7 } });
    await expect(wish(7, 8)).rejects.toMatchObject({ code: 'reminder.below_floor', details: { field: 'everyDays', least: 7 } });
    await wish(10, 3);
    await runThrough('2026-07-08', '2026-07-14');
    expect(await toldTo(owner, id)).toEqual(['soon 2026-07-10', 'soon 2026-07-13']);
    expect(await toldTo(usual.owner, usual.id)).toEqual(['soon 2026-07-13']);
    // The unit asks for more, of everybody in it: also of whoever had asked for less than that.
    const floor = { milestone: least(reminderPreset.body.kinds.milestone, { soonDays: 12, everyDays: 2, aboveAfter: 0 }) };
    const publish = (who: Actor, unitId: string) =>
      publishFloor(db, { unitId, kinds: floor, effectiveFrom: '2026-07-15' }, who, at('2026-07-15'));
    await expect(publish(head, units.south)).rejects.toMatchObject({ code: 'reminder.may_not_publish' });
    await expect(publish(owner, units.section)).rejects.toMatchObject({ code: 'reminder.may_not_publish' });
    await publish(head, units.section);
    await runThrough('2026-07-15', '2026-07-22');
    expect(await toldTo(usual.owner, usual.id)).toEqual([
      'soon 2026-07-13',
      'soon 2026-07-15',
      'soon 2026-07-17',
      'soon 2026-07-19',
      'overdue 2026-07-21',
    ]);
    expect((await toldTo(head, id)).filter((s) => s.startsWith('above'))[0]).toBe('above 2026-07-21');
    const [milestone] = (await choicesOf(db, owner, at('2026-07-22'))).items;
    expect(milestone).toMatchObject({ kind: 'milestone', soonDays: 12, everyDays: 2, least: 12, most: 2 });
    // Another unit is told as before; what the district asks of all is the bureau's to publish.
    const { floor: south } = await settingsOn(db, '2026-07-22');
    expect(south(units.south, 'milestone')).toMatchObject({ soonDays: 7, everyDays: 7 });
    const rules = { ...reminderPreset.body, digestOver: 9 };
    await expect(publishReminderRules(db, { rules, effectiveFrom: '2026-07-23' }, head, at('2026-07-22'))).rejects.toMatchObject({
      code: 'reminder.may_not_publish',
    });
    await expect(publishReminderRules(db, { rules, effectiveFrom: '2026-07-21' }, bureau, at('2026-07-22'))).rejects.toMatchObject({
      code: 'reminder.rules_in_past',
    });
    await publishReminderRules(db, { rules, effectiveFrom: '2026-07-23' }, bureau, at('2026-07-22'));
    expect((await listReminderRules(db, units.section, head, at('2026-07-23'))).current.rules.digestOver).toBe(9);
    await expect(listReminderRules(db, units.south, head, at('2026-07-23'))).rejects.toMatchObject({ code: 'unit.unknown' });
  });

  test('R9 what is overdue goes out to who chose no way, where the rule says so and there is an address', async () => {
    const [quiet, unreachable] = [await aProject('2026-08-10'), await aProject('2026-08-10')];
    await chooseNotices(db, { email: 'q@example.cn', robotId: null, mailGroups: [], robotGroups: [] }, quiet.owner, at('2026-08-01'));
    const sent = async () =>
      (await t.pool.query<{ n: number }>(`select count(*)::int as n from notice_delivery where person_id = $1`, [quiet.owner.id])).rows[0]!
        .n;
    await run('2026-08-05');
    expect(await sent()).toBe(0);
    const kinds = { milestone: least(reminderPreset.body.kinds.milestone, { isSent: true }) };
    await publishFloor(db, { unitId: units.section, kinds, effectiveFrom: '2026-08-06' }, head, at('2026-08-06'));
    await run('2026-08-09');
    expect(await sent()).toBe(0);
    await run('2026-08-11');
    expect([await sent(), await toldTo(unreachable.owner, unreachable.id)]).toEqual([1, ['soon 2026-08-05', 'overdue 2026-08-11']]);
  });

  test('R10 a reminder that could not be delivered is seen by its reader and by whoever administers', async () => {
    const { owner } = await aProject('2026-09-10');
    const mailing = { email: 'gone@example.cn', robotId: null, mailGroups: ['reminder' as const], robotGroups: [] };
    await chooseNotices(db, mailing, owner, at('2026-09-01'));
    mail.isRefusing = true;
    const outside = {
      mail: { host: '127.0.0.1', port: mail.port, mode: 'plain' as const, user: null, password: null, from: '筑巢 <z@example.cn>' },
      base: null,
    };
    await run('2026-09-11');
    for (let n = 0; n < 8; n += 1) await deliverNotices(db, outside, product, new Date(at('2026-09-11').getTime() + n * 24 * 3_600_000));
    const { failures } = await noticeChoices(db, owner, true);
    expect(failures).toMatchObject([{ channel: 'mail', count: 1 }]);
    const { items } = await listDeliveries(db, { query: { status: 'failed', page: 1, size: 10 } });
    const theirs = items.filter((i) => i.personName === owner.name);
    expect(theirs).toMatchObject([{ kind: 'reminder.overdue', channel: 'mail', error: { code: 'mail.refused' } }]);
    const told = await t.pool.query('select kind from notice where person_id = $1 and kind = $2', [owner.id, 'delivery.failed']);
    expect(told.rows).toHaveLength(1);
  });

  test('R11 each kind is told to whoever has to do it, and opens the very field that is to be filled', async () => {
    const project = await plainProject('building');
    const [department, south] = [await someone('approval', units.bureau), await someone('promoter', units.south)];
    const overseer = await someone('supervision', units.bureau);
    const { id, owner } = project;
    const act = async (key: string, said: PermitAct, who: Actor) => {
      const permit = (await permitsOf(db, id, bureau, at(said.on))).permits.find((p) => p.key === key)!;
      await actOnPermit(db, { projectId: id, permitId: permit.id, act: said, last: permit.last, uploadIds: [] }, who, at(said.on));
      return permit.id;
    };
    const keys = ['drawings', 'environment'];
    await layPermits(db, { projectId: id, class: 'industrial_new', keys }, bureau, at('2026-10-08'));
    const running = await act('drawings', { kind: 'applied', on: '2026-10-08', words: null }, owner);
    await act('drawings', { kind: 'accepted', on: '2026-10-08', mode: 'full', missing: null, until: null, words: null }, department);
    const lacking = await act('environment', { kind: 'applied', on: '2026-10-08', words: null }, owner);
    await act('environment', { kind: 'accepted', on: '2026-10-08', mode: 'full', missing: null, until: null, words: null }, department);
    await t.pool.query("update permit_standing set gaps_by = '2026-10-16' where permit_id = $1", [lacking]);
    const said = { type: 'land', level: 'urgent', title: '用地', words: '用地', ownerUnitId: units.south } as const;
    const from = { source: 'project', sourceId: null, sourceOn: null } as const;
    const problem = (await raiseProblem(db, { projectId: id, ...said, ...from }, owner, at('2026-10-12'))).id;
    const task = { meetingId: null, leaderId: t.everyone.leader.id, projectId: null, title: '督办', words: '办', dueOn: '2026-10-15' };
    await t.pool.query("insert into person_role (person_id, role_class, role, granted_at) values ($1, 'business', 'leader', now())", [
      task.leaderId,
    ]);
    const supervision = (await issueTask(db, { ...task, unitIds: [units.south] }, overseer, at('2026-10-12'))).id;
    await t.pool.query(
      `insert into milestone_standing (project_id, key, class, plan_no, order_no, name, role, start_on, finish_on)
       values ($1, 'contract', 'equipment', 1, 0, '合同', 'unit', '2026-10-01', '2026-10-14')`,
      [id],
    );
    await t.pool.query(
      `insert into report_due (project_id, month, unit_id, due_on, is_owed, state) values ($1, '2026-09', $2, '2026-10-13', true, 'missing')`,
      [id, units.section],
    );
    await runThrough('2026-10-12', '2026-10-23');
    const links = async (who: Actor) => new Map((await standing(who)).map((r) => [r.kind, r.link]));
    expect(await links(owner)).toEqual(
      new Map([
        ['milestone', `/projects/${id}?tab=milestones&node=contract`],
        ['report', `/projects/${id}/reports/2026-09`],
        ['permit_gap', `/projects/${id}?tab=permits&permit=${lacking}`],
      ]),
    );
    expect(await links(department)).toEqual(new Map([['permit', `/projects/${id}?tab=permits&permit=${running}`]]));
    expect(await links(south)).toEqual(
      new Map([
        ['problem', `/problems/${id}/${problem}?act=acted`],
        ['supervision', `/supervisions/${supervision}?act=${units.south}`],
      ]),
    );
    // Whoever issued a task is told when it stays undone, and so is the office of supervision when a department does not decide.
    expect(await links(overseer)).toEqual(
      new Map([
        ['permit', `/projects/${id}?tab=permits&permit=${running}`],
        ['supervision', `/supervisions/${supervision}?act=${units.south}`],
      ]),
    );
    // What the address names is there to be opened, and the reader may do what it opens.
    const today = at('2026-10-23');
    const view = await permitsOf(db, id, department, today);
    expect(view.permits.find((p) => p.id === running)!.can.acts).toContain('granted');
    expect((await problemOf(db, { projectId: id, id: problem }, south, today)).can.acted).toBe(true);
    expect((await taskOf(db, supervision, south, today)).can[units.south]).toContain('fed_back');
    expect((await planOf(db, id, owner, today)).can.record).toBe(true);
  });

  test('R12 every kind that is told of has its rule, and says in which days it is counted', () => {
    expect(Object.keys(reminderPreset.body.kinds).toSorted()).toEqual([...reminderKinds].toSorted());
    const working = reminderKinds.filter((kind) => reminderPreset.body.kinds[kind].calendar === 'working');
    expect(working).toEqual(['report', 'report_returned', 'permit', 'permit_gap', 'problem', 'supervision']);
  });
});
