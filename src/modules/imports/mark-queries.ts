import { sql } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import type { LedgerMark } from './tables.ts';

/** Acts that leave the ledger, its units, people and rules as they were. */
const elsewhere = ['session', 'task', 'evidence', 'evidence_upload', 'view', 'paper', 'audit'];
/** What is done at the import desk before anything is written. */
const desk = [
  'import.bring',
  'import.set_up',
  'import.check',
  'import.start_commit',
  'import.answer',
  'import.discard',
  'import.put_back',
  'project.reserve_codes',
];
/** Acts so far back are finished: an act writes its trace last, just before it commits. */
const behind = 1000;

/** How far the ledger is now. */
export async function markLedger(db: Reader): Promise<LedgerMark> {
  const { rows } = await db.execute<{ last: number | null }>(sql`select max(seq) as last from audit_entry`);
  const after = Math.max(0, (rows[0]?.last ?? 0) - behind);
  return { after, acts: await actsAfter(db, after) };
}

/** Has nothing been done since then that a check of rows could see? Every act on the ledger leaves its trace. */
export const isLedgerAsMarked = async (db: Reader, { after, acts }: LedgerMark) => (await actsAfter(db, after)) === acts;

async function actsAfter(db: Reader, after: number): Promise<number> {
  const { rows } = await db.execute<{ acts: number }>(sql`
    select count(*)::int as acts from audit_entry
    where seq > ${after} and subject <> all(${sql.param(elsewhere)}::text[]) and action <> all(${sql.param(desk)}::text[])`);
  return rows[0]!.acts;
}
