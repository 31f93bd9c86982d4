import { asc, eq, sql } from 'drizzle-orm';
import type { Tx } from '../../platform/db.ts';
import { standingOf } from './domain/problem.ts';
import { problem, problemEvent } from './tables.ts';

/** Writes down anew where these problems stand; for the commands that raised them or added to what happened. */
export async function keepStandings(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const wanted = sql`any(${sql.param([...ids])}::uuid[])`;
  const raised = await tx
    .select()
    .from(problem)
    .where(sql`${problem.id} = ${wanted}`);
  const events = await tx
    .select()
    .from(problemEvent)
    .where(sql`${problemEvent.problemId} = ${wanted}`)
    .orderBy(asc(problemEvent.recordedAt), asc(problemEvent.id));
  const of = Map.groupBy(events, (e) => e.problemId);
  const rows = raised.map(({ projectId, id, ownerUnitId, raisedOn, dueOn }) => {
    const s = standingOf({ ownerUnitId, raisedOn, dueOn }, of.get(id) ?? []);
    return {
      project_id: projectId,
      problem_id: id,
      state: s.state,
      tier: s.tier,
      owner_unit_id: s.ownerUnitId,
      due_on: s.dueOn,
      late_on: s.lateOn,
      raised_on: s.raisedOn,
      acted_on: s.actedOn,
      closed_on: s.closedOn,
      events: s.events,
    };
  });
  // Never deleted and written again: whoever waits for the row would find none.
  await tx.execute(sql`
    insert into problem_standing select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(project_id uuid, problem_id uuid, state text,
      tier text, owner_unit_id uuid, due_on text, late_on text, raised_on text, acted_on text, closed_on text, events integer)
    on conflict (project_id, problem_id) do update set state = excluded.state, tier = excluded.tier, owner_unit_id = excluded.owner_unit_id,
      due_on = excluded.due_on, late_on = excluded.late_on, acted_on = excluded.acted_on, closed_on = excluded.closed_on, events = excluded.events`);
}

/** The first of numbers that nobody else gets, of a year. */
export async function firstNumber(tx: Tx, year: number): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`problems of ${year}`}, 0))`);
  const [last] = await tx
    .select({ no: sql<number>`coalesce(max(${problem.no}), 0)::int` })
    .from(problem)
    .where(eq(problem.year, year));
  return last!.no + 1;
}
