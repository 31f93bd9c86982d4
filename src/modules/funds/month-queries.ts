import { asc, sql } from 'drizzle-orm';
import { addMonths, type Month, type PartialDate } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { ClosedMonths } from '../../platform/import-kind.ts';
import { bookedOn, type ClosedThrough } from './domain/month.ts';
import { monthEvent } from './tables.ts';

type MonthEvent = typeof monthEvent.$inferSelect;

/** Every closing and reopening, in the order in which they were done. */
export const monthEvents = (db: Reader): Promise<MonthEvent[]> => db.select().from(monthEvent).orderBy(asc(monthEvent.id));

/** Months up to and with this one are closed, read from the acts; null while none is. */
export function closedAfter(events: readonly Pick<MonthEvent, 'kind' | 'month'>[]): ClosedThrough {
  const last = events.at(-1);
  if (!last) return null;
  if (last.kind === 'close') return last.month;
  return last.month === events[0]!.month ? null : addMonths(last.month, -1);
}

/** Months up to and with this one are closed now; null while none is. */
export const closedThrough = async (db: Reader): Promise<ClosedThrough> => closedAfter(await monthEvents(db));

/** For imports of rows dated by a field: which of them lie in closed months. */
export const closedMonthsOf =
  (field: string) =>
  async (db: Reader): Promise<ClosedMonths | null> => {
    const through = await closedThrough(db);
    if (through === null) return null;
    const closedDateOf: ClosedMonths['closedDateOf'] = ({ values }) => {
      const date: PartialDate | undefined = values[field] === undefined ? undefined : String(values[field]);
      return date !== undefined && bookedOn(date, through) ? date : null;
    };
    return { through, next: addMonths(through, 1), closedDateOf };
  };

/** A closing that stands: the act that closed its month last, as of the last entry before it. */
export type Closing = Readonly<{ id: string; month: Month; lastAt: string; lastId: string; closedAt: string }>;

/** The closings that stand, newest month first. */
export async function standingClosings(db: Reader): Promise<Closing[]> {
  const { rows } = await db.execute<Closing>(sql`
    select id, month, to_char(last_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "lastAt", last_id as "lastId",
      to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "closedAt"
    from (select distinct on (month) * from month_event order by month, id desc) e where kind = 'close' order by month desc`);
  return rows;
}

/** The closing of a month that stands, or null. */
export const closingOf = async (db: Reader, month: Month): Promise<Closing | null> =>
  (await standingClosings(db)).find((c) => c.month === month) ?? null;
