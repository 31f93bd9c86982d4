import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, type Month, monthOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { checkMonthAct, type ClosedThrough, type MonthAct } from './domain/month.ts';
import { closedAfter, monthEvents } from './month-queries.ts';
import { mayActOnMonths } from './policy.ts';
import { monthEvent } from './tables.ts';

const lock = sql`hashtextextended('months', 0)`;

/**
 * Which months are closed, held so until the transaction ends: an entry and a closing of its month wait for one another.
 * Refuses month.closed_meanwhile when the act began before what the last closing is as of.
 */
export async function holdMonths(tx: Tx, { now }: Pick<Now, 'now'>): Promise<ClosedThrough> {
  await tx.execute(sql`select pg_advisory_xact_lock_shared(${lock})`);
  const events = await monthEvents(tx);
  const last = events.at(-1);
  if (last?.lastAt && now < last.lastAt) throw refuse('conflict', 'month.closed_meanwhile', { month: last.month });
  return closedAfter(events);
}

type Facts = { unitId: string | null; first: Month | null; lastAt: string | null; lastId: string | null };
/** The root unit, the first month anything happened in, and the last entry of all ledgers that figures read. */
async function ledgersNow(tx: Tx): Promise<Facts> {
  const { rows } = await tx.execute<Facts>(sql`
    with last as (
      (select recorded_at, id from agreement order by recorded_at desc, id desc limit 1) union all
      (select recorded_at, id from arrival order by recorded_at desc, id desc limit 1) union all
      (select recorded_at, id from investment order by recorded_at desc, id desc limit 1) union all
      (select recorded_at, id from stage_change order by recorded_at desc, id desc limit 1) union all
      (select recorded_at, id from verdict order by recorded_at desc, id desc limit 1) union all
      (select recorded_at, id from project_attribution order by recorded_at desc, id desc limit 1) union all
      (select recorded_at, id from authority_date order by recorded_at desc, id desc limit 1)
      order by recorded_at desc, id desc limit 1)
    select (select id from unit where parent_id is null limit 1) as "unitId",
      (select min(m) from (
        select min(signed_on) as m from agreement where length(signed_on) > 4 union all
        select min(arrived_on) from arrival where length(arrived_on) > 4 union all
        select min(month) from investment union all
        select min(happened_on) from stage_change where length(happened_on) > 4) f) as first,
      (select to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') from last) as "lastAt", (select id from last) as "lastId"`);
  return rows[0]!;
}

type Act = Readonly<{ month: Month; reason: string | null }>;
const monthAct = (kind: MonthAct) =>
  command(`month.${kind}`, async (tx, { month, reason }: Act, { actor, now }) => {
    await tx.execute(sql`select pg_advisory_xact_lock(${lock})`);
    if (!mayActOnMonths(actor)) throw refuse('forbidden', `month.may_not_${kind}`);
    const { unitId, first, lastAt, lastId } = await ledgersNow(tx);
    if (!unitId || !first || !lastAt || !lastId) throw refuse('rule', 'month.nothing_recorded');
    const closed = closedAfter(await monthEvents(tx));
    settle(checkMonthAct(kind, month, { closed, first: monthOf(first)!, current: monthOf(dayOf(now))! }));
    if (kind === 'reopen' && !reason?.trim()) throw refuse('invalid', 'month.reason_required', { field: 'reason' });
    const row = { id: v7(), unitId, month, kind, reason: reason?.trim() || null, recordedBy: actor.id, recordedAt: now };
    const [kept] = await tx
      .insert(monthEvent)
      .values({ ...row, lastAt: null, lastId: null, ...(kind === 'close' && { lastAt: sql`${lastAt}::timestamptz`, lastId }) })
      .returning();
    return { result: kept!, trace: { subject: 'month', subjectId: row.id, after: { month, reason: row.reason } } };
  });

/** Closes a month (封账), as of the last entry recorded: from now on what happened in it is booked in the next open month. */
export const closeMonth = monthAct('close');
/** Reopens the month closed last, for a reason that is kept. */
export const reopenMonth = monthAct('reopen');
