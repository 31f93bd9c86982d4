import { sql } from 'drizzle-orm';
import { type Actor, hasRole } from '../../kernel/actor.ts';
import { dayOf } from '../../kernel/day.ts';
import { workingDaysAfter } from '../../kernel/working-day.ts';
import type { Reader } from '../../platform/db.ts';
import { problemRows, problemWhere } from './queries.ts';

/** A line on somebody's desk. */
type Item = Readonly<{ key: string; kind: string; title: string; params: Record<string, string | number>; link: string }>;
const soonDays = 2;
const atMost = 12;

/**
 * Problems on the desk. `todo`: solved ones of the actor's own projects that wait for the enterprise, and for a leader what has come up to them.
 * `due`: open ones of the actor's very unit, overdue or due within two working days, the earliest first.
 */
export const problemItems =
  (section: 'todo' | 'due') =>
  async (db: Reader, actor: Actor, now: Date): Promise<Item[]> => {
    const today = dayOf(now);
    const soon = workingDaysAfter(today, soonDays);
    const mine =
      section === 'due'
        ? sql`s.state = 'open' and s.owner_unit_id = ${actor.unitId} and s.due_on <= ${soon}`
        : sql`((s.state = 'solved' and p.person_id = ${actor.id})
            or (s.state = 'open' and s.tier = 'leader' and ${hasRole(actor, 'leader')} and p.leader_id = ${actor.id}))`;
    const where = sql`${problemWhere(actor)} and ${mine}`;
    const rows = await problemRows(db, where, sql`order by s.due_on, q.year, q.no limit ${atMost}`, actor, today);
    return rows.map((r) => {
      const late = r.isOverdue ? 'problem_overdue' : 'problem_due';
      const kind = section === 'due' ? late : r.state === 'solved' ? 'problem_solved' : 'problem_above';
      return {
        key: `${section} ${r.id}`,
        kind,
        title: r.title || r.projectName,
        params: { year: r.year, no: r.no, due: r.dueOn, project: r.projectName },
        link: `/problems/${r.projectId}/${r.id}`,
      };
    });
  };
