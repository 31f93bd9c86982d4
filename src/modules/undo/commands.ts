import { dayOf } from '../../kernel/day.ts';
import { Refusal, refuse } from '../../kernel/refusal.ts';
import { command, type Now } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { retractComment } from '../comments/commands.ts';
import { reverseAgreement } from '../funds/agreement-commands.ts';
import { reverseArrival } from '../funds/arrival-commands.ts';
import { reverseInvestment } from '../funds/investment-commands.ts';
import { holdProjects } from '../funds/known-queries.ts';
import { recordProblem } from '../problems/commands.ts';
import { problemOfEntry, takingBack } from '../problems/taking-back-queries.ts';
import { updateProject } from '../projects/commands.ts';
import { decideProposal, moveProject, proposeMove, reopenProject } from '../projects/move-commands.ts';
import { openProposal } from '../projects/move-queries.ts';
import { type FactsOf, visibleProject } from '../projects/queries.ts';
import type { Step } from './domain/act.ts';
import { may } from './policy.ts';
import { hindrance, latestAct, stepsFor } from './queries.ts';

type Of<W extends Step['what']> = Extract<Step, { what: W }>;
type Take = (tx: Tx, step: never, reason: string, context: Now) => Promise<unknown>;
const reversals = { agreement: reverseAgreement, arrival: reverseArrival, investment: reverseInvestment } as const;

const takings = (factsOf: FactsOf) => {
  const [move, propose, decide] = [moveProject(factsOf), proposeMove(factsOf), decideProposal(factsOf)];
  const versionOf = async (tx: Tx, id: string, { actor }: Now) => (await visibleProject(tx, id, actor, true)).version;
  return {
    reverse: (tx: Tx, { ledger, projectId, id }: Of<'reverse'>, reason: string, context: Now) =>
      reversals[ledger].inside(tx, { projectId, id, reason }, context),
    restore: async (tx: Tx, { projectId, before }: Of<'restore'>, _: string, context: Now) =>
      updateProject.inside(tx, { id: projectId, version: await versionOf(tx, projectId, context), patch: before }, context),
    back: async (tx: Tx, { projectId, to }: Of<'back'>, reason: string, context: Now) => {
      const input = { id: projectId, version: await versionOf(tx, projectId, context), to, happenedOn: dayOf(context.now), reason };
      return may.stepBackAtOnce(context.actor) ? move.inside(tx, input, context) : propose.inside(tx, input, context);
    },
    withdraw: async (tx: Tx, { projectId, to }: Of<'withdraw'>, _: string, context: Now) => {
      const proposal = await openProposal(tx, projectId, true);
      if (proposal?.toStage !== to) throw refuse('conflict', 'project.proposal_closed');
      const version = await versionOf(tx, projectId, context);
      return decide.inside(tx, { id: projectId, version, proposalId: proposal.id, verdict: 'withdrawn' }, context);
    },
    reopen: async (tx: Tx, { projectId }: Of<'reopen'>, reason: string, context: Now) =>
      reopenProject.inside(
        tx,
        { id: projectId, version: await versionOf(tx, projectId, context), reason, happenedOn: dayOf(context.now) },
        context,
      ),
    entry: async (tx: Tx, { projectId, id }: Of<'entry'>, reason: string, context: Now) => {
      const events = await takingBack(tx, { projectId, id }, context.actor, true);
      if (events instanceof Refusal) throw events;
      const place = await problemOfEntry(tx, { projectId, id });
      return recordProblem.inside(tx, { place, event: { kind: 'taken_back', events, words: reason } }, context);
    },
    retract: (tx: Tx, { projectId, commentId }: Of<'retract'>, _: string, context: Now) =>
      retractComment.inside(tx, { id: projectId, entryId: commentId }, context),
  } satisfies Partial<Record<Step['what'], Take>>;
};

/**
 * Takes back the actor's latest act on something by acts of the opposite sense: a reversal, the earlier values, a step back (proposed
 * where the rules ask for a second person), an entry of a problem taken back. All of it or nothing. Refuses: undo.nothing, undo.not_this_way, undo.something_came_after,
 * undo.changed_since, undo.month_closed, undo.in_claim, and whatever the opposite act refuses.
 */
export const undoAct = (factsOf: FactsOf) => {
  const take = takings(factsOf);
  return command('undo.act', async (tx, { subjectId, reason }: { subjectId: string; reason: string }, context) => {
    const act = await latestAct(tx, subjectId, context);
    const steps = await stepsFor(tx, act);
    await holdProjects(tx, [...new Set((steps ?? []).map((s) => s.projectId))].toSorted());
    const hindered = await hindrance(tx, act, steps, context.actor);
    if (hindered || !steps) throw hindered ?? refuse('rule', 'undo.not_this_way', { action: act.action });
    for (const step of steps) await take[step.what](tx, step as never, reason, context);
    const isProposed = steps.some((s) => s.what === 'back') && !may.stepBackAtOnce(context.actor);
    const seq = act.entries.at(-1)!.seq;
    return {
      result: { outcome: isProposed ? ('proposed' as const) : ('done' as const) },
      trace: { subject: act.entries[0]!.subject, subjectId, after: { undoes: act.action, seq, reason, steps: steps.length } },
    };
  });
};
