import { and, desc, eq, gte, like, lt, lte, type SQL } from 'drizzle-orm';
import type { Received, Result } from '../../kernel/contract.ts';
import { endOfDay, startOfDay } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import { auditEntry } from '../../platform/audit.ts';
import { readChain } from '../../platform/audit-chain.ts';
import type { Reader } from '../../platform/db.ts';
import type { identityContract } from './contract.ts';

type C = typeof identityContract;
type Filter = Received<C['exportAudit']>['query'];

function matching({ actorId, action, subject, subjectId, from, to }: Filter): SQL | undefined {
  return and(
    actorId ? eq(auditEntry.actorId, actorId) : undefined,
    // 'project.' finds every act on projects.
    action ? like(auditEntry.action, `${action.replace(/[\\%_]/g, '\\$&')}%`) : undefined,
    subject ? eq(auditEntry.subject, subject) : undefined,
    subjectId ? eq(auditEntry.subjectId, subjectId) : undefined,
    from ? gte(auditEntry.at, startOfDay(from)) : undefined,
    to ? lte(auditEntry.at, endOfDay(to)) : undefined,
  );
}

/** The trace, newest first. */
export async function listAudit(db: Reader, { query }: Received<C['audit']>): Promise<Result<C['audit']>> {
  const { page, size, ...filter } = query;
  const where = matching(filter);
  const rows = await db.select().from(auditEntry).where(where).orderBy(desc(auditEntry.seq)).limit(size).offset(rowsBefore({ page, size }));
  return { items: rows.map((row) => ({ ...row, at: row.at.toISOString() })), total: await db.$count(auditEntry, where) };
}

/** The trace for a file, newest first, read in portions so that its length does not matter. */
export async function* readAudit(db: Reader, filter: Filter): AsyncGenerator<typeof auditEntry.$inferSelect> {
  const portion = 2000;
  for (let before: number | undefined; ;) {
    const where = and(matching(filter), before === undefined ? undefined : lt(auditEntry.seq, before));
    const rows = await db.select().from(auditEntry).where(where).orderBy(desc(auditEntry.seq)).limit(portion);
    yield* rows;
    if (rows.length < portion) return;
    before = rows.at(-1)!.seq;
  }
}

/** A line for every entry: its place, its hash and its text, parted by tabs, which no text holds. */
export async function* chainLines(db: Reader): AsyncGenerator<string> {
  for await (const { position, hash, text } of readChain(db)) yield `${position}\t${hash}\t${text ?? ''}\n`;
}
