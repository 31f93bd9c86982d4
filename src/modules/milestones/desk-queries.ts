import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, dayOf, daysBetween } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { projectWhere, shownName } from '../projects/queries.ts';
import { recordedEvent } from './facts-queries.ts';

/** A line on somebody's desk. */
type Item = Readonly<{ key: string; kind: string; title: string; params: Record<string, string | number>; link: string }>;
type Row = Readonly<{ projectId: string; title: string; key: string; name: string; finishOn: string; total: number }>;
const soonDays = 7;
const atMost = 12;

/**
 * Milestones of the projects that the actor answers for which are overdue, or due within a week, the earliest first; beyond a dozen one line
 * for the rest. None where a project stands aside.
 */
export const milestoneItems =
  (which: 'overdue' | 'due') =>
  async (db: Reader, actor: Actor, now: Date): Promise<Item[]> => {
    const today = dayOf(now);
    const when =
      which === 'overdue' ? sql`s.finish_on < ${today}` : sql`s.finish_on >= ${today} and s.finish_on <= ${addDays(today, soonDays)}`;
    const { rows } = await db.execute<Row>(sql`
      select s.project_id as "projectId", ${shownName(actor).text} as title, s.key, s.name, s.finish_on as "finishOn", count(*) over ()::int as total
      from milestone_standing s join project p on p.id = s.project_id left join project_standing r on r.project_id = p.id
      where p.person_id = ${actor.id} and p.side is null and ${projectWhere(actor, 'p')} and s.finished_on is null and ${when}
        and (s.event is null or ${recordedEvent(sql`s.event`)} is null)
      order by s.finish_on, s.project_id, s.order_no limit ${atMost}`);
    const more = (rows[0]?.total ?? 0) - rows.length;
    const rest: Item[] =
      more > 0
        ? [
            {
              key: `more ${which}`,
              kind: `milestone_more_${which}`,
              title: '',
              params: { n: more },
              link: `/milestones?state=${which}&page=1`,
            },
          ]
        : [];
    const items = rows.map(({ projectId, title, key, name, finishOn }) => ({
      key: `${projectId} ${key}`,
      kind: `milestone_${which}`,
      title,
      params: which === 'overdue' ? { name, days: daysBetween(finishOn, today) } : { name, on: finishOn },
      link: `/projects/${projectId}?tab=milestones`,
    }));
    return [...items, ...rest];
  };
