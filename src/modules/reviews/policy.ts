import { type Actor, hasRole, inScope, isBusiness, type Role } from '../../kernel/actor.ts';

/** Only what decides. */
export type Subject = Readonly<{ unitId: string; submittedBy: string }>;
export type Chair = Readonly<{ role: Role | null; of: 'unit' | 'district'; personId: string | null }>;

/** May this person sit on the seat? Nobody signs what they submitted; a seat given to one person is that person's. */
export function maySit(actor: Actor, review: Subject, seat: Chair): boolean {
  if (!isBusiness(actor) || actor.id === review.submittedBy) return false;
  if (seat.personId !== null) return seat.personId === actor.id;
  return seat.role !== null && hasRole(actor, seat.role) && (seat.of === 'district' || actor.unitIds.includes(review.unitId));
}

export const may = {
  /** Within one's units; whoever is asked to sign may read wherever it comes from. */
  read: (a: Actor, r: Subject, seats: readonly Chair[]) =>
    isBusiness(a) && (inScope(a, r.unitId) || a.id === r.submittedBy || seats.some((s) => maySit(a, r, s))),
  /** Can somebody be asked to sign at all? */
  beAsked: (a: Actor) => isBusiness(a),
  /** Who signs what is the bureau's to say. */
  publishFlow: (a: Actor) => hasRole(a, 'promotion_admin'),
  withdraw: (a: Actor, r: Subject) => a.id === r.submittedBy,
};
