import { type SQL, sql } from 'drizzle-orm';
import { command } from '../../platform/command.ts';
import { keptStatement, type Tx } from '../../platform/db.ts';
import {
  addedUp,
  listAddedUp,
  listLineColumns,
  listLines,
  standingLineColumns,
  standingLines,
  standingsFromRows,
  searchFromRows,
} from './standing-queries.ts';
import { listTotal, projectSearch, projectStanding, standingTotal } from './tables.ts';

/**
 * Brings the standings of projects, and what words find of them, up to what their rows now say, and carries the differences into the sums of their units. Last in
 * every act that changes what a project counts for; the act holds the projects' rows. `invested` names the first months of investment
 * that the act recorded. Sums get new lines and none is locked, so acts of one unit do not wait for each other.
 */
export async function refreshStandings(tx: Tx, ids: readonly string[], invested: ReadonlyMap<string, string> = new Map()): Promise<void> {
  if (ids.length === 0) return;
  const given = JSON.stringify([...invested].map(([id, month]) => ({ id, month })));
  const mine = sql.param([...new Set(ids)]);
  const investedFrom = sql`(
    select project_id, min(invested_from) as invested_from from (
      select project_id, invested_from from old union all
      select id, month from json_to_recordset(${given}::json) as g (id uuid, month text)) known group by 1)`;
  await tx.execute(sql`${keptStatement}
    with old as (select * from ${projectStanding} where project_id = any(${mine}::uuid[])),
    fresh as materialized (${standingsFromRows(sql`p.id = any(${mine}::uuid[])`, investedFrom)}),
    sums as (insert into ${standingTotal} select ${standingLineColumns} from (${addedUp(
      sql`${standingLines(sql`old`, -1)} union all ${standingLines(sql`fresh`, 1)}`,
    )}) l),
    lists as (insert into ${listTotal} select ${listLineColumns} from (${listAddedUp(
      sql`${listLines(sql`old`, -1)} union all ${listLines(sql`fresh`, 1)}`,
    )}) l),
    found as (insert into ${projectSearch} ${searchFromRows(sql`p.id = any(${mine}::uuid[])`)} on conflict (project_id) do update
      set unit_id = excluded.unit_id, updated_at = excluded.updated_at, total_fen = excluded.total_fen, agreed_fen = excluded.agreed_fen, attracted_fen = excluded.attracted_fen,
        fixed_fen = excluded.fixed_fen, arrived_fen = excluded.arrived_fen, invested_fen = excluded.invested_fen, stage = excluded.stage,
        words = excluded.words, masked_words = excluded.masked_words)
    insert into ${projectStanding} select * from fresh on conflict (project_id) do update set unit_id = excluded.unit_id,
      industry_code = excluded.industry_code, park_id = excluded.park_id, leader_id = excluded.leader_id, stage = excluded.stage,
      side = excluded.side, signed_on = excluded.signed_on, started_on = excluded.started_on, production_on = excluded.production_on,
      invested_from = excluded.invested_from, total_fen = excluded.total_fen, agreed_fen = excluded.agreed_fen,
      attracted_fen = excluded.attracted_fen, fixed_fen = excluded.fixed_fen, arrived_fen = excluded.arrived_fen,
      invested_fen = excluded.invested_fen, dated_start = excluded.dated_start`);
}

/** Makes one line of every key out of the many that a day's acts added. Every sum stays what it was. */
export const gatherStandingTotals = command('standing_total.gather', async (tx) => {
  await tx.execute(sql`
    with gone as (delete from ${standingTotal} returning *)
    insert into ${standingTotal} select ${standingLineColumns} from (${addedUp(sql`select * from gone`)}) l`);
  await tx.execute(sql`
    with gone as (delete from ${listTotal} returning *)
    insert into ${listTotal} select ${listLineColumns} from (${listAddedUp(sql`select * from gone`)}) l order by facet, unit_id`);
  return { result: {}, trace: [] };
});

/** Makes all standings and their sums anew, where rows were written past the commands; `investedFrom` as for `verifyStandings`. */
export const rebuildStandings = command('standing.rebuild', async (tx, { investedFrom }: { investedFrom: SQL }) => {
  await tx.execute(sql`delete from ${standingTotal}`);
  await tx.execute(sql`delete from ${listTotal}`);
  await tx.execute(sql`delete from ${projectStanding}`);
  await tx.execute(sql`delete from ${projectSearch}`);
  await tx.execute(sql`insert into ${projectStanding} ${standingsFromRows(sql`true`, investedFrom)}`);
  await tx.execute(sql`insert into ${projectSearch} ${searchFromRows(sql`true`)} order by p.unit_id, p.id`);
  await tx.execute(sql`insert into ${standingTotal} ${addedUp(standingLines(sql`${projectStanding}`, 1))}`);
  await tx.execute(sql`insert into ${listTotal} ${listAddedUp(listLines(sql`${projectStanding}`, 1))} order by 2, 1`);
  return { result: {}, trace: [] };
});
