import { v7 } from 'uuid';
import { dayOf } from '../../kernel/day.ts';
import { refuse, settle } from '../../kernel/refusal.ts';
import { command } from '../../platform/command.ts';
import type { Tx } from '../../platform/db.ts';
import { insertMany } from '../../platform/many-rows.ts';
import { attachEvidence } from '../evidence/commands.ts';
import { visibleProject } from '../projects/queries.ts';
import type { NewActual, NewPlan } from './domain/plan-view.ts';
import { checkActual } from './domain/standing.ts';
import { actualsOf, lastOf } from './facts-queries.ts';
import { type Draft, draftOf, planInForce, plansOf } from './plan-queries.ts';
import { check } from './policy.ts';
import { refreshMilestones } from './standing-commands.ts';
import { milestoneActual, milestoneNode, milestonePlan } from './tables.ts';

/**
 * Makes the first plan of a project, or one in the place of that in force, which stays readable with the reason. Refuses
 * milestone.may_not_plan, .plan_changed_meanwhile, .reason_required, .promised_in_past, and nodes that cannot be put in order.
 */
export const makePlan = command('milestones.plan', async (tx, { projectId, ...asked }: NewPlan & { projectId: string }, context) => {
  const project = await visibleProject(tx, projectId, context.actor, true);
  settle(check('plan', context.actor, project));
  const [inForce = null] = await plansOf(tx, projectId);
  const no = inForce?.plan.no ?? null;
  if (no !== asked.insteadOf) throw refuse('conflict', 'milestone.plan_changed_meanwhile', { no });
  if (inForce && !asked.reason) throw refuse('invalid', 'milestone.reason_required', { field: 'reason' });
  const today = dayOf(context.now);
  if (asked.promisedOn < today)
    throw refuse('invalid', 'milestone.promised_in_past', { field: 'promisedOn', found: asked.promisedOn, today });
  const draft = await draftOf(tx, projectId, asked, today);
  const plan = {
    projectId,
    id: v7(),
    no: (no ?? 0) + 1,
    class: asked.class,
    title: draft.title,
    templateVersion: draft.templateVersion,
    promisedOn: asked.promisedOn,
    reason: inForce ? asked.reason : null,
    madeBy: context.actor.id,
    madeAt: context.now,
  };
  await tx.insert(milestonePlan).values(plan);
  await insertMany(tx, milestoneNode, nodeRows(plan, draft));
  await refreshMilestones(tx, [projectId]);
  const said = ({ no, title, promisedOn, reason }: Pick<typeof plan, 'no' | 'title' | 'promisedOn' | 'reason'>) => ({
    planNo: no,
    planTitle: title,
    promisedOn,
    ...(reason && { reason }),
  });
  const before = inForce && said(inForce.plan);
  return {
    result: { id: plan.id, no: plan.no },
    trace: { subject: 'project', subjectId: projectId, before, after: said(plan) },
  };
});

/** The rows of the nodes of a plan. */
export const nodeRows = (plan: Readonly<{ projectId: string; id: string }>, draft: Pick<Draft, 'nodes' | 'dates'>) =>
  draft.nodes.map((node, orderNo): typeof milestoneNode.$inferInsert => ({
    projectId: plan.projectId,
    id: v7(),
    planId: plan.id,
    orderNo,
    ...node,
    startOn: draft.dates.get(node.key)!.latestStartOn,
    finishOn: draft.dates.get(node.key)!.latestFinishOn,
  }));

/**
 * Records when a node began or was finished, with its papers; what was said before stays readable. Events of the record (开工, 竣工, 投产)
 * are recorded with the project. Refuses milestone.may_not_record, .no_plan, .unknown_node, .of_record, .changed_meanwhile and what
 * `checkActual` refuses.
 */
export const recordActual = command(
  'milestones.record',
  async (tx, { projectId, ...asked }: NewActual & { projectId: string }, context) => {
    const project = await visibleProject(tx, projectId, context.actor, true);
    settle(check('record', context.actor, project));
    const node = await ownNode(tx, projectId, asked.key);
    const { held, known } = await standing(tx, projectId, asked);
    if ((held?.id ?? null) !== asked.insteadOf) throw refuse('conflict', 'milestone.changed_meanwhile', { name: node.name });
    settle(checkActual(asked, known, dayOf(context.now)));
    const { key, kind, happenedOn, remark, uploadIds } = asked;
    const corrects = held && { supersedes: held.id, reason: asked.reason };
    const entry = { projectId, id: v7(), key, kind, happenedOn, supersedes: null, reason: null, ...corrects, remark };
    await tx.insert(milestoneActual).values({ ...entry, recordedBy: context.actor.id, recordedAt: context.now });
    await refreshMilestones(tx, [projectId]);
    if (uploadIds.length > 0) {
      const subject = { subject: 'milestone', subjectId: entry.id, projectId } as const;
      await attachEvidence.inside(tx, { ...subject, uploadIds, kind: 'site_check' }, context);
    }
    const field = kind === 'started' ? 'milestoneStartedOn' : 'milestoneFinishedOn';
    const after = { milestone: node.name, [field]: happenedOn, ...(entry.reason && { reason: entry.reason }) };
    const before = held && { milestone: node.name, [field]: held.happenedOn };
    return { result: { id: entry.id }, trace: { subject: 'project', subjectId: projectId, before, after } };
  },
);

/** A node of the plan in force that is recorded here, and not with the project. */
async function ownNode(tx: Tx, projectId: string, key: string) {
  const { nodes } = await planInForce(tx, projectId);
  const node = nodes.find((n) => n.key === key);
  if (!node) throw refuse('not_found', 'milestone.unknown_node', { key });
  if (node.event) throw refuse('rule', 'milestone.of_record', { event: node.event });
  return node;
}

/** What stands of a node, and the entry that the new one follows. */
async function standing(tx: Tx, projectId: string, { key, kind }: Pick<NewActual, 'key' | 'kind'>) {
  const entries = await actualsOf(tx, [projectId]);
  const dayOn = (of: NewActual['kind']) => lastOf(entries, key, of)?.happenedOn ?? null;
  return { held: lastOf(entries, key, kind), known: { startedOn: dayOn('started'), finishedOn: dayOn('finished') } };
}
