import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor, Role } from '../../kernel/actor.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { hashPassword, oneTimePassword } from '../../platform/auth.ts';
import { command } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { initialsOf } from '../../platform/pinyin.ts';
import { keepPassword } from './account-commands.ts';
import { type PersonFields, type PersonRow, planPeople } from './domain/person-import.ts';
import { classOfRoles } from './domain/role.ts';
import type { RoleClass } from './domain/unit.ts';
import { check, checkOn } from './policy.ts';
import { unitsByCode, unitsByName } from './queries.ts';
import { endSessions } from './session-commands.ts';
import { person, personRole, unit } from './tables.ts';

export type NewPerson = { unitId: string; name: string; post?: string | null; rank?: number; phone?: string | null; login?: string | null };

/** Logins wait for each other, so that the second of two equal ones is told, and not broken off. */
async function checkLogin(tx: Tx, login: string | null | undefined, ownerId?: string) {
  if (!login) return;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`new login ${login}`}, 0))`);
  const [other] = await tx.select({ id: person.id }).from(person).where(eq(person.login, login));
  if (other && other.id !== ownerId) throw refuse('conflict', 'person.login_taken', { field: 'login', found: login });
}
async function checkUnit(tx: Tx, unitId: string) {
  const [found] = await tx.select({ isActive: unit.isActive }).from(unit).where(eq(unit.id, unitId)).for('share');
  if (!found?.isActive) throw refuse('invalid', 'person.unit_unknown', { field: 'unitId' });
}

/** Writes a person of any class. No permission is asked here: first run and `createPerson` have asked. */
export async function addPerson(
  tx: Tx,
  input: NewPerson & { passwordHash?: string; mustChangePassword?: boolean; roleClass?: RoleClass },
  now: Date,
) {
  const { passwordHash, mustChangePassword = false, ...fields } = input;
  await checkUnit(tx, fields.unitId);
  await checkLogin(tx, fields.login);
  const id = v7();
  await tx.insert(person).values({ id, ...fields, initials: initialsOf(fields.name), createdAt: now });
  if (passwordHash) await keepPassword(tx, id, passwordHash, mustChangePassword, now);
  const { unitId, name, post = null, rank = 100, login = null, roleClass = 'business' } = fields;
  return { id, trace: { subject: 'person', subjectId: id, after: { unitId, name, post, rank, login, roleClass } } };
}

/** A person; with a login and a password hash also an account. It has no role until the security administrator grants one. */
export const createPerson = command(
  'person.create',
  async (tx, input: NewPerson & { passwordHash?: string; mustChangePassword?: boolean }, { actor, now }) => {
    settle(check('createPeople', actor));
    const { id, trace } = await addPerson(tx, input, now);
    return { result: { id }, trace };
  },
);

/** A person; with a login also a one-time password, answered once. */
export async function createAccount(db: Db, input: NewPerson, actor: Actor, now: Date): Promise<{ id: string; password: string | null }> {
  if (!input.login) return { ...(await createPerson(db, input, actor, now)), password: null };
  const password = oneTimePassword();
  const { id } = await createPerson(db, { ...input, passwordHash: await hashPassword(password), mustChangePassword: true }, actor, now);
  return { id, password };
}

async function lockedPerson(tx: Tx, id: string, version: number) {
  const [row] = await tx.select().from(person).where(eq(person.id, id)).for('update');
  if (!row) throw refuse('not_found', 'person.unknown');
  if (row.version !== version) throw refuse('conflict', 'person.changed_meanwhile', { version: row.version });
  return row;
}

export const editPerson = command('person.edit', async (tx, input: NewPerson & { id: string; version: number }, { actor }) => {
  const { id, version: seen, ...fields } = input;
  const row = await lockedPerson(tx, id, seen);
  settle(checkOn('edit', actor, row));
  if (fields.unitId !== row.unitId) await checkUnit(tx, fields.unitId);
  if (row.login && fields.login === null) throw refuse('rule', 'person.login_stays');
  await checkLogin(tx, fields.login, id);
  const version = row.version + 1;
  await tx
    .update(person)
    .set({ ...fields, initials: initialsOf(fields.name), version })
    .where(eq(person.id, id));
  const { unitId, name, post, rank, login, phone } = row;
  // The number itself stays out of the trace, which people read who have no need of it.
  const after = { ...fields, phone: undefined, phoneChanged: fields.phone !== undefined && fields.phone !== phone };
  return { result: { version }, trace: { subject: 'person', subjectId: id, before: { unitId, name, post, rank, login }, after } };
});

export const revealPhone = command('person.reveal_phone', async (tx, { id }: { id: string }, { actor }) => {
  const [row] = await tx.select().from(person).where(eq(person.id, id));
  if (!row) throw refuse('not_found', 'person.unknown');
  settle(checkOn('revealPhone', actor, row));
  return { result: { phone: row.phone }, trace: { subject: 'person', subjectId: id } };
});

/** Refuses when nobody able to sign in would be left in the office of an administrator. The rows stay locked, so two leaving at once cannot both be last but one. */
async function checkNotLast(tx: Tx, { id, roleClass }: { id: string; roleClass: RoleClass }) {
  if (roleClass === 'business') return;
  const able = await tx
    .select({ id: person.id })
    .from(person)
    .innerJoin(personRole, eq(personRole.personId, person.id))
    .where(and(eq(person.roleClass, roleClass), eq(person.isActive, true), isNotNull(person.passwordHash)))
    .orderBy(person.id)
    .for('update');
  if (!able.some((p) => p.id !== id)) throw refuse('rule', 'person.last_administrator', { roleClass });
}
const queueForOffices = (tx: Tx) => tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`);

/** Closes an account and ends its sessions, or opens it again. The last administrator of a kind stays. */
export const setPersonActive = command(
  'person.set_active',
  async (tx, input: { id: string; isActive: boolean; version: number }, { actor, now }) => {
    await queueForOffices(tx);
    const row = await lockedPerson(tx, input.id, input.version);
    settle(checkOn('deactivate', actor, row));
    if (!input.isActive) {
      await checkNotLast(tx, row);
      await endSessions(tx, row.id, now);
    }
    const version = row.version + 1;
    await tx.update(person).set({ isActive: input.isActive, version }).where(eq(person.id, row.id));
    return {
      result: { version },
      trace: { subject: 'person', subjectId: row.id, before: { isActive: row.isActive }, after: { isActive: input.isActive } },
    };
  },
);

/**
 * The roles that a person holds from now on. Refuses: oneself, roles that exclude each other, the last administrator of a
 * kind. Who changes from business to administration, or back, is signed out.
 */
export const grantRoles = command(
  'person.grant_roles',
  async (tx, input: { id: string; roles: readonly Role[]; version?: number }, { actor, now }) => {
    await queueForOffices(tx);
    const [row] = await tx.select().from(person).where(eq(person.id, input.id)).for('update');
    if (!row) throw refuse('not_found', 'person.unknown');
    settle(checkOn('grantRoles', actor, row));
    if (input.version !== undefined && row.version !== input.version)
      throw refuse('conflict', 'person.changed_meanwhile', { version: row.version });
    const roles = [...new Set(input.roles)].toSorted();
    const roleClass = settle(classOfRoles(roles));
    const before = (await tx.select({ role: personRole.role }).from(personRole).where(eq(personRole.personId, row.id)))
      .map((r) => r.role)
      .toSorted();
    if (before.join() === roles.join()) return { result: { version: row.version }, trace: [] };
    if (before.length > 0 && (roleClass !== row.roleClass || roles.length === 0)) await checkNotLast(tx, row);
    await tx.delete(personRole).where(eq(personRole.personId, row.id));
    const version = row.version + 1;
    await tx.update(person).set({ roleClass, version }).where(eq(person.id, row.id));
    if (roles.length > 0) await tx.insert(personRole).values(roles.map((role) => ({ personId: row.id, roleClass, role, grantedAt: now })));
    if (roleClass !== row.roleClass) await endSessions(tx, row.id, now);
    return { result: { version }, trace: { subject: 'person', subjectId: row.id, before: { roles: before }, after: { roles } } };
  },
);

const chunk = 1000;
/** People from a list, all or nothing. Refuses `person.rows_refused` with every faulty row; the same list again changes nothing. */
export const importPeople = command('person.import', async (tx, rows: readonly PersonRow[], { actor, now }) => {
  settle(check('createPeople', actor));
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('people import', 0))`);
  const existing: PersonFields[] = await tx
    .select({
      id: person.id,
      unitId: person.unitId,
      name: person.name,
      post: person.post,
      rank: person.rank,
      phone: person.phone,
      login: person.login,
    })
    .from(person);
  const { steps, faults } = planPeople(existing, { byCode: await unitsByCode(tx), byName: await unitsByName(tx) }, rows, v7);
  if (faults.length > 0) throw refuse('invalid', 'person.rows_refused', { faults });
  const created = steps.filter((s) => s.act === 'create');
  const updated = steps.filter((s) => s.act === 'update');
  for (let i = 0; i < created.length; i += chunk) {
    await tx
      .insert(person)
      .values(created.slice(i, i + chunk).map((s) => ({ ...s.after, initials: initialsOf(s.after.name), createdAt: now })));
  }
  for (const { after } of updated) {
    await tx
      .update(person)
      .set({ ...after, initials: initialsOf(after.name), version: sql`${person.version} + 1` })
      .where(eq(person.id, after.id));
  }
  const trace = [...created, ...updated].map(({ before, after }) => ({
    subject: 'person',
    subjectId: after.id,
    ...(before && { before: withoutPhone(before) }),
    after: withoutPhone(after),
  }));
  const counts = { created: created.length, updated: updated.length, unchanged: steps.length - created.length - updated.length };
  return { result: counts, trace };
});
const withoutPhone = (fields: PersonFields) => ({ ...fields, phone: undefined });
