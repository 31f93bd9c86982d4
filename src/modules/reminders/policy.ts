import { type Actor, hasRole } from '../../kernel/actor.ts';

/** A reminder is its reader's own affair. */
export const mayRead = (actor: Actor, told: Readonly<{ personId: string }>) => actor.id === told.personId;

export const may = {
  /** What the whole district is told at least is the bureau's to say; */
  publish: (a: Actor) => hasRole(a, 'promotion_admin'),
  /** what a unit is told beyond that, its head's. */
  setFloor: (a: Actor, unitId: string) => hasRole(a, 'promotion_admin') || (hasRole(a, 'unit_head') && a.unitIds.includes(unitId)),
};
