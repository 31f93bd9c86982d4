import { and, desc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import type { Result } from '../../kernel/contract.ts';
import type { Reader } from '../../platform/db.ts';
import type { draftsContract } from './contract.ts';
import { may } from './policy.ts';
import { draft } from './tables.ts';

type C = typeof draftsContract;

/** The actor's own draft of a form. */
export async function getDraft(db: Reader, form: string, actor: Actor): Promise<Result<C['get']>> {
  const [row] = await db
    .select()
    .from(draft)
    .where(and(eq(draft.personId, actor.id), eq(draft.form, form)));
  if (!row || !may.keep(actor, row)) return { draft: null };
  return { draft: { body: row.body as Record<string, unknown>, updatedAt: row.updatedAt.toISOString() } };
}

const shownAtMost = 50;
/** What the actor began and has not sent, the latest first. */
export async function draftsOf(db: Reader, actor: Actor): Promise<Result<C['mine']>['items']> {
  const rows = await db
    .select({ form: draft.form, place: draft.place, updatedAt: draft.updatedAt })
    .from(draft)
    .where(eq(draft.personId, actor.id))
    .orderBy(desc(draft.updatedAt))
    .limit(shownAtMost);
  return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
}
