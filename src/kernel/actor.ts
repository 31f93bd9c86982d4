/** Roles that work with the ledger. */
export const businessRoles = [
  'promoter',
  'unit_head',
  'promotion_admin',
  'development',
  'statistics',
  'finance',
  'auditor',
  'approval',
  'supervision',
  'organisation',
  'leader',
] as const;
/** Those who answer for what their office asks and reports: every business role but those who report and those who decide. */
export const officeRoles = businessRoles.filter((role) => role !== 'promoter' && role !== 'leader');
/** The three administrators: each excludes the other two and every business role (GB/T 22239-2019, three-role separation). */
export const adminRoles = ['system_admin', 'security_admin', 'audit_admin'] as const;
export const roles = [...businessRoles, ...adminRoles] as const;
export type Role = (typeof roles)[number];

/** Who acts. `unitIds` is the subtree of the actor's own unit, read afresh for every request. */
export type Actor = Readonly<{ id: string; name: string; unitId: string; unitIds: readonly string[]; roles: readonly Role[] }>;

export const hasRole = (actor: Actor, ...wanted: readonly Role[]) => actor.roles.some((r) => wanted.includes(r));
export const isBusiness = (actor: Actor) => hasRole(actor, ...businessRoles);

const wholeDistrict: readonly Role[] = [
  'promotion_admin',
  'development',
  'statistics',
  'finance',
  'auditor',
  'approval',
  'supervision',
  'organisation',
  'leader',
];
/** Which units' rows the actor may see at all: every unit, or the listed ones (none for administrators). */
export function scopeOf(actor: Actor): 'all' | readonly string[] {
  if (hasRole(actor, ...wholeDistrict)) return 'all';
  return hasRole(actor, 'promoter', 'unit_head') ? actor.unitIds : [];
}
export const inScope = (actor: Actor, unitId: string) => {
  const scope = scopeOf(actor);
  return scope === 'all' || scope.includes(unitId);
};

/**
 * Who may know the name of an investor still in talks (在谈): the units that talk to it, the promotion bureau, the leaders.
 * From signing on it is no secret from whoever may see the project.
 */
export const mayKnowInvestor = (actor: Actor, unitId: string) =>
  hasRole(actor, 'promotion_admin', 'leader') || (hasRole(actor, 'promoter', 'unit_head') && actor.unitIds.includes(unitId));
