import { and, eq, isNull } from 'drizzle-orm';
import { v7 } from 'uuid';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { peopleInRole } from '../identity/queries.ts';
import { notify } from '../notices/commands.ts';
import type { MergerChoices, MergerPreview } from './contract.ts';
import { checkShares, settleStage } from './domain/merger.ts';
import { carryOut, type Done } from './merge-work-commands.ts';
import { consentsOf, type MergerRow, type Pair, previewMerger } from './merger-queries.ts';
import { may } from './policy.ts';
import { merger, mergerConsent } from './tables.ts';
import { takeBack } from './unmerge-work-commands.ts';

type Ask = Pair & { reason: string; choices: MergerChoices };
/** What was chosen, beside the versions that were seen when it was. */
export type Kept = MergerChoices & { versions: { from: number; into: number } };

/** Are the choices whole and possible for these two as they stand now? */
function checkChoices(preview: MergerPreview, choices: MergerChoices) {
  if (preview.stage) settle(settleStage(preview.stage.into, preview.stage.from, choices.stage, choices.stageReason));
  const doubles = new Set(preview.doubles.map((d) => d.entry.id));
  const unknown = choices.leave.filter((id) => !doubles.has(id));
  if (unknown.length) throw refuse('invalid', 'merger.not_a_double', { field: 'leave', ids: unknown });
  if (choices.leave.length && !choices.leaveReason?.trim())
    throw refuse('invalid', 'merger.leave_reason_required', { field: 'leaveReason' });
  settle(checkShares(choices.shares, choices.certificate));
}

/** Merges two records at once when one unit owns both; else asks both owners first. Refuses two that are one already. */
export const askMerger = command('merger.ask', async (tx, { reason, choices, ...asked }: Ask, context) => {
  const { actor, now } = context;
  if (!may.merge(actor)) throw refuse('forbidden', 'merger.may_not_merge');
  const preview = await previewMerger(tx, asked, actor);
  checkChoices(preview, choices);
  const kept: Kept = { ...choices, versions: { from: preview.from.version, into: preview.into.version } };
  const row = {
    id: v7(),
    subject: preview.subject,
    fromId: preview.from.id,
    intoId: preview.into.id,
    status: preview.owners.length ? ('asked' as const) : ('agreed' as const),
    choices: kept,
    done: null,
    reason,
    askedAt: now,
    askedBy: actor.id,
    doneAt: null,
    undoneAt: null,
    undoReason: null,
  };
  await tx.insert(merger).values(row);
  if (preview.owners.length) await askOwners(tx, row.id, preview, context);
  const trace = { subject: 'merger', subjectId: row.id, after: { from: row.fromId, into: row.intoId, reason, choices } };
  if (!preview.owners.length) await carryItOut(tx, row, context);
  const status: MergerRow['status'] = preview.owners.length ? row.status : 'done';
  return { result: { id: row.id, status }, trace };
});

/** The heads of both units are told that they are asked; the other's project is not named to them. */
async function askOwners(tx: Tx, mergerId: string, { owners }: MergerPreview, context: Now) {
  await tx.insert(mergerConsent).values(owners.map(({ unitId }) => ({ mergerId, unitId })));
  const heads = (await peopleInRole(tx, 'unit_head')).filter((p) => owners.some((o) => o.unitId === p.unitId)).map((p) => p.id);
  const about = {
    kind: 'merger.asked' as const,
    subject: 'merger',
    subjectId: mergerId,
    link: '/mergers',
    params: { by: context.actor.name },
  };
  await notify(tx, [{ to: heads, ...about, key: `merger ${mergerId}` }], context);
}

async function lockedMerger(tx: Tx, id: string): Promise<MergerRow> {
  const [row] = await tx.select().from(merger).where(eq(merger.id, id)).for('update');
  if (!row) throw refuse('not_found', 'merger.unknown', { id });
  return row;
}
async function carryItOut(tx: Tx, row: MergerRow, context: Now) {
  const choices = row.choices as Kept;
  const preview = await previewMerger(tx, row, context.actor);
  const { versions } = choices;
  if (preview.from.id !== row.fromId || preview.into.id !== row.intoId) throw refuse('conflict', 'merger.changed_meanwhile');
  if (preview.from.version !== versions.from || preview.into.version !== versions.into)
    throw refuse('conflict', 'merger.changed_meanwhile');
  checkChoices(preview, choices);
  const done = await carryOut(tx, row, preview, choices, context);
  await tx.update(merger).set({ status: 'done', done, doneAt: context.now }).where(eq(merger.id, row.id));
}

type Consent = { id: string; verdict: 'agreed' | 'refused'; note?: string | undefined };
/** An owner agrees, or refuses; when all have agreed the bureau may carry it out. */
export const consentMerger = command('merger.consent', async (tx, { id, verdict, note }: Consent, { actor, now }) => {
  const row = await lockedMerger(tx, id);
  const open = (await consentsOf(tx, [id])).filter(({ consent: c }) => c.verdict === null && may.consent(actor, c.unitId));
  // Whoever is not asked does not learn that others are.
  if (!open.length) throw refuse('not_found', 'merger.unknown', { id });
  if (row.status !== 'asked') throw refuse('conflict', 'merger.decided_already', { status: row.status });
  for (const { consent } of open)
    await tx
      .update(mergerConsent)
      .set({ verdict, note: note || null, recordedAt: now, recordedBy: actor.id })
      .where(and(eq(mergerConsent.mergerId, id), eq(mergerConsent.unitId, consent.unitId)));
  const waiting = await tx.$count(mergerConsent, and(eq(mergerConsent.mergerId, id), isNull(mergerConsent.verdict)));
  const status = verdict === 'refused' ? ('refused' as const) : waiting === 0 ? ('agreed' as const) : ('asked' as const);
  await tx.update(merger).set({ status }).where(eq(merger.id, id));
  const after = { verdict, units: open.map((o) => o.unitName), status, note: note || null };
  return { result: { status }, trace: { subject: 'merger', subjectId: id, before: { status: row.status }, after } };
});

/** Does a merger that both owners have agreed to. Refused when either record was changed since it was asked for. */
export const carryOutMerger = command('merger.carry_out', async (tx, { id }: { id: string }, context) => {
  const row = await lockedMerger(tx, id);
  if (!may.merge(context.actor)) throw refuse('forbidden', 'merger.may_not_merge');
  if (row.status !== 'agreed') throw refuse('conflict', 'merger.not_agreed', { status: row.status });
  await carryItOut(tx, row, context);
  return { result: { status: 'done' as const }, trace: { subject: 'merger', subjectId: id, after: { status: 'done' } } };
});

/** Takes a merger back. Refused, naming each, when something it did was changed since. */
export const undoMerger = command('merger.undo', async (tx, { id, reason }: { id: string; reason: string }, context) => {
  const row = await lockedMerger(tx, id);
  if (!may.merge(context.actor)) throw refuse('forbidden', 'merger.may_not_merge');
  if (row.status !== 'done') throw refuse('conflict', 'merger.not_done', { status: row.status });
  await takeBack(tx, row, row.done as Done, reason, context);
  await tx.update(merger).set({ status: 'undone', undoneAt: context.now, undoReason: reason }).where(eq(merger.id, id));
  return { result: { status: 'undone' as const }, trace: { subject: 'merger', subjectId: id, after: { status: 'undone', reason } } };
});
