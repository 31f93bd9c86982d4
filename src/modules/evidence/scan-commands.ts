import type { Readable } from 'node:stream';
import { sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
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

/** What scanners know grows: clean files are looked at again, each once in so many nights. */
const nightsAround = 16;
const nightOf = (now: Date) => (Date.parse(dayOf(now)) / 86_400_000) % nightsAround;
const atOnce = 10_000;

/**
 * Scans what was kept while no scanner was there, and a share of what was found clean before, so that all of it is looked at again in
 * sixteen nights; of those only what is found infected is noted. Stops when the scanner is gone again.
 */
export async function scanKept({ db, files, scanner }: { db: Db; files: FileStore; scanner: Scanner }, actor: Actor, now: Date) {
  const { rows } = await db.execute<{ sha256: string; isNew: boolean }>(sql`
    select f.sha256, s.verdict is null as "isNew" from stored_file f
      left join lateral (select verdict from file_scan s where s.sha256 = f.sha256 order by s.scanned_at desc, s.id desc limit 1) s on true
    where s.verdict is null or s.verdict = 'clean' and left(f.sha256, 1) = to_hex(${nightOf(now)}::int)
    order by s.verdict is null desc, f.stored_at limit ${atOnce}`);
  const counts = { scanned: 0, infected: 0 };
  for (const { sha256, isNew } of rows) {
    const said = await answer(scanner, () => files.open(sha256));
    if (!said) break;
    if (isNew || said.verdict === 'infected') await recordScan(db, { sha256, ...said }, actor, now);
    counts.scanned += 1;
    if (said.verdict === 'infected') counts.infected += 1;
  }
  return counts;
}

/** What the scanner says, or nothing when it is not there. */
export async function answer(scanner: Scanner, open: () => Readable | Promise<Readable>): Promise<ScanVerdict | null> {
  try {
    return await scanner(await open());
  } catch (error) {
    if (error instanceof Refusal && error.code === 'scan.unavailable') return null;
    throw error;
  }
}
