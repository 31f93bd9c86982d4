import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import type { NodeRole } from '../milestones/domain/node.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';
import type { ActKind } from './domain/act.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null; agentId: string | null }>;
type Known = Pick<Project, 'unitId' | 'stage'>;
/** The department of an approval: its kind, and its unit where the district has said which that is. */
export type Department = Readonly<{ role: NodeRole; unitId: string | null }>;

const isClerkOf = (a: Actor, p: Known) => hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(p.unitId);
const arranges = (a: Actor, p: Known) => hasRole(a, 'promotion_admin', 'approval') && inScope(a, p.unitId);

export const may = {
  read: (a: Actor, p: Known) => isBusiness(a) && inScope(a, p.unitId),
  /** What was said may name the investor: before the signing it is for those who know it. */
  knowWords: (a: Actor, p: Known) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  /** Which approvals a project needs. */
  plan: (a: Actor, p: Project) => p.side === null && (arranges(a, p) || isClerkOf(a, p)),
  /** 代办员 and 绿色通道 are the district's to give, not the unit's. */
  arrange: (a: Actor, p: Project) => p.side === null && arranges(a, p),
  /** The applicant's side: the unit, whoever runs its errands, the offices. */
  apply: (a: Actor, p: Project) => p.side === null && (arranges(a, p) || isClerkOf(a, p) || (a.id === p.agentId && may.read(a, p))),
  /** The deciding side: only the department itself, where the district has said which unit that is. */
  decide: (a: Actor, p: Project, d: Department) =>
    p.side === null &&
    inScope(a, p.unitId) &&
    (hasRole(a, 'approval') || (d.role === 'development' && hasRole(a, 'development'))) &&
    (d.unitId === null || a.unitIds.includes(d.unitId)),
};

/** Templates, departments and fees are rules of the district. */
export const mayPublish = (a: Actor) => hasRole(a, 'promotion_admin');

type Part = 'plan' | 'apply' | 'decide';
const sideOf: Readonly<Record<ActKind, Part | 'either'>> = {
  applied: 'apply',
  filled: 'either',
  reviewed: 'decide',
  told: 'decide',
  accepted: 'decide',
  stopped: 'decide',
  resumed: 'decide',
  granted: 'decide',
  declined: 'decide',
  extended: 'decide',
  dropped: 'plan',
  revived: 'plan',
  taken_back: 'decide',
};
/** Who may enter what of an approval. What was entered is taken back by the side that entered it. */
export function mayAct(kind: ActKind, a: Actor, p: Project, d: Department, last: ActKind | null = null): boolean {
  const side = sideOf[kind === 'taken_back' && last !== null && last !== 'taken_back' ? last : kind];
  return side === 'either' ? may.apply(a, p) || may.decide(a, p, d) : may[side](a, p, d);
}

/** A project that may not be read is as unknown as one that never was. */
export function check(act: 'plan' | 'arrange', actor: Actor, project: Project & Readonly<{ id: string }>): true | Refusal {
  if (!may.read(actor, project)) return refuse('not_found', 'project.unknown', { id: project.id });
  return may[act](actor, project) || refuse('forbidden', `permit.may_not_${act}`);
}
