import { refuse } from '../../kernel/refusal.ts';
import type { Actor } from '../../kernel/actor.ts';
import type { TaskHandlers, Work } from '../../platform/tasks.ts';
import { checkRows } from './check-commands.ts';
import { type CommitAnswer, answerCommit, type ImportRoom, putBack } from './commands.ts';
import { commitRows } from './commit-commands.ts';
import { kindOf, readableBatch } from './queries.ts';
import { withFile } from './sheet-reading.ts';

type Going = Pick<Work, 'progress' | 'signal'>;

/** Judges every row of an import that is set up. */
export async function runCheck(
  { db, files, kinds }: ImportRoom,
  batchId: string,
  actor: Actor,
  { progress, signal }: Going,
  now = new Date(),
) {
  const batch = await readableBatch(db, batchId, kinds, actor);
  if (!batch.setup) throw refuse('conflict', 'import.not_set_up');
  const kind = kindOf(kinds, batch.kind, actor);
  return withFile(files, batch.fileSha256, (path) => checkRows(db, { batchId, kind, path, progress, signal }, actor, now));
}

/** Writes an import that was checked and answered. */
export async function runCommit(
  { db, kinds }: ImportRoom,
  batchId: string,
  actor: Actor,
  { progress }: Pick<Going, 'progress'>,
  now = new Date(),
) {
  const batch = await readableBatch(db, batchId, kinds, actor);
  const kind = kindOf(kinds, batch.kind, actor);
  const fresh = batch.counts?.new ?? 0;
  const prepared = fresh > 0 ? await kind.prepare?.(db, fresh, { actor, now, batchId }) : undefined;
  return commitRows(db, { batchId, kind, prepared, progress }, actor, now);
}

/** The same without the queue, for the command line: whoever runs it waits for it. */
export async function commitNow(
  room: ImportRoom,
  batchId: string,
  answer: CommitAnswer,
  actor: Actor,
  going: Pick<Going, 'progress'>,
  now = new Date(),
) {
  await answerCommit(room.db, { id: batchId, answer, kinds: room.kinds }, actor, now);
  return runCommit(room, batchId, actor, going, now);
}

/** The long work of this room. Whatever ends it without effect puts the import back to where it was. */
export const importTasks = (room: ImportRoom, now: () => Date = () => new Date()): TaskHandlers => {
  const orPutBack =
    (run: (batchId: string, work: Work) => Promise<unknown>) =>
    async ({ batchId }: { batchId: string }, work: Work) => {
      try {
        return await run(batchId, work);
      } catch (error) {
        const told = work.signal.aborted ? refuse('conflict', 'import.cancelled') : error;
        await putBack(room.db, { id: batchId, error: told }, work.actor, now());
        throw error;
      }
    };
  return {
    'import.check': orPutBack((id, work) => runCheck(room, id, work.actor, work, now())),
    'import.commit': orPutBack((id, work) => runCommit(room, id, work.actor, work, now())),
  };
};
