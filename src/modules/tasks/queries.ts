import { setTimeout as sleep } from 'node:timers/promises';
import { eq } from 'drizzle-orm';
import type { Actor } from '../../kernel/actor.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Reader } from '../../platform/db.ts';
import { task } from '../../platform/tasks.ts';
import type { TaskView } from './contract.ts';
import { may } from './policy.ts';

/** One task of the actor; another person's task is as unknown as one that never was. */
export async function getTask(db: Reader, id: string, actor: Actor): Promise<TaskView> {
  const [row] = await db.select().from(task).where(eq(task.id, id));
  if (!row || !may.read(actor, row)) throw refuse('not_found', 'task.unknown', { id });
  return {
    id: row.id,
    kind: row.kind,
    status: row.status,
    done: row.doneCount,
    total: row.totalCount,
    result: row.result,
    refusal: row.refusal as TaskView['refusal'],
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

/** Yields the task whenever it has moved, until it ends or the reader goes away. */
export async function* watchTask(db: Reader, id: string, actor: Actor, signal: AbortSignal): AsyncGenerator<TaskView> {
  let last = '';
  while (!signal.aborted) {
    const view = await getTask(db, id, actor);
    const seen = `${view.status}:${view.done}:${view.total}`;
    if (seen !== last) yield view;
    last = seen;
    if (view.finishedAt) return;
    await sleep(300, undefined, { signal }).catch(() => undefined);
  }
}
