import { and, eq } from 'drizzle-orm';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { draft } from './tables.ts';

const mostCharacters = 500_000;
type Kept = { form: string; place: string; body: Record<string, unknown> };

/** Keeps what the actor has written so far. Drafts leave no trace: nothing has been done yet. Refuses draft.too_large. */
export const saveDraft = command('draft.save', async (tx, input: Kept, { actor, now }) => {
  if (JSON.stringify(input.body).length > mostCharacters) throw refuse('invalid', 'draft.too_large', { most: mostCharacters });
  const values = { ...input, personId: actor.id, updatedAt: now };
  await tx
    .insert(draft)
    .values(values)
    .onConflictDoUpdate({ target: [draft.personId, draft.form], set: values });
  return { result: { updatedAt: now.toISOString() }, trace: [] };
});

/** Lets the actor's draft of a form go, once it is sent or not wanted any more. */
export const removeDraft = command('draft.remove', async (tx, { form }: { form: string }, { actor }) => {
  await tx.delete(draft).where(and(eq(draft.personId, actor.id), eq(draft.form, form)));
  return { result: {}, trace: [] };
});
