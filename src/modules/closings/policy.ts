import { type Actor, hasRole } from '../../kernel/actor.ts';

/** Months are closed and reopened by the promotion bureau, which answers for every unit's figures. */
export const may = {
  close: (actor: Actor) => hasRole(actor, 'promotion_admin'),
  reopen: (actor: Actor) => hasRole(actor, 'promotion_admin'),
};
