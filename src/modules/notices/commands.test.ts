import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { auditEntry } from '../../platform/audit.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { chooseNotices, clearNotices, dismissNotice, type Notice, notify, readNotices } from './commands.ts';
import { countUnread, listNotices, listRobots } from './queries.ts';
import { addRobot, editRobot } from './robot-commands.ts';

const { db, pool, close } = await testDatabase();
afterAll(close);

const now = new Date('2026-11-20T01:00:00Z');
const units = { district: v7(), north: v7(), south: v7() };
const system: Actor = { id: v7(), name: '系统管理员', unitId: units.district, unitIds: [], roles: ['system_admin'] };
const product: Actor = { id: v7(), name: '筑巢', unitId: units.district, unitIds: [], roles: [] };
const person = async (unitId = units.north, isActive = true): Promise<Actor> => {
  const id = v7();
  const row = [id, unitId, `测试${id.slice(-4)}`, isActive, now];
  await pool.query('insert into person (id, unit_id, name, is_active, created_at) values ($1, $2, $3, $4, $5)', row);
  return { id, name: '测试', unitId, unitIds: [unitId], roles: ['promoter'] };
};
beforeAll(async () => {
  const add = 'insert into unit (id, parent_id, code, name, kind, created_at) values ($1, $2, $3, $3, $4, $5)';
  await pool.query(add, [units.district, null, '示范区', 'district', now]);
  await pool.query(add, [units.north, units.district, '北山镇', 'township', now]);
  await pool.query(add, [units.south, units.district, '南河镇', 'township', now]);
});

const told = (to: readonly Actor[], more: Partial<Notice> = {}): Notice => ({
  to: to.map((a) => a.id),
  kind: 'review.waiting',
  subject: 'arrival',
  subjectId: v7(),
  link: '/reviews/1',
  ...more,
});
const tell = (notices: readonly Notice[], actor = product) => db.transaction((tx) => notify(tx, notices, { actor, now }));
const noNames = async () => new Map<string, string>();
const seen = async (who: Actor, query: { unread?: boolean; group?: 'review' | 'project' } = {}) =>
  (await listNotices(db, { query: { unread: false, page: 1, size: 50, ...query } }, who, noNames)).items;

describe('a notice', () => {
  test('reaches everybody named, but neither whoever did it nor who has left', async () => {
    const [a, b, gone] = [await person(), await person(), await person(units.north, false)];
    await tell([told([a, b, gone, a])], b);
    expect([await countUnread(db, a), await countUnread(db, b), await countUnread(db, gone)]).toEqual([1, 0, 0]);
  });
  test('of the same key is told once', async () => {
    const who = await person();
    for (let i = 0; i < 3; i += 1) await tell([told([who], { key: 'due:1' })]);
    expect(await countUnread(db, who)).toBe(1);
  });
  test('is gone when the act it belongs to fails', async () => {
    const who = await person();
    const failing = db.transaction(async (tx) => {
      await notify(tx, [told([who])], { actor: product, now });
      throw new Error('undone');
    });
    await expect(failing).rejects.toThrow('undone');
    expect(await countUnread(db, who)).toBe(0);
  });
  test('names its project as its reader may know it at the time of reading', async () => {
    const who = await person();
    const projectId = v7();
    await tell([told([who], { projectId })]);
    const named = (name: string) =>
      listNotices(db, { query: { unread: false, page: 1, size: 5 } }, who, async () => new Map([[projectId, name]]));
    expect((await named('某企业项目')).items[0]!.title).toBe('某企业项目');
    expect((await seen(who))[0]!.title).toBeNull();
    const { rows } = await pool.query('select params, link from notice where person_id = $1', [who.id]);
    expect(rows).toEqual([{ params: {}, link: '/reviews/1' }]);
  });
  test('is read by its owner, one or all, and nobody else', async () => {
    const [who, other] = [await person(), await person()];
    await tell([told([who]), told([who], { kind: 'project.money' }), told([who])]);
    const [first] = await seen(who);
    expect(await readNotices(db, { ids: [first!.id] }, other, now)).toEqual({ read: 0 });
    expect(await readNotices(db, { ids: [first!.id] }, who, now)).toEqual({ read: 1 });
    expect(await seen(who, { unread: true })).toHaveLength(2);
    expect(await seen(who, { group: 'project' })).toHaveLength(1);
    expect(await readNotices(db, {}, who, now)).toEqual({ read: 2 });
    expect(await countUnread(db, who)).toBe(0);
  });
  test('R8 put away is put away for me alone and stays so; settled, it is gone for all', async () => {
    const [a, b] = [await person(), await person()];
    const subjectId = v7();
    await tell([told([a, b], { subjectId, key: 'k1' })]);
    const [mine] = await seen(a);
    await expect(dismissNotice(db, { id: mine!.id }, b, now)).rejects.toMatchObject({ kind: 'not_found', code: 'notice.unknown' });
    await dismissNotice(db, { id: mine!.id }, a, now);
    expect([(await seen(a)).length, (await seen(b)).length]).toEqual([0, 1]);
    await tell([told([a, b], { subjectId, key: 'k1' })]);
    expect([(await seen(a)).length, (await seen(b)).length]).toEqual([0, 1]);
    await db.transaction((tx) => clearNotices(tx, { subjectId, kinds: ['review.waiting'] }, now));
    expect([(await seen(a)).length, (await seen(b)).length]).toEqual([0, 0]);
  });
});

describe('how people want to be told', () => {
  test('an address comes before a wish, and a robot must be of one of the units above', async () => {
    const [who, south] = [await person(units.north), await person(units.south)];
    const fields = {
      name: '北山群',
      kind: 'wecom' as const,
      unitId: units.north,
      url: 'https://qyapi.weixin.qq.com/x?key=k',
      secret: null,
    };
    const { id } = await addRobot(false)(db, fields, system, now);
    const wish = { email: null, robotId: null, mailGroups: [], robotGroups: [] };
    await expect(chooseNotices(db, { ...wish, mailGroups: ['review'] }, who, now)).rejects.toMatchObject({ code: 'notice.no_address' });
    await expect(chooseNotices(db, { ...wish, robotGroups: ['review'] }, who, now)).rejects.toMatchObject({ code: 'notice.no_address' });
    await expect(chooseNotices(db, { ...wish, robotId: id }, south, now)).rejects.toMatchObject({ code: 'notice.robot_unknown' });
    await chooseNotices(db, { ...wish, robotId: id, robotGroups: ['review'] }, who, now);
  });
});

describe('robots', () => {
  const fields = { name: '群', kind: 'dingtalk' as const, unitId: units.district };
  test('are the system administrator’s; neither answer nor trace holds what opens the group', async () => {
    const url = 'https://oapi.dingtalk.com/robot/send?access_token=veryhidden';
    const { id } = await addRobot(false)(db, { ...fields, url, secret: 'SEChidden' }, system, now);
    await editRobot(false)(db, { ...fields, id, version: 1, isActive: true, secret: 'SEChidden2' }, system, now);
    const trace = await db.select().from(auditEntry).where(eq(auditEntry.subjectId, id));
    expect(trace.map((e) => e.action)).toEqual(['robot.add', 'robot.edit']);
    const all = JSON.stringify([trace, await listRobots(db, system, false)]);
    expect(all).toContain('oapi.dingtalk.com');
    expect(all).not.toContain('hidden');
    const { rows } = await pool.query('select url, secret from notice_robot where id = $1', [id]);
    expect(rows).toEqual([{ url, secret: 'SEChidden2' }]);
    await expect(addRobot(false)(db, { ...fields, url, secret: null }, await person(), now)).rejects.toMatchObject({
      code: 'session.role_may_not',
    });
  });
  test('refuse another address than https, and a screen that showed an older version', async () => {
    await expect(addRobot(false)(db, { ...fields, url: 'http://127.0.0.1/', secret: null }, system, now)).rejects.toMatchObject({
      code: 'robot.address',
    });
    const { id } = await addRobot(false)(db, { ...fields, url: 'https://a.example/', secret: null }, system, now);
    const edit = { ...fields, id, version: 1, isActive: false };
    await editRobot(false)(db, edit, system, now);
    await expect(editRobot(false)(db, edit, system, now)).rejects.toMatchObject({ code: 'robot.changed_meanwhile' });
    await expect(editRobot(false)(db, { ...edit, id: v7() }, system, now)).rejects.toMatchObject({ code: 'robot.unknown' });
  });
});
