import { type Actor, hasRole, inScope, isBusiness, officeRoles } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';

/** Only what decides. */
type Subject = Readonly<{
  unitId: string;
  status: 'waiting' | 'issued' | 'returned' | 'closed';
  createdBy: string;
  cost: Readonly<{ approver: 'promotion_admin' | 'leader' }>;
}>;
type Sheet = Readonly<{ unitId: string; status: 'open' | 'returned' | 'submitted' }>;

const own = (a: Actor, c: Pick<Subject, 'unitId'>) => hasRole(a, ...officeRoles) && a.unitIds.includes(c.unitId);
/** The office that asked, the promotion bureau, and the leaders see all of it, within what they see of the district. */
const readWhole = (a: Actor, c: Pick<Subject, 'unitId'>) => isBusiness(a) && (own(a, c) || hasRole(a, 'promotion_admin', 'leader'));
const manage = (a: Actor, c: Pick<Subject, 'unitId'>) => own(a, c) || hasRole(a, 'promotion_admin');
/** Whoever works in the unit that is asked; a leader is asked nothing. */
const answers = (a: Actor, unitId: string) => isBusiness(a) && !hasRole(a, 'leader') && a.unitIds.includes(unitId);

export const may = {
  issue: (a: Actor) => hasRole(a, ...officeRoles),
  /** Only units that the issuer sees can be asked. */
  ask: (a: Actor, unitId: string) => inScope(a, unitId),
  readWhole,
  manage: (a: Actor, c: Subject) => c.status === 'issued' && manage(a, c),
  /** Never by who asked. */
  decide: (a: Actor, c: Subject) => c.status === 'waiting' && hasRole(a, c.cost.approver) && a.id !== c.createdBy,
  readSheet: (a: Actor, c: Subject, unitId: string) =>
    (readWhole(a, c) && inScope(a, unitId)) || (c.status !== 'waiting' && c.status !== 'returned' && answers(a, unitId)),
  fill: (a: Actor, c: Subject, s: Sheet) => c.status === 'issued' && s.status !== 'submitted' && answers(a, s.unitId),
  sendBack: (a: Actor, c: Subject, s: Sheet) => c.status === 'issued' && s.status === 'submitted' && manage(a, c),
  extend: (a: Actor, c: Subject, s: Sheet) => c.status === 'issued' && s.status !== 'submitted' && manage(a, c),
  /** Columns are the keeper's: the promotion bureau decides what is kept. */
  keep: (a: Actor) => hasRole(a, 'promotion_admin'),
};
type Act = 'manage' | 'decide';
type SheetAct = 'fill' | 'sendBack' | 'extend';
const codes = {
  manage: 'may_not_manage',
  decide: 'may_not_decide',
  fill: 'may_not_fill',
  sendBack: 'may_not_send_back',
  extend: 'may_not_extend',
} as const;

/** For acts on a collection that the actor may read. */
export function check(act: Act, actor: Actor, c: Subject): true | Refusal {
  if (act === 'manage' && c.status === 'closed') return refuse('rule', 'collection.closed');
  return may[act](actor, c) || refuse('forbidden', `collection.${codes[act]}`);
}
/** For acts on a sheet that the actor may read. */
export function checkSheet(act: SheetAct, actor: Actor, c: Subject, s: Sheet): true | Refusal {
  if (c.status === 'closed') return refuse('rule', 'collection.closed');
  if (act === 'fill' && s.status === 'submitted') return refuse('rule', 'collection.submitted_already');
  return may[act](actor, c, s) || refuse('forbidden', `collection.${codes[act]}`);
}
