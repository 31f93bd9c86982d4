import { type Actor, hasRole } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides. `mayAttach` is the answer of the room that the subject belongs to. */
type Row = Readonly<{ uploadedBy: string; isRetracted: boolean; mayAttach: boolean }>;
type May = (actor: Actor, row: Row) => boolean;

export const may = {
  /** One's own mistake, or the bureau's correction; never twice. */
  retract: (a, r) => !r.isRetracted && r.mayAttach && (r.uploadedBy === a.id || hasRole(a, 'unit_head', 'promotion_admin')),
} satisfies Record<string, May>;

export const check = (act: keyof typeof may, actor: Actor, row: Row): true | Refusal =>
  may[act](actor, row) || refuse('forbidden', `evidence.may_not_${act}`);
