import { type Actor, hasRole, isBusiness, scopeOf } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { isConfidentialStage, type Stage } from '../projects/domain/stage.ts';
import type { StepKind } from './domain/supervision.ts';

export const may = {
  /** The bureau prepares meetings and keeps their minutes. */
  hold: (a: Actor) => hasRole(a, 'promotion_admin'),
  /** Minutes may name whoever is still in talks. */
  readMinutes: (a: Actor) => hasRole(a, 'promotion_admin', 'leader'),
  /** Whole-district offices see every meeting; units those with something of theirs. */
  seeAll: (a: Actor) => isBusiness(a) && scopeOf(a) === 'all',
  /** The bureau issues 督办, and so does the office of supervision. */
  issue: (a: Actor) => hasRole(a, 'promotion_admin', 'supervision'),
};

/** A unit feeds back for itself; whoever issues accepts, returns and gives more time, and never for their own unit's feedback by themselves. */
export function mayRecord(kind: StepKind, actor: Actor, unitId: string, fedBackBy: string | null): boolean {
  if (kind === 'fed_back') return isBusiness(actor) && !hasRole(actor, 'leader') && actor.unitIds.includes(unitId);
  return may.issue(actor) && (kind === 'extended' || actor.id !== fedBackBy);
}

/** Refuses supervision.own_feedback, supervision.may_not_record. */
export function checkRecording(kind: StepKind, actor: Actor, unitId: string, fedBackBy: string | null): true | Refusal {
  if (mayRecord(kind, actor, unitId, fedBackBy)) return true;
  const isOwn = may.issue(actor) && actor.id === fedBackBy;
  return refuse('forbidden', isOwn ? 'supervision.own_feedback' : 'supervision.may_not_record', { kind });
}

/** Before signing, what is asked about a project is asked of its own unit alone. Refuses supervision.in_talks. */
export const checkUnits = (project: Readonly<{ unitId: string; stage: Stage }>, unitIds: readonly string[]): true | Refusal =>
  !isConfidentialStage(project.stage) ||
  unitIds.every((u) => u === project.unitId) ||
  refuse('rule', 'supervision.in_talks', { field: 'unitIds' });
