import { refuse } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import { logMove, proposeTo } from './move-commands.ts';
import { judgeMoves, type ManyMoves, moveOutcomeOf } from './move-queries.ts';
import type { FactsOf } from './queries.ts';

/**
 * Moves many projects to one stage, each judged as if it were moved alone: at once, or proposed where a second person is asked for.
 * All or nothing, unless the person has seen the refused rows and says to leave them out. Refuses project.bulk_refused with each row.
 */
export const bulkMove = (factsOf: FactsOf) =>
  command('project.bulk_move', async (tx, { skipRefused, ...asked }: ManyMoves & Readonly<{ skipRefused: boolean }>, context) => {
    const planned = await judgeMoves(tx, asked, factsOf, { ...context, lock: true });
    const items = planned.map(moveOutcomeOf(context));
    const refused = items.filter((i) => i.outcome === 'refused');
    if (refused.length > 0 && !skipRefused) throw refuse('rule', 'project.bulk_refused', { refused, rows: items.length });
    const trace = [];
    for (const { row, plan } of planned) {
      if (!row || !plan) continue;
      const { kind, way, happenedOn, gateVersion } = plan;
      const reason = asked.reason ?? null;
      const done =
        way === 'propose'
          ? await proposeTo(tx, row, { toStage: asked.to, happenedOn, reason }, context)
          : await logMove(tx, row, { kind, stage: asked.to, side: null, happenedOn, reason, gateVersion }, context);
      trace.push(done.trace);
    }
    return { result: { items }, trace };
  });
