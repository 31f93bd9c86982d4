import { type SQL, sql } from 'drizzle-orm';
import { type Day, daysBetween, dayOf, endOfDay } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { addedUp, standingLineColumns, standingLines } from '../projects/standing-queries.ts';
import { type FigureScope } from './domain/scope.ts';
import { entryFacts, inUnits, type Units } from './facts-queries.ts';

/** Further from the day asked than this (days) are no figures of its month: what counts by then is found in the entries. */
const farthest = 45;

/** What the entries say that standings were at the end of a day, with the columns of project_standing that sums are made of; of all projects or `only` some. */
export function standingsAt(day: Day, units: Units, only?: readonly string[]): SQL {
  const scope = { from: null, through: '9999-12-31', asOf: endOfDay(day).toISOString(), unitId: null };
  return sql`(select * from (with ${entryFacts(units, scope, { only })}
    select unit_id, stage, side, signed_on, started_on, production_on, case when has_investment then '' end as invested_from, total as total_fen,
      agreed as agreed_fen, attracted as attracted_fen, fixed as fixed_fen, arrived as arrived_fen, invested_period as invested_fen from fact) f
    where ${inUnits(units)})`;
}

/** The sums of standings at the end of a day as they are kept, and as the entries say. */
export const keptLines = (day: Day, where: SQL): SQL =>
  sql`select ${standingLineColumns} from month_end_total l where day = ${day} and ${where}`;
export const linesFromEntries = (day: Day): SQL => addedUp(standingLines(standingsAt(day, 'all'), 1));

/** The kept end of a month that is nearest to an instant, if any is near. */
async function nearestTo(db: Reader, asOf: string): Promise<Day | null> {
  const asked = dayOf(new Date(asOf));
  const { rows } = await db.execute<{ day: Day }>(sql`
    (select day from month_end where day >= ${asked} order by day limit 1) union all (select day from month_end where day < ${asked} order by day desc limit 1)`);
  const near = rows.map((r) => r.day).filter((day) => Math.abs(daysBetween(asked, day)) <= farthest);
  return near.toSorted((a, b) => Math.abs(daysBetween(asked, a)) - Math.abs(daysBetween(asked, b)))[0] ?? null;
}

/** Ledgers of what projects stand at, each with the day or month that its entries are of. */
const dated: readonly (readonly [ledger: string, on: string | null, among?: SQL])[] = [
  ['arrival', 'arrived_on'],
  ['investment', 'month'],
  ['agreement', 'signed_on'],
  ['stage_change', 'happened_on'],
  ['authority_date', 'happened_on', sql`authority is null`],
  ['project_attribution', null],
];
const booked = ['arrival', 'investment', 'agreement'] as const;

export type Near = Readonly<{
  day: Day;
  /** Projects, of these units or more, that the sums of the day say something else of than is asked. */ off: SQL;
}>;
/**
 * Sums of the end of a month by which a question of a past day can be answered, and what is off then: whatever was recorded between the
 * two, what was known and counts after the last day asked, and agreements booked in a later month. Null: none is near.
 */
export async function nearMonthEnd(db: Reader, { through, asOf }: FigureScope & { asOf: string }, units: Units): Promise<Near | null> {
  const day = await nearestTo(db, asOf);
  const lastKnown = dayOf(new Date(asOf));
  if (day === null || daysBetween(through, lastKnown) > farthest) return null;
  const [first, last] = [asOf, endOfDay(day).toISOString()].toSorted((a, b) => Date.parse(a) - Date.parse(b));
  const known = sql`recorded_at <= ${asOf}::timestamptz`;
  const parts = dated.flatMap(([ledger, on, among]) => {
    const from = sql`select project_id from ${sql.identifier(ledger)}`;
    const between = sql`${from} where recorded_at between ${first}::timestamptz and ${last}::timestamptz`;
    if (on === null) return [between];
    const date = sql.identifier(on);
    // Most of what counts after the last day was recorded after it: only what ran ahead of its recording, or fell into the days between.
    const ahead = sql`${from} where ${date} > recorded_day(recorded_at) and ${date} > ${through} and ${known} and ${among ?? sql`true`}`;
    const since = sql`${from} where ${date} > ${through} and ${date} <= ${lastKnown} and ${known} and ${among ?? sql`true`}`;
    return through < lastKnown ? [between, ahead, since] : [between, ahead];
  });
  const late = booked.map(
    (ledger) =>
      sql`select project_id from ${sql.identifier(ledger)} where ${ledger === 'agreement' ? sql`booked_on is not null` : sql`booked_on > ${through}`} and ${known}`,
  );
  const mine =
    units === 'all'
      ? sql`true`
      : sql`exists (select 1 from project_attribution x where x.project_id = near.project_id and x.unit_id = any(${sql.param(units)}::uuid[]))`;
  return {
    day,
    off: sql`select distinct near.project_id as id from (${sql.join([...parts, ...late], sql` union all `)}) near where ${mine}`,
  };
}

export type MonthEndDifference = Readonly<{ total: 'month_end'; about: string; kept: unknown; recomputed: unknown }>;
/** Makes the kept sums of every end of a month again from the entries and answers with what differs, at most a hundred of each. */
export async function verifyMonthEnds(db: Reader): Promise<MonthEndDifference[]> {
  const { rows: days } = await db.execute<{ day: Day }>(sql`select day from month_end order by day`);
  const found: MonthEndDifference[] = [];
  for (const { day } of days) {
    const { rows } = await db.execute<{ kept: unknown; recomputed: unknown }>(sql`
      with fresh as (${linesFromEntries(day)}), kept as (${keptLines(day, sql`true`)})
      (select null as kept, to_jsonb(x) as recomputed from (select * from fresh except all select * from kept) x limit 100)
      union all (select to_jsonb(x), null from (select * from kept except all select * from fresh) x limit 100)`);
    found.push(...rows.map((row) => ({ total: 'month_end' as const, about: day, ...row })));
  }
  return found;
}
