import { eq } from 'drizzle-orm';
import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { EnterprisePatch } from './domain/enterprise.ts';
import { derived, oldNamesOf } from './commands.ts';
import { enterpriseById } from './queries.ts';
import { enterprise } from './tables.ts';

type Fold = { fromId: string; intoId: string; patch: EnterprisePatch };
type Unfold = Fold;
type Row = Awaited<ReturnType<typeof enterpriseById>>;
const given = (patch: EnterprisePatch) => Object.fromEntries(Object.entries(patch).filter(([, v]) => v !== undefined)) as Partial<Row>;

/** One record becomes part of another, which takes over what was chosen; the old one is read only and says into which it went. */
export const foldEnterprise = command('enterprise.fold', async (tx, { fromId, intoId, patch }: Fold, { now }) => {
  const from = await enterpriseById(tx, fromId, true);
  const into = await enterpriseById(tx, intoId, true);
  if (from.mergedInto || into.mergedInto) throw refuse('rule', 'enterprise.is_merged', { into: from.mergedInto ?? into.mergedInto });
  await tx
    .update(enterprise)
    .set({ mergedInto: intoId, version: from.version + 1, updatedAt: now })
    .where(eq(enterprise.id, fromId));
  const after: Row = { ...into, ...given(patch) };
  await tx
    .update(enterprise)
    .set({ ...given(patch), ...derived(after, await oldNamesOf(tx, intoId)), version: into.version + 1, updatedAt: now })
    .where(eq(enterprise.id, intoId));
  return { result: {}, trace: { subject: 'enterprise', subjectId: intoId, after: { absorbed: from.name, ...patch } } };
});

/** Takes that back: the record stands by itself again, and the other has what it had. */
export const unfoldEnterprise = command('enterprise.unfold', async (tx, { fromId, intoId, patch }: Unfold, { now }) => {
  const into = await enterpriseById(tx, intoId, true);
  const after: Row = { ...into, ...given(patch) };
  await tx
    .update(enterprise)
    .set({ ...given(patch), ...derived(after, await oldNamesOf(tx, intoId)), version: into.version + 1, updatedAt: now })
    .where(eq(enterprise.id, intoId));
  const from = await enterpriseById(tx, fromId, true);
  await tx
    .update(enterprise)
    .set({ mergedInto: null, version: from.version + 1, updatedAt: now })
    .where(eq(enterprise.id, fromId));
  return { result: {}, trace: { subject: 'enterprise', subjectId: fromId, after: { releasedFrom: into.name } } };
});
