import { and, eq, inArray, ne, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Actor } from '../../kernel/actor.ts';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Db, Reader, Tx } from '../../platform/db.ts';
import { initialsOf } from '../../platform/pinyin.ts';
import { unitTree } from '../identity/queries.ts';
import type { Draft } from './contract.ts';
import { costOf } from './domain/cost.ts';
import { dueOfRound, roundOn } from './domain/round.ts';
import { likenessesOf, needsReason } from './domain/similar.ts';
import { comparedFields, costRulesOn, knownFields, knownOf } from './known-queries.ts';
import { settled, tellUnits } from './notice-commands.ts';
import { check, may } from './policy.ts';
import { type CollectionRow, newestRound, readableCollection } from './queries.ts';
import { collection, collectionEvent, collectionSheet, keptField } from './tables.ts';

/** The units asked, each in the issuer's sight and none below another. Refuses unit.unknown, collection.units_nested. */
async function askedUnits(db: Reader, unitIds: readonly string[], actor: Actor) {
  const units = await unitTree(db);
  const parent = new Map(units.map((u) => [u.id, u.parentId]));
  const asked = units.filter((u) => unitIds.includes(u.id));
  for (const id of unitIds) if (!asked.some((u) => u.id === id) || !may.ask(actor, id)) throw refuse('not_found', 'unit.unknown', { id });
  for (const unit of asked)
    for (let above = unit.parentId; above; above = parent.get(above) ?? null)
      if (unitIds.includes(above)) throw refuse('invalid', 'collection.units_nested', { unit: unit.name });
  return asked;
}

/** Refuses what cannot be asked: collection.field_twice, collection.field_unknown, collection.due_past. */
async function checkDraft(db: Reader, draft: Draft, today: Day) {
  const keys = draft.fields.map((f) => f.key);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice) throw refuse('invalid', 'collection.field_twice', { key: twice });
  const known = await knownFields(db, draft.rowsOf);
  const strange = draft.fields.find((f) => f.source !== 'new' && !known.some((k) => k.source === f.source && k.of === f.of));
  if (strange) throw refuse('invalid', 'collection.field_unknown', { label: strange.label });
  if (draft.dueOn < today) throw refuse('invalid', 'collection.due_past', { field: 'dueOn', dueOn: draft.dueOn });
}

/** What a collection would cost, and which of its new fields there are already. Reads only; refuses as issuing does. */
export async function appraise(db: Reader, draft: Draft, actor: Actor, now: Date) {
  const today = dayOf(now);
  await checkDraft(db, draft, today);
  const units = await askedUnits(db, draft.unitIds, actor);
  const cost = costOf(draft.fields, draft.frequency, await knownOf(db, draft, units, actor, now), await costRulesOn(db, today));
  const known = await comparedFields(db);
  const duplicates = draft.fields
    .filter((f) => f.source === 'new')
    .map(({ key, label }) => ({ key, found: likenessesOf(label, initialsOf(label), known) }))
    .filter((d) => d.found.length > 0)
    .map((d) => ({ ...d, needsReason: needsReason(d.found) }));
  return { cost, duplicates };
}

/**
 * Issues a collection: what it costs is counted and kept with it. One that costs more than the rule allows waits for its approver.
 * Refuses also collection.may_not_issue, and collection.duplicate_unexplained for a new field that the ledger has under the same name.
 */
export const issueCollection = command('collection.issue', async (tx, draft: Draft, context) => {
  const { actor, now } = context;
  if (!may.issue(actor)) throw refuse('forbidden', 'collection.may_not_issue');
  const { cost, duplicates } = await appraise(tx, draft, actor, now);
  const silent = duplicates.find((d) => d.needsReason && !draft.fields.find((f) => f.key === d.key)!.reason);
  if (silent)
    throw refuse('rule', 'collection.duplicate_unexplained', {
      label: draft.fields.find((f) => f.key === silent.key)!.label,
      known: silent.found[0]!.zh,
    });
  const status = cost.needsApproval ? ('waiting' as const) : ('issued' as const);
  const row = { ...draft, id: v7(), unitId: actor.unitId, cost, status, createdAt: now, createdBy: actor.id };
  await tx.insert(collection).values(row);
  if (status === 'issued') await openRound(tx, row, 1, context);
  const { title, unitIds, frequency, dueOn } = draft;
  const after = { title, unitIds, frequency, dueOn, status, minutesYear: cost.minutesYear, gaps: cost.gaps };
  return { result: { id: row.id, status }, trace: { subject: 'collection', subjectId: row.id, after } };
});

type Opened = Pick<CollectionRow, 'id' | 'title' | 'unitIds' | 'dueOn' | 'frequency' | 'cost'>;
async function openRound(tx: Tx, c: Opened, round: number, context: Now) {
  const dueOn = dueOfRound(c.dueOn, c.frequency, round);
  const minutes = (unitId: string) => c.cost.units.find((u) => u.unitId === unitId)?.minutes ?? 0;
  const opened = await tx
    .insert(collectionSheet)
    .values(
      c.unitIds.map((unitId) => ({
        id: v7(),
        collectionId: c.id,
        round,
        unitId,
        dueOn,
        minutes: minutes(unitId),
        status: 'open' as const,
      })),
    )
    .onConflictDoNothing()
    .returning();
  await tellUnits(tx, 'collection.asked', c, opened, context);
}

type Decision = Readonly<{ id: string; version: number; verdict: 'approved' | 'returned'; reason: string }>;
/** Approves a collection that costs much, or returns it. Refuses collection.may_not_decide, collection.changed_meanwhile. */
export const decideCollection = command('collection.decide', async (tx, { id, version, verdict, reason }: Decision, context) => {
  const { actor, now } = context;
  const c = await seen(tx, id, version, actor);
  settle(check('decide', actor, c));
  const status = verdict === 'approved' ? ('issued' as const) : ('returned' as const);
  await tx
    .update(collection)
    .set({ status, decidedAt: now, decidedBy: actor.id, decisionReason: reason, version: version + 1 })
    .where(eq(collection.id, id));
  if (status === 'issued') await openRound(tx, c, 1, context);
  return {
    result: { version: version + 1 },
    trace: { subject: 'collection', subjectId: id, before: { status: c.status }, after: { status, reason } },
  };
});

async function seen(tx: Tx, id: string, version: number, actor: Actor): Promise<CollectionRow> {
  const c = await readableCollection(tx, id, actor, true);
  if (c.version !== version) throw refuse('conflict', 'collection.changed_meanwhile', { version: c.version });
  return c;
}

/** Closes a collection: its sheets stay as they are. Refuses collection.may_not_manage, collection.closed, collection.changed_meanwhile. */
export const closeCollection = command('collection.close', async (tx, { id, version }: { id: string; version: number }, { actor, now }) => {
  const c = await seen(tx, id, version, actor);
  settle(check('manage', actor, c));
  await tx
    .update(collection)
    .set({ status: 'closed', closedAt: now, closedBy: actor.id, version: version + 1 })
    .where(eq(collection.id, id));
  const open = await tx
    .select({ id: collectionSheet.id })
    .from(collectionSheet)
    .where(and(eq(collectionSheet.collectionId, id), ne(collectionSheet.status, 'submitted')));
  for (const sheet of open) await settled(tx, sheet.id, now);
  return {
    result: { version: version + 1 },
    trace: { subject: 'collection', subjectId: id, before: { status: c.status }, after: { status: 'closed' } },
  };
});

/** Reminds every unit that has not submitted the newest round: its people are told, and its sheet says so (催办). */
export const chaseUnits = command('collection.chase', async (tx, { id }: { id: string }, context) => {
  const { actor, now } = context;
  const c = await readableCollection(tx, id, actor, true);
  settle(check('manage', actor, c));
  const missing = await tx
    .select()
    .from(collectionSheet)
    .where(and(eq(collectionSheet.collectionId, id), eq(collectionSheet.round, newestRound), ne(collectionSheet.status, 'submitted')));
  const events = missing.map(({ round, unitId }) => ({
    id: v7(),
    collectionId: id,
    round,
    unitId,
    kind: 'chase' as const,
    at: now,
    by: actor.id,
  }));
  if (events.length === 0) return { result: { units: 0 }, trace: [] };
  await tx.insert(collectionEvent).values(events);
  await tellUnits(tx, 'collection.chased', c, missing, context);
  return {
    result: { units: events.length },
    trace: { subject: 'collection', subjectId: id, after: { chased: events.map((e) => e.unitId) } },
  };
});

/** Keeps a new field by decision of the promotion bureau. Refuses collection.field_unknown, collection.kept_already, collection.may_not_keep. */
export const keepField = command(
  'collection.keep_field',
  async (tx, { id, key, reason }: { id: string; key: string; reason: string }, { actor, now }) => {
    const c = await readableCollection(tx, id, actor, true);
    if (!may.keep(actor)) throw refuse('forbidden', 'collection.may_not_keep');
    const field = c.fields.find((f) => f.key === key && f.source === 'new');
    if (!field || c.rowsOf !== 'project') throw refuse('invalid', 'collection.field_unknown', { label: field?.label ?? key });
    const { label, type, unit } = field;
    const row = { id: v7(), collectionId: id, fieldKey: key, label, type, unit, reason, keptAt: now, keptBy: actor.id };
    const written = await tx.insert(keptField).values(row).onConflictDoNothing().returning();
    if (written.length === 0) throw refuse('conflict', 'collection.kept_already', { label });
    return { result: { id: row.id }, trace: { subject: 'collection', subjectId: id, after: { kept: label, reason } } };
  },
);

/** Opens the next round of what is asked regularly, once the one before was due; after a stop of months, each that is missing. Run nightly. */
export async function openRounds(db: Db, actor: Actor, now: Date): Promise<void> {
  const running = await db
    .select({ id: collection.id })
    .from(collection)
    .where(and(eq(collection.status, 'issued'), inArray(collection.frequency, ['monthly', 'quarterly'])));
  for (const { id } of running) while ((await openDue(db, { id }, actor, now)).isOpened);
}
const openDue = command('collection.open_round', async (tx, { id }: { id: string }, context) => {
  const [c] = await tx.select().from(collection).where(eq(collection.id, id)).for('update');
  const [last] = await tx
    .select({ round: sql<number>`coalesce(max(${collectionSheet.round}), 0)` })
    .from(collectionSheet)
    .where(eq(collectionSheet.collectionId, id));
  const round = Number(last!.round) + 1;
  if (!c || c.status !== 'issued' || roundOn(c.dueOn, c.frequency, dayOf(context.now)) < round)
    return { result: { isOpened: false }, trace: [] };
  await openRound(tx, c, round, context);
  return { result: { isOpened: true }, trace: { subject: 'collection', subjectId: id, after: { round } } };
});
