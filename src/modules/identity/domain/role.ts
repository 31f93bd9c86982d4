import { businessRoles, type Role } from '../../../kernel/actor.ts';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { RoleClass } from './unit.ts';

const adminClass: Partial<Record<Role, RoleClass>> = { system_admin: 'system', security_admin: 'security', audit_admin: 'audit' };
export const classOfRole = (role: Role): RoleClass => adminClass[role] ?? 'business';
/** The roles that each class admits; the database holds the same table. */
export const rolesOfClass: Record<RoleClass, readonly Role[]> = {
  business: businessRoles,
  system: ['system_admin'],
  security: ['security_admin'],
  audit: ['audit_admin'],
};

/** The one class of a set of roles. The three administrators exclude each other and every business role (GB/T 22239-2019, 8.1.5). */
export function classOfRoles(roles: readonly Role[]): RoleClass | Refusal {
  const classes = new Set(roles.map(classOfRole));
  if (classes.size > 1) return refuse('rule', 'role.exclusive', { roles });
  return [...classes][0] ?? 'business';
}
