import { asc, eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { hasRole } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { recognitionBasis } from './tables.ts';

/** The 口径 of a code. Refuses: recognition.basis_unknown. */
export async function basisOf(db: Reader, code: string) {
  const [row] = await db.select().from(recognitionBasis).where(eq(recognitionBasis.code, code));
  if (!row) throw refuse('not_found', 'recognition.basis_unknown', { code });
  return row;
}

/** Every 口径 in its order, and whether the actor judges under it. */
export async function listBases(db: Reader, actor: Actor) {
  const rows = await db.select().from(recognitionBasis).orderBy(asc(recognitionBasis.orderNo));
  return {
    items: rows.map(({ code, nameZh, nameEn, roles }) => ({ code, nameZh, nameEn, can: { give: hasRole(actor, ...roles) } })),
  };
}
