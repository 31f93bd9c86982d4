import { desc, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Role } from '../../kernel/actor.ts';
import { hashPassword, sha256, totpCode } from '../../platform/auth.ts';
import { auditEntry } from '../../platform/audit.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { beginTotp, changePassword, confirmTotp, disableTotp, resetPassword } from './account-commands.ts';
import { defaultSecurityRules as rules } from './domain/security-rules.ts';
import { createPerson, grantRoles, setPersonActive } from './person-commands.ts';
import { actorById, actorOfToken, operatorActor } from './queries.ts';
import { revokeSession, signIn, signOut } from './session-commands.ts';
import { findSession, listSessions, me } from './session-queries.ts';
import { setUp } from './setup-commands.ts';
import { person, session, signInAttempt } from './tables.ts';

const start = Date.parse('2026-11-20T09:00:00+08:00');
const at = (seconds: number) => new Date(start + seconds * 1000);
const minutes = (n: number) => at(n * 60);
const password = 'Nest-Building-9';

let house: Awaited<ReturnType<typeof testDatabase>>;
let system: Actor;
let security: Actor;
let count = 0;
let hash: string;

beforeAll(async () => {
  house = await testDatabase();
  const admin = (login: string, n: number) => ({ name: login, login, password: `Nest-Building-${n}` });
  await setUp(
    house.db,
    { unit: { name: '示范区', code: '000000' }, system: admin('xitong', 1), security: admin('anquan', 2), audit: admin('shenji', 3) },
    rules,
    at(0),
  );
  system = await operatorActor(house.db, 'system_admin');
  security = await operatorActor(house.db, 'security_admin');
  hash = await hashPassword(password);
});
afterAll(() => house.close());

/** A new person with an account of their own, at an address of their own. */
async function newcomer(...roles: Role[]) {
  const { db } = house;
  const login = `clerk${++count}`;
  const { id } = await createPerson(db, { unitId: system.unitId, name: '丁', login, passwordHash: hash }, system, at(0));
  if (roles.length > 0) await grantRoles(db, { id, roles }, security, at(0));
  const visit = { ip: `10.0.0.${count}`, userAgent: 'test' };
  const enter = (typed: string, now: Date, code?: string) => signIn(db, { login, password: typed, code }, visit, rules, now);
  return { id, login, visit, enter, actor: async () => (await actorById(db, id))! };
}
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'ok',
    (e: { code: string }) => e.code,
  );

describe('signing in', () => {
  test('gives a token of which only the hash is stored', async () => {
    const { id, enter } = await newcomer('promoter');
    const { token } = await enter(password, at(0));
    const [row] = await house.db.select().from(session).where(eq(session.personId, id));
    expect(row?.tokenHash).toBe(sha256(token));
    expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(await actorOfToken(house.db, token, at(1))).toMatchObject({ id, roles: ['promoter'] });
  });

  test('answers an unknown name, a wrong password and a closed account alike', async () => {
    const known = await newcomer();
    const closed = await newcomer();
    await setPersonActive(house.db, { id: closed.id, isActive: false, version: 1 }, system, at(0));
    const stranger = signIn(house.db, { login: 'nobody.here', password }, { ip: '10.1.0.1', userAgent: '' }, rules, at(0));
    const same = { kind: 'unauthenticated', code: 'session.wrong', details: { left: 4 } };
    await expect(stranger).rejects.toMatchObject(same);
    await expect(known.enter('wrong', at(0))).rejects.toMatchObject(same);
    await expect(closed.enter(password, at(0))).rejects.toMatchObject(same);
  });

  test('the login may be typed in capitals and with spaces around it', async () => {
    const { login, visit } = await newcomer();
    await signIn(house.db, { login: ` ${login.toUpperCase()} `, password }, visit, rules, at(0));
  });

  test('every failure is recorded, without what was typed', async () => {
    const { id, enter, visit } = await newcomer();
    await codeOf(enter('A-Wrong-Password-1', at(0)));
    await codeOf(signIn(house.db, { login: 'My-Secret-Typed-Here', password }, visit, rules, at(1)));
    const entries = await house.db
      .select()
      .from(auditEntry)
      .where(eq(auditEntry.action, 'session.sign_in'))
      .orderBy(desc(auditEntry.seq))
      .limit(2);
    expect(entries[1]).toMatchObject({
      subject: 'person',
      subjectId: id,
      actorName: '未登录',
      after: { outcome: 'session.wrong', ip: visit.ip },
    });
    expect(entries[0]).toMatchObject({ actorName: '未登录', after: { outcome: 'session.wrong' } });
    expect(JSON.stringify(entries)).not.toMatch(/A-Wrong|My-Secret/i);
  });
});

describe('the lock', () => {
  test('falls with the fifth failure and lifts after fifteen minutes, even for the right password', async () => {
    const { enter } = await newcomer();
    for (let i = 0; i < 4; i++) expect(await codeOf(enter('wrong', at(i)))).toBe('session.wrong');
    await expect(enter('wrong', at(4))).rejects.toMatchObject({ kind: 'limited', code: 'session.locked', details: { minutes: 15 } });
    expect(await codeOf(enter(password, at(5)))).toBe('session.locked');
    expect(await codeOf(enter(password, at(4 + 899)))).toBe('session.locked');
    expect(await codeOf(enter(password, at(4 + 901)))).toBe('ok');
  });
  test('a success before the fifth failure takes the others away', async () => {
    const { enter } = await newcomer();
    for (let i = 0; i < 4; i++) await codeOf(enter('wrong', at(i)));
    await enter(password, at(5));
    for (let i = 0; i < 4; i++) expect(await codeOf(enter('wrong', at(6 + i)))).toBe('session.wrong');
    expect(await codeOf(enter(password, at(11)))).toBe('ok');
  });
  test('locks a name that does not exist in the same way', async () => {
    const from = (i: number) => signIn(house.db, { login: 'no.such', password: 'x' }, { ip: `10.2.0.${i}`, userAgent: '' }, rules, at(i));
    for (let i = 0; i < 4; i++) expect(await codeOf(from(i))).toBe('session.wrong');
    expect(await codeOf(from(4))).toBe('session.locked');
  });
  test('locks an account against every address', async () => {
    const { login } = await newcomer();
    const from = (i: number, typed: string) =>
      signIn(house.db, { login, password: typed }, { ip: `10.3.0.${i}`, userAgent: '' }, rules, at(i));
    for (let i = 0; i < 5; i++) await codeOf(from(i, 'wrong'));
    expect(await codeOf(from(9, password))).toBe('session.locked');
  });
  test('locks an address against every account', async () => {
    const victim = await newcomer();
    const visit = { ip: '10.4.0.1', userAgent: '' };
    for (let i = 0; i < 5; i++) await codeOf(signIn(house.db, { login: `guess${i}`, password: 'x' }, visit, rules, at(i)));
    expect(await codeOf(signIn(house.db, { login: victim.login, password }, visit, rules, at(5)))).toBe('session.locked');
    expect(await codeOf(victim.enter(password, at(5)))).toBe('ok');
  });
  test('twenty guesses at once are no more than five', async () => {
    const { enter } = await newcomer();
    const codes = await Promise.all(Array.from({ length: 20 }, (_, i) => codeOf(enter(`guess-${i}`, at(0)))));
    expect(codes.filter((c) => c === 'session.wrong')).toHaveLength(4);
    expect(codes.filter((c) => c === 'session.locked')).toHaveLength(16);
  });
  test('counts guesses that arrive together one after the other', async () => {
    const { id, login, enter } = await newcomer();
    for (let i = 0; i < 4; i++) await codeOf(enter('wrong', at(i)));
    const blocker = await house.pool.connect();
    await blocker.query('begin');
    await blocker.query('select 1 from person where id = $1 for update', [id]);
    const together = [5, 6, 7].map((s) => codeOf(enter('wrong', at(s))));
    await house.untilWaiting(3);
    await blocker.query('commit');
    blocker.release();
    expect(await Promise.all(together)).toEqual(['session.locked', 'session.locked', 'session.locked']);
    const counted = await house.db
      .select()
      .from(signInAttempt)
      .where(eq(signInAttempt.loginHash, sha256(login)));
    expect(counted).toHaveLength(5);
  });
  test('also falls on guesses at the password from a session left open', async () => {
    const guest = await newcomer();
    const { token } = await guest.enter(password, at(0));
    const own = async (s: number) => ({ actor: await guest.actor(), visit: guest.visit, rules, now: at(s) });
    for (let i = 1; i < 5; i++)
      expect(await codeOf(changePassword(house.db, { current: 'guess', next: 'Other-Nest-1', token }, await own(i)))).toBe(
        'password.wrong',
      );
    expect(await codeOf(changePassword(house.db, { current: 'guess', next: 'Other-Nest-1', token }, await own(5)))).toBe('session.locked');
    expect(await codeOf(guest.enter(password, at(6)))).toBe('session.locked');
  });
});

describe('a session', () => {
  test('of a business person ends after thirty idle minutes, of an administrator after fifteen', async () => {
    const [clerk, admin] = [await newcomer('promoter'), await newcomer('audit_admin')];
    const [business, audit] = [await clerk.enter(password, at(0)), await admin.enter(password, at(0))];
    expect(await findSession(house.db, business.token, at(30 * 60 - 1), rules)).not.toBeNull();
    expect(await findSession(house.db, business.token, at(30 * 60), rules)).toBeNull();
    expect(await findSession(house.db, audit.token, at(15 * 60 - 1), rules)).not.toBeNull();
    expect(await findSession(house.db, audit.token, at(15 * 60), rules)).toBeNull();
  });
  test('lives on while it is used, but no longer than twelve hours', async () => {
    const { enter } = await newcomer('promoter');
    const { token } = await enter(password, at(0));
    for (let m = 25; m < 12 * 60; m += 25) expect(await actorOfToken(house.db, token, minutes(m))).not.toBeNull();
    expect(await actorOfToken(house.db, token, minutes(12 * 60))).toBeNull();
  });
  test('ends at sign-out, when revoked, and when the account is closed', async () => {
    const { id, enter, actor } = await newcomer('promoter');
    const [a, b, c] = [await enter(password, at(0)), await enter(password, at(1)), await enter(password, at(2))];
    await signOut(house.db, { token: a.token }, await actor(), at(3));
    expect(await actorOfToken(house.db, a.token, at(3))).toBeNull();
    const [, other] = (await listSessions(house.db, id, await actor(), c.token, at(3), rules)).toSorted((x) => (x.isCurrent ? -1 : 1));
    await revokeSession(house.db, { id: other!.id }, security, at(4));
    expect(await actorOfToken(house.db, b.token, at(4))).toBeNull();
    expect(await actorOfToken(house.db, c.token, at(4))).not.toBeNull();
    await setPersonActive(house.db, { id, isActive: false, version: 2 }, system, at(5));
    expect(await actorOfToken(house.db, c.token, at(5))).toBeNull();
  });
  test('is nobody else’s to see or to end', async () => {
    const [one, two] = [await newcomer('promoter'), await newcomer('promotion_admin')];
    const { token } = await one.enter(password, at(0));
    const [mine] = await listSessions(house.db, one.id, await one.actor(), token, at(1), rules);
    await expect(listSessions(house.db, one.id, await two.actor(), '', at(1), rules)).rejects.toMatchObject({ kind: 'forbidden' });
    await expect(revokeSession(house.db, { id: mine!.id }, await two.actor(), at(1))).rejects.toMatchObject({ kind: 'not_found' });
    await expect(revokeSession(house.db, { id: mine!.id }, system, at(1))).rejects.toMatchObject({ kind: 'not_found' });
    expect(await actorOfToken(house.db, token, at(2))).not.toBeNull();
  });
  test('takes a revoked role away at once', async () => {
    const { id, enter } = await newcomer('promoter', 'leader');
    const { token } = await enter(password, at(0));
    await grantRoles(house.db, { id, roles: ['promoter'] }, security, at(1));
    expect((await actorOfToken(house.db, token, at(1)))?.roles).toEqual(['promoter']);
  });
});

describe('a password', () => {
  test('given by an administrator opens nothing until it is changed', async () => {
    const guest = await newcomer('promoter');
    const given = await resetPassword(house.db, { id: guest.id, clearTotp: false }, system, at(0));
    expect(given.password).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    expect(await codeOf(guest.enter(password, at(0)))).toBe('session.wrong');
    const { token } = await guest.enter(given.password, at(1));
    expect((await actorOfToken(house.db, token, at(1)))?.roles).toEqual([]);
    expect(await me(house.db, token, at(1), rules)).toMatchObject({ mustChangePassword: true, roles: [] });
    const own = { actor: await guest.actor(), visit: guest.visit, rules, now: at(2) };
    await changePassword(house.db, { current: given.password, next: 'My-Own-Nest-1', token }, own);
    expect(await me(house.db, token, at(3), rules)).toMatchObject({ mustChangePassword: false, roles: ['promoter'] });
  });
  test('must be changed after ninety days', async () => {
    const { enter } = await newcomer('promoter');
    const day = 24 * 3600;
    const young = await enter(password, at(90 * day - 1));
    expect(await me(house.db, young.token, at(90 * day - 1), rules)).toMatchObject({ mustChangePassword: false });
    const old = await enter(password, at(90 * day));
    expect(await me(house.db, old.token, at(90 * day), rules)).toMatchObject({ mustChangePassword: true, roles: [] });
  });
  test('is none of the last five, and its change ends the other sessions', async () => {
    const guest = await newcomer('promoter');
    const [here, there] = [await guest.enter(password, at(0)), await guest.enter(password, at(0))];
    const change = async (current: string, next: string, s: number) =>
      changePassword(house.db, { current, next, token: here.token }, { actor: await guest.actor(), visit: guest.visit, rules, now: at(s) });
    const next = (n: number) => `My-Own-Nest-${n}`;
    expect(await codeOf(change(password, 'short', 1))).toBe('password.too_short');
    await change(password, next(1), 1);
    expect(await actorOfToken(house.db, there.token, at(2))).toBeNull();
    expect(await actorOfToken(house.db, here.token, at(2))).not.toBeNull();
    for (let n = 1; n < 4; n++) await change(next(n), next(n + 1), n + 1);
    expect(await codeOf(change(next(4), password, 6))).toBe('password.used_before');
    await change(next(4), next(5), 7);
    expect(await codeOf(change(next(5), password, 8))).toBe('ok');
  });
});

describe('the authenticator app', () => {
  test('is asked for once confirmed; each code opens once', async () => {
    const guest = await newcomer('promoter');
    const own = async (s: number) => ({ actor: await guest.actor(), visit: guest.visit, rules, now: at(s) });
    const { secret, uri } = await beginTotp(house.db, { password }, await own(0));
    expect(uri).toContain(`secret=${secret}`);
    expect(await codeOf(guest.enter(password, at(1)))).toBe('ok');
    expect(await codeOf(confirmTotp(house.db, { code: '000000' }, await guest.actor(), at(2)))).toBe('totp.wrong_code');
    await confirmTotp(house.db, { code: totpCode(secret, at(2)) }, await guest.actor(), at(2));
    expect(await codeOf(guest.enter(password, at(60)))).toBe('session.code_required');
    expect(await codeOf(guest.enter('wrong', at(60), totpCode(secret, at(60))))).toBe('session.wrong');
    expect(await codeOf(guest.enter(password, at(60), '123456'))).toBe('session.wrong_code');
    expect(await codeOf(guest.enter(password, at(61), totpCode(secret, at(61))))).toBe('ok');
    expect(await codeOf(guest.enter(password, at(62), totpCode(secret, at(62))))).toBe('session.wrong_code');
    expect(await codeOf(guest.enter(password, at(120), totpCode(secret, at(120 + 60))))).toBe('session.wrong_code');
    expect(await codeOf(beginTotp(house.db, { password }, await own(121)))).toBe('totp.enrolled_already');
    await disableTotp(house.db, { password }, await own(122));
    expect(await codeOf(guest.enter(password, at(123)))).toBe('ok');
  });
  test('its secret reaches neither the trace nor the screen again', async () => {
    const guest = await newcomer('promoter');
    const { secret } = await beginTotp(house.db, { password }, { actor: await guest.actor(), visit: guest.visit, rules, now: at(0) });
    expect(JSON.stringify(await house.db.select().from(auditEntry).where(eq(auditEntry.subjectId, guest.id)))).not.toContain(secret);
    const [row] = await house.db.select().from(person).where(eq(person.id, guest.id));
    expect(row?.totpConfirmedAt).toBeNull();
  });
});
