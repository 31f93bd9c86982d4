import { command } from '../../platform/command.ts';
import type { Anchor } from '../../platform/audit-chain.ts';
import type { Jobs } from '../../platform/jobs.ts';
import { enqueueTask } from '../../platform/tasks.ts';

/** That the trace was taken out of the house, and which part of it, is itself an entry. */
export const noteAuditExport = command('audit.export', async (_, filter: Record<string, unknown>, { actor }) => ({
  result: {},
  trace: { subject: 'audit', subjectId: actor.id, after: filter },
}));

/** Has the whole chain over the trace recomputed; who reads the result is told by the task. */
export const beginAuditCheck = command(
  'audit.check',
  async (tx, { jobs, anchor }: { jobs: Jobs; anchor?: Anchor | undefined }, { actor, now }) => {
    const taskId = await enqueueTask(tx, jobs, 'audit.check', { anchor: anchor ?? null }, actor, now);
    return { result: { taskId }, trace: { subject: 'audit', subjectId: actor.id, after: { taskId, anchor: anchor ?? null } } };
  },
);
