import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;

export const may = {
  read: (a: Actor, p: Project) => isBusiness(a) && inScope(a, p.unitId),
  /** What is said of a project in talks tells its investor. */
  knowWords: (a: Actor, p: Project) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  /** The unit explains its own lights. */
  explain: (a: Actor, p: Project) =>
    p.side === null && (hasRole(a, 'promotion_admin') || (hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(p.unitId))),
  /** Nobody lets off a project of their own unit: the bureau does, which answers for the rules. */
  exempt: (a: Actor, p: Project) => p.side === null && hasRole(a, 'promotion_admin'),
  /** Whoever issues 督办 speaks with those who answer for a light as well; not while its investor is still in talks. */
  raise: (a: Actor, p: Project) => p.side === null && !isConfidentialStage(p.stage) && hasRole(a, 'promotion_admin', 'supervision'),
  publish: (a: Actor) => hasRole(a, 'promotion_admin'),
};
