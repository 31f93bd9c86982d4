import { and, eq, gte, isNull, lte } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { actorById, peopleInRole, unitIdsBelow } from '../identity/queries.ts';
import type { Seat } from './domain/state.ts';
import { maySit, type Subject } from './policy.ts';
import { reviewDeputy } from './tables.ts';

/** Whom the actor stands in for on a day, as the actors they are. */
export async function principalsOf(db: Reader, actor: Actor, day: Day): Promise<Actor[]> {
  const rows = await db
    .select({ id: reviewDeputy.personId })
    .from(reviewDeputy)
    .where(
      and(eq(reviewDeputy.deputyId, actor.id), lte(reviewDeputy.fromDay, day), gte(reviewDeputy.toDay, day), isNull(reviewDeputy.endedAt)),
    );
  const found = await Promise.all([...new Set(rows.map((r) => r.id))].map((id) => actorById(db, id)));
  return found.filter((a) => a !== null);
}

/** In whose right the actor may sign the seat: their own first, else that of somebody they stand in for. Nobody signs what they submitted. */
export function rightTo(actor: Actor, principals: readonly Actor[], review: Subject, seat: Seat): Actor | null {
  if (actor.id === review.submittedBy) return null;
  if (maySit(actor, review, seat)) return actor;
  return principals.find((p) => maySit(p, review, seat)) ?? null;
}

/** Everybody who may sit on one of these seats, and who stands in for them on the day: those to be told. */
export async function peopleFor(db: Reader, review: Subject, seats: readonly Seat[], day: Day): Promise<string[]> {
  const found = await Promise.all(seats.map((seat) => (seat.personId ? [seat.personId] : holders(db, review, seat))));
  const people = [...new Set(found.flat())].filter((id) => id !== review.submittedBy);
  const standIns = await db
    .select({ id: reviewDeputy.deputyId, of: reviewDeputy.personId })
    .from(reviewDeputy)
    .where(and(lte(reviewDeputy.fromDay, day), gte(reviewDeputy.toDay, day), isNull(reviewDeputy.endedAt)));
  return [...new Set([...people, ...standIns.filter((d) => people.includes(d.of)).map((d) => d.id)])];
}

async function holders(db: Reader, review: Subject, { role, of }: Seat): Promise<string[]> {
  if (role === null) return [];
  const people = await peopleInRole(db, role);
  if (of === 'district') return people.map((p) => p.id);
  const answers = new Map<string, boolean>();
  for (const unitId of new Set(people.map((p) => p.unitId))) answers.set(unitId, (await unitIdsBelow(db, unitId)).includes(review.unitId));
  return people.filter((p) => answers.get(p.unitId)).map((p) => p.id);
}
