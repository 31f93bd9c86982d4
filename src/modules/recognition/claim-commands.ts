import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now, type Trace } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { holdProjects } from '../funds/known-queries.ts';
import { holdMonths } from '../funds/month-commands.ts';
import { openReview } from '../reviews/commands.ts';
import { signersOf } from '../reviews/queries.ts';
import { holdReviewOf } from '../reviews/seat-queries.ts';
import { type ArrivalKey, type BasisCell, cellsOf } from './cell-queries.ts';
import { claimableWhere, type ClaimRow, linesOf, readableClaim } from './claim-queries.ts';
import { type ClaimState, reviewerOf } from './domain/claim.ts';
import { claimSubject, flow } from './domain/flow.ts';
import { judged, type Own } from './domain/own.ts';
import { countsOn } from './domain/verdict.ts';
import type { Fact } from './facts-queries.ts';
import { checkGive, may } from './policy.ts';
import { claimLine, claimOpinion, verdict, verdictClaim } from './tables.ts';

type Submission = Readonly<{ month: string; remark: string | null; arrivals: readonly ArrivalKey[] }>;

/** Sends arrivals of a month up for recognition (填报). Refuses claim.not_claimable, naming the first that may not be sent. */
export const submitClaim = command('claim.submit', async (tx, { month, remark, arrivals }: Submission, context) => {
  const { actor, now } = context;
  if (!may.claim(actor)) throw refuse('forbidden', 'claim.may_not_claim');
  await checkClaimable(tx, { claimId: null, month, arrivals }, context);
  const row: ClaimRow = {
    id: v7(),
    unitId: actor.unitId,
    month,
    round: 1,
    remark,
    state: 'open',
    submittedBy: actor.id,
    submittedAt: now,
    endedAt: null,
  };
  await tx.insert(verdictClaim).values(row);
  await send(tx, row, arrivals, context);
  return { result: { id: row.id }, trace: traceOf(row.id, undefined, { ...row, arrivals: arrivals.length }) };
});

/** Sends up again what was returned, with the arrivals that it now holds. What was said of them, and what was sent before, is kept. */
export const submitClaimAgain = command(
  'claim.submit',
  async (tx, { id, remark, arrivals }: Omit<Submission, 'month'> & { id: string }, context) => {
    await holdReviewOf(tx, { subject: claimSubject, subjectId: id });
    const before = await readableClaim(tx, id, context.actor, true);
    if (!may.claimAgain(context.actor, before)) throw refuse('forbidden', 'claim.may_not_claim');
    if (before.state !== 'returned') throw refuse('conflict', 'claim.not_returned', { state: before.state });
    await checkClaimable(tx, { claimId: id, month: before.month, arrivals }, context);
    const changes = {
      remark,
      round: before.round + 1,
      state: 'open' as const,
      submittedBy: context.actor.id,
      submittedAt: context.now,
      endedAt: null,
    };
    await tx.update(verdictClaim).set(changes).where(eq(verdictClaim.id, id));
    await send(tx, { ...before, ...changes }, arrivals, context);
    return { result: { id }, trace: traceOf(id, before, { ...changes, arrivals: arrivals.length }) };
  },
);

const traceOf = (subjectId: string, before: unknown, after: unknown): Trace => ({ subject: claimSubject, subjectId, before, after });

type Wanted = Readonly<{ claimId: string | null; month: string; arrivals: readonly ArrivalKey[] }>;
/** Holds the projects, so that of two who send one arrival up at once the second is told. */
async function checkClaimable(tx: Tx, { claimId, month, arrivals }: Wanted, { actor, now }: Now) {
  const held = await holdProjects(tx, [...new Set(arrivals.map((a) => a.projectId))].toSorted());
  for (const { projectId } of arrivals) {
    const project = held.get(projectId);
    if (!project || !may.claimProject(actor, project)) throw refuse('not_found', 'project.unknown', { id: projectId });
  }
  const list = (field: keyof ArrivalKey) => sql`any(${sql.param(arrivals.map((a) => a[field]))}::uuid[])`;
  const { rows } = await tx.execute<{ id: string; projectId: string }>(sql`
    select m.id, m.project_id as "projectId" from arrival m join project p on p.id = m.project_id
    where m.project_id = ${list('projectId')} and m.id = ${list('arrivalId')}
      and left(coalesce(m.booked_on, m.arrived_on), 7) = ${month} and ${await claimableWhere(tx, actor, now, claimId)}`);
  const fit = new Map(rows.map((r) => [r.id, r.projectId]));
  const stray = arrivals.find(
    (a, i) => fit.get(a.arrivalId) !== a.projectId || arrivals.findIndex((o) => o.arrivalId === a.arrivalId) !== i,
  );
  if (stray) throw refuse('conflict', 'claim.not_claimable', { id: stray.arrivalId, month });
}

async function send(tx: Tx, { id, round, unitId }: ClaimRow, arrivals: readonly ArrivalKey[], context: Now) {
  const lines = arrivals.map(({ projectId, arrivalId }) => ({ projectId, id: v7(), claimId: id, round, arrivalId }));
  await insertMany(tx, claimLine, lines);
  await openReview.inside(tx, { subject: claimSubject, subjectId: id, projectId: null, unitId, flow }, context);
}

type Opining = ArrivalKey & Readonly<{ id: string; basis: string; own: Own | null; remark: string | null }>;
/**
 * Says how an arrival of a claim under way stands under one's own 口径: as the rule proposes, or otherwise with the words for it. It is the
 * verdict when the claim comes through. Refuses claim.not_open, claim.no_such_line and what giving a verdict refuses.
 */
export const giveOpinion = command('claim.opine', async (tx, input: Opining, context) => {
  const { id, projectId, arrivalId, basis, own, remark } = input;
  const claim = await readableClaim(tx, id, context.actor, true);
  const held = await holdProjects(tx, [projectId]);
  if (claim.state !== 'open') throw refuse('conflict', 'claim.not_open', { state: claim.state });
  const line = (await linesOf(tx, claim)).find((l) => l.projectId === projectId && l.arrivalId === arrivalId);
  const found = line && (await cellsOf(tx, id, [line], dayOf(context.now))).get(arrivalId);
  const cell = found?.cells.find((c) => c.basis === basis);
  if (!found || !cell) throw refuse('not_found', 'claim.no_such_line', { id: arrivalId, basis });
  settle(checkGive(context.actor, { code: basis, roles: cell.roles }, held.get(projectId), projectId));
  const arrival = { id: arrivalId, amountFen: found.fact.facts.amountFen };
  const { outcome, reason, amountFen } = settle(judged({ own, proposal: cell.proposal, arrival, remark }));
  const row = { projectId, id: v7(), claimId: id, arrivalId, basis, outcome, reason, amountFen, remark };
  await tx.insert(claimOpinion).values({ ...row, givenBy: context.actor.id, recordedAt: context.now });
  return { result: { id: row.id }, trace: { subject: 'arrival', subjectId: arrivalId, before: cell.opinion ?? undefined, after: row } };
});

type About = Readonly<{ id: string; subjectId: string }>;
/** The last signature is given: every arrival of the claim that is still in force has its verdicts appended. Joins that signature. */
export const settleClaim = command('claim.settle', async (tx, { id: reviewId, subjectId }: About, context) => {
  const claim = await hold(tx, subjectId);
  await holdMonths(tx, context);
  const keys = await linesOf(tx, claim);
  const held = await holdProjects(tx, [...new Set(keys.map((k) => k.projectId))].toSorted());
  const stood = [...(await cellsOf(tx, claim.id, keys, dayOf(context.now))).values()];
  const signers = await signersOf(tx, reviewId);
  const rows = stood
    .filter(({ fact }) => held.get(fact.projectId)?.side !== 'merged')
    .flatMap(({ fact, cells }) => cells.flatMap((cell) => verdictOn(fact, cell, { claim, signers }, context)));
  await insertMany(tx, verdict, rows);
  await end(tx, claim.id, 'approved', context);
  const trace: Trace[] = rows.map((after) => ({ subject: 'arrival', subjectId: after.arrivalId, after }));
  return { result: {}, trace: [...trace, traceOf(claim.id, { state: claim.state }, { state: 'approved', verdicts: rows.length })] };
});

type Ended = Readonly<{ claim: ClaimRow; signers: Awaited<ReturnType<typeof signersOf>> }>;
function verdictOn(fact: Fact, cell: BasisCell, { claim, signers }: Ended, { actor, now }: Now): (typeof verdict.$inferInsert)[] {
  if (!cell.would) return [];
  const { outcome, reason, amountFen } = cell.would;
  const recognisedOn = dayOf(now);
  return [
    {
      projectId: fact.projectId,
      id: v7(),
      arrivalId: fact.id,
      basis: cell.basis,
      outcome,
      reason,
      amountFen,
      countsOn: countsOn(cell.rule?.body ?? null, fact.countedOn, recognisedOn),
      recognisedOn,
      ruleVersion: cell.rule?.version ?? null,
      remark: cell.opinion?.remark ?? null,
      supersedes: cell.inForceId,
      givenBy: cell.opinion?.givenBy ?? reviewerOf(cell.roles, signers) ?? actor.id,
      recordedAt: now,
      claimId: claim.id,
    },
  ];
}

const ending = (state: ClaimState) =>
  command('claim.settle', async (tx, { subjectId }: About, context) => {
    const claim = await hold(tx, subjectId);
    await end(tx, claim.id, state, context);
    return { result: {}, trace: traceOf(claim.id, { state: claim.state }, { state }) };
  });
/** The review returned it to the unit: it keeps its arrivals and what was said of them, and waits to be sent up again. */
export const returnClaim = ending('returned');
/** Whoever sent it up took it back: its arrivals may be sent up anew. */
export const withdrawClaim = ending('withdrawn');

async function hold(tx: Tx, id: string): Promise<ClaimRow> {
  const [claim] = await tx.select().from(verdictClaim).where(eq(verdictClaim.id, id)).for('update');
  if (!claim) throw refuse('not_found', 'claim.unknown', { id });
  return claim;
}
const end = (tx: Tx, id: string, state: ClaimState, { now }: Now) =>
  tx.update(verdictClaim).set({ state, endedAt: now }).where(eq(verdictClaim.id, id));
