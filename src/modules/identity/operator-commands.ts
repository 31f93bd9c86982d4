import { asc, eq, sql } from 'drizzle-orm';
import type { Actor, Role } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Db, Reader } from '../../platform/db.ts';
import { resetPassword } from './account-commands.ts';
import { loginOf, loginPattern } from './domain/person.ts';
import { rolesOfClass } from './domain/role.ts';
import { createAccount, grantRoles } from './person-commands.ts';
import { operatorActor, unitsByCode } from './queries.ts';
import { person, personRole, unit } from './tables.ts';

/** The accounts of this installation, for the command line. */
export async function listAccounts(db: Reader) {
  const roles = sql<Role[]>`array(select ${personRole.role} from ${personRole} where ${personRole.personId} = ${person.id} order by 1)`;
  return db
    .select({ id: person.id, login: person.login, name: person.name, unit: unit.name, isActive: person.isActive, roles })
    .from(person)
    .innerJoin(unit, eq(unit.id, person.unitId))
    .where(sql`${person.login} is not null`)
    .orderBy(asc(person.login));
}

/** An account with its roles, and a one-time password that is answered once. Without a unit code it stands in the root unit. */
export async function createAccountAtMachine(
  db: Db,
  input: { login: string; name: string; unitCode?: string; post?: string; roles: readonly Role[] },
  now: Date,
) {
  const system = await operatorActor(db, 'system_admin');
  const login = loginOf(input.login);
  if (!loginPattern.test(login)) throw refuse('invalid', 'person.bad_login', { field: 'login', found: input.login });
  const unitId = input.unitCode === undefined ? system.unitId : (await unitsByCode(db)).get(input.unitCode);
  if (!unitId) throw refuse('not_found', 'unit.unknown', { found: input.unitCode });
  const created = await createAccount(db, { unitId, name: input.name, post: input.post ?? null, login }, system, now);
  if (input.roles.length > 0) await grantRoles(db, { id: created.id, roles: input.roles }, await operatorActor(db, 'security_admin'), now);
  return created;
}

/** A one-time password, also for an administrator: the way back in when the only holder of an office has forgotten it. */
export async function resetPasswordAtMachine(db: Db, input: { login: string; clearTotp: boolean }, now: Date) {
  const { id, roleClass } = await accountOf(db, input.login);
  const peer: Role = roleClass === 'business' ? 'system_admin' : rolesOfClass[roleClass][0]!;
  return resetPassword(db, { id, clearTotp: input.clearTotp }, await operatorActor(db, peer), now);
}

/** The roles that an account holds from now on. */
export async function grantRolesAtMachine(db: Db, input: { login: string; roles: readonly Role[] }, now: Date) {
  const { id } = await accountOf(db, input.login);
  const security: Actor = await operatorActor(db, 'security_admin');
  return grantRoles(db, { id, roles: input.roles }, security, now);
}

async function accountOf(db: Reader, login: string) {
  const [found] = await db
    .select({ id: person.id, roleClass: person.roleClass })
    .from(person)
    .where(eq(person.login, loginOf(login)));
  if (!found) throw refuse('not_found', 'person.unknown', { found: login });
  return found;
}
