import { and, asc, eq, inArray, isNull, lt, ne, or, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import { addMonths, type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { type Paper, papersOf } from '../evidence/queries.ts';
import { peopleOf, unitTree } from '../identity/queries.ts';
import { monthReport } from '../progress/tables.ts';
import { projectWhere, visibleProject } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import type { NearProblem, ProblemRow, ProblemView, problemsContract } from './contract.ts';
import { alikeness, eventKinds, follows, standingEvents } from './domain/problem.ts';
import { may } from './policy.ts';
import { problemRows, problemWhere, shownTitle, standingRow } from './queries.ts';
import { problem, problemEvent, problemStanding } from './tables.ts';

type C = typeof problemsContract;
type Place = Readonly<{ projectId: string; id: string }>;

/** A problem that the actor may see, with its project and where it stands. Refuses problem.unknown. */
export async function visibleProblem(db: Reader, place: Place, actor: Actor, lock = false) {
  const found = await anyProblem(db, place, lock);
  if (!may.read(actor, found.project, found.standing)) throw unknown(place);
  return found;
}

async function anyProblem(db: Reader, place: Place, lock: boolean) {
  const standing = await standingRow(db, place.projectId, place.id, lock);
  const [row] = standing ? await db.select().from(project).where(eq(project.id, place.projectId)) : [];
  if (!standing || !row) throw unknown(place);
  return { project: row, standing };
}
const unknown = ({ id }: Place) => refuse('not_found', 'problem.unknown', { id });

/** A problem as it was raised. */
export async function raisedProblem(db: Reader, { projectId, id }: Place): Promise<typeof problem.$inferSelect> {
  const [row] = await db
    .select()
    .from(problem)
    .where(and(eq(problem.projectId, projectId), eq(problem.id, id)));
  return row!;
}

const goesHigher = (today: Day) =>
  and(eq(problemStanding.state, 'open'), lt(problemStanding.dueOn, today), ne(problemStanding.tier, 'meeting'), isNull(project.side));

/** Problems whose last day has passed and which can still go higher; of projects that stand aside none. */
export async function overdueProblems(db: Reader, today: Day): Promise<string[]> {
  const rows = await db
    .select({ id: problemStanding.problemId })
    .from(problemStanding)
    .innerJoin(project, eq(project.id, problemStanding.projectId))
    .where(goesHigher(today))
    .orderBy(asc(problemStanding.problemId));
  return rows.map((r) => r.id);
}

/** Those of them for which this is still so, held until the transaction ends, as they were raised and with the leader of their project. */
export async function heldOverdue(db: Reader, ids: readonly string[], today: Day) {
  const { projectId, problemId, tier, ownerUnitId } = problemStanding;
  return db
    .select({
      projectId,
      id: problemId,
      tier,
      ownerUnitId,
      year: problem.year,
      no: problem.no,
      level: problem.level,
      leaderId: project.leaderId,
    })
    .from(problemStanding)
    .innerJoin(problem, and(eq(problem.projectId, projectId), eq(problem.id, problemId)))
    .innerJoin(project, eq(project.id, projectId))
    .where(and(sql`${problemId} = any(${sql.param([...ids])}::uuid[])`, goesHigher(today)))
    .orderBy(asc(problemId))
    .for('update', { of: problemStanding });
}

/** The entries of a problem that stand, in order. */
async function standingEntries(db: Reader, { projectId, id }: Place) {
  const rows = await db
    .select({ id: problemEvent.id, kind: problemEvent.kind, takesBack: problemEvent.takesBack, by: problemEvent.recordedBy })
    .from(problemEvent)
    .where(and(eq(problemEvent.projectId, projectId), eq(problemEvent.problemId, id)))
    .orderBy(asc(problemEvent.recordedAt), asc(problemEvent.id));
  return standingEvents(rows);
}

/** Who reported it solved last, of a problem that waits to be confirmed. */
export const solverOf = async (db: Reader, place: Place): Promise<string | null> =>
  (await standingEntries(db, place)).findLast((e) => e.kind === 'solved')?.by ?? null;

/** What stands last of a problem, and who entered it; the raising where nothing followed it. */
export type LastAct = Readonly<{ id: string | null; by: string }>;
export async function lastActOf(db: Reader, place: Place): Promise<LastAct> {
  const last = (await standingEntries(db, place)).at(-1);
  return last ?? { id: null, by: (await raisedProblem(db, place)).raisedBy };
}

const nearRow = ({ projectId, id, year, no, title, projectName, state }: ProblemRow): NearProblem => ({
  projectId,
  id,
  year,
  no,
  title,
  projectName,
  state,
});

/** A problem with what each did. Refuses problem.unknown. */
export async function problemOf(db: Reader, place: Place, actor: Actor, now: Date): Promise<ProblemView> {
  const { project: of, standing } = await visibleProblem(db, place, actor);
  const today = dayOf(now);
  const here = sql`q.project_id = ${place.projectId} and q.id = ${place.id}`;
  const [row] = await problemRows(db, here, sql``, actor, today);
  const kept = await raisedProblem(db, place);
  const asked = {
    ...standing,
    solvedBy: standing.state === 'solved' ? await solverOf(db, place) : null,
    lastBy: (await lastActOf(db, place)).by,
  };
  const mayKnow = may.knowWords(actor, of);
  return {
    ...row!,
    words: mayKnow ? kept.words : '',
    sourceId: kept.sourceId,
    sourceOn: kept.sourceOn,
    isProjectVisible: (await db.$count(project, and(eq(project.id, of.id), projectWhere(actor)))) > 0,
    raisedBy: (await peopleOf(db, [kept.raisedBy])).get(kept.raisedBy)?.name ?? '',
    raisedAt: kept.raisedAt.toISOString(),
    events: await eventsOf(db, place, mayKnow),
    ...(await nearby(db, row!, actor, today)),
    can: Object.fromEntries(
      eventKinds.map((kind) => [kind, follows(standing, kind) === true && may.record(kind, actor, of, asked)]),
    ) as ProblemView['can'],
  };
}

async function eventsOf(db: Reader, { projectId, id }: Place, mayKnow: boolean): Promise<ProblemView['events']> {
  const other = db.select({ projectId: problem.projectId, id: problem.id, year: problem.year, no: problem.no }).from(problem).as('other');
  const rows = await db
    .select({ event: problemEvent, year: other.year, no: other.no })
    .from(problemEvent)
    .leftJoin(other, and(eq(other.projectId, problemEvent.otherProjectId), eq(other.id, problemEvent.otherId)))
    .where(and(eq(problemEvent.projectId, projectId), eq(problemEvent.problemId, id)))
    .orderBy(asc(problemEvent.recordedAt), asc(problemEvent.id));
  const people = await peopleOf(db, [...new Set(rows.map((r) => r.event.recordedBy))]);
  const units = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  const papers = mayKnow
    ? await papersOf(
        db,
        'problem',
        rows.map((r) => r.event.id),
      )
    : new Map<string, Paper[]>();
  const gone = new Set(rows.map((r) => r.event.takesBack));
  return rows.map(({ event: e, year, no }) => ({
    id: e.id,
    kind: e.kind,
    words: mayKnow ? e.words : null,
    ownerName: e.ownerUnitId && (units.get(e.ownerUnitId) ?? null),
    tier: e.tier,
    dueOn: e.dueOn,
    other: e.otherId && e.otherProjectId && year && no ? { projectId: e.otherProjectId, id: e.otherId, year, no } : null,
    toldBy: mayKnow ? e.toldBy : null,
    isGone: gone.has(e.id),
    happenedOn: e.happenedOn,
    by: people.get(e.recordedBy)?.name ?? '',
    at: e.recordedAt.toISOString(),
    evidence: papers.get(e.id) ?? [],
  }));
}

const shownSimilar = 5;
const alikeFrom = 0.3;
/** Problems around one: merged into it, said to be like it, and those of the same type that read alike. */
async function nearby(db: Reader, row: ProblemRow, actor: Actor, today: Day) {
  const stands = sql`not exists (select 1 from problem_event t where t.project_id = problem_event.project_id and t.takes_back = problem_event.id)`;
  const isNear = or(eq(problemEvent.problemId, row.id), eq(problemEvent.otherId, row.id));
  const events = await db
    .select()
    .from(problemEvent)
    .where(and(inArray(problemEvent.kind, ['merged', 'linked']), isNear, stands));
  const ids = (kind: 'merged' | 'linked', side: 'here' | 'both') =>
    events.flatMap((e) => {
      if (e.kind !== kind) return [];
      if (e.otherId === row.id) return [e.problemId];
      return side === 'both' && e.otherId ? [e.otherId] : [];
    });
  const of = async (wanted: readonly string[]) =>
    wanted.length === 0
      ? []
      : problemRows(db, sql`${problemWhere(actor)} and q.id = any(${sql.param([...new Set(wanted)])}::uuid[])`, sql``, actor, today);
  const [mergedHere, linked] = await Promise.all([of(ids('merged', 'here')), of(ids('linked', 'both'))]);
  const known = new Set([row.id, ...[...mergedHere, ...linked].map((r) => r.id)]);
  const same = sql`${problemWhere(actor)} and q.type = ${row.type} and ${shownTitle(actor)} <> ''`;
  const candidates = await problemRows(db, same, sql`order by q.year desc, q.no desc limit 300`, actor, today);
  const similar = candidates
    .filter((c) => !known.has(c.id))
    .map((c) => ({ row: c, share: alikeness(row.title, c.title) }))
    .filter((c) => c.share >= alikeFrom)
    .toSorted((a, b) => b.share - a.share)
    .slice(0, shownSimilar);
  return {
    mergedHere: mergedHere.filter((m) => m.state === 'merged').map(nearRow),
    linked: linked.map(nearRow),
    similar: similar.map((s) => nearRow(s.row)),
  };
}

/** Is it a monthly report of the project? */
export const isReportOf = async (db: Reader, projectId: string, id: string): Promise<boolean> =>
  (await db.$count(monthReport, and(eq(monthReport.projectId, projectId), eq(monthReport.id, id)))) > 0;

/** May the actor raise a problem of a project that they see? */
export const mayRaise = (actor: Actor, of: Parameters<typeof may.raise>[1]): boolean => may.raise(actor, of);

const monthsBack = 6;
/** The problems of a project, and what its latest reports say that nobody has raised. Refuses project.unknown. */
export async function problemsOfProject(db: Reader, id: string, actor: Actor, now: Date): Promise<Result<C['ofProject']>> {
  const of = await visibleProject(db, id, actor);
  const today = dayOf(now);
  const items = await problemRows(db, sql`q.project_id = ${id}`, sql`order by q.year desc, q.no desc`, actor, today);
  const mayRaise = may.raise(actor, of);
  const { rows } = await db.execute<{ reportId: string; month: string; words: string }>(sql`
    select distinct on (r.month) r.id as "reportId", r.month, r.problems as words from ${monthReport} r
    where r.project_id = ${id} and r.month >= ${addMonths(today.slice(0, 7), -monthsBack)} and r.problems is not null
      and not exists (select 1 from problem q join month_report n on n.id = q.source_id where q.project_id = r.project_id and n.month = r.month
        and not exists (select 1 from problem_standing s where s.problem_id = q.id and s.project_id = q.project_id and s.state = 'withdrawn'))
    order by r.month desc, r.recorded_at desc`);
  return { items, unraised: mayRaise ? rows : [], unitId: of.unitId, can: { raise: mayRaise } };
}
