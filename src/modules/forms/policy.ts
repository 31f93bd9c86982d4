import { type Actor, hasRole, inScope, isBusiness, officeRoles } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides. */
type Subject = Readonly<{ unitId: string }>;

const read = (a: Actor, form: Subject) => isBusiness(a) && inScope(a, form.unitId);

export const may = {
  read,
  /** A form belongs to the unit of whoever brings it. */
  bring: (a: Actor) => hasRole(a, ...officeRoles),
  bind: (a: Actor, form: Subject) => hasRole(a, 'promotion_admin') || (hasRole(a, ...officeRoles) && a.unitIds.includes(form.unitId)),
  /** Whoever sees the form fills it for units they see. */
  fill: (a: Actor, form: Subject, unitId: string) => read(a, form) && inScope(a, unitId),
  readFilling: (a: Actor, form: Subject, filling: Subject) => read(a, form) && inScope(a, filling.unitId),
};

/** For acts on a form that the actor may read. */
export const checkBind = (actor: Actor, form: Subject): true | Refusal => may.bind(actor, form) || refuse('forbidden', 'form.may_not_bind');
