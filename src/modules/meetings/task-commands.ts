import { and, asc, eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { peopleInRole, reportersOf, unitTree } from '../identity/queries.ts';
import { litNow, mayFollow } from '../lights/follow-queries.ts';
import { notify } from '../notices/commands.ts';
import { visibleProject } from '../projects/queries.ts';
import { follows, standingOf, type StepKind, supervisionNo, type SupervisionSource } from './domain/supervision.ts';
import { checkRecording, checkUnits, may } from './policy.ts';
import { visibleMeeting } from './queries.ts';
import { supervision, supervisionEvent, supervisionUnit } from './tables.ts';
import { feedersOf } from './task-queries.ts';

type Issuing = Readonly<{
  meetingId: string | null;
  leaderId: string | null;
  projectId: string | null;
  title: string;
  words: string;
  dueOn: Day;
  unitIds: readonly string[];
  /** It answers the light that the project has now. */
  ofLight?: boolean;
}>;

/**
 * Makes a decision of a meeting, what a leader instructed, or what a yellow or red light asks for, a numbered task of units and tells them. Refuses supervision.may_not_issue,
 * supervision.source_needed, supervision.leader_unknown, supervision.unit_unknown, supervision.due_in_past, supervision.in_talks, meeting.unknown, light.not_lit,
 * light.may_not_raise.
 */
export const issueTask = command('supervision.issue', async (tx, { unitIds: named, ofLight = false, ...input }: Issuing, context) => {
  const { actor, now } = context;
  const today = dayOf(now);
  const unitIds = [...new Set(named)];
  if (!may.issue(actor)) throw refuse('forbidden', 'supervision.may_not_issue');
  const source = sourceOf(input, ofLight);
  if (input.dueOn < today) throw refuse('invalid', 'supervision.due_in_past', { field: 'dueOn' });
  await checkNamed(tx, input, unitIds, context);
  const year = Number(today.slice(0, 4));
  const lightId = ofLight && input.projectId ? await lightToAnswer(tx, input.projectId, context) : null;
  const row = {
    ...input,
    lightId,
    id: v7(),
    year,
    no: await nextNumber(tx, year),
    source,
    issuedBy: actor.id,
    issuedOn: today,
    issuedAt: now,
  };
  await tx.insert(supervision).values(row);
  const waiting = { supervisionId: row.id, state: 'waiting' as const, dueOn: row.dueOn, doneOn: null, events: 0 };
  await insertMany(
    tx,
    supervisionUnit,
    unitIds.map((unitId, orderNo) => ({ ...waiting, unitId, orderNo })),
  );
  const people = await reportersOf(tx, unitIds);
  await tell(
    tx,
    row,
    'supervision.issued',
    people.map((p) => p.id),
    row.dueOn,
    context,
  );
  const { id, no } = row;
  return {
    result: { id, year, no },
    trace: { subject: 'supervision', subjectId: id, after: { no: supervisionNo(row), source, dueOn: row.dueOn, unitIds } },
  };
});

/** A task comes from a meeting, from a leader, or from the light of its project, and of these from one. Refuses supervision.source_needed. */
function sourceOf({ meetingId, leaderId, projectId }: Omit<Issuing, 'unitIds'>, ofLight: boolean): SupervisionSource {
  const sources = [meetingId && ('decision' as const), leaderId && ('instruction' as const), ofLight && projectId && ('light' as const)];
  const [source, another] = sources.filter((s) => s === 'decision' || s === 'instruction' || s === 'light');
  if (!source || another || (ofLight && source !== 'light')) throw refuse('invalid', 'supervision.source_needed', { field: 'meetingId' });
  return source;
}

/** The light that a task answers. Refuses project.unknown, light.may_not_raise, light.not_lit. */
async function lightToAnswer(tx: Tx, projectId: string, { actor }: Now): Promise<string> {
  if (!mayFollow(actor, await visibleProject(tx, projectId, actor))) throw refuse('forbidden', 'light.may_not_raise');
  return (await litNow(tx, projectId)).id;
}

async function checkNamed(
  tx: Tx,
  { meetingId, leaderId, projectId }: Issuing | Omit<Issuing, 'unitIds'>,
  unitIds: readonly string[],
  { actor }: Now,
) {
  if (meetingId) await visibleMeeting(tx, meetingId, actor);
  if (leaderId && !(await peopleInRole(tx, 'leader')).some((p) => p.id === leaderId))
    throw refuse('not_found', 'supervision.leader_unknown', { field: 'leaderId' });
  const known = new Set((await unitTree(tx)).filter((u) => u.isActive).map((u) => u.id));
  if (!unitIds.every((u) => known.has(u))) throw refuse('not_found', 'supervision.unit_unknown', { field: 'unitIds' });
  if (projectId) settle(checkUnits(await visibleProject(tx, projectId, actor), unitIds));
}

async function nextNumber(tx: Tx, year: number): Promise<number> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`supervisions of ${year}`}, 0))`);
  const [last] = await tx
    .select({ no: sql<number>`coalesce(max(${supervision.no}), 0)::int` })
    .from(supervision)
    .where(eq(supervision.year, year));
  return last!.no + 1;
}

type Told = Readonly<{ id: string; year: number; no: number; projectId: string | null }>;
type Kind = 'supervision.issued' | 'supervision.returned' | 'supervision.fed_back';
async function tell(tx: Tx, { id, year, no }: Told, kind: Kind, to: readonly string[], due: Day, context: Now): Promise<void> {
  const about = { subject: 'supervision', subjectId: id, link: `/supervisions/${id}` };
  await notify(tx, [{ ...about, to, kind, params: { year, no, due } }], context);
}

type Recording = Readonly<{
  id: string;
  unitId: string;
  kind: StepKind;
  words: string;
  dueOn: Day | null;
  events: number;
  uploadIds?: readonly string[];
}>;

/**
 * A unit feeds back; whoever issues accepts it, returns it, or gives more time with a reason. Refuses supervision.unknown,
 * supervision.changed_meanwhile, supervision.not_now, supervision.may_not_record, supervision.own_feedback, supervision.due_needed,
 * evidence.unknown_upload, evidence.already_attached.
 */
export const recordStep = command('supervision.record', async (tx, { id, unitId, events, uploadIds = [], ...step }: Recording, context) => {
  const { actor, now } = context;
  const { kind, dueOn } = step;
  const of = and(eq(supervisionUnit.supervisionId, id), eq(supervisionUnit.unitId, unitId));
  const [held] = await tx.select().from(supervisionUnit).where(of).for('update');
  const mayKnow = may.seeAll(actor) || actor.unitIds.includes(unitId);
  const [task] = held && mayKnow ? await tx.select().from(supervision).where(eq(supervision.id, id)) : [];
  if (!held || !task) throw refuse('not_found', 'supervision.unknown', { id });
  const fedBackBy = (await feedersOf(tx, id)).get(unitId) ?? null;
  settle(checkRecording(kind, actor, unitId, fedBackBy));
  if (held.events !== events) throw refuse('conflict', 'supervision.changed_meanwhile');
  settle(follows(held.state, kind));
  checkTerm(kind, dueOn, dayOf(now));
  const row = { supervisionId: id, id: v7(), unitId, ...step, recordedBy: actor.id, recordedAt: now };
  await tx.insert(supervisionEvent).values(row);
  if (uploadIds.length > 0) {
    const about = { subject: 'supervision' as const, subjectId: row.id, projectId: task.projectId };
    await attachEvidence.inside(tx, { ...about, uploadIds, kind: 'other' }, context);
  }
  const after = standingOf(task.dueOn, await stepsOf(tx, id, unitId));
  await tx.update(supervisionUnit).set(after).where(of);
  if (kind === 'fed_back') await tell(tx, task, 'supervision.fed_back', [task.issuedBy], after.dueOn, context);
  if (kind === 'returned')
    await tell(
      tx,
      task,
      'supervision.returned',
      (await reportersOf(tx, [unitId])).map((p) => p.id),
      after.dueOn,
      context,
    );
  return { result: { state: after.state }, trace: { subject: 'supervision', subjectId: id, after: { id: row.id, unitId, kind, dueOn } } };
});

/** More time needs a day that is still to come; feedback and acceptance set none. */
function checkTerm(kind: StepKind, dueOn: Day | null, today: Day): void {
  const isSet = kind === 'extended' || (kind === 'returned' && dueOn !== null);
  if (isSet && (dueOn === null || dueOn < today)) throw refuse('invalid', 'supervision.due_needed', { field: 'dueOn' });
  if (!isSet && dueOn !== null) throw refuse('invalid', 'supervision.due_astray', { field: 'dueOn' });
}

async function stepsOf(tx: Tx, id: string, unitId: string) {
  const rows = await tx
    .select()
    .from(supervisionEvent)
    .where(and(eq(supervisionEvent.supervisionId, id), eq(supervisionEvent.unitId, unitId)))
    .orderBy(asc(supervisionEvent.recordedAt), asc(supervisionEvent.id));
  return rows.map(({ kind, recordedAt, dueOn }) => ({ kind, on: dayOf(recordedAt), dueOn }));
}
