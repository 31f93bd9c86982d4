import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import type { JudgedRow, MappedRow, RuleFinding } from '../../kernel/import-row.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import type { ImportKind, Written } from '../../platform/import-kind.ts';
import { type SeverityRules, weigh } from './domain/finding.ts';
import { LateRows } from './domain/late-rows.ts';
import { type Difference, difference, type Shown } from './domain/recheck.ts';
import { isLedgerAsMarked } from './mark-queries.ts';
import { severitiesOn } from './queries.ts';
import { acceptedOf, acceptedRows, mappedOf, noteWritten, type StoredRow } from './row-commands.ts';
import { importBatch, importMapping } from './tables.ts';

export type Committing = Readonly<{
  batchId: string;
  kind: ImportKind;
  /** What the kind prepared before the transaction. */
  prepared: unknown;
  progress: (done: number, total?: number) => Promise<void>;
}>;

type Batch = typeof importBatch.$inferSelect;
const shownDifferences = 20;

/**
 * Writes all accepted rows in one transaction, or nothing. The ledger may have changed since the check: every row is judged once
 * more while no other import can write, and `import.stale` names what differs. Refuses also: import.already_committed,
 * import.month_closed.
 */
export const commitRows = command('import.commit', async (tx, work: Committing, context) => {
  const { batchId, kind, prepared } = work;
  const { actor, now } = context;
  // Imports wait for each other: the second judges its rows against what the first has written.
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('import commit', 0))`);
  const [batch] = await tx.select().from(importBatch).where(eq(importBatch.id, batchId)).for('update');
  if (batch?.status === 'committed') throw refuse('conflict', 'import.already_committed');
  if (!batch || !['checked', 'committing'].includes(batch.status)) throw refuse('conflict', 'import.not_checked');
  const counts = batch.counts!;
  const again = !batch.seen || !(await isLedgerAsMarked(tx, batch.seen));
  const total = counts.new + counts.changed + (again ? counts.accepted : 0);
  const done = { rows: 0 };
  const advance = async (rows: number) => work.progress(Math.round((done.rows += rows)), total);
  if (again) {
    await refuseLate(tx, work, batch.setup);
    await judgeAgain(tx, work, await severitiesOn(tx, dayOf(now)), new Set(batch.acknowledged?.codes), context, advance);
  }
  const wrote = (rows: readonly Written[]) => noteWritten(tx, batchId, rows);
  const act = { actor, now, batchId, acknowledged: batch.acknowledged, prepared, progress: advance, wrote };
  if (counts.new + counts.changed > 0) await kind.commit(tx, written(tx, batchId), act);
  const after = { status: 'committed' as const, refusal: null, committedAt: now, updatedAt: now };
  await tx.update(importBatch).set(after).where(eq(importBatch.id, batchId));
  await remember(tx, batch, context);
  const trace = { counts, skipRefused: batch.skipRefused, acknowledged: batch.acknowledged };
  return { result: { counts }, trace: { subject: 'import', subjectId: batchId, after: { status: after.status, ...trace } } };
});

async function* written(tx: Tx, batchId: string) {
  for await (const rows of acceptedRows(tx, batchId, 'written')) yield rows.map(acceptedOf);
}

/** A month may have been closed since the check. */
async function refuseLate(tx: Tx, { batchId, kind }: Committing, setup: Batch['setup']) {
  const closed = setup?.closedMonths === 'book' ? null : await kind.closedMonths?.(tx);
  if (!closed) return;
  const late = new LateRows<MappedRow>(closed);
  for await (const rows of acceptedRows(tx, batchId, 'written')) for (const row of rows) late.note(mappedOf(row));
  settle(late.answer());
}

const shownOf = (row: StoredRow): Shown => ({
  row: row.rowNumber,
  outcome: row.outcome,
  targetId: row.targetId,
  changes: row.changes,
  warnings: row.warnings,
});

async function judgeAgain(
  tx: Tx,
  { batchId, kind }: Committing,
  rules: SeverityRules,
  acknowledged: ReadonlySet<string>,
  { actor, now }: Now,
  advance: (rows: number) => Promise<void>,
) {
  const checker = await kind.open(tx, { actor, now, batchId });
  const open = new Map<number, Shown>();
  const stale: Difference[] = [];
  const compare = (judged: readonly JudgedRow[]) => {
    for (const answer of judged) {
      const shown = open.get(answer.row)!;
      open.delete(answer.row);
      const found = difference(shown, answer, rules) ?? newFault(shown.row, answer.findings, rules, acknowledged);
      if (found) stale.push(found);
    }
  };
  for await (const rows of acceptedRows(tx, batchId, 'all')) {
    for (const row of rows) open.set(row.rowNumber, shownOf(row));
    compare(await checker.check(rows.map(mappedOf)));
    await advance(rows.length);
  }
  const { judged, findings } = await checker.finish();
  compare(judged);
  for (const { row, ...finding } of findings) {
    const found = newFault(row, [finding], rules, acknowledged);
    if (found) stale.push(found);
  }
  if (stale.length > 0) throw refuse('conflict', 'import.stale', { rows: stale.length, differences: stale.slice(0, shownDifferences) });
}

/** A soft fault that nobody has ticked, or a rule that refuses what it let pass before. */
function newFault(
  row: number,
  findings: readonly RuleFinding[],
  rules: SeverityRules,
  acknowledged: ReadonlySet<string>,
): Difference | null {
  const { faults, warnings } = weigh(findings, rules);
  const open = faults[0] ?? warnings.find((w) => w.severity === 'acknowledge' && !acknowledged.has(w.code));
  return open ? { row, was: 'accepted', now: 'refused', code: open.code, fields: open.field === null ? [] : [open.field] } : null;
}

/** The next file with this header is read the same way. */
async function remember(tx: Tx, { kind, unitId, setup, header }: Batch, { now }: Now) {
  if (!setup || !header) return;
  // Whether rows of closed months are booked later is answered for each file anew.
  const { closedMonths: _once, ...again } = setup;
  const row = { id: v7(), kind, unitId, signature: header.signature, setup: again, usedAt: now };
  await tx
    .insert(importMapping)
    .values(row)
    .onConflictDoUpdate({
      target: [importMapping.kind, importMapping.unitId, importMapping.signature],
      set: { setup: again, usedAt: now },
    });
}
