import { type Actor, hasRole } from '../../kernel/actor.ts';

export const may = {
  /** Everybody takes back what they did themselves, and nobody what another did. */
  undo: (actor: Actor, act: Readonly<{ actorId: string }>) => actor.id === act.actorId,
  /** A step back is the bureau's to make; a unit proposes it. */
  stepBackAtOnce: (actor: Actor) => hasRole(actor, 'promotion_admin'),
};
