import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import type { Day } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { notice } from '../notices/tables.ts';
import { namesOfProjects } from '../projects/queries.ts';
import type { remindersContract } from './contract.ts';
import { reminder } from './tables.ts';

type C = typeof remindersContract;

/** What the actor was told of and neither put away nor is settled. */
const mine = (actor: Actor) =>
  and(
    eq(reminder.personId, actor.id),
    isNull(reminder.clearedAt),
    isNull(reminder.dismissedAt),
    or(
      eq(reminder.isDigest, true),
      sql`not exists (select 1 from ${notice} n where n.person_id = reminder.person_id and n.key = reminder.notice_key and n.dismissed_at is not null)`,
    ),
  );

/** The actor's own reminders that stand, the earliest day first. */
export async function listReminders(db: Reader, query: Received<C['list']>['query'], actor: Actor): Promise<Result<C['list']>> {
  const { kind, step, page, size } = query;
  const where = and(mine(actor), kind && eq(reminder.kind, kind), step ? eq(reminder.step, step) : undefined);
  const rows = await db
    .select()
    .from(reminder)
    .where(where)
    .orderBy(asc(reminder.dueOn), asc(reminder.id))
    .limit(size)
    .offset(rowsBefore({ page, size }));
  const names = await namesOfProjects(db, [...new Set(rows.flatMap((r) => r.projectId ?? []))], actor);
  const items = rows.map(({ id, kind: of, subject, step: at, dueOn, projectId, link, params, toldOn }) => {
    const title = (projectId && names.get(projectId)) ?? null;
    return { id, kind: of, subject, step: at, dueOn, title, link, params, toldOn };
  });
  return { items, total: await db.$count(reminder, where) };
}

/** A telling as it is kept, and whether its reader put it away here or in the list of notices. */
export type Told = Awaited<ReturnType<typeof toldRows>>[number];
/** Tellings that stand, and all of today. */
export async function toldRows(db: Reader, today: Day) {
  const { id, personId, kind, subjectId, part, projectId, step, dueOn, toldOn, toldAt, noticeKey, isDigest, dismissedAt, clearedAt } =
    reminder;
  const read = { id, personId, kind, subjectId, part, projectId, step, dueOn, toldOn, toldAt, noticeKey, isDigest, dismissedAt, clearedAt };
  const rows = await db
    .select({ row: read, noticeDismissedAt: notice.dismissedAt })
    .from(reminder)
    .leftJoin(notice, and(eq(notice.personId, reminder.personId), eq(notice.key, reminder.noticeKey)))
    .where(or(isNull(reminder.clearedAt), eq(reminder.toldOn, today)));
  return rows.map(({ row, noticeDismissedAt }) => ({
    ...row,
    isCleared: row.clearedAt !== null,
    isPutAway: row.dismissedAt !== null || (!row.isDigest && noticeDismissedAt !== null),
  }));
}
