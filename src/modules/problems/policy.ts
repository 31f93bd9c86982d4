import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';
import type { EventKind, Tier } from './domain/problem.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;
/** `lastBy`: who entered what stands last, or raised the problem. */
type Problem = Readonly<{ ownerUnitId: string; tier: Tier; solvedBy: string | null; lastBy: string | null }>;
type Act = (actor: Actor, project: Project, problem: Problem) => boolean;

/** The unit of the project, and the bureau for all of them. */
const keeps = (a: Actor, p: Project) =>
  hasRole(a, 'promotion_admin') || (hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(p.unitId));
const owns: Act = (a, _, { ownerUnitId }) => isBusiness(a) && !hasRole(a, 'leader') && a.unitIds.includes(ownerUnitId);
/** Leaders act on what has come up to them. */
const leads: Act = (a, _, { tier }) => hasRole(a, 'leader') && tier !== 'unit';

const acts: Readonly<Record<EventKind, Act>> = {
  acted: (a, p, q) => owns(a, p, q) || keeps(a, p) || leads(a, p, q),
  assigned: (a, p) => hasRole(a, 'promotion_admin') || (hasRole(a, 'unit_head') && a.unitIds.includes(p.unitId)),
  escalated: (a, p, q) => owns(a, p, q) || keeps(a, p),
  solved: (a, p, q) => owns(a, p, q) || hasRole(a, 'promotion_admin') || leads(a, p, q),
  // What the enterprise said is taken down by the unit that knows it, never by whoever solved it.
  confirmed: (a, p, q) => keeps(a, p) && a.id !== q.solvedBy,
  declined: (a, p, q) => keeps(a, p) && a.id !== q.solvedBy,
  reopened: (a, p) => keeps(a, p),
  merged: (a, p) => keeps(a, p),
  linked: (a, p, q) => keeps(a, p) || owns(a, p, q),
  // Everybody takes back what they entered themselves, and nobody what another did.
  taken_back: (a, _, { lastBy }) => a.id === lastBy,
};

export const may = {
  /** Whoever sees the project, and the unit that is to solve it. */
  read: (a: Actor, p: Pick<Project, 'unitId'>, q: Pick<Problem, 'ownerUnitId'>) =>
    isBusiness(a) && (inScope(a, p.unitId) || a.unitIds.includes(q.ownerUnitId)),
  /** What is said of a project in talks tells its investor. */
  knowWords: (a: Actor, p: Pick<Project, 'unitId' | 'stage'>) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  raise: (a: Actor, p: Project) => p.side === null && isBusiness(a) && inScope(a, p.unitId) && may.knowWords(a, p),
  record: (kind: EventKind, a: Actor, p: Project, q: Problem) => p.side !== 'merged' && may.knowWords(a, p) && acts[kind](a, p, q),
  publish: (a: Actor) => hasRole(a, 'promotion_admin'),
};

/** Refuses problem.may_not_raise. */
export const checkRaising = (actor: Actor, project: Project): true | Refusal =>
  may.raise(actor, project) || refuse('forbidden', 'problem.may_not_raise', { side: project.side });

/** Refuses problem.own_solution, problem.not_own_act, problem.may_not_record. */
export function checkRecording(kind: EventKind, actor: Actor, project: Project, problem: Problem): true | Refusal {
  if (may.record(kind, actor, project, problem)) return true;
  if (kind === 'taken_back') return refuse('forbidden', 'problem.not_own_act');
  const isOwn = problem.solvedBy === actor.id && may.record(kind, actor, project, { ...problem, solvedBy: null });
  return refuse('forbidden', isOwn ? 'problem.own_solution' : 'problem.may_not_record', { kind });
}

/** Before signing, a problem stays with the unit that talks. Refuses problem.owner_in_talks. */
export const checkOwner = (project: Project, ownerUnitId: string): true | Refusal =>
  !isConfidentialStage(project.stage) ||
  ownerUnitId === project.unitId ||
  refuse('rule', 'problem.owner_in_talks', { field: 'ownerUnitId' });
