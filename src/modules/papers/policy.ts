import { type Actor, hasRole, inScope, isBusiness } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { type PaperKind, paperKinds } from './domain/kind.ts';

/** Only what decides. */
type Subject = Readonly<{ kind: PaperKind; unitId: string; status: 'draft' | 'issued' }>;
type May = (actor: Actor, paper: Subject) => boolean;

/** Its circulars are the office of supervision's as well. */
const ofOffice: PaperKind = 'supervision_notice';
/** The promotion bureau answers for every unit's papers, the head of a unit for those of their own. */
const answersFor: May = (a, p) =>
  hasRole(a, 'promotion_admin') ||
  (p.kind === ofOffice && hasRole(a, 'supervision')) ||
  (hasRole(a, 'unit_head') && a.unitIds.includes(p.unitId));

export const may = {
  read: (a: Actor, p: Pick<Subject, 'unitId'>) => isBusiness(a) && inScope(a, p.unitId),
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

/** The kinds of papers that the actor may make of some unit. */
export const kindsToMake = (actor: Actor): PaperKind[] =>
  paperKinds.filter((kind) => hasRole(actor, 'promotion_admin', 'unit_head') || (kind === ofOffice && hasRole(actor, 'supervision')));
