import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { savedView } from './tables.ts';

type View = { list: string; name: string; isShared: boolean; state: { query: Record<string, string>; columns: string[] } };

/** Keeps a view of a list under a name of the person's own; the same name again replaces it. */
export const saveView = command('view.save', async (tx, input: View, { actor, now }) => {
  const values = { ...input, personId: actor.id, updatedAt: now };
  const [row] = await tx
    .insert(savedView)
    .values({ id: v7(), ...values })
    .onConflictDoUpdate({ target: [savedView.personId, savedView.list, savedView.name], set: values })
    .returning({ id: savedView.id });
  return { result: { id: row!.id }, trace: { subject: 'view', subjectId: row!.id, after: input } };
});

/** Removes a view of one's own; another person's is as unknown as one that never was. */
export const removeView = command('view.remove', async (tx, { id }: { id: string }, { actor }) => {
  const [row] = await tx
    .delete(savedView)
    .where(and(eq(savedView.id, id), eq(savedView.personId, actor.id)))
    .returning();
  if (!row) throw refuse('not_found', 'view.unknown', { id });
  return {
    result: {},
    trace: { subject: 'view', subjectId: id, before: { list: row.list, name: row.name, isShared: row.isShared, state: row.state } },
  };
});
