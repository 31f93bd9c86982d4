import { and, eq, inArray, lte, or, sql } from 'drizzle-orm';
import { refuse, settle } from '../../kernel/refusal.ts';
import type { Actor } from '../../kernel/actor.ts';
import { command, type Now } from '../../platform/command.ts';
import type { MailSettings } from '../../platform/config.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { notify } from './commands.ts';
import { digestOf, waitAfter } from './domain/delivery.ts';
import type { Channel, NoticeKind } from './domain/kind.ts';
import { messageText, messageTitle } from './domain/message-words.ts';
import { sendMail } from './mail.ts';
import { check } from './policy.ts';
import { tellRobot } from './robot.ts';
import { type DeliveryError, notice, noticeChoice, noticeDelivery, noticeRobot } from './tables.ts';

type Claimed = { id: string; personId: string; channel: Channel; tries: number; kind: NoticeKind; link: string };
/** How messages leave: `mail` is null where no mail server is set; `base` is how people reach this installation. */
export type Outside = Readonly<{ mail: MailSettings | null; base: string | null }>;

const claimMinutes = 5;
const atOnce = 2000;

/**
 * Takes every row that is due, so that two workers never carry the same one, and all rows of one person go together. A row whose
 * worker died is due again when its claim has run out. What the person has read or put away meanwhile is not sent any more. Leaves
 * no entry in the audit trace: the rows themselves say what became of them.
 */
const claim = command('delivery.claim', async (tx, _: object, { now }) => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('notice delivery', 0))`);
  const rows = await tx
    .select({ d: noticeDelivery, n: notice })
    .from(noticeDelivery)
    .innerJoin(notice, eq(notice.id, noticeDelivery.noticeId))
    .where(
      or(
        and(eq(noticeDelivery.status, 'waiting'), lte(noticeDelivery.nextTryAt, now)),
        and(eq(noticeDelivery.status, 'sending'), lte(noticeDelivery.claimedUntil, now)),
      ),
    )
    .orderBy(noticeDelivery.personId, noticeDelivery.createdAt, noticeDelivery.id)
    .limit(atOnce);
  const isOver = ({ n }: (typeof rows)[number]) => (n.readAt ?? n.dismissedAt ?? n.clearedAt) !== null;
  const [over, due] = [rows.filter(isOver), rows.filter((r) => !isOver(r))];
  const ids = (some: typeof rows) => some.map((r) => r.d.id);
  if (over.length > 0)
    await tx
      .update(noticeDelivery)
      .set({ status: 'dropped', endedAt: now, claimedUntil: null })
      .where(inArray(noticeDelivery.id, ids(over)));
  if (due.length > 0)
    await tx
      .update(noticeDelivery)
      .set({ status: 'sending', tries: sql`${noticeDelivery.tries} + 1`, claimedUntil: new Date(now.getTime() + claimMinutes * 60_000) })
      .where(inArray(noticeDelivery.id, ids(due)));
  const claimed = due.map(({ d, n }): Claimed => {
    const { id, personId, channel, tries } = d;
    return { id, personId, channel, tries: tries + 1, kind: n.kind, link: n.link };
  });
  return { result: claimed, trace: [] };
});

type Ended = { rows: readonly Claimed[]; error: DeliveryError | null };
/** Notes what became of one message. Given up, it is told to its reader in the product. */
const settled = command('delivery.settle', async (tx, { rows, error }: Ended, context) => {
  const { now } = context;
  for (const { id, tries } of rows) {
    const wait = error && isWorthTrying(error) ? waitAfter(tries) : null;
    const again = wait === null ? null : new Date(now.getTime() + wait * 60_000);
    const mine = and(eq(noticeDelivery.id, id), eq(noticeDelivery.status, 'sending'));
    const ended = { status: error ? ('failed' as const) : ('sent' as const), endedAt: now };
    await tx
      .update(noticeDelivery)
      .set({ ...(again ? { status: 'waiting', nextTryAt: again } : ended), error, claimedUntil: null })
      .where(mine);
    if (error && !again) await tellFailed(tx, rows[0]!, context);
  }
  return { result: {}, trace: [] };
});
const isWorthTrying = ({ code }: DeliveryError) => !code.startsWith('delivery.');

/** Once a day and way, however many messages failed. */
const tellFailed = (tx: Tx, { personId, channel, id }: Claimed, context: Now) =>
  notify(
    tx,
    [
      {
        to: [personId],
        kind: 'delivery.failed',
        subject: 'notice_delivery',
        subjectId: id,
        link: '/notices/choices',
        params: { channel },
        key: `delivery.failed:${channel}:${context.now.toISOString().slice(0, 10)}`,
      },
    ],
    context,
  );

/** Carries out whatever is due: one message to each person by each way. Answers how many messages were taken and refused. */
export async function deliverNotices(db: Db, outside: Outside, actor: Actor, now: Date): Promise<{ sent: number; failed: number }> {
  const claimed = await claim(db, {}, actor, now);
  const counts = { sent: 0, failed: 0 };
  for (const rows of Map.groupBy(claimed, (r) => `${r.personId} ${r.channel}`).values()) {
    const error = await send(db, outside, rows, now);
    await settled(db, { rows, error }, actor, now);
    counts[error ? 'failed' : 'sent'] += 1;
  }
  return counts;
}

async function send(db: Db, { mail, base }: Outside, rows: readonly Claimed[], now: Date): Promise<DeliveryError | null> {
  const { personId, channel } = rows[0]!;
  const digest = digestOf(rows);
  const [title, text] = [messageTitle(digest), messageText(digest, base)];
  const [wish] = await db.select().from(noticeChoice).where(eq(noticeChoice.personId, personId));
  if (channel === 'mail') {
    if (!mail) return { code: 'delivery.no_mail_server', details: {} };
    if (!wish?.email) return { code: 'delivery.no_address', details: {} };
    return sendMail(mail, { to: wish.email, subject: title, text });
  }
  const [robot] = wish?.robotId ? await db.select().from(noticeRobot).where(eq(noticeRobot.id, wish.robotId)) : [];
  if (!robot?.isActive) return { code: 'delivery.no_address', details: {} };
  return tellRobot(robot, `${title}\n${text}`, now);
}

/** Tries a failed message again, from the first try. Refuses: delivery.unknown, delivery.not_failed. */
export const retryDelivery = command('delivery.retry', async (tx, { id }: { id: string }, { actor, now }) => {
  settle(check('readDeliveries', actor));
  const [row] = await tx.select().from(noticeDelivery).where(eq(noticeDelivery.id, id)).for('update');
  if (!row) throw refuse('not_found', 'delivery.unknown', { id });
  if (row.status !== 'failed') throw refuse('conflict', 'delivery.not_failed', { status: row.status });
  await tx.update(noticeDelivery).set({ status: 'waiting', tries: 0, nextTryAt: now, endedAt: null }).where(eq(noticeDelivery.id, id));
  return { result: {}, trace: { subject: 'notice_delivery', subjectId: id, before: { status: row.status }, after: { status: 'waiting' } } };
});
