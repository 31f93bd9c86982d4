import { v7 } from 'uuid';
import { dayOf, type PartialDate } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { judgeChanges } from './change-queries.ts';
import { lockedProject } from './commands.ts';
import { authorityRulesOn, standingDate } from './date-queries.ts';
import { checkAuthorityDate, claimedField, type DateEvent } from './domain/authority-date.ts';
import type { NewDate } from './domain/date-view.ts';
import { check, checkRecognise } from './policy.ts';
import type { ProjectRow } from './queries.ts';
import { writeChanges } from './record-commands.ts';
import { authorityDate } from './tables.ts';

/**
 * Writes down a date as the unit claims it or as an authority recognises it, with its papers. What stood before stays readable.
 * A claim of what the record dates itself is an edit of the record too, and is judged like one.
 */
export const recordDate = command('project.record_date', async (tx, { id: projectId, ...input }: NewDate & { id: string }, context) => {
  const { actor, now } = context;
  const row = await lockedProject(tx, { id: projectId }, context);
  const { event, authority, happenedOn } = input;
  if (authority === null) settle(check('claim', actor, row));
  else settle(checkRecognise(actor, row, await authorityRulesOn(tx, dayOf(now)), { authority, event }));
  const held = await standingDate(tx, row.id, event, authority);
  if ((held?.id ?? null) !== input.insteadOf) throw refuse('conflict', 'project.date_changed_meanwhile', { event });
  const asked = { event, authority, happenedOn, kind: event === 'started' && happenedOn ? input.kind : null, reason: input.reason || null };
  settle(checkAuthorityDate(asked, held, row, dayOf(now)));
  const entry = { ...asked, projectId: row.id, id: v7(), recordedAt: now, recordedBy: actor.id };
  await tx.insert(authorityDate).values(entry);
  const traces = authority === null ? await claim(tx, row, entry, context) : [];
  if (input.uploadIds.length > 0) {
    const subject = { subject: 'authority_date', subjectId: entry.id, projectId: row.id } as const;
    await attachEvidence.inside(tx, { ...subject, uploadIds: input.uploadIds, kind: paperOf[event] }, context);
  }
  const said = { event, authority, happenedOn, kind: asked.kind, ...(asked.reason && { reason: asked.reason }) };
  const before = held && { happenedOn: held.happenedOn, kind: held.kind };
  return { result: { id: entry.id }, trace: [{ subject: 'project', subjectId: row.id, before, after: said }, ...traces] };
});

const paperOf = { started: 'site_check', natong: 'approval', above_scale: 'approval', production: 'site_check' } as const;

/** The record follows what is claimed. */
async function claim(tx: Tx, row: ProjectRow, { event, happenedOn }: { event: DateEvent; happenedOn: PartialDate | null }, context: Now) {
  const field = claimedField(event);
  if (!field || row[field] === happenedOn) return [];
  const [judged] = await judgeChanges(tx, [{ id: row.id, patch: { [field]: happenedOn } }], { ...context, lock: true });
  if (judged!.refusal) throw judged!.refusal;
  return writeChanges(tx, [judged!], null, context, { isClaimed: true });
}
