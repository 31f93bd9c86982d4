import { and, desc, eq, gte, inArray, isNull, lte } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Day } from '../../kernel/day.ts';
import type { Reader, Tx } from '../../platform/db.ts';
import { actorsOf, peopleInRole, unitIdsBelow } from '../identity/queries.ts';
import type { Seat } from './domain/state.ts';
import { maySit, type Subject } from './policy.ts';
import { review, reviewDeputy, reviewSeat } from './tables.ts';

/** Whom the actor stands in for on a day, as the actors they are. */
export async function principalsOf(db: Reader, actor: Actor, day: Day): Promise<Actor[]> {
  const rows = await db
    .select({ id: reviewDeputy.personId })
    .from(reviewDeputy)
    .where(
      and(eq(reviewDeputy.deputyId, actor.id), lte(reviewDeputy.fromDay, day), gte(reviewDeputy.toDay, day), isNull(reviewDeputy.endedAt)),
    );
  const actors = await actorsOf(
    db,
    rows.map((r) => r.id),
  );
  return [...actors.values()];
}

/** In whose right the actor may sign the seat: their own first, else that of somebody they stand in for. Nobody signs what they submitted. */
export function rightTo(actor: Actor, principals: readonly Actor[], review: Subject, seat: Seat): Actor | null {
  if (actor.id === review.submittedBy) return null;
  if (maySit(actor, review, seat)) return actor;
  return principals.find((p) => maySit(p, review, seat)) ?? null;
}

/** Everybody who may sit on one of these seats, and who stands in for them on the day: those to be told. */
export async function peopleFor(db: Reader, review: Subject, seats: readonly Seat[], day: Day): Promise<string[]> {
  const found: string[] = [];
  for (const seat of seats) found.push(...(seat.personId ? [seat.personId] : await holders(db, review, seat)));
  const people = [...new Set(found)].filter((id) => id !== review.submittedBy);
  const standIns = await deputiesOn(db, day);
  return [...new Set([...people, ...standIns.filter((d) => people.includes(d.of)).map((d) => d.id)])];
}

/** Who stands in for whom on a day. */
export const deputiesOn = (db: Reader, day: Day): Promise<{ id: string; of: string }[]> =>
  db
    .select({ id: reviewDeputy.deputyId, of: reviewDeputy.personId })
    .from(reviewDeputy)
    .where(and(lte(reviewDeputy.fromDay, day), gte(reviewDeputy.toDay, day), isNull(reviewDeputy.endedAt)));

type About = Readonly<{ subject: string; subjectId: string }>;
const underWay = ({ subject, subjectId }: About) =>
  and(eq(review.subject, subject), eq(review.subjectId, subjectId), inArray(review.status, ['open', 'returned']));
/**
 * Holds the review under way of a row, if there is one. An act that touches both holds the review before the row, as signing does:
 * two such acts wait for one another and never both ways.
 */
export async function holdReviewOf(tx: Tx, about: About): Promise<void> {
  await tx.select({ id: review.id }).from(review).where(underWay(about)).for('update');
}

/** Is the actor, or somebody they stand in for on the day, asked to sign the open review of a row in its present round? */
export async function isAskedToSign(db: Reader, about: About, actor: Actor, day: Day): Promise<boolean> {
  const [row] = await db.select().from(review).where(underWay(about)).orderBy(desc(review.submittedAt)).limit(1);
  if (row?.status !== 'open' || actor.id === row.submittedBy) return false;
  const seats = await db
    .select({ role: reviewSeat.role, of: reviewSeat.of, personId: reviewSeat.personId })
    .from(reviewSeat)
    .where(and(eq(reviewSeat.reviewId, row.id), eq(reviewSeat.round, row.round)));
  const signers = [actor, ...(await principalsOf(db, actor, day))];
  return seats.some((seat) => signers.some((s) => maySit(s, row, seat)));
}

async function holders(db: Reader, review: Subject, { role, of }: Seat): Promise<string[]> {
  if (role === null) return [];
  const people = await peopleInRole(db, role);
  if (of === 'district') return people.map((p) => p.id);
  const answers = new Map<string, boolean>();
  for (const unitId of new Set(people.map((p) => p.unitId))) answers.set(unitId, (await unitIdsBelow(db, unitId)).includes(review.unitId));
  return people.filter((p) => answers.get(p.unitId)).map((p) => p.id);
}
