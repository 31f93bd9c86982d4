import { asc, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf, type PartialDate } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { judgeChanges } from './change-queries.ts';
import { lockedProject } from './commands.ts';
import { authorityRulesOn, dateKey, standingDate, standingDates } from './date-queries.ts';
import { checkAuthorityDate, claimedField, type DateEvent, type StartKind } from './domain/authority-date.ts';
import type { NewDate } from './domain/date-view.ts';
import { check, checkRecognise } from './policy.ts';
import type { ProjectRow } from './queries.ts';
import { writeChanges } from './record-commands.ts';
import { authorityDate, project } from './tables.ts';

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

/** A date that an authority recognised, as a list says it. */
export type Recognised = Readonly<{
  projectId: string;
  event: DateEvent;
  authority: string;
  kind: StartKind | null;
  happenedOn: PartialDate;
  reason: string | null;
}>;

/** Writes down a list of dates that authorities recognised, each judged as by itself. Answers with the ids, in their order. */
export const recordDates = command(
  'project.record_dates',
  async (tx, { batchId, rows }: { batchId: string; rows: readonly Recognised[] }, { actor, now }) => {
    const today = dayOf(now);
    const rules = await authorityRulesOn(tx, today);
    const ids = [...new Set(rows.map((r) => r.projectId))];
    const locked = await tx
      .select({ id: project.id, unitId: project.unitId, stage: project.stage, side: project.side })
      .from(project)
      .where(inArray(project.id, ids))
      .orderBy(asc(project.id))
      .for('update');
    const [projects, held] = [new Map(locked.map((p) => [p.id, p])), await standingDates(tx, ids)];
    const entries = rows.map((row) => {
      const of = projects.get(row.projectId);
      if (!of) throw refuse('not_found', 'project.unknown', { id: row.projectId });
      settle(checkRecognise(actor, of, rules, row));
      settle(checkAuthorityDate(row, held.get(dateKey(row)) ?? null, of, today));
      return { ...row, id: v7(), recordedAt: now, recordedBy: actor.id };
    });
    await insertMany(tx, authorityDate, entries);
    const trace = entries.length ? { subject: 'import', subjectId: batchId, after: { dates: entries.length } } : [];
    return { result: { ids: entries.map((e) => e.id) }, trace };
  },
);

const paperOf = { started: 'site_check', natong: 'approval', above_scale: 'approval', production: 'site_check' } as const;

/** The record follows what is claimed. */
async function claim(tx: Tx, row: ProjectRow, { event, happenedOn }: { event: DateEvent; happenedOn: PartialDate | null }, context: Now) {
  const field = claimedField(event);
  if (!field || row[field] === happenedOn) return [];
  const [judged] = await judgeChanges(tx, [{ id: row.id, patch: { [field]: happenedOn } }], { ...context, lock: true });
  if (judged!.refusal) throw judged!.refusal;
  return writeChanges(tx, [judged!], null, context, { isClaimed: true });
}
