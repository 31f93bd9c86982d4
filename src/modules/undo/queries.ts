import { and, desc, eq, gte, inArray, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { monthOf } from '../../kernel/day.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import { auditEntry } from '../../platform/audit.ts';
import type { Now } from '../../platform/command.ts';
import type { Reader } from '../../platform/db.ts';
import { agreement, arrival, investment } from '../funds/tables.ts';
import type { Ledger } from '../funds/domain/entry.ts';
import { closedAfter, monthEvents } from '../funds/month-queries.ts';
import { peopleOf } from '../identity/queries.ts';
import { entryStands, problemOfEntry, takingBack } from '../problems/taking-back-queries.ts';
import { changedFields } from '../projects/domain/change.ts';
import { namesOfProjects, type ProjectRow, projectWhere } from '../projects/queries.ts';
import { project } from '../projects/tables.ts';
import { liveClaims } from '../recognition/live-claim-queries.ts';
import type { UndoableAct } from './contract.ts';
import { type Act, actsOf, type Entry, type Step, stepsOf, undoable } from './domain/act.ts';

const days = 7;
const shownAtMost = 20;
const linesAtMost = 1000;
const since = (now: Date) => new Date(now.getTime() - days * 86_400_000);

const columns = {
  seq: auditEntry.seq,
  at: auditEntry.at,
  action: auditEntry.action,
  subject: auditEntry.subject,
  subjectId: auditEntry.subjectId,
  requestId: auditEntry.requestId,
  before: auditEntry.before,
  after: auditEntry.after,
};
const own = (actor: Actor, now: Date) =>
  and(eq(auditEntry.actorId, actor.id), gte(auditEntry.at, since(now)), inArray(auditEntry.action, [...undoable]), entryStands);

/** The actor's latest act on something; older than a week it is too late for this way. Refuses undo.nothing. */
export async function latestAct(db: Reader, subjectId: string, { actor, now }: Now): Promise<Act> {
  const [last] = await db
    .select(columns)
    .from(auditEntry)
    .where(and(eq(auditEntry.subjectId, subjectId), own(actor, now)))
    .orderBy(desc(auditEntry.seq))
    .limit(1);
  if (!last) throw refuse('not_found', 'undo.nothing', { days });
  if (last.requestId === null) return actsOf([last as Entry])[0]!;
  const same = and(
    eq(auditEntry.at, last.at),
    eq(auditEntry.requestId, last.requestId),
    eq(auditEntry.action, last.action),
    own(actor, now),
  );
  const lines = await db.select(columns).from(auditEntry).where(same).limit(linesAtMost);
  return actsOf(lines as Entry[])[0]!;
}

/** What an act is taken back by, each step with the project it is about; rows of a table are found by their act. */
export async function stepsFor(db: Reader, act: Act): Promise<Exclude<Step, { what: 'batch' }>[] | null> {
  const steps = stepsOf(act);
  if (!steps) return null;
  const plain: Exclude<Step, { what: 'batch' }>[] = [];
  // One after the other: inside a transaction there is one connection.
  for (const step of steps) plain.push(...(step.what === 'batch' ? await rowsOfBatch(db, step.batchId) : [step]));
  return plain.length > 0 ? plain : null;
}

async function rowsOfBatch(db: Reader, batchId: string) {
  const of = async (table: typeof arrival | typeof investment, ledger: Ledger) => {
    const rows = await db.select({ id: table.id, projectId: table.projectId }).from(table).where(eq(table.batchId, batchId));
    return rows.map((row) => ({ what: 'reverse', ledger, ...row }) as const);
  };
  return [...(await of(arrival, 'arrival')), ...(await of(investment, 'investment'))];
}

type Plain = Exclude<Step, { what: 'batch' }>;
/** Why the act cannot be taken back any more, or null. Its projects are as they are now; hold them before acting on the answer. */
export async function hindrance(db: Reader, act: Act, steps: readonly Plain[] | null, actor: Actor): Promise<Refusal | null> {
  if (!steps) return refuse('rule', 'undo.not_this_way', { action: act.action });
  for (const step of steps.filter((s) => s.what === 'entry')) {
    const found = await takingBack(db, step, actor);
    if (found instanceof Refusal) return found;
  }
  const ids = [...new Set(steps.filter((s) => s.what !== 'entry').map((s) => s.projectId))];
  const rows = await db
    .select()
    .from(project)
    .where(and(inArray(project.id, ids), projectWhere(actor)));
  if (rows.length < ids.length) return refuse('not_found', 'project.unknown', { id: ids.find((id) => !rows.some((r) => r.id === id))! });
  const byId = new Map(rows.map((row) => [row.id, row]));
  const changed = steps.find((s) => s.what === 'restore' && hasChanged(byId.get(s.projectId)!, s));
  if (changed) return refuse('conflict', 'undo.changed_since', { code: byId.get(changed.projectId)!.code });
  const kept = steps.filter((s) => s.what !== 'restore' && s.what !== 'retract' && s.what !== 'entry');
  return (await cameAfter(db, kept, act)) ?? (await closedSince(db, kept)) ?? claimedSince(db, kept);
}

const hasChanged = (row: ProjectRow, { after }: Extract<Step, { what: 'restore' }>) => changedFields(row, after).length > 0;

type Came = { came: 'stage' | 'money' | 'verdict'; by: string; at: Date | string };
/** The first thing recorded with these projects after the act: what stands on it would lose its footing. */
async function cameAfter(db: Reader, steps: readonly Plain[], { at }: Act): Promise<Refusal | null> {
  const ids = [...new Set(steps.map((s) => s.projectId))];
  if (ids.length === 0) return null;
  const later = sql`project_id = any(${sql.param(ids)}::uuid[]) and recorded_at > ${at}`;
  const { rows } = await db.execute<Came>(sql`
    select came, recorded_by as by, recorded_at as at from (
      select 'stage' as came, recorded_by, recorded_at from stage_change where ${later}
      union all select 'money', recorded_by, recorded_at from agreement where ${later}
      union all select 'money', recorded_by, recorded_at from arrival where ${later}
      union all select 'money', recorded_by, recorded_at from investment where ${later}
      union all select 'verdict', given_by, recorded_at from verdict where ${later}) x order by recorded_at limit 1`);
  const [first] = rows;
  if (!first) return null;
  const people = await peopleOf(db, [first.by]);
  const details = { came: first.came, by: people.get(first.by)?.name ?? '', at: new Date(first.at).toISOString() };
  return refuse('conflict', 'undo.something_came_after', details);
}

const dateOf = { agreement: agreement.signedOn, arrival: arrival.arrivedOn, investment: investment.month } as const;
const tableOf = { agreement, arrival, investment } as const;
/** A month that was closed with the entry in it keeps the entry: it is taken back on its page, into the next open month. */
async function closedSince(db: Reader, steps: readonly Plain[]): Promise<Refusal | null> {
  const closed = closedAfter(await monthEvents(db));
  if (!closed) return null;
  for (const step of steps.filter((s) => s.what === 'reverse')) {
    const table = tableOf[step.ledger];
    const [row] = await db
      .select({ on: dateOf[step.ledger], bookedOn: table.bookedOn })
      .from(table)
      .where(and(eq(table.projectId, step.projectId), eq(table.id, step.id)));
    const month = row && monthOf(row.bookedOn ?? String(row.on));
    if (month && month <= closed) return refuse('conflict', 'undo.month_closed', { month });
  }
  return null;
}

/** What is sent up for recognition is being judged by others: it is taken out of the claim first, or reversed on its page, where the claim says so. */
async function claimedSince(db: Reader, steps: readonly Plain[]): Promise<Refusal | null> {
  const arrivals = steps.flatMap((s) => (s.what === 'reverse' && s.ledger === 'arrival' ? [s] : []));
  const [claim] = arrivals.length > 0 ? (await liveClaims(db, arrivals)).values() : [];
  return claim ? refuse('conflict', 'undo.in_claim', { claim: claim.id, month: claim.month }) : null;
}

type Found = Readonly<{ act: Act; refusal: Refusal | null; problem: UndoableAct['problem']; projects: readonly string[] }>;

/** The problem that an act was about, with its number. */
async function problemOfAct(db: Reader, { entries }: Act, steps: readonly Plain[] | null): Promise<UndoableAct['problem']> {
  const step = steps?.[0];
  return step?.what === 'entry' ? { ...(await problemOfEntry(db, step)), no: String(entries[0]!.after?.['problemNo']) } : null;
}

/** The actor's acts of the last days, the newest first, each with why it cannot be taken back. Of several on one thing only the last can be. */
export async function listActs(db: Reader, { actor, now }: Now): Promise<UndoableAct[]> {
  const lines = await db.select(columns).from(auditEntry).where(own(actor, now)).orderBy(desc(auditEntry.seq)).limit(linesAtMost);
  const acts = actsOf(lines as Entry[]).slice(0, shownAtMost);
  const taken = new Set<string>();
  const found: Found[] = [];
  for (const act of acts) {
    const subjects = subjectsOf(act);
    const isLast = !subjects.some((id) => taken.has(id));
    for (const id of subjects) taken.add(id);
    const steps = await stepsFor(db, act);
    const refusal = isLast ? await hindrance(db, act, steps, actor) : refuse('conflict', 'undo.not_the_last');
    const projects = [...new Set((steps ?? []).map((s) => s.projectId))];
    found.push({ act, refusal, problem: await problemOfAct(db, act, steps), projects });
  }
  const names = await namesOfProjects(
    db,
    found.flatMap((f) => f.projects),
    actor,
  );
  return found.map((f) => viewOf(f, names));
}

const subjectsOf = ({ entries }: Act) => [...new Set(entries.map((e) => e.subjectId))];

function viewOf({ act, refusal, problem, projects }: Found, names: ReadonlyMap<string, string | null>): UndoableAct {
  const [only] = projects.length === 1 ? projects : [null];
  return {
    action: act.action,
    at: act.at.toISOString(),
    subjectId: act.entries.at(-1)!.subjectId,
    subjects: subjectsOf(act),
    projectId: only && names.has(only) ? only : null,
    title: (only && names.get(only)) ?? null,
    problem,
    count: Math.max(1, projects.length),
    refusal: refusal && { kind: refusal.kind, code: refusal.code, details: refusal.details },
  };
}
