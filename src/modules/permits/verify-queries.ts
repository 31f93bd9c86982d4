import { sql } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';

export type DecidedDifference = Readonly<{ total: 'permits_decided'; about: string; kept: unknown; recomputed: unknown }>;

/** Counts again what was decided of each project in each year, and answers with what differs, at most a hundred of each. */
export async function verifyDecided(db: Reader): Promise<DecidedDifference[]> {
  const { rows } = await db.execute<Omit<DecidedDifference, 'total'>>(sql`
    with fresh as (
      select project_id, left(decided_on, 4) as year, count(*)::int as decided, (count(*) filter (where decided_on <= promised_due_on))::int as on_time
      from permit_standing where decided_on is not null and promised_due_on is not null group by 1, 2)
    (select project_id::text as about, null as kept, to_jsonb(x) as recomputed from (select * from fresh except all select * from permit_decided) x limit 100)
    union all
    (select project_id::text, to_jsonb(x), null from (select * from permit_decided except all select * from fresh) x limit 100)`);
  return rows.map((row) => ({ total: 'permits_decided', ...row }));
}
