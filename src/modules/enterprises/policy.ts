import { type Actor, hasRole, isBusiness } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides: who entered it, and whether it still stands by itself. */
type Subject = Readonly<{ unitId: string; mergedInto: string | null }>;

/** The register is common to the district, so that one company is not entered twice; what a unit does with it is in its projects. */
export const may = {
  read: (a: Actor) => isBusiness(a),
  create: (a: Actor) => hasRole(a, 'promoter', 'unit_head', 'promotion_admin'),
  edit: (a: Actor, e: Subject) =>
    e.mergedInto === null && (hasRole(a, 'promotion_admin') || (hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(e.unitId))),
};

export const check = (isAllowed: boolean, act: 'create' | 'edit'): true | Refusal =>
  isAllowed || refuse('forbidden', `enterprise.may_not_${act}`);
