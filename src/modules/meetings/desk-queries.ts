import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { may } from './policy.ts';
import { taskRows } from './task-queries.ts';

/** A line on somebody's desk. */
type Item = Readonly<{ key: string; kind: string; title: string; params: Record<string, string | number>; link: string }>;
const soonDays = 3;
const atMost = 12;

/** 督办 on the desk: `due`, those of the actor's very unit that are late or due within three days; `todo`, for whoever issued one, feedback that waits. */
export const taskItems =
  (section: 'todo' | 'due') =>
  async (db: Reader, actor: Actor, now: Date): Promise<Item[]> => {
    if (section === 'todo' && !may.issue(actor)) return [];
    const today = dayOf(now);
    const of =
      section === 'due'
        ? sql`w.unit_id = ${actor.unitId} and w.state in ('waiting', 'returned') and w.due_on <= ${addDays(today, soonDays)}`
        : sql`t.issued_by = ${actor.id} and w.state = 'fed_back'`;
    const where = sql`exists (select 1 from supervision_unit w where w.supervision_id = t.id and ${of})`;
    const rows = await taskRows(db, where, sql`order by t.due_on, t.year, t.no limit ${atMost}`, actor, today);
    return rows.map(({ id, year, no, title, units }) => {
      const own = units.find((u) => u.unitId === actor.unitId);
      const late = own?.isOverdue ? 'supervision_overdue' : 'supervision_due';
      return {
        key: `${section} ${id}`,
        kind: section === 'todo' ? 'supervision_fed_back' : late,
        title,
        params: { year, no, due: own?.dueOn ?? '' },
        link: `/supervisions/${id}`,
      };
    });
  };
