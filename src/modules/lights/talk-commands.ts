import { v7 } from 'uuid';
import { type Day, dayOf } from '../../kernel/day.ts';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { visibleProject } from '../projects/queries.ts';
import { litNow } from './follow-queries.ts';
import { may } from './policy.ts';
import { lightTalk } from './tables.ts';

type Talking = Readonly<{ id: string; heldOn: Day; who: string; words: string }>;
/**
 * Records that those who answer for a project were spoken with about its light (约谈). Refuses project.unknown, light.may_not_raise, light.not_lit,
 * light.talk_in_future.
 */
export const recordTalk = command('light.talk', async (tx, { id, ...said }: Talking, { actor, now }) => {
  const project = await visibleProject(tx, id, actor, true);
  if (!may.raise(actor, project)) throw refuse('forbidden', 'light.may_not_raise');
  const light = await litNow(tx, id);
  if (said.heldOn > dayOf(now)) throw refuse('invalid', 'light.talk_in_future', { field: 'heldOn' });
  const row = { projectId: id, id: v7(), lightId: light.id, ...said, recordedBy: actor.id, recordedAt: now };
  await tx.insert(lightTalk).values(row);
  return { result: { id: row.id }, trace: { subject: 'project', subjectId: id, after: row } };
});
