import { sql } from 'drizzle-orm';
import { addMonths, type Day, lastDayOf, type Month, monthOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { knownBy } from './facts-queries.ts';
import { type Asked, unitsBelow } from './scope-queries.ts';

/** The last month that has ended by a day: units report a month after it is over. */
export const reportMonthOf = (through: Day): Month => {
  const month = monthOf(through)!;
  return through === lastDayOf(month) ? month : addMonths(month, -1);
};

/** Units directly below the scope's own that have projects, and those of them for which nothing from `first` to `last` was recorded. */
export async function silentUnits(db: Reader, asked: Asked, first: Month, last: Month = first) {
  const known = knownBy(asked.scope, 'e');
  const within = (column: string) => sql`left(${sql.raw(column)}, 7) between ${first} and ${last} and ${known}`;
  const mine = asked.units === 'all' ? sql`true` : sql`u.id = any(${sql.param(asked.units)}::uuid[])`;
  const { rows } = await db.execute<{ id: string; name: string; silent: boolean }>(sql`
    with tree as ${unitsBelow(asked)},
    active as (
      select distinct p.unit_id from (
        select project_id from investment e where ${within('e.month')}
        union select project_id from arrival e where ${within('e.arrived_on')}
        union select project_id from agreement e where ${within('e.signed_on')}
        union select project_id from stage_change e where ${within('e.happened_on')}
        union select project_id from project_note e where ${within('e.happened_on')}) x
      join project p on p.id = x.project_id)
    select u.id, u.name, not exists (select 1 from tree t join active a on a.unit_id = t.id where t.top = u.id) as silent
    from unit u where u.id in (select top from tree) and u.is_active and u.kind in ('department', 'township', 'park') and ${mine}
      and exists (select 1 from tree t join project p on p.unit_id = t.id where t.top = u.id)
    order by u.order_no, u.code`);
  return { units: rows.length, silent: rows.filter((u) => u.silent).map(({ id, name }) => ({ id, name })) };
}
