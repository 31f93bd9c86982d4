import { type Actor, hasRole, inScope, isBusiness } from '../../kernel/actor.ts';

/** Only what decides. */
type Giver = Readonly<{ id: string; unitId: string }>;
type Made = Readonly<{ fromId: string; toId: string; recordedBy: string; unitId: string }>;

export const may = {
  /** One's own work; that of people of one's unit, by its head; anybody's, by the bureau. */
  handOver: (a: Actor, from: Giver) =>
    isBusiness(a) && (a.id === from.id || hasRole(a, 'promotion_admin') || (hasRole(a, 'unit_head') && a.unitIds.includes(from.unitId))),
  receive: (to: Actor, from: Giver) => isBusiness(to) && to.id !== from.id,
  /** Whoever takes over must be able to see what they take over. */
  see: (to: Actor, unitId: string) => inScope(to, unitId),
  read: (a: Actor, made: Made) =>
    isBusiness(a) &&
    ([made.fromId, made.toId, made.recordedBy].includes(a.id) ||
      hasRole(a, 'promotion_admin') ||
      (hasRole(a, 'unit_head') && a.unitIds.includes(made.unitId))),
};
