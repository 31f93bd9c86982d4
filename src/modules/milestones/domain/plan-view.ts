import * as z from 'zod';
import { PlanNode, PlanNodes, projectClasses } from './node.ts';
import { WholeDay } from './template.ts';

const id = z.uuid();
const reason = z.string().trim().max(500).nullable().default(null);

/** A plan to be made, or tried: the first of a project, or one that takes the place of that with the number `insteadOf`. */
export const NewPlan = z.strictObject({
  class: z.enum(projectClasses),
  promisedOn: WholeDay,
  /** The nodes as they are to be; those of the template in force where left out. */
  nodes: PlanNodes.nullable().default(null),
  insteadOf: z.int().min(1).nullable().default(null),
  reason,
});
export type NewPlan = z.output<typeof NewPlan>;

export const NewActual = z.strictObject({
  key: PlanNode.shape.key,
  kind: z.enum(['started', 'finished']),
  /** None takes back what was said. */
  happenedOn: WholeDay.nullable(),
  /** The entry that stood when this was written. */
  insteadOf: id.nullable().default(null),
  reason,
  remark: z.string().trim().max(500).nullable().default(null),
  uploadIds: z.array(id).max(20).default([]),
});
export type NewActual = z.output<typeof NewActual>;

const Entry = z.object({
  id,
  kind: z.enum(['started', 'finished']),
  happenedOn: z.string().nullable(),
  reason: z.string().nullable(),
  remark: z.string().nullable(),
  recordedByName: z.string(),
  recordedAt: z.iso.datetime(),
  evidence: z.array(z.object({ id, name: z.string() })),
});
/** A node as the plan in force has it, as it can be seen from today, and what became of it. */
export const NodeView = PlanNode.extend({
  startOn: z.string(),
  finishOn: z.string(),
  /** As the first plan had it; none where that had no such node. */
  baseline: z.object({ startOn: z.string(), finishOn: z.string() }).nullable(),
  earliestStartOn: z.string(),
  earliestFinishOn: z.string(),
  slack: z.int().nullable(),
  isCritical: z.boolean(),
  startedOn: z.string().nullable(),
  finishedOn: z.string().nullable(),
  /** The project's record says when: it is recorded there and not here. */
  isOfRecord: z.boolean(),
  /** Days past the plan: of what is done, and of what is still open; none where it is in time. */
  lateDays: z.int().nullable(),
  entries: z.array(Entry),
});
export type NodeView = z.output<typeof NodeView>;

export const PlanHead = z.object({
  id,
  no: z.int(),
  class: z.enum(projectClasses),
  title: z.string(),
  templateVersion: z.int(),
  promisedOn: z.string(),
  reason: z.string().nullable(),
  madeByName: z.string(),
  madeAt: z.iso.datetime(),
  /** What each of its nodes was to be. */
  nodes: z.array(z.object({ key: z.string(), name: z.string(), startOn: z.string(), finishOn: z.string() })),
});
export type PlanHead = z.output<typeof PlanHead>;

export const ProjectPlan = z.object({
  today: z.string(),
  /** Every plan of the project, the one in force first. */
  plans: z.array(PlanHead),
  nodes: z.array(NodeView),
  /** When everything can be done, seen from today. */
  forecastOn: z.string().nullable(),
  /** Years in the plan whose holidays are not published yet: there only weekends are free. */
  unpublished: z.array(z.int()),
  /** What the record says of the planned production, to begin with. */
  suggestedOn: z.string().nullable(),
  can: z.object({ plan: z.boolean(), record: z.boolean() }),
});
export type ProjectPlan = z.output<typeof ProjectPlan>;

/** What a plan would be: nothing is written. */
export const PlanTrial = z.object({
  finishOn: z.string(),
  nodes: z.array(
    PlanNode.extend({
      startOn: z.string(),
      finishOn: z.string(),
      earliestStartOn: z.string(),
      earliestFinishOn: z.string(),
      slack: z.int().nullable(),
      isCritical: z.boolean(),
      /** As the plan in force has it. */
      before: z.object({ startOn: z.string(), finishOn: z.string() }).nullable(),
    }),
  ),
  /** Nodes of the plan in force that this one has no more. */
  gone: z.array(z.object({ key: z.string(), name: z.string() })),
  unpublished: z.array(z.int()),
});
export type PlanTrial = z.output<typeof PlanTrial>;
