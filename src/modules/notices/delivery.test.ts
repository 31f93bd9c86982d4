import { createHmac } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal } from '../../kernel/refusal.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { chooseNotices, type Notice, notify, readNotices } from './commands.ts';
import { deliverNotices, type Outside, retryDelivery } from './delivery-commands.ts';
import { choicesOf, listDeliveries, listNotices } from './queries.ts';
import { addRobot, tryRobot } from './robot-commands.ts';
import { robotAddress, tellRobot } from './robot.ts';
import { mailStub, mailWords, robotStub } from './test-stubs.ts';

const { db, pool, untilWaiting, close } = await testDatabase();
const robot = await robotStub();
const mail = await mailStub();
afterAll(async () => {
  await robot.close();
  await mail.close();
  await close();
});

const now = new Date('2026-11-20T01:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const outside: Outside = {
  mail: { host: '127.0.0.1', port: mail.port, mode: 'plain', user: null, password: null, from: '筑巢 <zhuchao@example.cn>' },
  base: 'https://zhuchao.example',
};
const unitId = v7();
const product: Actor = { id: v7(), name: '筑巢', unitId, unitIds: [], roles: [] };
const system: Actor = { id: v7(), name: '系统管理员', unitId, unitIds: [], roles: ['system_admin'] };
const person = async (roles: Actor['roles'] = ['promoter']): Promise<Actor> => {
  const id = v7();
  await pool.query('insert into person (id, unit_id, name, created_at) values ($1, $2, $3, $4)', [id, unitId, `测试${id.slice(-4)}`, now]);
  return { id, name: '测试', unitId, unitIds: [unitId], roles };
};
beforeAll(async () => {
  await pool.query(`insert into unit (id, code, name, kind, created_at) values ($1, '0', '示范区', 'district', $2)`, [unitId, now]);
});
beforeEach(async () => {
  robot.heard.length = 0;
  mail.mails.length = 0;
  robot.answer = { status: 200, body: { errcode: 0 } };
  mail.isRefusing = false;
  await pool.query(`update notice_delivery set status = 'dropped', ended_at = now() where status in ('waiting', 'sending')`);
});

const one = (to: Actor, more: Partial<Notice> = {}): Notice => ({
  to: [to.id],
  kind: 'review.waiting',
  subject: 'arrival',
  subjectId: v7(),
  link: '/reviews/1',
  ...more,
});
const tell = (notices: readonly Notice[], at = now) => db.transaction((tx) => notify(tx, notices, { actor: product, now: at }));
const deliver = (at: Date) => deliverNotices(db, outside, product, at);
const robotOf = async (kind: 'wecom' | 'dingtalk' | 'feishu', secret: string | null) =>
  (await addRobot(true)(db, { name: kind, kind, unitId, url: `${robot.url}/hook?key=1`, secret }, system, now)).id;
const byMail = (who: Actor, email: string) =>
  chooseNotices(db, { email, robotId: null, mailGroups: ['review'], robotGroups: [] }, who, now);

describe('a robot is told in its own format', () => {
  test('企业微信 takes a text', async () => {
    expect(await tellRobot({ kind: 'wecom', url: `${robot.url}/send?key=abc`, secret: null }, '您好', now)).toBeNull();
    expect(robot.heard[0]).toMatchObject({ path: '/send', body: { msgtype: 'text', text: { content: '您好' } } });
  });
  test('钉钉 is signed in its address, by milliseconds', async () => {
    await tellRobot({ kind: 'dingtalk', url: `${robot.url}/robot/send?access_token=t`, secret: 'SEC1' }, '您好', now);
    const [{ query, body }] = robot.heard as [(typeof robot.heard)[0]];
    const stamp = String(now.getTime());
    expect(query.get('access_token')).toBe('t');
    expect(query.get('timestamp')).toBe(stamp);
    expect(query.get('sign')).toBe(createHmac('sha256', 'SEC1').update(`${stamp}\nSEC1`).digest('base64'));
    expect(body).toEqual({ msgtype: 'text', text: { content: '您好' } });
  });
  test('飞书 is signed in its body, by seconds, with the text and the secret as key', async () => {
    robot.answer = { status: 200, body: { StatusCode: 0 } };
    expect(await tellRobot({ kind: 'feishu', url: `${robot.url}/hook`, secret: 'SEC2' }, '您好', now)).toBeNull();
    const stamp = String(now.getTime() / 1000);
    const sign = createHmac('sha256', `${stamp}\nSEC2`).digest('base64');
    expect(robot.heard[0]!.body).toEqual({ timestamp: stamp, sign, msg_type: 'text', content: { text: '您好' } });
  });
  test.each([
    [
      { status: 200, body: { errcode: 310000, errmsg: 'sign not match' } },
      { code: 'robot.refused', details: { status: 200, answer: '310000', words: 'sign not match' } },
    ],
    [
      { status: 500, body: { errcode: 0 } },
      { code: 'robot.refused', details: { status: 500, answer: '0', words: '' } },
    ],
    [
      { status: 200, body: {} },
      { code: 'robot.refused', details: { status: 200, answer: '', words: '' } },
    ],
  ])('an answer %j is no success, although it is an answer', async (answer, error) => {
    robot.answer = answer;
    expect(await tellRobot({ kind: 'dingtalk', url: robot.url, secret: null }, '您好', now)).toEqual(error);
  });
  test('one that cannot be reached is said to be so', async () => {
    expect(await tellRobot({ kind: 'wecom', url: 'http://127.0.0.1:1/', secret: null }, '您好', now)).toMatchObject({
      code: 'robot.unreachable',
    });
  });
  test('its address is https, or this machine where that is allowed', () => {
    const fit = (url: string, loopback = false) => !(robotAddress(url, loopback) instanceof Refusal);
    expect(fit('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=1')).toBe(true);
    expect(
      ['http://qyapi.weixin.qq.com/', 'http://127.0.0.1/', 'https://localhost/', 'ftp://a/', 'https://u:p@a.cn/', 'nonsense', ''].filter(
        (u) => fit(u),
      ),
    ).toEqual([]);
    expect([fit('http://127.0.0.1:9/', true), fit('http://10.0.0.1/', true)]).toEqual([true, false]);
  });
});

describe('delivery', () => {
  test('goes out by the ways that the person chose for the kind, one message for all that waits', async () => {
    const who = await person();
    const robotId = await robotOf('wecom', null);
    const wish = { email: 'li@example.cn', robotId, mailGroups: ['review' as const], robotGroups: ['project' as const] };
    await chooseNotices(db, wish, who, now);
    await tell([one(who), one(who, { kind: 'project.money' }), one(who, { kind: 'comment.mention' })]);
    expect(await deliver(now)).toEqual({ sent: 2, failed: 0 });
    expect(mail.mails.map((m) => [m.from, m.to])).toEqual([['zhuchao@example.cn', 'li@example.cn']]);
    expect(mailWords(mail.mails[0]!)).toContain('· 待您审核 https://zhuchao.example/reviews/1');
    expect(mailWords(mail.mails[0]!)).not.toContain('资金');
    expect(robot.heard).toHaveLength(1);
    expect(JSON.stringify(robot.heard[0]!.body)).toContain('关注项目资金变动');
    expect(await deliver(later(1))).toEqual({ sent: 0, failed: 0 });
  });

  test('R1 after three days without a worker everybody gets what waited, once', async () => {
    const who = await person();
    await byMail(who, 'three@example.cn');
    const due = { kind: 'review.waiting', key: 'review.waiting:step 1' } as const;
    const subjectId = v7();
    for (const day of [0, 1, 2]) await tell([one(who, { ...due, subjectId })], later(day * 1440));
    await tell([one(who)], later(1440));
    expect(await deliver(later(3 * 1440))).toEqual({ sent: 1, failed: 0 });
    expect(mail.mails).toHaveLength(1);
    expect(mailWords(mail.mails[0]!)).toContain('您有2条新通知');
    expect(await deliver(later(4 * 1440))).toEqual({ sent: 0, failed: 0 });
  });

  test('R4 two workers at once send one message', async () => {
    const who = await person();
    await byMail(who, 'two@example.cn');
    await tell(Array.from({ length: 4 }, () => one(who)));
    const other = await pool.connect();
    await other.query('begin');
    await other.query('select id from notice_delivery where person_id = $1 for update', [who.id]);
    const both = [deliver(now), deliver(now)];
    await untilWaiting(2);
    await other.query('commit');
    other.release();
    const outcomes = await Promise.all(both);
    expect(outcomes.reduce((sum, o) => sum + o.sent, 0)).toBe(1);
    expect(mail.mails).toHaveLength(1);
  });

  test('R5 many at once are one digest', async () => {
    const who = await person();
    await byMail(who, 'many@example.cn');
    await tell(Array.from({ length: 30 }, () => one(who)));
    await deliver(now);
    expect(mail.mails).toHaveLength(1);
    expect(mailWords(mail.mails[0]!)).toContain('· 待您审核：30条');
  });

  test('a worker that died with a message in hand is followed by another', async () => {
    const who = await person();
    await byMail(who, 'dead@example.cn');
    await tell([one(who)]);
    await pool.query(`update notice_delivery set status = 'sending', tries = 1, claimed_until = $2 where person_id = $1`, [
      who.id,
      later(5),
    ]);
    expect(await deliver(later(4))).toEqual({ sent: 0, failed: 0 });
    expect(await deliver(later(6))).toEqual({ sent: 1, failed: 0 });
  });

  test('what the person has read in the product is not sent after all', async () => {
    const who = await person();
    await byMail(who, 'read@example.cn');
    await tell([one(who)]);
    await readNotices(db, {}, who, now);
    expect(await deliver(now)).toEqual({ sent: 0, failed: 0 });
    expect(mail.mails).toEqual([]);
  });

  test('R10 failure is tried again with patience, then shown to the person and to the administrator, who may send again', async () => {
    const who = await person();
    await byMail(who, 'gone@example.cn');
    mail.isRefusing = true;
    await tell([one(who)]);
    let at = now;
    for (const minutes of [1, 5, 30, 120, 720]) {
      expect(await deliver(at)).toEqual({ sent: 0, failed: 1 });
      expect(await deliver(at)).toEqual({ sent: 0, failed: 0 });
      at = new Date(at.getTime() + minutes * 60_000);
    }
    expect((await choicesOf(db, who, true)).failures).toEqual([]);
    expect(await deliver(at)).toEqual({ sent: 0, failed: 1 });
    const error = { code: 'mail.refused', details: { answer: '550', words: '550 5.1.1 no such mailbox' } };
    expect((await choicesOf(db, who, true)).failures).toMatchObject([{ channel: 'mail', count: 1, error }]);
    const told = await listNotices(db, { query: { unread: true, page: 1, size: 10 } }, who, async () => new Map());
    expect(told.items.map((n) => n.kind)).toEqual(['delivery.failed', 'review.waiting']);
    const { items } = await listDeliveries(db, { query: { status: 'failed', page: 1, size: 10 } });
    expect(items[0]).toMatchObject({ channel: 'mail', status: 'failed', tries: 6, error });
    mail.isRefusing = false;
    await expect(retryDelivery(db, { id: items[0]!.id }, who, at)).rejects.toMatchObject({ code: 'session.role_may_not' });
    await retryDelivery(db, { id: items[0]!.id }, system, at);
    expect(await deliver(at)).toEqual({ sent: 1, failed: 0 });
    await expect(retryDelivery(db, { id: items[0]!.id }, system, at)).rejects.toMatchObject({ code: 'delivery.not_failed' });
  });

  test('R10 without a mail server it fails at once and says why', async () => {
    const who = await person();
    await byMail(who, 'none@example.cn');
    await tell([one(who)]);
    expect(await deliverNotices(db, { mail: null, base: null }, product, now)).toEqual({ sent: 0, failed: 1 });
    expect((await choicesOf(db, who, false)).failures).toMatchObject([{ error: { code: 'delivery.no_mail_server' } }]);
  });

  test('a robot is tried out by the system administrator, who is told how it answered', async () => {
    const id = await robotOf('dingtalk', 'SEC');
    expect(await tryRobot(db, id, system, now)).toEqual({ error: null });
    robot.answer = { status: 200, body: { errcode: 310000, errmsg: 'ip not allowed' } };
    expect(await tryRobot(db, id, system, now)).toMatchObject({ error: { code: 'robot.refused' } });
    await expect(tryRobot(db, id, await person(), now)).rejects.toMatchObject({ code: 'session.role_may_not' });
  });
});
