import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { Refusal } from '../../kernel/refusal.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { Scanner, ScanVerdict } from '../../platform/clamd.ts';
import { command } from '../../platform/command.ts';
import type { Db } from '../../platform/db.ts';
import type { FileStore } from '../../platform/files.ts';
import { fileScan } from './tables.ts';

/** Notes what the scanner said of a kept file. */
export const recordScan = command('evidence.scan', async (tx, { sha256, ...said }: { sha256: string } & ScanVerdict, { now }) => {
  const id = v7();
  const threat = said.verdict === 'infected' ? said.threat : null;
  await tx.insert(fileScan).values({ sha256, id, verdict: said.verdict, threat, scannedAt: now });
  return { result: { id }, trace: { subject: 'file_scan', subjectId: id, after: { sha256, verdict: said.verdict, threat } } };
});

/** Scans what was kept while no scanner was there. Answers with how many were scanned; stops when the scanner is gone again. */
export async function scanWaiting(
  { db, files, scanner }: { db: Db; files: FileStore; scanner: Scanner },
  actor: Actor,
  now: Date,
): Promise<number> {
  const { rows } = await db.execute<{ sha256: string }>(sql`
    select f.sha256 from stored_file f where not exists (select 1 from file_scan s where s.sha256 = f.sha256) order by f.stored_at limit 10000`);
  let scanned = 0;
  for (const { sha256 } of rows) {
    try {
      const said = await scanner(await files.open(sha256));
      await recordScan(db, { sha256, ...said }, actor, now);
      scanned += 1;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'scan.unavailable') break;
      throw error;
    }
  }
  return scanned;
}
