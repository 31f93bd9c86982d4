import { and, count, desc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Received, Result } from '../../kernel/contract.ts';
import { rowsBefore } from '../../kernel/paging.ts';
import type { Reader } from '../../platform/db.ts';
import { peopleOf, unitTree } from '../identity/queries.ts';
import type { noticesContract } from './contract.ts';
import { groupOf, kindsOf } from './domain/kind.ts';
import { may } from './policy.ts';
import { notice, noticeChoice, noticeDelivery, noticeRobot } from './tables.ts';

type C = typeof noticesContract;
/** Names of projects by id as the actor may know them; those they may not see are left out. The composition knows who answers. */
export type ProjectNames = (db: Reader, ids: readonly string[], actor: Actor) => Promise<ReadonlyMap<string, string>>;

const mine = (actor: Actor) => and(eq(notice.personId, actor.id), isNull(notice.dismissedAt), isNull(notice.clearedAt));
const isUnread = isNull(notice.readAt);

export const countUnread = (db: Reader, actor: Actor) => db.$count(notice, and(mine(actor), isUnread));

/** The actor's own notices, newest first, each with the name of its project as the actor may know it now. */
export async function listNotices(
  db: Reader,
  { query }: Pick<Received<C['list']>, 'query'>,
  actor: Actor,
  namesOf: ProjectNames,
): Promise<Result<C['list']>> {
  const { unread, group, page, size } = query;
  const where: SQL | undefined = and(mine(actor), unread ? isUnread : undefined, group && inArray(notice.kind, kindsOf(group)));
  const rows = await db
    .select()
    .from(notice)
    .where(where)
    .orderBy(desc(notice.createdAt), desc(notice.id))
    .limit(size)
    .offset(rowsBefore({ page, size }));
  const names = await namesOf(db, [...new Set(rows.flatMap((r) => r.projectId ?? []))], actor);
  const items = rows.map((r) => ({
    id: r.id,
    kind: r.kind,
    group: groupOf(r.kind),
    subject: r.subject,
    title: (r.projectId && names.get(r.projectId)) ?? null,
    isOfProject: r.projectId !== null,
    link: r.link,
    params: r.params,
    createdAt: r.createdAt.toISOString(),
    isRead: r.readAt !== null,
  }));
  return { items, total: await db.$count(notice, where), unread: await countUnread(db, actor) };
}

/** Robots of the actor's unit and of the units above it. */
export async function offeredRobots(db: Reader, actor: Actor) {
  const units = new Map((await unitTree(db)).map((u) => [u.id, u]));
  const above: string[] = [];
  for (let at = units.get(actor.unitId); at; at = at.parentId === null ? undefined : units.get(at.parentId)) above.push(at.id);
  if (above.length === 0) return [];
  return db
    .select({ id: noticeRobot.id, name: noticeRobot.name, kind: noticeRobot.kind })
    .from(noticeRobot)
    .where(and(eq(noticeRobot.isActive, true), inArray(noticeRobot.unitId, above)))
    .orderBy(noticeRobot.name, noticeRobot.id);
}

/** What the actor chose, what there is to choose from, and what could not be delivered to them. */
export async function choicesOf(db: Reader, actor: Actor, hasMail: boolean): Promise<Result<C['choices']>> {
  const [chosen] = await db.select().from(noticeChoice).where(eq(noticeChoice.personId, actor.id));
  const failed = await db
    .select({ channel: noticeDelivery.channel, at: noticeDelivery.endedAt, error: noticeDelivery.error, count: count() })
    .from(noticeDelivery)
    .where(and(eq(noticeDelivery.personId, actor.id), eq(noticeDelivery.status, 'failed')))
    .groupBy(noticeDelivery.channel, noticeDelivery.endedAt, noticeDelivery.error)
    .orderBy(desc(noticeDelivery.endedAt))
    .limit(5);
  const { email = null, robotId = null, mailGroups = [], robotGroups = [] } = chosen ?? {};
  const failures = failed.map((f) => ({ ...f, at: f.at!.toISOString() }));
  return { email, robotId, mailGroups, robotGroups, hasMail, robots: await offeredRobots(db, actor), failures };
}

/** Every robot, without what opens its group. */
export async function listRobots(db: Reader, actor: Actor, hasMail: boolean): Promise<Result<C['robots']>> {
  const units = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
  const rows = await db.select().from(noticeRobot).orderBy(noticeRobot.name, noticeRobot.id);
  const items = rows.map(({ id, name, kind, unitId, url, secret, isActive, version }) => {
    const shown = { host: new URL(url).host, hasSecret: secret !== null };
    return { id, name, kind, unitId, unitName: units.get(unitId) ?? '', ...shown, isActive, version };
  });
  return { items, hasMail, can: { edit: may.editRobots(actor) } };
}

/** What became of messages, newest first: to whom and by which way, never what about. */
export async function listDeliveries(db: Reader, { query }: Pick<Received<C['deliveries']>, 'query'>): Promise<Result<C['deliveries']>> {
  const { status, page, size } = query;
  const where = status && eq(noticeDelivery.status, status);
  const rows = await db
    .select({ d: noticeDelivery, kind: notice.kind })
    .from(noticeDelivery)
    .innerJoin(notice, eq(notice.id, noticeDelivery.noticeId))
    .where(where)
    .orderBy(desc(sql`coalesce(${noticeDelivery.endedAt}, ${noticeDelivery.createdAt})`), desc(noticeDelivery.id))
    .limit(size)
    .offset(rowsBefore({ page, size }));
  const people = await peopleOf(db, [...new Set(rows.map((r) => r.d.personId))]);
  const items = rows.map(({ d, kind }) => ({
    id: d.id,
    personName: people.get(d.personId)?.name ?? '',
    unitName: people.get(d.personId)?.unitName ?? '',
    channel: d.channel,
    status: d.status,
    kind,
    tries: d.tries,
    nextTryAt: d.status === 'waiting' ? d.nextTryAt.toISOString() : null,
    error: d.error,
    createdAt: d.createdAt.toISOString(),
    endedAt: d.endedAt?.toISOString() ?? null,
  }));
  return { items, total: await db.$count(noticeDelivery, where) };
}
