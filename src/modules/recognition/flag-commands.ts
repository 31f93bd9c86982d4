import { and, eq, inArray, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now, type Trace } from '../../platform/command.ts';
import type { Db, Tx } from '../../platform/db.ts';
import { insertMany, updateMany } from '../../platform/many-rows.ts';
import { visibleProject } from '../projects/queries.ts';
import { product } from '../reference/commands.ts';
import { type Finding, findFlags, groundsOf } from './domain/flag.ts';
import { flagFactsOf, flagRuleOn, neighboursOf, voucherKeysOf } from './flag-facts-queries.ts';
import { may } from './policy.ts';
import { redFlag, redFlagEvent } from './tables.ts';

type Flag = typeof redFlag.$inferSelect;
type Event = typeof redFlagEvent.$inferInsert;
type Looking = Readonly<{ projectIds: readonly string[]; by?: ReadonlyMap<string, string> }>;
type Changes = { raised: Flag[]; changed: Flag[]; events: Event[] };
const slice = 500;
const mostLocked = 200;

/**
 * Looks at the arrivals of these projects, and of those that share a voucher, a file or a contact with them, and writes what came up,
 * what is over and what is open again, in the name of who acted, or of who is said to have recorded what is looked at. Joins the command that changed them. Refuses `arrival.stopped_by_flag` when the rule says so.
 */
export const refreshFlags = command('flag.refresh', async (tx, { projectIds, by }: Looking, context) => {
  const rule = await flagRuleOn(tx, dayOf(context.now));
  const trace: Trace[] = [];
  for (let at = 0; at < projectIds.length; at += slice) {
    const own = projectIds.slice(at, at + slice);
    await takeTurns(tx, own);
    const ids = [...own, ...(await neighboursOf(tx, own))];
    const facts = await flagFactsOf(tx, ids);
    const found = facts.flatMap((f) => findFlags(f, rule, dayOf(context.now)).map((finding) => ({ projectId: f.projectId, finding })));
    const changes = compare(
      await tx.select().from(redFlag).where(inArray(redFlag.projectId, ids)),
      found,
      context.now,
      recorderOf(by, context),
    );
    const stop = changes.raised.find((f) => own.includes(f.projectId) && (rule.blocking as readonly string[]).includes(f.code));
    if (stop) throw refuse('rule', 'arrival.stopped_by_flag', { code: stop.code });
    await insertMany(tx, redFlag, changes.raised);
    await updateMany(tx, redFlag, changes.changed, ['arrivalIds', 'facts', 'state', 'changedAt']);
    await insertMany(tx, redFlagEvent, changes.events);
    trace.push(...changes.events.map((e) => ({ subject: 'red_flag', subjectId: e.flagId, after: { kind: e.kind } })));
  }
  return { result: {}, trace };
});

/** Two who record one voucher at once take turns, so that the second sees the first. A large import is seen to at night. */
async function takeTurns(tx: Tx, ids: readonly string[]) {
  await tx.execute(sql`
    select pg_advisory_xact_lock(key) from (
      select key, count(*) over () as keys from (${voucherKeysOf(ids)}) k order by key) turns where keys <= ${mostLocked}`);
}

/** By project who recorded what is looked at. What comes up elsewhere by what one person recorded is theirs as well. */
function recorderOf(by: Looking['by'], { actor }: Now): (projectId: string) => string {
  const people = new Set(by?.values());
  const only = people.size === 1 ? [...people][0] : undefined;
  return (projectId) => by?.get(projectId) ?? only ?? actor.id;
}

type Found = Readonly<{ projectId: string; finding: Finding }>;
const keyOf = (projectId: string, code: string, key: string) => `${projectId} ${code} ${key}`;

function compare(known: readonly Flag[], found: readonly Found[], now: Date, recorder: (projectId: string) => string): Changes {
  const before = new Map(known.map((f) => [keyOf(f.projectId, f.code, f.key), f]));
  const changes: Changes = { raised: [], changed: [], events: [] };
  const note = (flag: Flag, kind: Event['kind']) =>
    changes.events.push({
      projectId: flag.projectId,
      id: v7(),
      flagId: flag.id,
      kind,
      facts: flag.facts,
      reason: null,
      givenBy: recorder(flag.projectId),
      recordedAt: now,
    });
  for (const { projectId, finding } of found) {
    const { code, key, params, elsewhere } = finding;
    const name = keyOf(projectId, code, key);
    const held = before.get(name);
    before.delete(name);
    const facts = { params, elsewhere, grounds: groundsOf(finding) };
    const fresh = { arrivalIds: [...finding.arrivalIds], facts, state: 'open' as const, changedAt: now };
    if (!held) {
      const flag: Flag = { projectId, id: v7(), code, key, raisedAt: now, ...fresh };
      changes.raised.push(flag);
      note(flag, 'raised');
    } else if (held.state === 'cleared' || held.facts.grounds !== facts.grounds) {
      const flag = { ...held, ...fresh };
      changes.changed.push(flag);
      if (held.state !== 'open') note(flag, 'reopened');
    }
  }
  for (const flag of before.values()) {
    if (flag.state === 'cleared') continue;
    const over = { ...flag, state: 'cleared' as const, changedAt: now };
    changes.changed.push(over);
    note(over, 'cleared');
  }
  return changes;
}

/** Looks at every project with arrivals: what depends on the day, and what an import left to the night. */
export async function refreshAllFlags(db: Db, now: Date): Promise<void> {
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await db.execute<{ id: string }>(
      sql`select distinct project_id as id from arrival where project_id > ${after}::uuid order by 1 limit ${slice}`,
    );
    if (!rows.length) return;
    await refreshFlags(db, { projectIds: rows.map((r) => r.id) }, product, now);
    after = rows.at(-1)!.id;
  }
}

type Resolving = Readonly<{ projectId: string; flagId: string; reason: string }>;
/** Says why a flag is none, after inquiry. It opens again when what it rests on changes. */
export const resolveFlag = command('flag.resolve', async (tx, { projectId, flagId, reason }: Resolving, { actor, now }) => {
  const record = await visibleProject(tx, projectId, actor, true);
  if (!may.resolve(actor, record)) throw refuse('forbidden', 'flag.may_not_resolve', {});
  const [flag] = await tx
    .select()
    .from(redFlag)
    .where(and(eq(redFlag.projectId, projectId), eq(redFlag.id, flagId)))
    .for('update');
  if (!flag) throw refuse('not_found', 'flag.unknown', { id: flagId });
  if (flag.state !== 'open') throw refuse('conflict', 'flag.not_open', { state: flag.state });
  await tx
    .update(redFlag)
    .set({ state: 'resolved', changedAt: now })
    .where(and(eq(redFlag.projectId, projectId), eq(redFlag.id, flagId)));
  const event: Event = { projectId, id: v7(), flagId, kind: 'resolved', facts: flag.facts, reason, givenBy: actor.id, recordedAt: now };
  await tx.insert(redFlagEvent).values(event);
  return { result: { id: flagId }, trace: { subject: 'red_flag', subjectId: flagId, before: { state: flag.state }, after: { reason } } };
});
