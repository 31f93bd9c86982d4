import { and, asc, eq } from 'drizzle-orm';
import type { PartialDate } from '../../kernel/day.ts';
import type { Reader } from '../../platform/db.ts';
import type { Stage } from '../projects/domain/stage.ts';
import { stageChange } from '../projects/tables.ts';

/** When a project came to a stage, by its log. */
export async function reachedOn(db: Reader, projectId: string, stage: Stage): Promise<PartialDate> {
  const [row] = await db
    .select({ on: stageChange.happenedOn })
    .from(stageChange)
    .where(and(eq(stageChange.projectId, projectId), eq(stageChange.toStage, stage)))
    .orderBy(asc(stageChange.recordedAt), asc(stageChange.id))
    .limit(1);
  return row!.on;
}
