import { and, asc, eq, exists, ilike, inArray, isNull, ne, or, type SQL, sql } from 'drizzle-orm';
import { type Actor, type Role, businessRoles } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Db, Reader } from '../../platform/db.ts';
import type { identityContract } from './contract.ts';
import { loginOf, maskedPhone } from './domain/person.ts';
import { classOfRole } from './domain/role.ts';
import { defaultSecurityRules, type SecurityRules } from './domain/security-rules.ts';
import { isTouchDue } from './domain/session.ts';
import { inEstablishmentOrder, subtreeIds } from './domain/unit-tree.ts';
import { may, mayOn } from './policy.ts';
import { touchSession } from './session-commands.ts';
import { forgetSession, keptSession } from './session-queries.ts';
import { person, personRole, session, unit } from './tables.ts';

type C = typeof identityContract;

/** Who acts, by the cookie of a request, or null. Being seen is noted, at most twice a minute. */
export async function actorOfToken(db: Db, token: string, now: Date, rules: SecurityRules = defaultSecurityRules): Promise<Actor | null> {
  const found = await keptSession(db, token, now, rules);
  if (!found) return null;
  if (isTouchDue(found.lastSeenAt, now)) {
    await touchSession(db, { id: found.sessionId }, found.actor, now);
    forgetSession(db, token);
  }
  return found.actor;
}

export const operatorId = '00000000-0000-7000-8000-000000000001';
/**
 * Who acts at the command line. Whoever can run it on the server's machine can read the database anyway, so it asks for
 * no password; but each act is done in the one role that the act needs, because the three administrators exclude each
 * other here too, and it is recorded under a name that no person has. Before there is a root unit it stands in none.
 */
export const operator: Actor = {
  id: operatorId,
  name: '命令行',
  unitId: '00000000-0000-0000-0000-000000000000',
  unitIds: [],
  roles: ['promotion_admin'],
};

/** The operator in the root unit, in one role. Refuses when there is no root unit yet. */
export async function operatorActor(db: Reader, role: Role = 'promotion_admin'): Promise<Actor> {
  const units = await db.select({ id: unit.id, parentId: unit.parentId }).from(unit);
  const root = units.find((u) => u.parentId === null);
  if (!root) throw refuse('rule', 'unit.no_root');
  return { ...operator, unitId: root.id, unitIds: units.map((u) => u.id), roles: [role] };
}

/** The actor that an active person is, or null; for work that goes on after the request, and for the command line's --as. */
export const actorById = async (db: Reader, id: string) => (id === operatorId ? operatorActor(db) : actorWhere(db, sql`p.id = ${id}`));
export const actorByLogin = (db: Reader, login: string) => actorWhere(db, sql`p.login = ${loginOf(login)}`);

async function actorWhere(db: Reader, isThem: SQL): Promise<Actor | null> {
  const { rows } = await db.execute<Actor>(sql`
    with recursive them as (select id, name, unit_id from person p where ${isThem} and p.is_active),
    below as (select unit_id as id from them union select u.id from unit u join below b on u.parent_id = b.id)
    select id, name, unit_id as "unitId", array(select id from below) as "unitIds",
      array(select role from person_role r where r.person_id = them.id order by role) as roles
    from them`);
  return rows[0] ?? null;
}

/** The actors that these people are, by id; whoever has left is not among them. */
export async function actorsOf(db: Reader, ids: readonly string[]): Promise<Map<string, Actor>> {
  if (ids.length === 0) return new Map();
  const units = await db.select(unitColumns).from(unit);
  const rows = await db
    .select({ id: person.id, name: person.name, unitId: person.unitId, roles: rolesOf })
    .from(person)
    .where(and(eq(person.isActive, true), inArray(person.id, [...ids])));
  const below = new Map([...new Set(rows.map((r) => r.unitId))].map((id) => [id, subtreeIds(units, id)]));
  return new Map(rows.map((r) => [r.id, { ...r, unitIds: below.get(r.unitId) ?? [] }]));
}

const unitColumns = {
  id: unit.id,
  parentId: unit.parentId,
  code: unit.code,
  name: unit.name,
  shortName: unit.shortName,
  kind: unit.kind,
  orderNo: unit.orderNo,
  isActive: unit.isActive,
  version: unit.version,
};
/** Every unit in establishment order (建制序), with its depth; closed ones too. */
export const unitTree = async (db: Reader) => inEstablishmentOrder(await db.select(unitColumns).from(unit));

/** The unit and everything below it. Empty when there is no such unit. */
export async function unitIdsBelow(db: Reader, unitId: string): Promise<string[]> {
  const units = await db.select(unitColumns).from(unit);
  return units.some((u) => u.id === unitId) ? subtreeIds(units, unitId) : [];
}

/** Unit ids by code. */
export async function unitsByCode(db: Reader): Promise<Map<string, string>> {
  return new Map((await db.select({ id: unit.id, code: unit.code }).from(unit)).map((u) => [u.code, u.id]));
}

/** Unit ids by name and by short name; a word that two units share has two. */
export async function unitsByName(db: Reader): Promise<Map<string, string[]>> {
  const found = new Map<string, Set<string>>();
  for (const u of await db.select({ id: unit.id, name: unit.name, shortName: unit.shortName }).from(unit)) {
    for (const word of [u.name, u.shortName]) if (word) found.set(word, (found.get(word) ?? new Set()).add(u.id));
  }
  return new Map([...found].map(([word, ids]) => [word, [...ids]]));
}

export const listUnits = async (db: Reader, actor: Actor): Promise<Result<C['units']>> => ({
  items: await unitTree(db),
  can: { edit: may.editUnits(actor) },
});

const personColumns = {
  id: person.id,
  name: person.name,
  post: person.post,
  rank: person.rank,
  unitId: person.unitId,
  unitName: unit.name,
  isActive: person.isActive,
};
/** People as others may know them, by id. */
export async function peopleOf(db: Reader, ids: readonly string[]) {
  if (ids.length === 0) return new Map<string, PersonBrief>();
  const rows = await db
    .select(personColumns)
    .from(person)
    .innerJoin(unit, eq(unit.id, person.unitId))
    .where(inArray(person.id, [...ids]));
  return new Map(rows.map((row) => [row.id, row]));
}
export type PersonBrief = {
  id: string;
  name: string;
  post: string | null;
  rank: number;
  unitId: string;
  unitName: string;
  isActive: boolean;
};

/** Active people with a role, such as the leaders; by rank, then by name. */
export async function peopleInRole(db: Reader, role: Role): Promise<PersonBrief[]> {
  return db
    .select(personColumns)
    .from(person)
    .innerJoin(unit, eq(unit.id, person.unitId))
    .where(and(eq(person.isActive, true), holds(db, role)))
    .orderBy(asc(person.rank), asc(person.name), asc(person.id));
}

/** Active people who work with the ledger in these very units; leaders, who report nothing, aside. */
export async function reportersOf(db: Reader, unitIds: readonly string[]): Promise<{ id: string; unitId: string }[]> {
  const reporting = or(...businessRoles.filter((r) => r !== 'leader').map((role) => holds(db, role)));
  return db
    .select({ id: person.id, unitId: person.unitId })
    .from(person)
    .where(and(eq(person.isActive, true), inArray(person.unitId, [...unitIds]), reporting));
}

const holds = (db: Reader, role: Role) =>
  exists(
    db
      .select({ one: sql`1` })
      .from(personRole)
      .where(and(eq(personRole.personId, person.id), eq(personRole.role, role))),
  );
const rolesOf = sql<Role[]>`array(select ${personRole.role} from ${personRole} where ${personRole.personId} = ${person.id} order by 1)`;
const lastSignInAt = sql<string | null>`(select max(${session.createdAt}) from ${session} where ${session.personId} = ${person.id})`;

type Filter = Received<C['people']>['query'];
async function matching(db: Reader, { q, unitId, role, includeInactive }: Filter, actor: Actor): Promise<SQL | undefined> {
  const seesRoles = may.readRoles(actor);
  const words = [person.name, ...(seesRoles || may.readAccounts(actor) ? [person.login] : [])];
  return and(
    includeInactive && may.readAccounts(actor) ? undefined : eq(person.isActive, true),
    unitId ? inArray(person.unitId, await unitIdsBelow(db, unitId)) : undefined,
    role && (seesRoles || isBusinessRole(role) ? holds(db, role) : sql`false`),
    q ? or(...words.map((column) => ilike(column, `%${literal(q)}%`)), ilike(person.initials, `${literal(q)}%`)) : undefined,
  );
}
// Who administers is nobody else's business; who leads and who promotes is.
const isBusinessRole = (role: Role) => classOfRole(role) === 'business';
const literal = (q: string) => q.replace(/[\\%_]/g, '\\$&');

/** People by rank, then by name. Others see name, post and unit of active people; administrators what their office needs. */
export async function listPeople(db: Reader, { query }: Received<C['people']>, actor: Actor): Promise<Result<C['people']>> {
  const where = await matching(db, query, actor);
  const rows = await db
    .select({ person, unitName: unit.name, roles: rolesOf, lastSignInAt })
    .from(person)
    .innerJoin(unit, eq(unit.id, person.unitId))
    .where(where)
    .orderBy(asc(person.rank), asc(person.name), asc(person.id))
    .limit(query.size)
    .offset(rowsBefore(query));
  return { items: rows.map((row) => present(row, actor)), total: await db.$count(person, where), can: { create: may.createPeople(actor) } };
}

type Row = { person: typeof person.$inferSelect; unitName: string; roles: Role[]; lastSignInAt: string | null };
function present({ person: p, unitName, roles, lastSignInAt: last }: Row, actor: Actor) {
  const [seesAccounts, seesRoles] = [may.readAccounts(actor), may.readRoles(actor)];
  const { id, name, post, rank, unitId, isActive, version } = p;
  const account = {
    phone: p.phone && maskedPhone(p.phone),
    hasPassword: p.passwordHash !== null,
    mustChangePassword: p.mustChangePassword,
    hasTotp: p.totpConfirmedAt !== null,
    lastSignInAt: last && new Date(last).toISOString(),
  };
  const can = {
    edit: mayOn.edit(actor),
    deactivate: mayOn.deactivate(actor, p),
    resetPassword: mayOn.resetPassword(actor, p),
    grantRoles: mayOn.grantRoles(actor, p),
    readSessions: mayOn.readSessions(actor, p),
  };
  const shown = {
    roles: seesRoles ? roles : null,
    login: seesAccounts || seesRoles ? p.login : null,
    account: seesAccounts ? account : null,
  };
  return { id, name, post, rank, unitId, unitName, isActive, version, ...shown, can };
}

/** Has the first run been done? Public, since nobody can sign in before it; afterwards it says nothing more. */
export async function setupStatus(db: Reader): Promise<Result<C['setupStatus']>> {
  if ((await db.$count(person, ne(person.roleClass, 'business'))) > 0) return { isSetUp: true, unit: null };
  const [root] = await db.select({ name: unit.name, code: unit.code }).from(unit).where(isNull(unit.parentId));
  return { isSetUp: false, unit: root ?? null };
}
