import { eq } from 'drizzle-orm';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { task } from '../../platform/tasks.ts';
import { may } from './policy.ts';

/** Asks running work to stop; it stops at its next progress report and leaves nothing behind. */
export const cancelTask = command('task.cancel', async (tx, { id }: { id: string }, { actor }) => {
  const [row] = await tx.select().from(task).where(eq(task.id, id)).for('update');
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'task.unknown', { id });
  if (row.finishedAt || row.cancelRequested) return { result: {}, trace: [] };
  await tx.update(task).set({ cancelRequested: true }).where(eq(task.id, id));
  return { result: {}, trace: { subject: 'task', subjectId: id, after: { cancelRequested: true } } };
});
