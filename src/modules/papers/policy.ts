import { type Actor, hasRole, inScope, isBusiness } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides. */
type Subject = Readonly<{ unitId: string; status: 'draft' | 'issued' }>;
type May = (actor: Actor, paper: Subject) => boolean;

/** The promotion bureau answers for every unit's papers, the head of a unit for those of their own. */
const answersFor: May = (a, p) => hasRole(a, 'promotion_admin') || (hasRole(a, 'unit_head') && a.unitIds.includes(p.unitId));

export const may = {
  read: (a, p) => isBusiness(a) && inScope(a, p.unitId),
  make: answersFor,
  /** What was issued stands as it was issued. */
  edit: (a, p) => p.status === 'draft' && answersFor(a, p),
  issue: (a, p) => p.status === 'draft' && answersFor(a, p),
} satisfies Record<string, May>;

/** For acts on a paper the actor may read. */
export function check(act: 'make' | 'edit' | 'issue', actor: Actor, paper: Subject): true | Refusal {
  if (may[act](actor, paper)) return true;
  if (act !== 'make' && paper.status === 'issued') return refuse('rule', 'paper.already_issued');
  return refuse('forbidden', `paper.may_not_${act}`);
}

/** May the actor make papers of any unit at all? */
export const mayMakeSome = (actor: Actor) => hasRole(actor, 'promotion_admin', 'unit_head');
