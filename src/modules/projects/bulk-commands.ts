import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { type AskedChange, judgeChanges, outcomeOf } from './change-queries.ts';
import type { RecordPatch } from './domain/record.ts';
import { writeChanges } from './record-commands.ts';

type Bulk = { rows: readonly { id: string; version: number }[]; patch: RecordPatch; reason?: string | undefined; skipRefused: boolean };
export const askedOf = ({ rows, patch }: Pick<Bulk, 'rows' | 'patch'>): AskedChange[] => rows.map((row) => ({ ...row, patch }));

/**
 * One edit to many projects, judged row by row. With a reason it is a restatement, for which frozen attributes may change.
 * All or nothing, unless the person has seen the refused rows and says to leave them out.
 */
export const bulkUpdate = command('project.bulk_update', async (tx, input: Bulk, context) => {
  const judged = await judgeChanges(tx, askedOf(input), { ...context, restating: input.reason !== undefined, lock: true });
  const refused = judged.filter((j) => j.refusal);
  if (refused.length && !input.skipRefused) {
    throw refuse('rule', 'project.bulk_refused', { refused: refused.map(outcomeOf), rows: judged.length });
  }
  const trace = await writeChanges(tx, judged, input.reason ?? null, context);
  return { result: { items: judged.map(outcomeOf) }, trace };
});
