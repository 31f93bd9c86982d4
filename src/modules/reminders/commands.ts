import { and, eq, gt, isNull, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { auditEntry } from '../../platform/audit.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { inTurns } from '../../platform/turns.ts';
import { clearKeyed, dismissKeyed, type Notice, notify } from '../notices/commands.ts';
import { addressed, type Feed } from './audience-queries.ts';
import { type Due, horizon } from './domain/due.ts';
import { mostSoonDays } from './domain/rule.ts';
import { type Call, callsAt, keyOf, keyOfCall, overOf, toTell } from './domain/telling.ts';
import { mayRead } from './policy.ts';
import { hourOf, isHourDone, projectsTold, type Told, toldRows } from './queries.ts';
import { type Settings, settingsOn } from './settings-queries.ts';
import { reminder, reminderRun } from './tables.ts';

type Row = typeof reminder.$inferSelect;

/**
 * Looks after everybody. Once an hour whatever is due is told to whoever has to do it, and when it stays undone to whoever supervises them;
 * in between only what is settled is taken away. A run that never was loses nothing and tells nothing twice: each asks what should have been
 * told by now and was not. Leaves no entry: it changes nothing but what people are shown.
 */
export const remind = command('reminder.remind', async (tx, feed: Feed, context) => {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('reminders', 0))`);
  const [today, hour] = [dayOf(context.now), hourOf(context.now)];
  const isFull = !(await isHourDone(tx, context.now));
  if (!isFull && (await isIdle(tx, context.now))) return { result: { told: 0, cleared: 0 }, trace: [] };
  const run: Run = { feed, settings: await settingsOn(tx, today), today, now: context.now, isFull };
  const dues = isFull ? await duesOf(tx, run, null) : null;
  const ids = new Set([...(await projectsTold(tx, today)), ...(dues?.keys() ?? [])].filter((id) => id !== null));
  const fresh: Call[] = [];
  let cleared = 0;
  for (const portion of [[], ...portionsOf([...ids], atOnce)]) {
    const found = await lookAfter(tx, run, portion, dues);
    fresh.push(...found.fresh);
    cleared += found.cleared;
  }
  if (!isFull) return { result: { told: 0, cleared }, trace: [] };
  await tell(tx, fresh, run, context);
  await tx.insert(reminderRun).values({ hour, told: fresh.length, cleared, ranAt: context.now });
  return { result: { told: fresh.length, cleared }, trace: [] };
});

/** So many projects, or rows, at a time: requests get their turn in between. */
const atOnce = 1500;
function portionsOf<T>(all: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** What follows from what was recorded, such as a light, is there moments later. */
const quietMs = 5 * 60_000;
/** Nobody recorded anything of late, so nothing is settled that was not. */
const isIdle = async (tx: Tx, now: Date) => (await tx.$count(auditEntry, gt(auditEntry.at, new Date(now.getTime() - quietMs)))) === 0;

type Run = Readonly<{ feed: Feed; settings: Settings; today: Day; now: Date; isFull: boolean }>;
type Dues = ReadonlyMap<string | null, readonly Due[]>;
/** Everything that is due, or what is due in these projects, by project; with no project named, what is of none. */
async function duesOf(tx: Tx, { feed, today }: Run, projectIds: readonly string[] | null): Promise<Dues> {
  const found = new Map<string | null, Due[]>();
  for (const source of feed.sources)
    for (const due of await source(tx, { today, through: horizon(today, mostSoonDays), projectIds })) {
      const of = found.get(due.projectId);
      if (of) of.push(due);
      else found.set(due.projectId, [due]);
    }
  return found;
}

/** Takes away what is settled of a portion of projects, and answers what of them is to be told. */
async function lookAfter(tx: Tx, run: Run, projectIds: readonly string[], all: Dues | null): Promise<{ fresh: Call[]; cleared: number }> {
  const { today, now, isFull } = run;
  const told = await toldRows(tx, today, projectIds);
  if (told.length === 0 && !isFull) return { fresh: [], cleared: 0 };
  const dues = all ?? (await duesOf(tx, run, projectIds));
  const own = projectIds.length > 0 ? projectIds : [null];
  const calls = await callsOf(
    tx,
    run,
    own.flatMap((id) => dues.get(id) ?? []),
  );
  const over = overOf(told, calls);
  await clear(tx, over, now);
  if (!isFull) return { fresh: [], cleared: over.length };
  const fresh = toTell(told, calls, { over, today });
  const [again, gone] = [new Set(fresh.map(keyOfCall)), new Set(over)];
  const repeated = told.filter((r) => !r.isCleared && !gone.has(r) && again.has(keyOf(r)));
  await clear(tx, repeated, now);
  return { fresh, cleared: over.length };
}

/** Everybody whom these things concern today. */
async function callsOf(tx: Tx, { feed, settings, today }: Run, dues: readonly Due[]): Promise<Map<string, Call>> {
  const calls = new Map<string, Call>();
  for (const portion of portionsOf(dues, mostDues)) {
    const found = await addressed(tx, feed.people, portion, today);
    const each = await inTurns(found, (a) => {
      const { kind, unitId } = a.due;
      return callsAt(a, { of: (person) => settings.of(person, kind), aboveAfter: settings.floor(unitId, kind).aboveAfter }, today);
    });
    for (const call of each.flat()) calls.set(keyOfCall(call), call);
  }
  return calls;
}
/** One project may have any number of things. */
const mostDues = 4000;

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

/** Tells each person what is new to them: one by one, or when that is too much all of it in one notice. */
async function tell(tx: Tx, calls: readonly Call[], { settings, today }: Run, context: Now): Promise<void> {
  let rows: Row[] = [];
  let notices: Notice[] = [];
  const send = async () => {
    await notify(tx, notices, context);
    for (const portion of portionsOf(rows, atOnce)) await insertMany(tx, reminder, portion);
    [rows, notices] = [[], []];
  };
  const isPressing = ({ person, step, due }: Call) => step !== 'soon' && settings.of(person, due.kind).isSent;
  for (const [personId, theirs] of Map.groupBy(calls, (c) => c.person.id)) {
    const digestKey = theirs.length > settings.rules.digestOver ? `reminder:${v7()}` : null;
    const told = theirs.map((call) => rowOf(call, { today, now: context.now, digestKey }));
    rows.push(...told);
    if (digestKey === null) notices.push(...told.map((row, i) => ({ ...noticeOf(row, theirs[i]!), isPressing: isPressing(theirs[i]!) })));
    else notices.push({ ...digestOf(personId, theirs.length), key: digestKey, isPressing: theirs.some(isPressing) });
    if (rows.length >= atOnce) await send();
  }
  await send();
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
