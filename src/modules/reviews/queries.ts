import { and, asc, desc, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm';
import type { Actor, Role } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleOf, unitTree } from '../identity/queries.ts';
import type { ReviewBrief, reviewsContract, ReviewView } from './contract.ts';
import { type Seat, waiting } from './domain/state.ts';
import { may } from './policy.ts';
import { principalsOf, rightTo } from './seat-queries.ts';
import { review, reviewAct, reviewDeputy, reviewSeat } from './tables.ts';

type C = typeof reviewsContract;
export type ReviewRow = typeof review.$inferSelect;
/** Names of projects as the actor may know them; the composition knows who answers. */
export type ProjectNames = (db: Reader, ids: readonly string[], actor: Actor) => Promise<ReadonlyMap<string, string>>;

/** The seats of the step and round in which a review stands. */
export async function seatsOf(db: Reader, { id, round, step }: Pick<ReviewRow, 'id' | 'round' | 'step'>): Promise<Seat[]> {
  return db
    .select({
      no: reviewSeat.no,
      role: reviewSeat.role,
      of: reviewSeat.of,
      personId: reviewSeat.personId,
      isAdded: reviewSeat.isAdded,
      signedBy: reviewSeat.signedBy,
    })
    .from(reviewSeat)
    .where(and(eq(reviewSeat.reviewId, id), eq(reviewSeat.round, round), eq(reviewSeat.step, step)))
    .orderBy(asc(reviewSeat.no));
}

const allSeats = async (db: Reader, reviewId: string) =>
  db
    .select({ role: reviewSeat.role, of: reviewSeat.of, personId: reviewSeat.personId })
    .from(reviewSeat)
    .where(eq(reviewSeat.reviewId, reviewId));

/** The review, if the actor may read it; else it is as unknown as one that never was (`review.unknown`). `lock` holds the row. */
export async function readableReview(db: Reader, id: string, actor: Actor, day: Day, lock = false): Promise<ReviewRow> {
  const found = db.select().from(review).where(eq(review.id, id));
  const [row] = await (lock ? found.for('update') : found);
  if (!row) throw refuse('not_found', 'review.unknown', { id });
  const seats = await allSeats(db, id);
  const readers = [actor, ...(await principalsOf(db, actor, day))];
  if (!readers.some((a) => may.read(a, row, seats))) throw refuse('not_found', 'review.unknown', { id });
  return row;
}

type Named = { names: ReadonlyMap<string, string>; units: ReadonlyMap<string, string>; people: Awaited<ReturnType<typeof peopleOf>> };
async function naming(
  db: Reader,
  rows: readonly ReviewRow[],
  actor: Actor,
  namesOf: ProjectNames,
  more: readonly string[] = [],
): Promise<Named> {
  const names = await namesOf(db, [...new Set(rows.flatMap((r) => r.projectId ?? []))], actor);
  const units = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  return { names, units, people: await peopleOf(db, [...new Set([...rows.map((r) => r.submittedBy), ...more])]) };
}

function briefOf(row: ReviewRow, { names, units, people }: Named, today: Day): ReviewBrief {
  const { id, subject, subjectId, projectId, flow, status, dueOn } = row;
  return {
    id,
    subject,
    subjectId,
    projectId,
    title: (projectId && names.get(projectId)) ?? null,
    unitName: units.get(row.unitId) ?? '',
    flow,
    status,
    stepName: row.steps[row.step]!.name,
    dueOn,
    isOverdue: status === 'open' && dueOn !== null && dueOn < today,
    submittedBy: people.get(row.submittedBy)?.name ?? '',
    submittedAt: row.submittedAt.toISOString(),
  };
}

/** Seats that wait and that this person may sit on, as a condition over review r and review_seat s: the same answer as `maySit`. */
function waitsFor(actor: Actor): SQL {
  const roles: readonly Role[] = actor.roles;
  return sql`(r.submitted_by <> ${actor.id} and (s.person_id = ${actor.id} or (s.person_id is null and s.role = any(${sql.param(roles)}::text[])
    and (s.of = 'district' or r.unit_id = any(${sql.param(actor.unitIds)}::uuid[])))))`;
}

/** Ids of the open reviews that wait for any of these people, the soonest due first. */
async function idsWaitingFor(db: Reader, actor: Actor, principals: readonly Actor[]): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select r.id from review r where r.status = 'open' and r.submitted_by <> ${actor.id}
      and exists (select 1 from review_seat s where s.review_id = r.id and s.is_current
        and (${sql.join([actor, ...principals].map(waitsFor), sql` or `)}))
      and not exists (select 1 from review_seat s where s.review_id = r.id and s.round = r.round and s.step = r.step and s.signed_by = ${actor.id})
    order by r.due_on nulls last, r.submitted_at, r.id limit 500`);
  return rows.map((r) => r.id);
}

/** What waits for the actor, was returned to them, or was submitted by them. */
export async function myReviews(
  db: Reader,
  what: Received<C['mine']>['query']['what'],
  actor: Actor,
  now: Date,
  namesOf: ProjectNames,
): Promise<ReviewBrief[]> {
  const today = dayOf(now);
  const ids = what === 'waiting' ? await idsWaitingFor(db, actor, await principalsOf(db, actor, today)) : null;
  if (ids?.length === 0) return [];
  const own = and(eq(review.submittedBy, actor.id), what === 'returned' ? eq(review.status, 'returned') : undefined);
  const rows = await db
    .select()
    .from(review)
    .where(ids ? inArray(review.id, ids) : own)
    .orderBy(sql`${review.dueOn} nulls last`, desc(review.submittedAt))
    .limit(500);
  const named = await naming(db, rows, actor, namesOf);
  return rows.map((row) => briefOf(row, named, today));
}

/** A review with its history and what the actor may do with it. Refuses review.unknown. */
export async function getReview(db: Reader, id: string, actor: Actor, now: Date, namesOf: ProjectNames): Promise<ReviewView> {
  return viewOf(db, await readableReview(db, id, actor, dayOf(now)), actor, now, namesOf);
}

/** The latest review of a subject, or null when there is none that the actor may read. */
export async function reviewOf(
  db: Reader,
  { subject, subjectId }: Received<C['of']>['query'],
  actor: Actor,
  now: Date,
  namesOf: ProjectNames,
): Promise<Result<C['of']>> {
  const [row] = await db
    .select()
    .from(review)
    .where(and(eq(review.subject, subject), eq(review.subjectId, subjectId)))
    .orderBy(desc(review.submittedAt), desc(review.id))
    .limit(1);
  const readers = row ? [actor, ...(await principalsOf(db, actor, dayOf(now)))] : [];
  const seats = row ? await allSeats(db, row.id) : [];
  if (!row || !readers.some((a) => may.read(a, row, seats))) return { review: null };
  return { review: await viewOf(db, row, actor, now, namesOf) };
}

async function viewOf(db: Reader, row: ReviewRow, actor: Actor, now: Date, namesOf: ProjectNames): Promise<ReviewView> {
  const seats = await seatsOf(db, row);
  const acts = await db.select().from(reviewAct).where(eq(reviewAct.reviewId, row.id)).orderBy(asc(reviewAct.at), asc(reviewAct.id));
  const others = [...acts.flatMap((a) => [a.personId, a.targetId, a.forPersonId]), ...seats.flatMap((s) => [s.personId, s.signedBy])];
  const named = await naming(
    db,
    [row],
    actor,
    namesOf,
    others.filter((p) => p !== null),
  );
  const nameOf = (id: string | null) => (id ? (named.people.get(id)?.name ?? null) : null);
  const principals = await principalsOf(db, actor, dayOf(now));
  const open = waiting(row.steps, { status: row.status, step: row.step, round: row.round, seats });
  const hasSigned = seats.some((s) => s.signedBy === actor.id);
  const views = seats.map(({ personId, signedBy, ...seat }) => {
    const isWaiting = open.some((s) => s.no === seat.no);
    const right = isWaiting && !hasSigned ? rightTo(actor, principals, row, { ...seat, personId, signedBy }) : null;
    const person = personId ? named.people.get(personId) : undefined;
    return {
      ...seat,
      role: seat.role as ReviewView['seats'][number]['role'],
      person: person ? { id: person.id, name: person.name, unitName: person.unitName } : null,
      isWaiting,
      signedBy: nameOf(signedBy),
      mine: right && { for: right.id === actor.id ? null : right.name },
    };
  });
  const stepName = (step: number | null) => (step === null ? null : (row.steps[step]?.name ?? ''));
  return {
    ...briefOf(row, named, dayOf(now)),
    version: row.version,
    round: row.round,
    step: row.step,
    steps: row.steps.map(({ name, mode }) => ({ name, mode })),
    seats: views,
    acts: acts.map((a) => ({
      id: a.id,
      kind: a.kind,
      stepName: stepName(a.step) ?? '',
      round: a.round,
      toStepName: stepName(a.toStep),
      target: nameOf(a.targetId),
      by: nameOf(a.personId) ?? '',
      forPerson: nameOf(a.forPersonId),
      opinion: a.opinion,
      at: a.at.toISOString(),
    })),
    can: {
      sign: views.some((v) => v.mine !== null),
      withdraw: may.withdraw(actor, row) && (row.status === 'open' || row.status === 'returned'),
    },
  };
}

/** Who signed a review in which role, the last first: for the room of its subject to say by whom a row was verified. */
export async function signersOf(db: Reader, reviewId: string): Promise<{ role: string | null; personId: string }[]> {
  const rows = await db
    .select({ role: reviewSeat.role, personId: reviewSeat.signedBy })
    .from(reviewSeat)
    .where(and(eq(reviewSeat.reviewId, reviewId), isNotNull(reviewSeat.signedBy)))
    .orderBy(desc(reviewSeat.round), desc(reviewSeat.step), desc(reviewSeat.signedAt));
  return rows.map(({ role, personId }) => ({ role, personId: personId! }));
}

/** Who stands in for the actor, and for whom the actor stands in; what is over is left out. */
export async function listDeputies(db: Reader, actor: Actor, now: Date): Promise<Result<C['deputies']>> {
  const rows = await db
    .select()
    .from(reviewDeputy)
    .where(
      and(
        or(eq(reviewDeputy.personId, actor.id), eq(reviewDeputy.deputyId, actor.id)),
        sql`${reviewDeputy.endedAt} is null and ${reviewDeputy.toDay} >= ${dayOf(now)}`,
      ),
    )
    .orderBy(asc(reviewDeputy.fromDay), asc(reviewDeputy.id));
  const people = await peopleOf(db, [...new Set(rows.flatMap((r) => [r.personId, r.deputyId]))]);
  const who = (id: string) => ({ id, name: people.get(id)?.name ?? '', unitName: people.get(id)?.unitName ?? '' });
  return {
    items: rows.map((r) => ({
      id: r.id,
      person: who(r.personId),
      deputy: who(r.deputyId),
      from: r.fromDay,
      to: r.toDay,
      isMine: r.personId === actor.id,
    })),
  };
}
