import { sql } from 'drizzle-orm';
import { command } from '../../platform/command.ts';
import { noteChanges, type Tx } from '../../platform/db.ts';
import { lookDue } from './tables.ts';

/** What `Changes.on` is asked for to hear of marked projects. */
export const lookSubject = 'look_due';

/** Marks projects to be looked at again once this act is committed, with who recorded it. */
export async function markForLook(tx: Tx, projectIds: readonly string[], recordedBy: string): Promise<void> {
  await tx.execute(
    sql`insert into ${lookDue} (project_id, recorded_by) select unnest(${sql.param([...projectIds])}::uuid[]), ${recordedBy}::uuid`,
  );
  noteChanges(tx, [lookSubject]);
}

type Taken = Readonly<{
  taken: number;
  projectIds: string[];
  /** Who recorded something of each last, where it is known. */
  by: ReadonlyMap<string, string>;
}>;
/** Takes up marks, the oldest first, so many at most: how many, of which projects, and whose. Null while another server does the same. */
export async function takeMarked(tx: Tx, most: number): Promise<Taken | null> {
  const { rows: lock } = await tx.execute<{ isFree: boolean }>(
    sql`select pg_try_advisory_xact_lock(hashtextextended('looks', 0)) as "isFree"`,
  );
  if (!lock[0]!.isFree) return null;
  const { rows } = await tx.execute<{ id: string; by: string | null; seq: number }>(sql`
    delete from ${lookDue} where seq in (select seq from ${lookDue} order by seq limit ${most}) returning project_id as id, recorded_by as by, seq::float8 as seq`);
  const inOrder = rows.toSorted((a, b) => a.seq - b.seq);
  const by = new Map(inOrder.flatMap((r) => (r.by ? [[r.id, r.by] as const] : [])));
  return { taken: rows.length, projectIds: [...new Set(rows.map((r) => r.id))].toSorted(), by };
}

/** Leaves the oldest mark to the night, when every project is looked at. */
export const passOverMark = command('look.pass_over', async (tx) => {
  await tx.execute(sql`delete from ${lookDue} where seq = (select min(seq) from ${lookDue})`);
  return { result: {}, trace: [] };
});
