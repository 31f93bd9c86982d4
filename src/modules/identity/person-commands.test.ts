import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Actor, roles } from '../../kernel/actor.ts';
import { auditEntry } from '../../platform/audit.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { listAudit, readAudit } from './audit-queries.ts';
import { createAccountAtMachine, grantRolesAtMachine, listAccounts, resetPasswordAtMachine } from './operator-commands.ts';
import { resetPassword } from './account-commands.ts';
import { classOfRole } from './domain/role.ts';
import { defaultSecurityRules as rules } from './domain/security-rules.ts';
import { createAccount, createPerson, editPerson, grantRoles, importPeople, revealPhone, setPersonActive } from './person-commands.ts';
import { actorByLogin, listPeople } from './queries.ts';
import { setUp } from './setup-commands.ts';
import { person, personRole } from './tables.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let house: Awaited<ReturnType<typeof testDatabase>>;
let system: Actor;
let security: Actor;
let audit: Actor;
let count = 0;

beforeAll(async () => {
  house = await testDatabase();
  const admin = (login: string, n: number) => ({ name: login, login, password: `Nest-Building-${n}` });
  await setUp(
    house.db,
    { unit: { name: '示范区', code: '000000' }, system: admin('xitong', 1), security: admin('anquan', 2), audit: admin('shenji', 3) },
    rules,
    now,
  );
  [system, security, audit] = (await Promise.all(['xitong', 'anquan', 'shenji'].map((l) => actorByLogin(house.db, l)))) as [
    Actor,
    Actor,
    Actor,
  ];
});
afterAll(() => house.close());

const newcomer = async () =>
  (await createAccount(house.db, { unitId: system.unitId, name: '丁小宁', login: `clerk${++count}` }, system, now)).id;
const versionOf = async (id: string) => (await house.db.select().from(person).where(eq(person.id, id)))[0]!.version;

describe('the three administrators', () => {
  test('the last of each stays: neither closed nor moved to other work', async () => {
    for (const last of [audit, system]) {
      await expect(grantRoles(house.db, { id: last.id, roles: ['promoter'] }, security, now)).rejects.toMatchObject({
        code: 'person.last_administrator',
      });
      await expect(grantRoles(house.db, { id: last.id, roles: [] }, security, now)).rejects.toMatchObject({
        code: 'person.last_administrator',
      });
    }
    for (const last of [audit, security]) {
      const close = setPersonActive(house.db, { id: last.id, isActive: false, version: 1 }, system, now);
      await expect(close).rejects.toMatchObject({ code: 'person.last_administrator' });
    }
  });

  test('two who remove each other at once do not both succeed', async () => {
    const second = await newcomer();
    await grantRoles(house.db, { id: second, roles: ['security_admin'] }, security, now);
    const other: Actor = { ...security, id: second };
    // Held back until both have begun, so that neither has seen the other's act.
    const blocker = await house.pool.connect();
    await blocker.query('begin');
    await blocker.query('select 1 from person where id = any($1) for update', [[second, security.id]]);
    const acts = Promise.allSettled([
      grantRoles(house.db, { id: second, roles: [] }, security, now),
      grantRoles(house.db, { id: security.id, roles: [] }, other, now),
    ]);
    await house.untilWaiting(2);
    await blocker.query('commit');
    blocker.release();
    const both = await acts;
    expect(both.filter((b) => b.status === 'rejected').map((b) => (b.reason as { code: string }).code)).toEqual([
      'person.last_administrator',
    ]);
    await house.pool.query(`update person set role_class = 'security' where id = $1`, [security.id]);
    await house.pool.query(`insert into person_role values ($1, 'security', 'security_admin', now()) on conflict do nothing`, [
      security.id,
    ]);
  });

  test.each(['system_admin', 'security_admin', 'audit_admin'] as const)('%s goes with no other role', async (admin) => {
    const id = await newcomer();
    for (const other of roles.filter((r) => r !== admin)) {
      await expect(grantRoles(house.db, { id, roles: [admin, other] }, security, now)).rejects.toMatchObject({
        kind: 'rule',
        code: 'role.exclusive',
      });
    }
    await grantRoles(house.db, { id, roles: [admin] }, security, now);
  });

  test('the database itself refuses a second office, whoever writes', async () => {
    const id = await newcomer();
    await grantRoles(house.db, { id, roles: ['promoter'] }, security, now);
    for (const role of roles.filter((r) => classOfRole(r) !== 'business')) {
      const add = (roleClass: string) => house.pool.query('insert into person_role values ($1, $2, $3, now())', [id, roleClass, role]);
      await expect(add('business')).rejects.toMatchObject({ constraint: 'person_role_check' });
      await expect(add(classOfRole(role))).rejects.toMatchObject({ constraint: 'person_role_person_id_role_class_fkey' });
    }
    await expect(house.pool.query(`update person set role_class = 'audit' where id = $1`, [id])).rejects.toMatchObject({ code: '23503' });
  });

  test('nobody grants themselves, and only the security administrator grants', async () => {
    const id = await newcomer();
    await expect(grantRoles(house.db, { id: security.id, roles: ['security_admin'] }, security, now)).rejects.toMatchObject({
      code: 'person.may_not',
    });
    for (const other of [system, audit])
      await expect(grantRoles(house.db, { id, roles: ['leader'] }, other, now)).rejects.toMatchObject({ kind: 'forbidden' });
    expect(await house.db.select().from(personRole).where(eq(personRole.personId, id))).toEqual([]);
  });
});

describe('accounts', () => {
  test('are made by the system administrator only, with a one-time password answered once', async () => {
    for (const other of [security, audit]) {
      await expect(createAccount(house.db, { unitId: system.unitId, name: '戊', login: 'wu' }, other, now)).rejects.toMatchObject({
        kind: 'forbidden',
      });
    }
    const made = await createAccount(house.db, { unitId: system.unitId, name: '戊', login: 'wu.made' }, system, now);
    expect(made.password).toMatch(/^\w{4}-\w{4}-\w{4}$/);
    const trace = await house.db.select().from(auditEntry).where(eq(auditEntry.subjectId, made.id));
    expect(trace).toHaveLength(1);
    expect(JSON.stringify(trace)).not.toMatch(new RegExp(`argon2|${made.password}`));
    await expect(createAccount(house.db, { unitId: system.unitId, name: '己', login: 'wu.made' }, system, now)).rejects.toMatchObject({
      code: 'person.login_taken',
    });
  });

  test('two of the same login at once: one is told', async () => {
    const both = await Promise.allSettled(
      [1, 2].map(() => createPerson(house.db, { unitId: system.unitId, name: '庚', login: 'geng' }, system, now)),
    );
    expect(both.find((b) => b.status === 'rejected')?.reason).toMatchObject({ kind: 'conflict', code: 'person.login_taken' });
  });

  test('an administrator’s password is not reset from another office', async () => {
    for (const target of [security, audit]) {
      await expect(resetPassword(house.db, { id: target.id, clearTotp: false }, system, now)).rejects.toMatchObject({
        code: 'person.may_not',
      });
    }
    await expect(resetPassword(house.db, { id: system.id, clearTotp: false }, system, now)).rejects.toMatchObject({
      code: 'person.may_not',
    });
  });

  test('a change on stale sight is refused; a number not sent stays', async () => {
    const { id } = await createPerson(house.db, { unitId: system.unitId, name: '辛', phone: '13800001234', login: 'xin' }, system, now);
    const fields = { unitId: system.unitId, name: '辛大', post: '科员', rank: 50, login: 'xin' };
    await editPerson(house.db, { id, version: 1, ...fields }, system, now);
    await expect(editPerson(house.db, { id, version: 1, ...fields }, system, now)).rejects.toMatchObject({
      code: 'person.changed_meanwhile',
    });
    expect(await revealPhone(house.db, { id }, system, now)).toEqual({ phone: '13800001234' });
    await editPerson(house.db, { id, version: 2, ...fields, phone: '13800005678' }, system, now);
    const trace = await house.db.select().from(auditEntry).where(eq(auditEntry.subjectId, id));
    expect(trace.map((t) => t.action)).toEqual(['person.create', 'person.edit', 'person.reveal_phone', 'person.edit']);
    expect(trace.at(-1)?.after).toMatchObject({ phoneChanged: true });
    expect(JSON.stringify(trace)).not.toMatch(/1380000/);
  });
});

describe('the list of people', () => {
  const query = { page: 1, size: 50 };
  const nothing = { edit: false, deactivate: false, resetPassword: false, grantRoles: false, readSessions: false };
  test('shows each office what it needs, and others name, post and unit only', async () => {
    const id = await newcomer();
    await editPerson(
      house.db,
      { id, version: 1, unitId: system.unitId, name: '王小明', rank: 1, phone: '13912345678', login: `clerk${count}` },
      system,
      now,
    );
    await grantRoles(house.db, { id, roles: ['promoter'] }, security, now);
    const seen = async (actor: Actor) => (await listPeople(house.db, { query: { ...query, q: 'wxm' } }, actor)).items[0]!;
    const clerk = (await actorByLogin(house.db, `clerk${count}`))!;
    expect(await seen(system)).toMatchObject({ name: '王小明', login: `clerk${count}`, roles: null, account: { phone: '139****5678' } });
    expect(await seen(security)).toMatchObject({ login: `clerk${count}`, roles: ['promoter'], account: null });
    expect((await seen(clerk)).can).toEqual({ ...nothing, readSessions: true });
    expect((await seen(audit)).can).toEqual(nothing);
    for (const other of [audit, clerk]) {
      expect(await seen(other)).toMatchObject({ name: '王小明', login: null, roles: null, account: null });
    }
    expect((await listPeople(house.db, { query: { ...query, q: `clerk${count}` } }, clerk)).total).toBe(0);
  });
  test('offers closed accounts to the system administrator only', async () => {
    const id = await newcomer();
    await setPersonActive(house.db, { id, isActive: false, version: await versionOf(id) }, system, now);
    const has = async (actor: Actor) =>
      (await listPeople(house.db, { query: { ...query, size: 200, includeInactive: true } }, actor)).items.some((p) => p.id === id);
    expect([await has(system), await has(security), await has(audit)]).toEqual([true, false, false]);
  });
  test('stands in order of rank', async () => {
    const { items } = await listPeople(house.db, { query: { ...query, size: 200 } }, system);
    expect(items.map((p) => p.rank)).toEqual(items.map((p) => p.rank).toSorted((a, b) => a - b));
  });
});

describe('a list of people', () => {
  const row = (n: number, name: string, login: string | null, unit = '示范区') => ({
    row: n,
    name,
    unit,
    post: null,
    rank: null,
    phone: null,
    login,
  });
  test('comes in once; the same list again changes nothing; a change is told with before and after', async () => {
    const rows = [row(2, '赵一', null), row(3, '钱二', 'Qian.er')];
    expect(await importPeople(house.db, rows, system, now)).toEqual({ created: 2, updated: 0, unchanged: 0 });
    expect(await importPeople(house.db, rows, system, now)).toEqual({ created: 0, updated: 0, unchanged: 2 });
    expect(await importPeople(house.db, [{ ...row(2, '钱二', 'qian.er'), post: '科长' }], system, now)).toEqual({
      created: 0,
      updated: 1,
      unchanged: 0,
    });
    const [last] = (await listAudit(house.db, { query: { action: 'person.import', page: 1, size: 1 } })).items;
    expect(last).toMatchObject({ before: { post: null }, after: { post: '科长', login: 'qian.er' } });
  });
  test('is refused whole, with every fault named by its row', async () => {
    const rows = [row(2, '孙三', null), row(3, '孙三', null), row(4, '李四', 'x'), row(5, '周五', null, '没有这个局')];
    await expect(importPeople(house.db, rows, system, now)).rejects.toMatchObject({
      code: 'person.rows_refused',
      details: {
        faults: [
          { row: 3, code: 'person.twice_in_file' },
          { row: 4, code: 'person.bad_login' },
          { row: 5, code: 'unit.unknown_name' },
        ],
      },
    });
    expect((await listPeople(house.db, { query: { page: 1, size: 50, q: '孙三' } }, system)).total).toBe(0);
    await expect(importPeople(house.db, [row(2, '孙三', null)], security, now)).rejects.toMatchObject({ kind: 'forbidden' });
  });
});

describe('the command line', () => {
  test('makes an account with its roles, each act in the office it needs', async () => {
    const { id } = await createAccountAtMachine(house.db, { login: 'At.Machine', name: '壬', roles: ['promotion_admin'] }, now);
    const trace = await house.db.select().from(auditEntry).where(eq(auditEntry.subjectId, id));
    expect(trace.map((t) => [t.action, t.actorName])).toEqual([
      ['person.create', '命令行'],
      ['person.grant_roles', '命令行'],
    ]);
    expect((await listAccounts(house.db)).find((a) => a.id === id)).toMatchObject({ login: 'at.machine', roles: ['promotion_admin'] });
    await grantRolesAtMachine(house.db, { login: 'at.machine', roles: ['leader'] }, now);
    expect(await actorByLogin(house.db, 'AT.MACHINE')).toMatchObject({ roles: ['leader'] });
  });
  test('is the way back in for the only holder of an office', async () => {
    for (const login of ['xitong', 'anquan', 'shenji'])
      expect((await resetPasswordAtMachine(house.db, { login, clearTotp: true }, now)).password).toBeTruthy();
  });
});

describe('the audit trace', () => {
  const read = (filter: object) => listAudit(house.db, { query: { page: 1, size: 200, ...filter } });
  test('is read by pages, newest first, and filtered by person, act and day', async () => {
    const all = await read({});
    expect(all.items.map((e) => e.seq)).toEqual(all.items.map((e) => e.seq).toSorted((a, b) => b - a));
    expect((await read({ page: 2, size: 5 })).items).toEqual(all.items.slice(5, 10));
    const granted = await read({ action: 'person.grant', actorId: security.id });
    expect(granted.total).toBeGreaterThan(0);
    expect(new Set(granted.items.map((e) => `${e.action} ${e.actorId}`))).toEqual(new Set([`person.grant_roles ${security.id}`]));
    expect((await read({ to: '2026-11-19' })).total).toBe(0);
    expect((await read({ from: '2026-11-20', to: '2026-11-20' })).total).toBe(all.total);
  });
  test('is read whole for a file', async () => {
    const entries: unknown[] = [];
    for await (const entry of readAudit(house.db, {})) entries.push(entry);
    expect(entries).toHaveLength((await read({})).total);
  });
});
