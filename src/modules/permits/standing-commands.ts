import { inArray, sql } from 'drizzle-orm';
import { yearOf } from '../../kernel/day.ts';
import { command } from '../../platform/command.ts';
import type { Db, Reader, Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { product } from '../reference/commands.ts';
import { answerBy, dues, standingOf, validUntil } from './domain/standing.ts';
import { type EventRow, eventsOf, type ItemRow, itemsOf, ruleOf } from './facts-queries.ts';
import { permitDecided, permitStanding } from './tables.ts';

/** Before anything lapses or counts as answered by itself: what a day changes is asked of the kept days. */
const dawn = '0000-00-00';

type Row = ReturnType<typeof rowOf>;
function rowOf(item: ItemRow, events: readonly EventRow[]) {
  const rule = ruleOf(item);
  const s = standingOf(events, dawn);
  const isWaiting = s.state === 'applied' && s.told === null;
  // What nobody answers is accepted from its application: its days run already.
  const { legal, promised } = dues(s, rule, isWaiting ? s.appliedOn : s.acceptedOn);
  return {
    projectId: item.projectId,
    permitId: item.id,
    state: s.state,
    appliedOn: s.appliedOn,
    acceptedOn: s.acceptedOn,
    answerBy: isWaiting ? answerBy(s.appliedOn!) : null,
    gapsBy: s.gaps.length > 0 ? s.gapsBy : null,
    legalDueOn: legal?.day ?? null,
    promisedDueOn: promised?.day ?? null,
    stoppedOn: s.state === 'stopped' ? (s.stops.at(-1)?.from ?? null) : null,
    decidedOn: s.decidedOn,
    validUntil: validUntil(s, rule),
    isGreen: s.isGreen,
  };
}

/** Writes down anew where the approvals of these projects stand; for commands that entered something. */
export async function refreshPermits(tx: Tx, projectIds: readonly string[]): Promise<void> {
  const ids = [...new Set(projectIds)];
  if (ids.length === 0) return;
  const [items, events] = [await itemsOf(tx, ids), await eventsOf(tx, ids)];
  const rows = items.map((item) => rowOf(item, events.get(item.id) ?? []));
  await tx.delete(permitStanding).where(inArray(permitStanding.projectId, ids));
  await insertMany(tx, permitStanding, rows);
  await tx.delete(permitDecided).where(inArray(permitDecided.projectId, ids));
  await insertMany(tx, permitDecided, decidedOf(rows));
}

/** What was decided in each year of each project, of what had a promised day. */
function decidedOf(rows: readonly Row[]): (typeof permitDecided.$inferInsert)[] {
  const decided = rows.flatMap(({ projectId, decidedOn, promisedDueOn }) =>
    decidedOn && promisedDueOn ? [{ projectId, year: yearOf(decidedOn), isOnTime: decidedOn <= promisedDueOn }] : [],
  );
  return [...Map.groupBy(decided, (d) => `${d.projectId} ${d.year}`).values()].map((same) => {
    const { projectId, year } = same[0]!;
    return { projectId, year, decided: same.length, onTime: same.filter((d) => d.isOnTime).length };
  });
}

/** So many projects at a time, so that requests get their turn. */
const atOnce = 500;
const refreshSome = command('permits.refresh', async (tx, { ids }: { ids: readonly string[] }) => {
  await refreshPermits(tx, ids);
  return { result: {}, trace: [] };
});
/** Looks at everything that is open again: the holidays of a year are published in the autumn before it, and move what was counted. */
export async function refreshOpenPermits(db: Db, now: Date): Promise<void> {
  const ids = await openProjects(db);
  for (let at = 0; at < ids.length; at += atOnce) await refreshSome(db, { ids: ids.slice(at, at + atOnce) }, product, now);
}
async function openProjects(db: Reader): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(
    sql`select distinct project_id as id from permit_standing where state in ('applied', 'running') order by 1`,
  );
  return rows.map((r) => r.id);
}
