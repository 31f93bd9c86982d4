import { type Actor, hasRole, inScope } from '../../kernel/actor.ts';

type Owned = Readonly<{ unitId: string }>;
const head = (a: Actor, unitId: string) => hasRole(a, 'unit_head') && a.unitIds.includes(unitId);

export const may = {
  /** A case is read by whoever may read one of its projects; the other is named only to those who may read it as well. */
  read: (a: Actor, one: Owned, other: Owned) =>
    hasRole(a, 'promoter', 'unit_head', 'promotion_admin', 'leader') && (inScope(a, one.unitId) || inScope(a, other.unitId)),
  /** Decided by the promotion bureau, or by the head of a unit to whom both belong. */
  decide: (a: Actor, one: Owned, other: Owned) => hasRole(a, 'promotion_admin') || (head(a, one.unitId) && head(a, other.unitId)),
  merge: (a: Actor) => hasRole(a, 'promotion_admin'),
  /** Each owner speaks for itself. */
  consent: (a: Actor, unitId: string) => head(a, unitId),
};
