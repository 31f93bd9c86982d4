import { and, asc, eq, isNull, or, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import type { Day } from '../../kernel/day.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { notice } from '../notices/tables.ts';
import { namesOfProjects } from '../projects/queries.ts';
import type { remindersContract } from './contract.ts';
import type { Told as Telling } from './domain/telling.ts';
import { reminder, reminderRun } from './tables.ts';

type C = typeof remindersContract;

/** The hour of an instant as districts read their clocks, such as 2026-11-29T08. */
export const hourOf = (now: Date) => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 13);
/** Was everybody looked after in this hour? */
export const isHourDone = async (db: Reader, now: Date): Promise<boolean> =>
  (await db.$count(reminderRun, eq(reminderRun.hour, hourOf(now)))) > 0;

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

/** Tellings that stand, and all of today. */
const standing = (today: Day) => sql`(r.cleared_at is null or r.told_on = ${today})`;

/** The projects of tellings that stand and of those of today; null where some are of none. */
export async function projectsTold(db: Reader, today: Day): Promise<(string | null)[]> {
  const { rows } = await db.execute<{ id: string | null }>(
    sql`select distinct r.project_id as id from ${reminder} r where ${standing(today)}`,
  );
  return rows.map((r) => r.id);
}

/** A telling as it is kept, and whether its reader put it away here or in the list of notices. */
export type Told = Telling & Readonly<{ noticeKey: string }>;
/** Of these projects the tellings that stand, and all of today; with no project named, those that are of none. */
export async function toldRows(db: Reader, today: Day, projectIds: readonly string[]): Promise<Told[]> {
  const own = projectIds.length > 0 ? sql`r.project_id = any(${sql.param([...projectIds])}::uuid[])` : sql`r.project_id is null`;
  const columns = sql`r.id, r.person_id as "personId", r.kind, r.subject_id as "subjectId", r.part, r.step, r.due_on as "dueOn", r.told_on as "toldOn",
    r.told_at as "toldAt", r.notice_key as "noticeKey", r.cleared_at is not null as "isCleared",
    (r.dismissed_at is not null or (not r.is_digest and n.dismissed_at is not null)) as "isPutAway"`;
  const from = sql`from ${reminder} r left join ${notice} n on n.person_id = r.person_id and n.key = r.notice_key`;
  const { rows } = await db.execute<Omit<Told, 'toldAt'> & { toldAt: string }>(sql`
    select ${columns} ${from} where r.cleared_at is null and ${own}
    union all select ${columns} ${from} where r.cleared_at is not null and r.told_on = ${today} and ${own}`);
  return rows.map((row) => ({ ...row, toldAt: new Date(row.toldAt) }));
}
