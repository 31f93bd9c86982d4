import { type Actor, hasRole } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides. `mayImport` is the answer of the kind about this actor. */
type Batch = Readonly<{ actorId: string; mayImport: boolean }>;
type May = (actor: Actor, batch: Batch) => boolean;

export const may = {
  /** One's own; the promotion bureau sees every import of what it may import itself. */
  read: (a, b) => b.mayImport && (a.id === b.actorId || hasRole(a, 'promotion_admin')),
  /** Set up, check, commit, discard: whoever brought the file answers for it. */
  work: (a, b) => b.mayImport && a.id === b.actorId,
} satisfies Record<string, May>;
/** For how long a rule only warns. */
export const maySetSeverity = (actor: Actor) => hasRole(actor, 'promotion_admin');

export const check = (act: 'work', actor: Actor, batch: Batch): true | Refusal =>
  may[act](actor, batch) || refuse('forbidden', 'import.may_not_work');
