import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany, insertNewIds } from '../../platform/many-rows.ts';
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
  /** Goes out also to who did not choose so, where they have an address. */
  isPressing?: boolean;
}>;

/** The door of other rooms: tells people, inside the command that gives the reason. Nobody is told what they did themselves. */
export async function notify(tx: Tx, notices: readonly Notice[], { actor, now }: Pick<Now, 'actor' | 'now'>): Promise<void> {
  const known = await peopleOf(tx, [...new Set(notices.flatMap((n) => n.to))]);
  const rows = notices.flatMap((n) =>
    [...new Set(n.to)].filter((id) => id !== actor.id && known.get(id)?.isActive).map((personId) => rowOf(n, personId, now)),
  );
  if (rows.length === 0) return;
  const fresh = await insertNewIds(tx, notice, rows);
  const told = rows.filter((r) => fresh.has(r.id));
  const pressing = new Set(notices.flatMap((n) => (n.isPressing && n.key ? [n.key] : [])));
  await sendOut(tx, told, pressing, now);
}

function rowOf(n: Notice, personId: string, now: Date) {
  const { kind, subject, subjectId, projectId = null, link, params = {} } = n;
  const id = v7();
  return { id, personId, kind, subject, subjectId, projectId, link, params, key: n.key ?? id, createdAt: now };
}

type Fresh = Readonly<{ id: string; personId: string; kind: NoticeKind; key: string }>;
/** Rows for the worker that carries messages out; it finds them after the commit, also when it was down meanwhile. */
async function sendOut(tx: Tx, told: readonly Fresh[], pressing: ReadonlySet<string>, now: Date) {
  const people = told.map((n) => n.personId);
  const wishes = people.length
    ? await tx
        .select()
        .from(noticeChoice)
        .where(inArray(noticeChoice.personId, [...new Set(people)]))
    : [];
  const of = new Map(wishes.map((w) => [w.personId, w]));
  const row = (noticeId: string, personId: string, channel: Channel) =>
    ({ id: v7(), noticeId, personId, channel, status: 'waiting', nextTryAt: now, createdAt: now }) as const;
  const rows = told.flatMap((n) =>
    waysOut(n.kind, of.get(n.personId), pressing.has(n.key)).map((channel) => row(n.id, n.personId, channel)),
  );
  await insertMany(tx, noticeDelivery, rows);
}

/** What these notices were about is settled: they are gone, for everybody. */
export async function clearNotices(tx: Tx, of: { subjectId: string; kinds: readonly NoticeKind[] }, now: Date): Promise<void> {
  await tx
    .update(notice)
    .set({ clearedAt: now })
    .where(and(eq(notice.subjectId, of.subjectId), inArray(notice.kind, [...of.kinds]), isNull(notice.clearedAt)));
}

type Keyed = Readonly<{ personId: string; key: string }>;
/** What these tellings were about is settled, each for its person. */
export async function clearKeyed(tx: Tx, keyed: readonly Keyed[], now: Date): Promise<void> {
  if (keyed.length === 0) return;
  const pairs = JSON.stringify(keyed.map(({ personId, key }) => ({ person_id: personId, key })));
  await tx.execute(sql`
    update ${notice} n set cleared_at = ${now} from json_to_recordset(${pairs}::json) as k(person_id uuid, key text)
    where n.person_id = k.person_id and n.key = k.key and n.cleared_at is null`);
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

/** Puts a notice of the actor away that was told under a key. */
export async function dismissKeyed(tx: Tx, key: string, { actor, now }: Pick<Now, 'actor' | 'now'>): Promise<void> {
  const mine = and(eq(notice.personId, actor.id), eq(notice.key, key), isNull(notice.dismissedAt));
  await tx.update(notice).set({ dismissedAt: now }).where(mine);
}

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
