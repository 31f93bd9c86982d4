import { type Actor, hasRole, inScope, isBusiness, mayKnowInvestor } from '../../kernel/actor.ts';
import { type Refusal, refuse } from '../../kernel/refusal.ts';
import { isConfidentialStage, type Side, type Stage } from '../projects/domain/stage.ts';

/** Only what decides. */
type Project = Readonly<{ unitId: string; stage: Stage; side: Side | null }>;
/** `recorderUnitId` is the present unit of whoever recorded it; null when that is no person of ours (the command line). */
type Entry = Readonly<{ recorderUnitId: string | null }>;
type May = (actor: Actor, project: Project, entry?: Entry) => boolean;

const isClerkOf = (a: Actor, unitId: string | null | undefined) =>
  typeof unitId === 'string' && hasRole(a, 'promoter', 'unit_head') && a.unitIds.includes(unitId);
/** A project merged into another counts nowhere any more; its money is recorded with the one that remains. */
const isLive = ({ side }: Project) => side !== 'merged';

export const may = {
  read: (a, p) => isBusiness(a) && inScope(a, p.unitId),
  /** Who pays is what tells the investor: before the signing it is known to those who know the investor. */
  knowPayer: (a, p) => !isConfidentialStage(p.stage) || mayKnowInvestor(a, p.unitId),
  record: (a, p) => isLive(p) && (hasRole(a, 'promotion_admin') || isClerkOf(a, p.unitId)),
  /** A row is taken back by the unit that recorded it, or by the promotion bureau. */
  reverse: (a, p, e) => isLive(p) && (hasRole(a, 'promotion_admin') || (isClerkOf(a, p.unitId) && isClerkOf(a, e?.recorderUnitId))),
} satisfies Record<string, May>;

/** Is there any project with which the actor might record something? */
export const mayRecordSome = (actor: Actor) => hasRole(actor, 'promotion_admin', 'promoter', 'unit_head');

/** Months of the whole district are closed and reopened by whoever answers for all its figures. */
export const mayActOnMonths = (actor: Actor) => hasRole(actor, 'promotion_admin');

/** A project that may not be read is as unknown as one that never was. */
export function check(
  act: 'read' | 'record' | 'reverse',
  actor: Actor,
  project: Project & Readonly<{ id: string }>,
  entry?: Entry,
): true | Refusal {
  if (!may.read(actor, project)) return refuse('not_found', 'project.unknown', { id: project.id });
  const rule: May = may[act];
  return rule(actor, project, entry) || refuse('forbidden', `entry.may_not_${act}`);
}
