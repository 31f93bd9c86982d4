import { sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addMonths, type Day, dayOf, lastDayOf, type Month, monthOf, monthsFrom } from '../../kernel/day.ts';
import { command } from '../../platform/command.ts';
import type { Db } from '../../platform/db.ts';
import { standingLineColumns } from '../projects/standing-queries.ts';
import { linesFromEntries } from './month-end-queries.ts';
import { monthEnd, monthEndTotal } from './tables.ts';

/** Keeps the sums of standings of the end of a day that is over, made from the entries. Derived, so without a trace. */
export const keepMonthEnd = command('month_end.keep', async (tx, { day }: { day: Day }, { now }) => {
  await tx.insert(monthEnd).values({ day, keptAt: now });
  await tx.execute(
    sql`insert into ${monthEndTotal} select ${day}, ${standingLineColumns} from (${linesFromEntries(day)}) l order by unit_id, kind`,
  );
  return { result: {}, trace: [] };
});

/** The night needs its other work done: ends of months still to be kept wait for the next. */
const mostMinutes = 20;
/** Keeps every end of a month since the ledger began that is over for a day and not kept yet, the latest first. */
export async function keepMonthEnds(db: Db, actor: Actor, now: Date): Promise<void> {
  const { rows } = await db.execute<{ first: Month | null; kept: Day[] }>(sql`
    select (select left(recorded_day(min(recorded_at)), 7) from stage_change) as first, array(select day from month_end) as kept`);
  const { first, kept } = rows[0]!;
  if (first === null) return;
  const over = addMonths(monthOf(dayOf(now))!, -1);
  const started = Date.now();
  for (const day of monthsFrom(first, over).map(lastDayOf).toReversed())
    if (!kept.includes(day) && Date.now() - started < mostMinutes * 60_000) await keepMonthEnd(db, { day }, actor, now);
}
