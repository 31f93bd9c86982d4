import { v7 } from 'uuid';
import type { Day } from '../../kernel/day.ts';
import { command } from '../../platform/command.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { heldProjects, refusePlanned } from './bulk-commands.ts';
import { type GivenNode, givenNodes } from './domain/given.ts';
import type { ProjectClass } from './domain/node.ts';
import { classWords } from './domain/words.ts';
import { refreshMilestones } from './standing-commands.ts';
import { milestoneActual, milestoneNode, milestonePlan } from './tables.ts';

export type GivenPlan = Readonly<{ projectId: string; class: ProjectClass; nodes: readonly (GivenNode & { finishedOn: Day | null })[] }>;

/**
 * First plans with the dates that a table gave them, and what it says was finished. What each node waits for follows from the dates, so
 * that the plan can be changed later like any other. Answers with the ids of the nodes, plan by plan. Refuses milestone.has_plan.
 */
export const layGivenPlans = command(
  'milestones.lay',
  async (tx, { batchId, plans }: { batchId: string; plans: readonly GivenPlan[] }, context) => {
    const ids = plans.map((p) => p.projectId);
    if (ids.length === 0) return { result: { ids: [] as string[][] }, trace: [] };
    await heldProjects(tx, ids, 'plan', context);
    await refusePlanned(tx, ids, context);
    const { actor, now } = context;
    const laid = plans.map(({ projectId, class: of, nodes }) => {
      const promisedOn = nodes
        .map((n) => n.finishOn)
        .toSorted()
        .at(-1)!;
      const plan = { projectId, id: v7(), no: 1, class: of, title: classWords[of].zh, templateVersion: 0, promisedOn, reason: null };
      const rows = givenNodes(nodes).map((node, orderNo) => ({ projectId, id: v7(), planId: plan.id, orderNo, ...node }));
      const done = nodes.flatMap(({ finishedOn }, i) =>
        finishedOn && !rows[i]!.event
          ? [
              {
                projectId,
                id: v7(),
                key: rows[i]!.key,
                kind: 'finished' as const,
                happenedOn: finishedOn,
                supersedes: null,
                reason: null,
                remark: null,
              },
            ]
          : [],
      );
      return { plan: { ...plan, madeBy: actor.id, madeAt: now }, rows, done };
    });
    await insertMany(
      tx,
      milestonePlan,
      laid.map((l) => l.plan),
    );
    await insertMany(
      tx,
      milestoneNode,
      laid.flatMap((l) => l.rows),
    );
    await insertMany(
      tx,
      milestoneActual,
      laid.flatMap((l) => l.done).map((d) => ({ ...d, recordedBy: actor.id, recordedAt: now })),
    );
    await refreshMilestones(tx, ids);
    const trace = { subject: 'import', subjectId: batchId, after: { plans: laid.length } };
    return { result: { ids: laid.map((l) => l.rows.map((r) => r.id)) }, trace };
  },
);
