import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Reader } from '../../platform/db.ts';
import { shownName } from '../projects/queries.ts';
import type { UnitState } from './domain/supervision.ts';
import { taskWhere } from './task-queries.ts';

type Row = Readonly<{ recordedBy: string; state: UnitState }>;
const aboutStep =
  (isAllowed: (actor: Actor, row: Row) => boolean) =>
  async (db: Reader, _: string, subjectId: string, projectId: string | null, actor: Actor): Promise<boolean> => {
    const { rows } = await db.execute<Row>(sql`
      select e.recorded_by as "recordedBy", w.state from supervision_event e join supervision t on t.id = e.supervision_id
        join supervision_unit w on w.supervision_id = e.supervision_id and w.unit_id = e.unit_id left join project p on p.id = t.project_id
      where e.id = ${subjectId} and t.project_id is not distinct from ${projectId}::uuid and ${taskWhere(actor)}
        and not (p.id is not null and ${shownName(actor).masked})`);
    const [row] = rows;
    return row !== undefined && isAllowed(actor, row);
  };

/** May the actor read, or add to, the papers of what a unit did about a task? For wiring with the evidence room. */
export const supervisionEvidence = {
  /** Whoever may read its words. */
  mayRead: aboutStep(() => true),
  /** Whoever recorded it, until it is accepted. */
  mayAttach: aboutStep((actor, { recordedBy, state }) => recordedBy === actor.id && state !== 'accepted'),
};
