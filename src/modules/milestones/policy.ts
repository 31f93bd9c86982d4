import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;
type May = (actor: Actor, project: Project) => boolean;

const isClerkOf = (a: Actor, p: Project) => hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(p.unitId);
/** The unit that answers for the project, and the offices that keep the plans of all. */
const keeps: May = (a, p) => (hasRole(a, 'promotion_admin', 'development') && inScope(a, p.unitId)) || isClerkOf(a, p);

export const may = {
  read: (a, p) => isBusiness(a) && inScope(a, p.unitId),
  /** Remarks and reasons may name the investor: before the signing they are for those who know it. */
  knowWords: (a, p) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  /** A project that stands aside has nothing to be planned. */
  plan: (a, p) => p.side === null && keeps(a, p),
  record: (a, p) => p.side !== 'merged' && keeps(a, p),
} satisfies Record<string, May>;

/** Templates are rules of the district. */
export const mayPublish = (actor: Actor) => hasRole(actor, 'promotion_admin');

/** A project that may not be read is as unknown as one that never was. */
export function check(act: 'plan' | 'record', actor: Actor, project: Project & Readonly<{ id: string }>): true | Refusal {
  if (!may.read(actor, project)) return refuse('not_found', 'project.unknown', { id: project.id });
  return may[act](actor, project) || refuse('forbidden', `milestone.may_not_${act}`);
}
