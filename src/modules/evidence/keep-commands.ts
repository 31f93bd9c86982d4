import { command } from '../../platform/command.ts';
import { storedFile } from './tables.ts';

/**
 * Notes a file that another room keeps as it was sent (the original of an import), so that `verify` looks after it. Joins the
 * command that records what the file is for; the store has the file before.
 */
export const keepOriginal = command('evidence.keep', async (tx, file: { sha256: string; size: number; mediaType: string }, { now }) => {
  await tx
    .insert(storedFile)
    .values({ ...file, storedAt: now })
    .onConflictDoNothing();
  return { result: {}, trace: [] };
});
