import { inArray } from 'drizzle-orm';
import type { Reader } from '../../platform/db.ts';
import type { LightColour } from './domain/mark.ts';
import { projectMark } from './tables.ts';

/** The lights of these projects that have one, by project. */
export async function lightsOf(db: Reader, ids: readonly string[]): Promise<Map<string, LightColour>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .select()
    .from(projectMark)
    .where(inArray(projectMark.projectId, [...ids]));
  return new Map(rows.map((r) => [r.projectId, r.light]));
}
