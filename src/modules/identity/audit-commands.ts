import { command } from '../../platform/command.ts';

/** That the trace was taken out of the house, and which part of it, is itself an entry. */
export const noteAuditExport = command('audit.export', async (_, filter: Record<string, unknown>, { actor }) => ({
  result: {},
  trace: { subject: 'audit', subjectId: actor.id, after: filter },
}));
