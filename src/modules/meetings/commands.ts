import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { visibleProblem } from '../problems/detail-queries.ts';
import { visibleProject } from '../projects/queries.ts';
import type { NewItem } from './contract.ts';
import type { MeetingKind } from './domain/meeting.ts';
import { may } from './policy.ts';
import { keptItems } from './queries.ts';
import { meeting, meetingItem } from './tables.ts';

type Fields = Readonly<{ title: string; heldOn: Day; place: string; items: readonly NewItem[] }>;

/** Plans a meeting or a ceremony. Refuses meeting.may_not_hold, meeting.topic_blank, meeting.item_astray, project.unknown, problem.unknown. */
export const planMeeting = command('meeting.plan', async (tx, { items, ...fields }: Fields & { kind: MeetingKind }, context) => {
  const { actor, now } = context;
  if (!may.hold(actor)) throw refuse('forbidden', 'meeting.may_not_hold');
  const row = { ...fields, id: v7(), createdBy: actor.id, createdAt: now };
  await tx.insert(meeting).values(row);
  await putItems(tx, row.id, items, context);
  return {
    result: { id: row.id },
    trace: { subject: 'meeting', subjectId: row.id, after: { kind: row.kind, heldOn: row.heldOn, items: items.length } },
  };
});

/** What is on the table must be there and the actor's to see. */
async function putItems(tx: Tx, meetingId: string, items: readonly NewItem[], { actor }: Now): Promise<void> {
  for (const { source, projectId, problemId, title } of items) {
    if (source === 'topic' && title === '') throw refuse('invalid', 'meeting.topic_blank', { field: 'items' });
    if ((source === 'topic') !== (projectId === null) || (source === 'problem') !== (problemId !== null))
      throw refuse('invalid', 'meeting.item_astray', { field: 'items', source });
    if (projectId) await visibleProject(tx, projectId, actor);
    if (projectId && problemId) await visibleProblem(tx, { projectId, id: problemId }, actor);
  }
  await tx.delete(meetingItem).where(eq(meetingItem.meetingId, meetingId));
  await insertMany(
    tx,
    meetingItem,
    items.map((item, orderNo) => ({ ...item, meetingId, id: v7(), orderNo, stageThen: null })),
  );
}

type Act = Readonly<{ id: string; version: number }>;
/** The meeting, held until the transaction ends, that is still to be held. */
async function plannedMeeting(tx: Tx, { id, version }: Act, { actor }: Now) {
  if (!may.hold(actor)) throw refuse('forbidden', 'meeting.may_not_hold');
  const [row] = await tx.select().from(meeting).where(eq(meeting.id, id)).for('update');
  if (!row) throw refuse('not_found', 'meeting.unknown', { id });
  if (row.state === 'held') throw refuse('rule', 'meeting.already_held');
  if (row.version !== version) throw refuse('conflict', 'meeting.changed_meanwhile');
  return row;
}

/** Changes a meeting until it is held. Refuses meeting.unknown, meeting.already_held, meeting.changed_meanwhile and what planning refuses. */
export const editMeeting = command('meeting.edit', async (tx, input: Act & Fields & { minutes: string }, context) => {
  const before = await plannedMeeting(tx, input, context);
  const { id, title, heldOn, place, minutes, items } = input;
  const after = { title, heldOn, place, minutes, version: before.version + 1 };
  await tx.update(meeting).set(after).where(eq(meeting.id, id));
  await putItems(tx, id, items, context);
  return {
    result: { version: after.version },
    trace: { subject: 'meeting', subjectId: id, after: { heldOn, version: after.version, items: items.length } },
  };
});

/** The meeting was held: from then on it stays as it is, and its projects with the stage they had. Refuses as editing does, and meeting.to_come. */
export const holdMeeting = command('meeting.hold', async (tx, input: Act, context) => {
  const before = await plannedMeeting(tx, input, context);
  const { actor, now } = context;
  if (before.heldOn > dayOf(now)) throw refuse('rule', 'meeting.to_come', { on: before.heldOn });
  const after = { state: 'held' as const, version: before.version + 1, heldBy: actor.id, heldAt: now };
  await tx.update(meeting).set(after).where(eq(meeting.id, input.id));
  for (const item of await keptItems(tx, input.id)) {
    if (!item.projectId) continue;
    const { stage } = await visibleProject(tx, item.projectId, actor);
    await tx.update(meetingItem).set({ stageThen: stage }).where(eq(meetingItem.id, item.id));
  }
  return { result: { version: after.version }, trace: { subject: 'meeting', subjectId: input.id, before: { state: before.state }, after } };
});
