import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import { type Actor, hasRole, scopeOf } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Now } from '../../platform/command.ts';
import type { Reader } from '../../platform/db.ts';
import { actorById, peopleOf } from '../identity/queries.ts';
import { type Judged, judgeChanges } from '../projects/change-queries.ts';
import type { RecordPatch } from '../projects/domain/record.ts';
import { namesOfProjects, projectWhere } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import { review, reviewSeat } from '../reviews/tables.ts';
import type { Handover, HandoverItem, handoversContract } from './contract.ts';
import { type ItemKind, keyOf, projectKinds, type Wanted } from './domain/item.ts';
import { may } from './policy.ts';
import { handover, handoverItem } from './tables.ts';

type C = typeof handoversContract;
type Pair = Readonly<{ from: string; to: string }>;
export type Parties = Readonly<{ from: Readonly<{ id: string; name: string; unitId: string; unitName: string }>; to: Actor }>;

/** Who gives and who takes. Refuses handover.person_unknown, handover.may_not, handover.receiver_unfit. */
export async function partiesOf(db: Reader, pair: Pair, actor: Actor): Promise<Parties> {
  const from = (await peopleOf(db, [pair.from])).get(pair.from);
  if (!from) throw refuse('not_found', 'handover.person_unknown', { field: 'from' });
  if (!may.handOver(actor, from)) throw refuse('forbidden', 'handover.may_not');
  const to = await actorById(db, pair.to);
  if (!to || !may.receive(to, from)) throw refuse('rule', 'handover.receiver_unfit', { field: 'to' });
  return { from, to };
}

/** A project that would change hands: the edit that does it, judged, or why not. */
type ProjectMove = Readonly<{ judged: Judged; kinds: readonly (typeof projectKinds)[number][]; refusal: Refusal | null }>;
const heldAs = { person: 'personId', leader: 'leaderId' } as const;

/**
 * The projects in charge or led by the giver that the actor may see, each judged as the edit that hands it over. Of a landed project the
 * leader is frozen: the bureau restates it with the reason of the handover.
 */
export async function projectsHandedOver(
  db: Reader,
  { from, to }: Parties,
  asked: ReadonlyMap<string, readonly Wanted[]> | null,
  how: Now & Readonly<{ lock?: boolean }>,
): Promise<ProjectMove[]> {
  const held = await db
    .select({ id: project.id, personId: project.personId, leaderId: project.leaderId })
    .from(project)
    .where(and(or(eq(project.personId, from.id), eq(project.leaderId, from.id)), projectWhere(how.actor)))
    .orderBy(asc(project.code))
    .limit(500);
  const wanted = held.flatMap((row) => {
    const kinds = projectKinds.filter(
      (kind) => row[heldAs[kind]] === from.id && (!asked || asked.get(row.id)?.some((w) => w.kind === kind)),
    );
    return kinds.length > 0 ? [{ id: row.id, kinds }] : [];
  });
  const patchOf = (kinds: readonly (typeof projectKinds)[number][]): RecordPatch =>
    Object.fromEntries(kinds.map((k) => [heldAs[k], to.id]));
  const edits = wanted.map(({ id, kinds }) => ({ id, patch: patchOf(kinds) }));
  const judged = await judgeChanges(db, edits, { ...how, restating: hasRole(how.actor, 'promotion_admin') });
  return judged.map((j, i) => {
    const sees = j.row && may.see(to, j.row.unitId);
    const blind = sees ? null : refuse('rule', 'handover.receiver_may_not_see', { name: to.name });
    return { judged: j, kinds: wanted[i]!.kinds, refusal: j.refusal ?? blind };
  });
}

export type ReviewMove = Readonly<{
  kind: 'seat' | 'returned';
  id: string;
  projectId: string | null;
  stepName: string;
  refusal: Refusal | null;
}>;
/** Reviews that wait for the giver by name, or were returned to them, within what the actor may see. */
export async function reviewsHandedOver(db: Reader, { from, to }: Parties, actor: Actor): Promise<ReviewMove[]> {
  const scope = scopeOf(actor);
  const inSight: SQL = actor.id === from.id || scope === 'all' ? sql`true` : inArray(review.unitId, [...scope]);
  const columns = {
    id: review.id,
    projectId: review.projectId,
    steps: review.steps,
    step: review.step,
    unitId: review.unitId,
    submittedBy: review.submittedBy,
  };
  const seats = await db
    .selectDistinct({ ...columns, round: review.round })
    .from(reviewSeat)
    .innerJoin(review, eq(review.id, reviewSeat.reviewId))
    .where(and(eq(reviewSeat.personId, from.id), eq(reviewSeat.isCurrent, true), eq(review.status, 'open'), inSight))
    .limit(500);
  const signed = seats.length
    ? await signedBy(
        db,
        to.id,
        seats.map((s) => s.id),
      )
    : new Set<string>();
  const returned = await db
    .select(columns)
    .from(review)
    .where(and(eq(review.submittedBy, from.id), eq(review.status, 'returned'), inSight))
    .limit(500);
  return [
    ...seats.map((s) => ({ kind: 'seat' as const, ...briefOf(s), refusal: unfit(s.submittedBy === to.id || signed.has(s.id), to) })),
    ...returned.map((r) => ({ kind: 'returned' as const, ...briefOf(r), refusal: unfit(!may.see(to, r.unitId), to) })),
  ];
}

const briefOf = ({ id, projectId, steps, step }: Pick<typeof review.$inferSelect, 'id' | 'projectId' | 'steps' | 'step'>) => ({
  id,
  projectId,
  stepName: steps[step]?.name ?? '',
});
const unfit = (is: boolean, { name }: Actor) => (is ? refuse('rule', 'handover.receiver_may_not_sign', { name }) : null);

/** Reviews in whose present step and round this person has signed. */
async function signedBy(db: Reader, personId: string, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db
    .select({ id: review.id })
    .from(reviewSeat)
    .innerJoin(review, and(eq(review.id, reviewSeat.reviewId), eq(review.round, reviewSeat.round), eq(review.step, reviewSeat.step)))
    .where(and(eq(reviewSeat.signedBy, personId), inArray(review.id, [...ids])));
  return new Set(rows.map((r) => r.id));
}

/** What would go over, and what could not. Refuses as `partiesOf`. */
export async function previewHandover(db: Reader, pair: Pair, context: Now): Promise<Result<C['preview']>> {
  const parties = await partiesOf(db, pair, context.actor);
  const projects = await projectsHandedOver(db, parties, null, context);
  const reviews = await reviewsHandedOver(db, parties, context.actor);
  const ids = [...projects.map((p) => p.judged.id), ...reviews.flatMap((r) => r.projectId ?? [])];
  const names = await namesOfProjects(db, ids, context.actor);
  const told = (r: Refusal | null) => r && { kind: r.kind, code: r.code, details: r.details };
  const ofProjects = projects.flatMap(({ judged, kinds, refusal }) =>
    kinds.map((kind): HandoverItem => ({
      kind,
      id: judged.id,
      projectId: judged.id,
      title: names.get(judged.id) ?? null,
      stage: judged.row?.stage ?? null,
      stepName: null,
      version: judged.row?.version ?? null,
      refusal: told(refusal),
    })),
  );
  const ofReviews = reviews.map(({ kind, id, projectId, stepName, refusal }): HandoverItem => ({
    kind,
    id,
    projectId,
    title: (projectId && names.get(projectId)) ?? null,
    stage: null,
    stepName,
    version: null,
    refusal: told(refusal),
  }));
  const units = await peopleOf(db, [parties.from.id, parties.to.id]);
  const who = (id: string) => ({ id, name: units.get(id)?.name ?? '', unitName: units.get(id)?.unitName ?? '' });
  return { from: who(parties.from.id), to: who(parties.to.id), items: [...ofProjects, ...ofReviews] };
}

/** Handovers the actor may read, as a condition: the same answer as `may.read`. */
function readable(actor: Actor): SQL {
  if (hasRole(actor, 'promotion_admin')) return sql`true`;
  const own = or(eq(handover.fromId, actor.id), eq(handover.toId, actor.id), eq(handover.recordedBy, actor.id))!;
  return hasRole(actor, 'unit_head') ? or(own, inArray(handover.unitId, [...actor.unitIds]))! : own;
}

type Row = typeof handover.$inferSelect;
const shownAtMost = 100;

/** Handovers that concern the actor, the latest first. */
export async function listHandovers(db: Reader, actor: Actor): Promise<Result<C['list']>> {
  const rows = await db.select().from(handover).where(readable(actor)).orderBy(desc(handover.recordedAt)).limit(shownAtMost);
  return { items: await shown(db, rows), can: { forOthers: hasRole(actor, 'unit_head', 'promotion_admin') } };
}

async function shown(db: Reader, rows: readonly Row[]): Promise<Handover[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((r) => r.id);
  const items = await db
    .select({ id: handoverItem.handoverId, kind: handoverItem.kind })
    .from(handoverItem)
    .where(inArray(handoverItem.handoverId, ids));
  const people = await peopleOf(db, [...new Set(rows.flatMap((r) => [r.fromId, r.toId, r.recordedBy]))]);
  const who = (id: string) => ({ id, name: people.get(id)?.name ?? '', unitName: people.get(id)?.unitName ?? '' });
  const count = (id: string, isIt: (kind: ItemKind) => boolean) => items.filter((i) => i.id === id && isIt(i.kind)).length;
  const isProject = (kind: ItemKind) => (projectKinds as readonly ItemKind[]).includes(kind);
  return rows.map((r) => ({
    id: r.id,
    from: who(r.fromId),
    to: who(r.toId),
    reason: r.reason,
    by: who(r.recordedBy).name,
    at: r.recordedAt.toISOString(),
    projects: count(r.id, isProject),
    reviews: count(r.id, (kind) => !isProject(kind)),
  }));
}

/** One handover with what went over; a project out of the actor's sight is not named. Refuses handover.unknown. */
export async function getHandover(db: Reader, id: string, actor: Actor): Promise<Result<C['get']>> {
  const [row] = await db.select().from(handover).where(eq(handover.id, id));
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'handover.unknown', { id });
  const items = await db
    .select()
    .from(handoverItem)
    .where(eq(handoverItem.handoverId, id))
    .orderBy(asc(handoverItem.kind), asc(handoverItem.subjectId));
  const names = await namesOfProjects(
    db,
    items.flatMap((i) => i.projectId ?? []),
    actor,
  );
  const [head] = await shown(db, [row]);
  const seen = items.filter((i) => i.projectId === null || names.has(i.projectId));
  return {
    ...head!,
    items: seen.map((i) => ({
      kind: i.kind,
      id: i.subjectId,
      projectId: i.projectId,
      title: (i.projectId && names.get(i.projectId)) ?? null,
    })),
  };
}

export const wantedByProject = (items: readonly Wanted[]): ReadonlyMap<string, readonly Wanted[]> =>
  Map.groupBy(
    items.filter((i) => (projectKinds as readonly ItemKind[]).includes(i.kind)),
    (i) => i.id,
  );
export const keysOf = (items: readonly Wanted[]): ReadonlySet<string> => new Set(items.map(keyOf));

/** Who took over the projects of these people: of each the last to whom any were handed. */
export async function successorsOf(db: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await db.execute<{ from: string; to: string }>(sql`
    select distinct on (h.from_id) h.from_id as "from", h.to_id as "to" from ${handover} h
    where h.from_id = any(${sql.param([...ids])}::uuid[])
      and exists (select 1 from ${handoverItem} i where i.handover_id = h.id and i.kind in ('person', 'leader'))
    order by h.from_id, h.recorded_at desc, h.id desc`);
  return new Map(rows.map((r) => [r.from, r.to]));
}
