import { and, eq, isNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { clearKeyed, dismissKeyed, type Notice, notify } from '../notices/commands.ts';
import { addressed, type Feed } from './audience-queries.ts';
import { horizon } from './domain/due.ts';
import { mostSoonDays } from './domain/rule.ts';
import { type Call, callsAt, keyOf, keyOfCall, overOf, toTell } from './domain/telling.ts';
import { mayRead } from './policy.ts';
import { type Told, toldRows } from './queries.ts';
import { type Settings, settingsOn } from './settings-queries.ts';
import { reminder, reminderRun } from './tables.ts';

type Row = typeof reminder.$inferSelect;

const hourOf = (now: Date) => new Date(now.getTime() + 8 * 3_600_000).toISOString().slice(0, 13);

/**
 * Looks after everybody. Once an hour whatever is due is told to whoever has to do it, and when it stays undone to whoever supervises them;
 * in between only what is settled is taken away. A run that never was loses nothing and tells nothing twice: each asks what should have been
 * told by now and was not. Leaves no entry: it changes nothing but what people are shown.
 */
export const remind = command('reminder.remind', async (tx, feed: Feed, context) => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('reminders', 0))`);
  const [today, hour] = [dayOf(context.now), hourOf(context.now)];
  const isFull = (await tx.$count(reminderRun, eq(reminderRun.hour, hour))) === 0;
  const [told, settings] = [await toldRows(tx, today), await settingsOn(tx, today)];
  const calls = await callsOf(tx, feed, { settings, today, of: isFull ? null : told });
  const over = overOf(told, calls);
  await clear(tx, over, context.now);
  if (!isFull) return { result: { told: 0, cleared: over.length }, trace: [] };
  const fresh = toTell(told, calls, { over, today });
  const [again, gone] = [new Set(fresh.map(keyOfCall)), new Set(over)];
  await clear(
    tx,
    told.filter((r) => !r.isCleared && !gone.has(r) && again.has(keyOf(r))),
    context.now,
  );
  await tell(tx, fresh, { settings, today }, context);
  await tx.insert(reminderRun).values({ hour, told: fresh.length, cleared: over.length, ranAt: context.now });
  return { result: { told: fresh.length, cleared: over.length }, trace: [] };
});

/** So many things at a time, so that requests get their turn. */
const atOnce = 5000;
type Asking = Readonly<{ settings: Settings; today: Day; of: readonly Told[] | null }>;
/** Everything that concerns anybody today; or only of the projects that were told of. */
async function callsOf(tx: Tx, { sources, people }: Feed, { settings, today, of }: Asking): Promise<Map<string, Call>> {
  if (of?.length === 0) return new Map();
  const ask = { today, through: horizon(today, mostSoonDays), projectIds: of && [...new Set(of.flatMap((r) => r.projectId ?? []))] };
  const calls: Call[] = [];
  for (const source of sources) {
    const dues = await source(tx, ask);
    for (let at = 0; at < dues.length; at += atOnce)
      for (const a of await addressed(tx, people, dues.slice(at, at + atOnce), today)) {
        const { kind, unitId } = a.due;
        calls.push(
          ...callsAt(a, { of: (person) => settings.of(person, kind), aboveAfter: settings.floor(unitId, kind).aboveAfter }, today),
        );
      }
  }
  return new Map(calls.map((call) => [keyOfCall(call), call]));
}

async function clear(tx: Tx, rows: readonly Told[], now: Date): Promise<void> {
  if (rows.length === 0) return;
  const ids = sql.param(rows.map((r) => r.id));
  await tx
    .update(reminder)
    .set({ clearedAt: now })
    .where(sql`${reminder.id} = any(${ids}::uuid[])`);
  // A digest goes when nothing of it stands any more.
  const keys = sql.param([...new Set(rows.map((r) => r.noticeKey))]);
  const standing = await tx
    .selectDistinct({ key: reminder.noticeKey })
    .from(reminder)
    .where(and(sql`${reminder.noticeKey} = any(${keys}::text[])`, isNull(reminder.clearedAt)));
  const kept = new Set(standing.map((r) => r.key));
  const gone = rows.filter((r) => !kept.has(r.noticeKey)).map(({ personId, noticeKey: key }) => ({ personId, key }));
  await clearKeyed(tx, gone, now);
}

type Telling = Readonly<{ settings: Settings; today: Day }>;
/** Tells each person what is new to them: one by one, or when that is too much all of it in one notice. */
async function tell(tx: Tx, calls: readonly Call[], { settings, today }: Telling, context: Now): Promise<void> {
  const rows: Row[] = [];
  const notices: Notice[] = [];
  const isPressing = ({ person, step, due }: Call) => step !== 'soon' && settings.of(person, due.kind).isSent;
  for (const [personId, theirs] of Map.groupBy(calls, (c) => c.person.id)) {
    const digestKey = theirs.length > settings.rules.digestOver ? `reminder:${v7()}` : null;
    const told = theirs.map((call) => rowOf(call, { today, now: context.now, digestKey }));
    rows.push(...told);
    if (digestKey === null) notices.push(...told.map((row, i) => ({ ...noticeOf(row, theirs[i]!), isPressing: isPressing(theirs[i]!) })));
    else notices.push({ ...digestOf(personId, theirs.length), key: digestKey, isPressing: theirs.some(isPressing) });
  }
  await notify(tx, notices, context);
  await insertMany(tx, reminder, rows);
}

type Writing = Readonly<{ today: Day; now: Date; digestKey: string | null }>;
function rowOf({ person, step, due }: Call, { today, now, digestKey }: Writing): Row {
  const { kind, subject, subjectId, part, projectId, dueOn, link, params } = due;
  const id = v7();
  const said = { id, personId: person.id, kind, subject, subjectId, part, projectId, step, dueOn, link, params: { ...params, due: dueOn } };
  const noticeKey = digestKey ?? `reminder:${id}`;
  return { ...said, toldOn: today, toldAt: now, noticeKey, isDigest: digestKey !== null, dismissedAt: null, clearedAt: null };
}
const noticeOf = ({ personId, subject, subjectId, projectId, link, params, noticeKey: key }: Row, { person, step }: Call): Notice => ({
  to: [personId],
  kind: `reminder.${step}`,
  subject,
  subjectId,
  projectId: person.maySee ? projectId : null,
  link,
  params,
  key,
});
const digestOf = (personId: string, n: number): Notice => ({
  to: [personId],
  kind: 'reminder.digest',
  subject: 'person',
  subjectId: personId,
  link: '/reminders',
  params: { n },
});

/** Puts a reminder away for its reader alone, until the thing gets worse or another day is set. Leaves no entry. Refuses reminder.unknown. */
export const dismissReminder = command('reminder.dismiss', async (tx, { id }: { id: string }, context) => {
  const [row] = await tx.select().from(reminder).where(eq(reminder.id, id)).for('update');
  if (!row || !mayRead(context.actor, row)) throw refuse('not_found', 'reminder.unknown', { id });
  if (!row.dismissedAt) await tx.update(reminder).set({ dismissedAt: context.now }).where(eq(reminder.id, id));
  if (!row.isDigest) await dismissKeyed(tx, row.noticeKey, context);
  return { result: {}, trace: [] };
});
