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

/** Where what a unit records stands, and the column of its month. */
const dated: ReadonlyMap<string, string> = new Map([
  ['investment', 'month'],
  ['arrival', 'arrived_on'],
  ['stage_change', 'happened_on'],
  ['agreement', 'signed_on'],
  ['project_note', 'happened_on'],
]);

/** Units directly below the scope's own that have projects, and those of them for which nothing from `first` to `last` was recorded. */
export async function silentUnits(db: Reader, asked: Asked, first: Month, last: Month = first) {
  const known = knownBy(asked.scope, 'e');
  // One unit after another, and each only until something is found: most units are heard of at once.
  const hasAny = (ledger: string, on: string) => sql`exists (select 1 from project p join ${sql.identifier(ledger)} e on e.project_id = p.id
    where p.unit_id = t.id and e.${sql.identifier(on)} >= ${first} and e.${sql.identifier(on)} < ${addMonths(last, 1)} and ${known})`;
  const recorded = sql.join(
    [...dated].map(([ledger, on]) => hasAny(ledger, on)),
    sql` or `,
  );
  const mine = asked.units === 'all' ? sql`true` : sql`u.id = any(${sql.param(asked.units)}::uuid[])`;
  const { rows } = await db.execute<{ id: string; name: string; silent: boolean }>(sql`
    with tree as materialized ${unitsBelow(asked)}
    select u.id, u.name, not exists (select 1 from tree t where t.top = u.id and (${recorded})) as silent
    from unit u where u.id in (select top from tree) and u.is_active and u.kind in ('department', 'township', 'park') and ${mine}
      and exists (select 1 from tree t where t.top = u.id and exists (select 1 from project p where p.unit_id = t.id))
    order by u.order_no, u.code`);
  return { units: rows.length, silent: rows.filter((u) => u.silent).map(({ id, name }) => ({ id, name })) };
}
