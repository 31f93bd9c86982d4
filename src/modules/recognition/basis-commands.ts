import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { basesOn } from './basis-queries.ts';
import { codeOfNew, type NewBasis } from './domain/basis.ts';
import { may } from './policy.ts';
import { recognitionBasis } from './tables.ts';

/**
 * Adds a 口径 of the district's own. Its rule is published next, then the list with it in use; before that nothing is judged under it.
 * Refuses: recognition.basis_twice, recognition.bases_full.
 */
export const addBasis = command('recognition.add_basis', async (tx, added: NewBasis, { actor, now }) => {
  if (!may.publish(actor)) throw refuse('forbidden', 'session.role_may_not', { act: 'publishRule' });
  const known = await basesOn(tx, dayOf(now));
  const code = settle(codeOfNew(added, known));
  const row = { ...added, roles: [...added.roles], code, id: v7(), orderNo: known.length + 1, addedAt: now, addedBy: actor.id };
  const [kept] = await tx.insert(recognitionBasis).values(row).onConflictDoNothing().returning();
  // Two who add at once: the second is told.
  if (!kept) throw refuse('conflict', 'recognition.bases_changed_meanwhile', { code });
  return { result: { code }, trace: { subject: 'recognition_basis', subjectId: row.id, after: { ...added, code } } };
});
