import { and, desc, eq, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { auditEntry } from '../../platform/audit.ts';
import { peopleOf } from '../identity/queries.ts';
import { lastActOf, raisedProblem, visibleProblem } from './detail-queries.ts';
import { follows } from './domain/problem.ts';
import { checkRecording } from './policy.ts';
import { problemEvent } from './tables.ts';

type Entry = Readonly<{ projectId: string; id: string }>;
type Place = Entry;

/** The problem of an entry, as the audit trace names it: the entry itself, or the problem where it was raised. */
export async function problemOfEntry(db: Reader, { projectId, id }: Entry): Promise<Place> {
  const [event] = await db
    .select({ problemId: problemEvent.problemId })
    .from(problemEvent)
    .where(and(eq(problemEvent.projectId, projectId), eq(problemEvent.id, id)));
  return { projectId, id: event?.problemId ?? id };
}

/** Of lines of the audit trace those that are no entry of a problem that was taken back, nor the taking back. */
export const entryStands: SQL = sql`not (${auditEntry.action} in ('problem.raise', 'problem.record') and (${auditEntry.after}->>'problemAct' is not distinct from 'taken_back'
  or exists (select 1 from problem_event e where e.project_id = ${auditEntry.subjectId} and e.kind = 'taken_back'
    and coalesce(e.takes_back, e.problem_id) = (${auditEntry.after}->>'id')::uuid)))`;

/**
 * Why an entry of a problem cannot be taken back by the actor, or how many entries the problem has when it can. With `lock` the problem is
 * held until the transaction ends.
 */
export async function takingBack(db: Reader, entry: Entry, actor: Actor, lock = false): Promise<Refusal | number> {
  const place = await problemOfEntry(db, entry);
  try {
    const { project, standing } = await visibleProblem(db, place, actor, lock);
    const last = await lastActOf(db, place);
    if ((last.id ?? place.id) !== entry.id) return refuse('conflict', 'undo.something_came_after', await cameLast(db, place));
    const found = [
      follows(standing, 'taken_back'),
      checkRecording('taken_back', actor, project, { ...standing, solvedBy: null, lastBy: last.by }),
    ];
    return found.find((f) => f instanceof Refusal) ?? standing.events;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

async function cameLast(db: Reader, place: Place) {
  const [last] = await db
    .select({ by: problemEvent.recordedBy, at: problemEvent.recordedAt })
    .from(problemEvent)
    .where(and(eq(problemEvent.projectId, place.projectId), eq(problemEvent.problemId, place.id)))
    .orderBy(desc(problemEvent.recordedAt), desc(problemEvent.id))
    .limit(1);
  const { raisedBy, raisedAt } = await raisedProblem(db, place);
  const { by, at } = last ?? { by: raisedBy, at: raisedAt };
  return { came: 'problem', by: (await peopleOf(db, [by])).get(by)?.name ?? '', at: at.toISOString() };
}
