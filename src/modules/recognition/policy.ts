import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor, type Role } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;
type Basis = Readonly<{ roles: readonly Role[] }>;

export const may = {
  read: (a: Actor, p: Project) => isBusiness(a) && inScope(a, p.unitId),
  knowPayer: (a: Actor, p: Project) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  /** Each authority judges under its own 口径 only; what a project merged away counts for is judged no more. */
  give: (a: Actor, basis: Basis, p: Project) => hasRole(a, ...basis.roles) && inScope(a, p.unitId) && p.side !== 'merged',
  /** A flag is answered by those who review and co-verify, not by those who recorded what it is about. */
  resolve: (a: Actor, p: Project) => hasRole(a, 'promotion_admin', 'statistics', 'finance', 'auditor') && inScope(a, p.unitId),
  /** Who records what arrived sends it up for recognition (填报); the heads of the unit are the first to sign. */
  claim: (a: Actor) => hasRole(a, 'promoter'),
  claimProject: (a: Actor, p: Project) => a.unitIds.includes(p.unitId) && p.side !== 'merged',
  claimAgain: (a: Actor, claim: Readonly<{ unitId: string }>) => hasRole(a, 'promoter') && a.unitIds.includes(claim.unitId),
  readClaim: (a: Actor, claim: Readonly<{ unitId: string }>) => isBusiness(a) && inScope(a, claim.unitId),
  /** 口径 and their rules belong to the promotion bureau. */
  publish: (a: Actor) => hasRole(a, 'promotion_admin'),
};

/** A project that may not be read is as unknown as one that never was. */
export function checkGive(
  actor: Actor,
  basis: Basis & Readonly<{ code: string }>,
  project: (Project & Readonly<{ id: string }>) | undefined,
  id: string,
): true | Refusal {
  if (!project || !may.read(actor, project)) return refuse('not_found', 'project.unknown', { id });
  return may.give(actor, basis, project) || refuse('forbidden', 'verdict.may_not_give', { basis: basis.code });
}
