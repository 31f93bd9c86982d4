import { type Actor, hasRole } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { classOfRole } from './domain/role.ts';
import type { RoleClass } from './domain/unit.ts';

/** Only what decides. A person row satisfies it structurally. */
type Person = Readonly<{ id: string; roleClass: RoleClass }>;

const isSystem = (a: Actor) => hasRole(a, 'system_admin');
const isSecurity = (a: Actor) => hasRole(a, 'security_admin');
const isAnother = (a: Actor, p: Person) => a.id !== p.id;
const isPeerAdmin = (a: Actor, p: Person) => p.roleClass !== 'business' && a.roles.some((r) => classOfRole(r) === p.roleClass);

/** Acts that need no row to decide. */
export const may = {
  editUnits: isSystem,
  readAccounts: isSystem,
  createPeople: isSystem,
  readRoles: isSecurity,
  readAudit: (a: Actor) => hasRole(a, 'audit_admin'),
} satisfies Record<string, (actor: Actor) => boolean>;

/** Acts on one person. */
export const mayOn = {
  edit: (a) => isSystem(a),
  revealPhone: (a) => isSystem(a),
  deactivate: (a, p) => isSystem(a) && isAnother(a, p),
  // Whoever sets another's password could sign in as them; so no administrator sets one of another class,
  // or one of the three would hold two of the three keys. At the machine itself the command line can.
  resetPassword: (a, p) => isAnother(a, p) && (p.roleClass === 'business' ? isSystem(a) : isPeerAdmin(a, p)),
  grantRoles: (a, p) => isSecurity(a) && isAnother(a, p),
  readSessions: (a, p) => isSecurity(a) || a.id === p.id,
  revokeSessions: (a, p) => isSecurity(a) || a.id === p.id,
} satisfies Record<string, (actor: Actor, person: Person) => boolean>;

export const check = (act: keyof typeof may, actor: Actor): true | Refusal =>
  may[act](actor) || refuse('forbidden', 'session.role_may_not', { act });
export const checkOn = (act: keyof typeof mayOn, actor: Actor, person: Person): true | Refusal =>
  mayOn[act](actor, person) || refuse('forbidden', 'person.may_not', { act });
