import { and, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle, type Refusal } from '../../kernel/refusal.ts';
import { workingDaysAfter } from '../../kernel/working-day.ts';
import { command, type Done, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { actorById } from '../identity/queries.ts';
import { clearNotices, notify } from '../notices/commands.ts';
import { currentRule } from '../reference/queries.ts';
import { flowRule, ReviewFlow, type StepRule } from './domain/flow.ts';
import { addSeat, again, begin, pass, passOn, type Seat, sendBack, type State, type Status, waiting, withdraw } from './domain/state.ts';
import { may } from './policy.ts';
import { readableReview, type ReviewRow, seatsOf } from './queries.ts';
import { peopleFor, principalsOf, rightTo } from './seat-queries.ts';
import { review, reviewAct, reviewSeat } from './tables.ts';

type Outcome = (tx: Tx, about: Pick<ReviewRow, 'id' | 'subject' | 'subjectId' | 'projectId'>, context: Now) => Promise<unknown>;
export type Outcomes = Readonly<Partial<Record<'approved' | 'returned' | 'withdrawn', Outcome>>>;
/** What each subject's room does, in the same transaction, when a review of its rows ends. Filled in app/wiring.ts. */
export const outcomes: Record<string, Outcomes> = {};

export type Submission = { subject: string; subjectId: string; projectId: string | null; unitId: string; flow: string };

/**
 * The door of other rooms: `openReview.inside(tx, …)` submits a row of theirs, or submits it again after it was returned. Their policy
 * has decided whether the actor may. Refuses: review.already_open, review.no_flow.
 */
export const openReview = command('review.submit', async (tx, input: Submission, context): Promise<Done<{ id: string }>> => {
  const { actor, now } = context;
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`review ${input.subjectId}`}, 0))`);
  const [under] = await tx
    .select()
    .from(review)
    .where(and(eq(review.subject, input.subject), eq(review.subjectId, input.subjectId), inArray(review.status, ['open', 'returned'])))
    .for('update');
  if (under?.status === 'open') throw refuse('conflict', 'review.already_open', { subject: input.subject, subjectId: input.subjectId });
  const { version: ruleVersion, steps } = await flowOf(tx, input.flow, now);
  const submitted = { submittedBy: actor.id, submittedAt: now, ruleVersion, steps };
  if (under) {
    const row = { ...under, ...submitted };
    await settleInto(tx, row, settle(again(steps, { status: under.status, step: under.step, round: under.round, seats: [] })), context);
    await tx.update(review).set(submitted).where(eq(review.id, under.id));
    await note(tx, under.id, { kind: 'submit', round: under.round + 1, step: 0 }, context);
    return { result: { id: under.id }, trace: trace(under.id, { status: 'returned' }, { ...input, round: under.round + 1 }) };
  }
  const state = begin(steps);
  const row: ReviewRow = {
    id: v7(),
    ...input,
    ...submitted,
    status: 'open',
    step: 0,
    round: 1,
    dueOn: null,
    remindedAt: null,
    version: 0,
    endedAt: null,
  };
  await tx.insert(review).values(row);
  await settleInto(tx, row, state, context);
  await note(tx, row.id, { kind: 'submit', round: 1, step: 0 }, context);
  return { result: { id: row.id }, trace: trace(row.id, undefined, input) };
});

async function flowOf(tx: Tx, flow: string, now: Date): Promise<{ version: number; steps: StepRule[] }> {
  const rule = await currentRule(tx, flowRule(flow), dayOf(now));
  if (!rule) throw refuse('rule', 'review.no_flow', { flow });
  return { version: rule.version, steps: ReviewFlow.parse(rule.body).steps };
}

type Noted = { kind: (typeof reviewAct.$inferInsert)['kind']; round: number; step: number };
type Said = { toStep?: number | null; targetId?: string; forPersonId?: string | null; opinion?: string | null };
export const note = (tx: Tx, reviewId: string, what: Noted & Said, { actor, now }: Now) =>
  tx.insert(reviewAct).values({ id: v7(), reviewId, ...what, personId: actor.id, at: now });
const trace = (id: string, before: unknown, after: unknown) => ({ subject: 'review', subjectId: id, before, after });

/** Writes where a review stands now: its row, the seats of its step, who is told, and what its subject's room does about an end. */
export async function settleInto(tx: Tx, row: ReviewRow, state: State, context: Now): Promise<number> {
  const { now } = context;
  const hasMoved = row.version === 0 || state.step !== row.step || state.round !== row.round;
  const days = row.steps[state.step]!.dueDays;
  const ended = state.status !== 'open';
  const due = hasMoved ? { dueOn: days ? workingDaysAfter(dayOf(now), days) : null, remindedAt: null } : {};
  const version = row.version + 1;
  const { status, step, round } = state;
  await tx
    .update(review)
    .set({ status, step, round, version, endedAt: ended ? now : null, ...due })
    .where(eq(review.id, row.id));
  await writeSeats(tx, row, state, now);
  if (hasMoved || ended) await clearNotices(tx, { subjectId: row.id, kinds: ['review.waiting', 'review.transferred', 'review.due'] }, now);
  if (ended) await finish(tx, row, status, context);
  else await tellWaiting(tx, row, state, context);
  return version;
}

async function writeSeats(tx: Tx, row: ReviewRow, state: State, now: Date) {
  await tx
    .update(reviewSeat)
    .set({ isCurrent: false })
    .where(and(eq(reviewSeat.reviewId, row.id), eq(reviewSeat.isCurrent, true)));
  const current = new Set(waiting(row.steps, state).map((s) => s.no));
  const key = { reviewId: row.id, round: state.round, step: state.step };
  for (const seat of state.seats) {
    const changes = { personId: seat.personId, isCurrent: current.has(seat.no), signedBy: seat.signedBy };
    await tx
      .insert(reviewSeat)
      .values({
        ...key,
        no: seat.no,
        role: seat.role,
        of: seat.of,
        isAdded: seat.isAdded,
        ...changes,
        signedAt: seat.signedBy ? now : null,
      })
      .onConflictDoUpdate({
        target: [reviewSeat.reviewId, reviewSeat.round, reviewSeat.step, reviewSeat.no],
        set: {
          ...changes,
          signedAt: sql`case when excluded.signed_by is null then null else coalesce(${reviewSeat.signedAt}, excluded.signed_at) end`,
        },
      });
  }
}

const aboutOf = (row: ReviewRow) => ({
  subject: row.subject,
  subjectId: row.id,
  projectId: row.projectId,
  link: `/reviews/${row.id}`,
});

async function tellWaiting(tx: Tx, row: ReviewRow, state: State, context: Now) {
  const to = await peopleFor(tx, row, waiting(row.steps, state), dayOf(context.now));
  const submitter = await actorById(tx, row.submittedBy);
  const key = `review.waiting:${row.id}:${state.round}:${state.step}`;
  await notify(tx, [{ ...aboutOf(row), to, kind: 'review.waiting', params: { by: submitter?.name ?? '' }, key }], context);
}

/** The outcome: told to whoever submitted it, and acted upon by the room of its subject. */
async function finish(tx: Tx, row: ReviewRow, status: Status, context: Now) {
  if (status === 'open') return undefined;
  await outcomes[row.subject]?.[status]?.(tx, row, context);
  const params = { by: context.actor.name };
  if (status === 'withdrawn') {
    const kinds = ['review.waiting', 'review.returned'] as const;
    return clearNotices(tx, { subjectId: row.id, kinds }, context.now);
  }
  return notify(tx, [{ ...aboutOf(row), to: [row.submittedBy], kind: `review.${status}`, params }], context);
}

type Ask = { id: string; version: number };
type Held = { row: ReviewRow; state: State; seat: Seat | null; right: Actor | null };

/** The review an act works on, locked, and the seat on which the actor may sign. Refuses review.unknown and review.changed_meanwhile. */
async function held(tx: Tx, { id, version }: Ask, { actor, now }: Now): Promise<Held> {
  const day = dayOf(now);
  const row = await readableReview(tx, id, actor, day, true);
  if (row.version !== version) throw refuse('conflict', 'review.changed_meanwhile', { version: row.version });
  const { status, step, round } = row;
  const state = { status, step, round, seats: await seatsOf(tx, row) };
  const principals = await principalsOf(tx, actor, day);
  const mine = waiting(row.steps, state).flatMap((seat) => {
    const right = rightTo(actor, principals, row, seat);
    return right ? [{ seat, right }] : [];
  });
  // A seat of one's own before one that is signed in another's stead.
  const [found] = mine.toSorted((a, b) => Number(a.right.id !== actor.id) - Number(b.right.id !== actor.id));
  return { row, state, seat: found?.seat ?? null, right: found?.right ?? null };
}

type Step = (held: Held & { seat: Seat; right: Actor }) => State | Refusal;
/** One act of somebody who has a seat. Refuses review.not_open and review.may_not_sign. */
async function actOn(tx: Tx, input: Ask, what: { kind: Noted['kind'] } & Said, next: Step, context: Now) {
  const found = await held(tx, input, context);
  const { row, state, seat, right } = found;
  if (state.status !== 'open') throw refuse('conflict', 'review.not_open', { status: state.status });
  if (!seat || !right) throw refuse('forbidden', 'review.may_not_sign');
  const after = settle(next({ ...found, seat, right }));
  if (what.kind === 'pass') await keepSignature(tx, row, seat, context);
  const version = await settleInto(tx, row, after, context);
  const forPersonId = right.id === context.actor.id ? null : right.id;
  await note(tx, row.id, { round: row.round, step: row.step, forPersonId, ...what }, context);
  const { status, step, round } = after;
  const said = { ...what, forPersonId, status, step, round };
  return {
    row,
    done: { result: { status, version }, trace: trace(row.id, { status: row.status, step: row.step, round: row.round }, said) },
  };
}

/** Whose hand is on which seat is kept when the review goes on to its next step. */
const keepSignature = (tx: Tx, { id, round, step }: ReviewRow, { no }: Seat, { actor, now }: Now) =>
  tx
    .update(reviewSeat)
    .set({ signedBy: actor.id, signedAt: now })
    .where(and(eq(reviewSeat.reviewId, id), eq(reviewSeat.round, round), eq(reviewSeat.step, step), eq(reviewSeat.no, no)));

/** Signs that it passes. Refuses: review.unknown, .changed_meanwhile, .not_open, .may_not_sign, .already_signed. */
export const passReview = command(
  'review.pass',
  async (tx, { opinion = null, ...input }: Ask & { opinion?: string | null | undefined }, context) => {
    const next: Step = ({ row, state, seat }) => pass(row.steps, state, seat.no, context.actor.id);
    return (await actOn(tx, input, { kind: 'pass', opinion }, next, context)).done;
  },
);

/** Returns it to an earlier step, or with null to whoever submitted it. Refuses review.no_such_step beside those of passing. */
export const returnReview = command(
  'review.return',
  async (tx, { toStep, reason, ...input }: Ask & { toStep: number | null; reason: string }, context) => {
    const next: Step = ({ row, state }) => sendBack(row.steps, state, toStep);
    return (await actOn(tx, input, { kind: 'return', toStep, opinion: reason }, next, context)).done;
  },
);

type ToPerson = Ask & { personId: string; reason: string };
async function checkTarget(tx: Tx, personId: string, row: ReviewRow) {
  const person = await actorById(tx, personId);
  if (!person || !may.beAsked(person)) throw refuse('not_found', 'review.person_unknown', { field: 'personId' });
  if (person.id === row.submittedBy) throw refuse('rule', 'review.submitter_may_not_sign', { field: 'personId' });
}

const giving =
  (kind: 'transfer' | 'add', next: (personId: string) => Step) =>
  async (tx: Tx, { personId, reason, ...input }: ToPerson, context: Now) => {
    await checkTarget(tx, personId, await readableReview(tx, input.id, context.actor, dayOf(context.now)));
    const { row, done } = await actOn(tx, input, { kind, targetId: personId, opinion: reason }, next(personId), context);
    await notify(tx, [{ ...aboutOf(row), to: [personId], kind: 'review.transferred', params: { by: context.actor.name } }], context);
    return done;
  };
/** Lets another person sign in this place (转办). Refuses review.person_unknown, review.submitter_may_not_sign. */
export const transferReview = command(
  'review.transfer',
  giving(
    'transfer',
    (personId) =>
      ({ row, state, seat }) =>
        passOn(row.steps, state, seat.no, personId),
  ),
);
/** Has one person more sign the step (加签). Refuses review.already_seated beside those of passing on. */
export const addSigner = command(
  'review.add_signer',
  giving(
    'add',
    (personId) =>
      ({ state }) =>
        addSeat(state, personId),
  ),
);

/** Its submitter takes it back. Refuses: review.may_not_withdraw, review.not_open. */
export const withdrawReview = command('review.withdraw', async (tx, input: Ask, context) => {
  const { row, state } = await held(tx, input, context);
  if (!may.withdraw(context.actor, row)) throw refuse('forbidden', 'review.may_not_withdraw');
  const to = await peopleFor(tx, row, waiting(row.steps, state), dayOf(context.now));
  const after = settle(withdraw(state));
  const version = await settleInto(tx, row, after, context);
  await note(tx, row.id, { kind: 'withdraw', round: row.round, step: row.step }, context);
  await notify(tx, [{ ...aboutOf(row), to, kind: 'review.withdrawn', params: { by: context.actor.name } }], context);
  return { result: { status: after.status, version }, trace: trace(row.id, { status: row.status }, { status: after.status }) };
});

/** Tells everybody who has let the day pass by, once a step, whenever it is asked again. Leaves no entry: it changes nothing. */
export const remindReviews = command('review.remind', async (tx, _: object, context) => {
  const { now } = context;
  const late = and(eq(review.status, 'open'), lte(review.dueOn, dayOf(now)), isNull(review.remindedAt));
  const rows = await tx.select().from(review).where(late).orderBy(review.dueOn).limit(500).for('update', { skipLocked: true });
  for (const row of rows) {
    const { status, step, round } = row;
    const seats = waiting(row.steps, { status, step, round, seats: await seatsOf(tx, row) });
    const to = await peopleFor(tx, row, seats, dayOf(now));
    const key = `review.due:${row.id}:${round}:${step}`;
    await notify(tx, [{ ...aboutOf(row), to, kind: 'review.due', params: { due: row.dueOn ?? '' }, key }], context);
    await tx.update(review).set({ remindedAt: now }).where(eq(review.id, row.id));
  }
  return { result: { reminded: rows.length }, trace: [] };
});
