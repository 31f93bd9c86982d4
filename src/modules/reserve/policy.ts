import { type Actor, hasRole, inScope, isBusiness } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides. */
type Idea = Readonly<{ unitId: string }>;

const offices = (a: Actor) => hasRole(a, 'promotion_admin', 'development');
const staff = (a: Actor, i: Idea) => hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(i.unitId);

export const may = {
  read: (a: Actor, i: Idea) => isBusiness(a) && inScope(a, i.unitId),
  /** The unit that packages it, and the offices that keep the reserve of all. */
  keep: (a: Actor, i: Idea) => offices(a) || staff(a, i),
  /** The project is the unit's or the bureau's to make. */
  promote: (a: Actor, i: Idea) => hasRole(a, 'promotion_admin') || staff(a, i),
  publish: (a: Actor) => hasRole(a, 'promotion_admin', 'development'),
};

/** An idea that may not be read is as unknown as one that never was. Refuses idea.unknown, idea.may_not_keep, idea.may_not_promote. */
export function check(act: 'keep' | 'promote', actor: Actor, idea: Idea): true | Refusal {
  return may[act](actor, idea) || refuse('forbidden', act === 'keep' ? 'idea.may_not_keep' : 'idea.may_not_promote');
}
