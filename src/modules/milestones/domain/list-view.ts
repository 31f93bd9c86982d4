import * as z from 'zod';
import { isPartialDate } from '../../../kernel/day.ts';
import { nodeRoles, projectClasses } from './node.ts';

const id = z.uuid();
const month = z.string().refine((t) => isPartialDate(t) && t.length <= 7, { error: 'date.unreadable' });
export const nodeStates = ['overdue', 'due', 'open', 'done'] as const;
/** Within so many days a node that is not done is due soon. */
const soonDays = 30;

/** Nodes of the plans in force over all projects. */
export const NodeFilter = z.object({
  /** overdue: past its last day. due: from today on within `days`. open: not done. */
  state: z.enum(nodeStates).optional(),
  days: z.coerce.number<string | number>().int().min(0).max(730).default(soonDays),
  unit: id.optional(),
  role: z.enum(nodeRoles).optional(),
  class: z.enum(projectClasses).optional(),
  /** The last day of the node lies in this period. */
  from: month.optional(),
  to: month.optional(),
});
export type NodeFilter = z.output<typeof NodeFilter>;
export const page = {
  page: z.coerce.number<string | number>().int().min(1).max(100_000).default(1),
  size: z.coerce.number<string | number>().int().min(1).max(200).default(50),
};

export const ListedNode = z.object({
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  personName: z.string().nullable(),
  class: z.enum(projectClasses),
  key: z.string(),
  name: z.string(),
  role: z.enum(nodeRoles),
  startOn: z.string(),
  finishOn: z.string(),
  baselineOn: z.string().nullable(),
  startedOn: z.string().nullable(),
  finishedOn: z.string().nullable(),
  lateDays: z.int().nullable(),
});
export type ListedNode = z.output<typeof ListedNode>;
