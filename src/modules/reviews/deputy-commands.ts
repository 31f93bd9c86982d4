import { eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { actorById } from '../identity/queries.ts';
import { may } from './policy.ts';
import { reviewDeputy } from './tables.ts';

/** A colleague signs in the actor's stead from one day to another (委托代办). Refuses: deputy.person_unknown, deputy.ends_before, deputy.is_over. */
export const setDeputy = command('review.set_deputy', async (tx, input: { deputyId: string; from: string; to: string }, { actor, now }) => {
  const { deputyId, from, to } = input;
  const deputy = deputyId === actor.id ? null : await actorById(tx, deputyId);
  if (!deputy || !may.beAsked(deputy)) throw refuse('not_found', 'deputy.person_unknown', { field: 'deputyId' });
  if (to < from) throw refuse('invalid', 'deputy.ends_before', { field: 'to', from, to });
  if (to < dayOf(now)) throw refuse('invalid', 'deputy.is_over', { field: 'to', to });
  const id = v7();
  await tx.insert(reviewDeputy).values({ id, personId: actor.id, deputyId, fromDay: from, toDay: to, createdAt: now });
  return { result: { id }, trace: { subject: 'person', subjectId: actor.id, after: { deputyId, from, to } } };
});

/** Ends it before its day. Refuses deputy.unknown: also one that is another's. */
export const endDeputy = command('review.end_deputy', async (tx, { id }: { id: string }, { actor, now }) => {
  const [row] = await tx.select().from(reviewDeputy).where(eq(reviewDeputy.id, id)).for('update');
  if (!row || row.personId !== actor.id) throw refuse('not_found', 'deputy.unknown', { id });
  if (row.endedAt) return { result: {}, trace: [] };
  await tx.update(reviewDeputy).set({ endedAt: now }).where(eq(reviewDeputy.id, id));
  return {
    result: {},
    trace: { subject: 'person', subjectId: actor.id, before: { deputyId: row.deputyId, to: row.toDay }, after: { endedAt: now } },
  };
});
