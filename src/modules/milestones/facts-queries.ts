import { asc, inArray, sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { NodeEvent } from './domain/node.ts';
import { eventDay, type RecordDates } from './domain/standing.ts';
import { milestoneActual } from './tables.ts';

export type ActualRow = typeof milestoneActual.$inferSelect;
/** What is known of a node. `isOfRecord`: from the project's record. */
export type Known = Readonly<{ startedOn: Day | null; finishedOn: Day | null }>;

/** Every entry of these projects, in the order in which they were written. */
export function actualsOf(db: Reader, projectIds: readonly string[]): Promise<ActualRow[]> {
  if (projectIds.length === 0) return Promise.resolve([]);
  return db
    .select()
    .from(milestoneActual)
    .where(inArray(milestoneActual.projectId, [...projectIds]))
    .orderBy(asc(milestoneActual.recordedAt), asc(milestoneActual.id));
}

/** The entry that counts for a node: the last. */
export const lastOf = (entries: readonly ActualRow[], key: string, kind: ActualRow['kind']): ActualRow | null =>
  entries.findLast((e) => e.key === key && e.kind === kind) ?? null;

/** When the first step of the log brought a project to completion, where its record does not say. Over an alias `p` of `project`. */
const firstCompleted = sql`(select min(c.happened_on) from stage_change c where c.project_id = p.id
  and c.to_stage in ('completed', 'producing', 'at_capacity'))`;
/** The date of an event as the record has it, for SQL over `project p` and `project_standing r`. */
export const recordedEvent = (event: ReturnType<typeof sql>) => sql`case ${event}
  when 'started' then case when p.stage in ('building', 'completed', 'producing', 'at_capacity') then r.started_on end
  when 'completed' then case when p.stage in ('completed', 'producing', 'at_capacity') then coalesce(p.completed_on, ${firstCompleted}) end
  when 'production' then case when p.stage in ('producing', 'at_capacity') then r.production_on end end`;

/** What the records of projects say of their events. */
async function recordDates(db: Reader, projectIds: readonly string[]): Promise<Map<string, RecordDates>> {
  const { rows } = await db.execute<{ id: string } & RecordDates>(sql`
    select p.id, p.stage, r.started_on as started, coalesce(p.completed_on, ${firstCompleted}) as completed, r.production_on as production
    from project p left join project_standing r on r.project_id = p.id where p.id = any(${sql.param([...projectIds])}::uuid[])`);
  return new Map(rows.map(({ id, ...dates }) => [id, dates]));
}

type Node = Readonly<{ key: string; event: NodeEvent | null }>;
/** What is known of the nodes of each project: from entries, or for events from the record. */
export async function knownOf(
  db: Reader,
  projects: ReadonlyMap<string, readonly Node[]>,
  today: Day,
): Promise<Map<string, Map<string, Known>>> {
  const ids = [...projects.keys()];
  const [entries, dates] = [Map.groupBy(await actualsOf(db, ids), (e) => e.projectId), await recordDates(db, ids)];
  return new Map(
    [...projects].map(([id, nodes]) => {
      const [own, record] = [entries.get(id) ?? [], dates.get(id)!];
      const known = nodes.map(({ key, event }): [string, Known] => [key, event ? ofEvent(event, record, today) : ofNode(own, key)]);
      return [id, new Map(known)];
    }),
  );
}
const ofEvent = (event: NodeEvent, record: RecordDates, today: Day): Known => {
  const on = eventDay(event, record, today);
  return { startedOn: on, finishedOn: on };
};
const ofNode = (entries: readonly ActualRow[], key: string): Known => ({
  startedOn: lastOf(entries, key, 'started')?.happenedOn ?? null,
  finishedOn: lastOf(entries, key, 'finished')?.happenedOn ?? null,
});
