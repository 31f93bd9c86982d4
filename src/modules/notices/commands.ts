import { and, eq, inArray, isNull } from 'drizzle-orm';
import { v7 } from 'uuid';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { peopleOf } from '../identity/queries.ts';
import { type Channel, type NoticeGroup, type NoticeKind, waysOut } from './domain/kind.ts';
import { mayRead } from './policy.ts';
import { offeredRobots } from './queries.ts';
import { notice, noticeChoice, noticeDelivery, type Params } from './tables.ts';

/**
 * What is told to whom. `params` hold numbers, codes and names of people, never the name of a project or an investor: that is
 * looked up when the notice is read, as its reader may know it then. `link` is an address of the product and opens what is to be done.
 * With a `key`, a person is told once, however often it is asked for.
 */
export type Notice = Readonly<{
  to: readonly string[];
  kind: NoticeKind;
  subject: string;
  subjectId: string;
  projectId?: string | null;
  link: string;
  params?: Params;
  key?: string;
}>;

/** The door of other rooms: tells people, inside the command that gives the reason. Nobody is told what they did themselves. */
export async function notify(tx: Tx, notices: readonly Notice[], { actor, now }: Pick<Now, 'actor' | 'now'>): Promise<void> {
  const known = await peopleOf(tx, [...new Set(notices.flatMap((n) => n.to))]);
  const rows = notices.flatMap((n) =>
    [...new Set(n.to)].filter((id) => id !== actor.id && known.get(id)?.isActive).map((personId) => rowOf(n, personId, now)),
  );
  if (rows.length === 0) return;
  const told = await tx.insert(notice).values(rows).onConflictDoNothing().returning({
    id: notice.id,
    personId: notice.personId,
    kind: notice.kind,
  });
  await sendOut(tx, told, now);
}

function rowOf(n: Notice, personId: string, now: Date): typeof notice.$inferInsert {
  const { kind, subject, subjectId, projectId = null, link, params = {} } = n;
  const id = v7();
  return { id, personId, kind, subject, subjectId, projectId, link, params, key: n.key ?? id, createdAt: now };
}

/** Rows for the worker that carries messages out; it finds them after the commit, also when it was down meanwhile. */
async function sendOut(tx: Tx, told: readonly { id: string; personId: string; kind: NoticeKind }[], now: Date) {
  const people = told.map((n) => n.personId);
  const wishes = people.length ? await tx.select().from(noticeChoice).where(inArray(noticeChoice.personId, people)) : [];
  const of = new Map(wishes.map((w) => [w.personId, w]));
  const row = (noticeId: string, personId: string, channel: Channel) =>
    ({ id: v7(), noticeId, personId, channel, status: 'waiting', nextTryAt: now, createdAt: now }) as const;
  const rows = told.flatMap((n) => waysOut(n.kind, of.get(n.personId)).map((channel) => row(n.id, n.personId, channel)));
  if (rows.length > 0) await tx.insert(noticeDelivery).values(rows);
}

/** What these notices were about is settled: they are gone, for everybody. */
export async function clearNotices(tx: Tx, of: { subjectId: string; kinds: readonly NoticeKind[] }, now: Date): Promise<void> {
  await tx
    .update(notice)
    .set({ clearedAt: now })
    .where(and(eq(notice.subjectId, of.subjectId), inArray(notice.kind, [...of.kinds]), isNull(notice.clearedAt)));
}

/** Leaves no entry: reading is not an act. */
export const readNotices = command('notice.read', async (tx, { ids }: { ids?: readonly string[] | undefined }, { actor, now }) => {
  const named = ids === undefined ? undefined : inArray(notice.id, [...ids]);
  if (ids?.length === 0) return { result: { read: 0 }, trace: [] };
  const read = await tx
    .update(notice)
    .set({ readAt: now })
    .where(and(eq(notice.personId, actor.id), isNull(notice.readAt), named))
    .returning({ id: notice.id });
  return { result: { read: read.length }, trace: [] };
});

/** Puts a notice away for its reader alone; it leaves no entry, since it changes nothing for anybody else. Refuses notice.unknown. */
export const dismissNotice = command('notice.dismiss', async (tx, { id }: { id: string }, { actor, now }) => {
  const [row] = await tx.select().from(notice).where(eq(notice.id, id)).for('update');
  if (!row || !mayRead(actor, row)) throw refuse('not_found', 'notice.unknown', { id });
  if (!row.dismissedAt) await tx.update(notice).set({ dismissedAt: now }).where(eq(notice.id, id));
  return { result: {}, trace: [] };
});

type Wish = { email: string | null; robotId: string | null; mailGroups: NoticeGroup[]; robotGroups: NoticeGroup[] };
/** How the actor wants to be told outside the product. Refuses: notice.no_address, notice.robot_unknown. */
export const chooseNotices = command('notice.choose', async (tx, wish: Wish, { actor }) => {
  if (wish.mailGroups.length > 0 && wish.email === null) throw refuse('invalid', 'notice.no_address', { field: 'email' });
  if (wish.robotGroups.length > 0 && wish.robotId === null) throw refuse('invalid', 'notice.no_address', { field: 'robotId' });
  if (wish.robotId !== null && !(await offeredRobots(tx, actor)).some((r) => r.id === wish.robotId))
    throw refuse('not_found', 'notice.robot_unknown', { field: 'robotId' });
  const [before] = await tx.select().from(noticeChoice).where(eq(noticeChoice.personId, actor.id)).for('update');
  await tx
    .insert(noticeChoice)
    .values({ personId: actor.id, ...wish })
    .onConflictDoUpdate({ target: noticeChoice.personId, set: wish });
  return { result: {}, trace: { subject: 'person', subjectId: actor.id, ...(before && { before }), after: wish } };
});
