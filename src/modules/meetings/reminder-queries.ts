import { sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import { reportersOf } from '../identity/queries.ts';
import type { Source } from '../reminders/audience-queries.ts';

type Row = Readonly<{ id: string; year: number; no: number; unitId: string; issuedBy: string; dueOn: Day }>;

/**
 * 督办 that waits for a unit: for its people, and once it is overdue for whoever issued it. It is nobody's project that is waited for, so it
 * does not fall silent with one.
 */
export const dueTasks: Source = async (db, { through, projectIds }) => {
  if (projectIds !== null && projectIds.length > 0) return [];
  const { rows } = await db.execute<Row>(sql`
    select t.id, t.year, t.no, w.unit_id as "unitId", t.issued_by as "issuedBy", w.due_on as "dueOn"
    from supervision_unit w join supervision t on t.id = w.supervision_id
    where w.state in ('waiting', 'returned') and w.due_on <= ${through}`);
  const people = Map.groupBy(await reportersOf(db, [...new Set(rows.map((r) => r.unitId))]), (p) => p.unitId);
  return rows.map(({ id, year, no, unitId, issuedBy, dueOn }) => ({
    kind: 'supervision' as const,
    subject: 'supervision_due',
    subjectId: id,
    part: unitId,
    projectId: null,
    unitId,
    dueOn,
    contactOn: null,
    to: (people.get(unitId) ?? []).map((p) => p.id),
    above: [issuedBy],
    also: [],
    state: null,
    isForNamed: true,
    link: `/supervisions/${id}?act=${unitId}`,
    params: { year, no },
  }));
};
