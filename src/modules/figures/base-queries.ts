import { type SQL, sql } from 'drizzle-orm';
import type { Day } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { FigureScope } from './domain/scope.ts';
import { inUnits, type Units } from './facts-queries.ts';
import { nearMonthEnd } from './month-end-queries.ts';

/** Beyond this many projects whose standings say something else than is asked, or this share of all (percent), all are read from the entries. */
const mostOff = 20_000;
const mostOffPercent = 5;

/**
 * What a question is answered by: sums of standings as they are now (`monthEnd` null) or as they were at the end of a month, and the
 * projects of its units of which these say something else than is asked. Those are read from the entries.
 */
export type Base = Readonly<{ monthEnd: Day | null; off: readonly string[] }>;
type Question = Readonly<{ scope: FigureScope; units: Units }>;

/**
 * The standings and sums that can answer a question. Null: none can, because it counts by recognised dates, has too many projects of
 * which they say something else, or is of a past day with no kept end of a month near.
 */
export async function baseOf(db: Reader, { scope, units }: Question): Promise<Base | null> {
  const { asOf, dates } = scope;
  if (dates && (dates.started !== 'claimed' || dates.production !== 'claimed')) return null;
  const near = asOf === null ? { day: null, off: offNow(scope, units) } : await nearMonthEnd(db, { ...scope, asOf }, units);
  if (near === null) return null;
  const { rows } = await db.execute<{ id: string }>(sql`${near.off} limit ${mostOff + 1}`);
  const base = { monthEnd: near.day, off: rows.map((r) => r.id) };
  if (rows.length === 0) return base;
  const { rows: all } = await db.execute<{ projects: number }>(
    sql`select coalesce(sum(projects), 0)::bigint as projects from standing_total where kind = 'ledger' and ${inUnits(units)}`,
  );
  const isTooMany = rows.length > mostOff || rows.length * 100 > all[0]!.projects * mostOffPercent + 2000;
  return isTooMany ? null : base;
}

/**
 * Projects whose standings of now say something else than is asked: the ledgers hold something of them that counts after `through`, or
 * an agreement that was booked in a later month than it was signed in. Usually few for today.
 */
function offNow({ through }: FigureScope, units: Units): SQL {
  const after = (ledger: string, on: string) =>
    sql`select e.project_id from ${sql.identifier(ledger)} e where ${sql.identifier('e')}.${sql.identifier(on)} > ${through}
      union all select e.project_id from ${sql.identifier(ledger)} e where e.booked_on > ${through}`;
  return sql`
    select s.project_id as id from project_standing s where ${inUnits(units)} and s.project_id in (
      ${after('arrival', 'arrived_on')}
      union all ${after('investment', 'month')}
      union all ${after('agreement', 'signed_on')}
      union all select project_id from agreement where booked_on is not null
      union all select project_id from stage_change where happened_on > ${through}
      union all select project_id from project_standing where started_on > ${through}
      union all select project_id from project_standing where production_on > ${through})`;
}
