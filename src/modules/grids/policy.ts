import { type Actor, hasRole } from '../../kernel/actor.ts';

/** Whoever records entries one by one may record many; each row is asked of its own room again. */
export const may = { enter: (actor: Actor) => hasRole(actor, 'promoter', 'unit_head', 'promotion_admin') };
