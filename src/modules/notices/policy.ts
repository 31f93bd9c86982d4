import { type Actor, hasRole } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

type Owned = Readonly<{ personId: string }>;
/** A notice is its reader's own affair. */
export const mayRead = (actor: Actor, notice: Owned) => actor.id === notice.personId;

/** Acts that need no row to decide: robots and what became of messages are the system administrator's office. */
export const may = {
  editRobots: (actor) => hasRole(actor, 'system_admin'),
  readDeliveries: (actor) => hasRole(actor, 'system_admin'),
} satisfies Record<string, (actor: Actor) => boolean>;

export const check = (act: keyof typeof may, actor: Actor): true | Refusal =>
  may[act](actor) || refuse('forbidden', 'session.role_may_not', { act });
