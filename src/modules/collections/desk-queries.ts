import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { addDays, dayOf } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import { unitTree } from '../identity/queries.ts';
import { may } from './policy.ts';
import { newestRound } from './queries.ts';
import { collection, collectionSheet } from './tables.ts';

/** A line on somebody's desk. */
type Item = Readonly<{ key: string; kind: string; title: string; params: Record<string, string>; link: string }>;
const soonDays = 3;

/** Sheets that the actor's unit still has to fill in: new ones, returned ones, or those due within days. */
export const sheetItems =
  (section: 'todo' | 'returned' | 'due') =>
  async (db: Reader, actor: Actor, now: Date): Promise<Item[]> => {
    if (actor.unitIds.length === 0) return [];
    const rows = await db
      .select()
      .from(collectionSheet)
      .innerJoin(collection, eq(collection.id, collectionSheet.collectionId))
      .where(
        and(
          inArray(collectionSheet.unitId, [...actor.unitIds]),
          eq(collection.status, 'issued'),
          ne(collectionSheet.status, 'submitted'),
          eq(collectionSheet.round, newestRound),
        ),
      )
      .orderBy(collectionSheet.dueOn, collectionSheet.id);
    const names = new Map((await unitTree(db)).map((u) => [u.id, u.name]));
    const soon = addDays(dayOf(now), soonDays);
    const belongs = { todo: 'open', returned: 'returned', due: null }[section];
    return rows
      .filter(({ collection: c, collection_sheet: s }) => may.fill(actor, c, s) && (belongs ? s.status === belongs : s.dueOn <= soon))
      .map(({ collection: c, collection_sheet: s }) => ({
        key: s.id,
        kind: `collection_${section}`,
        title: c.title,
        params: { unit: names.get(s.unitId) ?? '', due: s.dueOn },
        link: `/collections/${c.id}/sheets/${s.unitId}`,
      }));
  };

/** Collections that cost much and wait for the actor's approval. */
export async function waitingCollections(db: Reader, actor: Actor): Promise<Item[]> {
  const rows = await db.select().from(collection).where(eq(collection.status, 'waiting')).orderBy(collection.createdAt);
  return rows
    .filter((c) => may.decide(actor, c))
    .map((c) => ({
      key: c.id,
      kind: 'collection_decide',
      title: c.title,
      params: { minutes: String(c.cost.minutesYear) },
      link: `/collections/${c.id}`,
    }));
}
