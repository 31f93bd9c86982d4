import * as z from 'zod';
import { nodeRoles } from '../../milestones/domain/node.ts';
import { permitStages } from './permit.ts';
import { permitStates } from './standing.ts';

const id = z.uuid();
/**
 * due: to be answered or decided today or before. soon: within so many working days. late: past the promised day. gaps: 容缺 still open.
 * expiring: a permit that ends within a month or has ended, and was not used.
 */
export const permitViews = ['due', 'soon', 'late', 'open', 'stopped', 'gaps', 'expiring', 'waiting', 'granted', 'declined'] as const;
export const permitSorts = ['due', 'project', 'accepted', 'decided', 'stage'] as const;

/** Approvals over all projects. */
export const PermitFilter = z.object({
  state: z.enum(permitViews).optional(),
  /** What waits for my own department. */
  mine: z.enum(['department', 'agent']).optional(),
  stage: z.enum(permitStages).optional(),
  role: z.enum(nodeRoles).optional(),
  green: z.enum(['true', 'false']).optional(),
  /** Decided in this year against a promise, and whether by the promised day. */
  decided: z
    .string()
    .regex(/^\d{4}$/)
    .optional(),
  onTime: z.enum(['true', 'false']).optional(),
  unit: id.optional(),
  q: z.string().trim().max(60).optional(),
});
export type PermitFilter = z.output<typeof PermitFilter>;
export const sorting = { sort: z.enum(permitSorts).default('due'), order: z.enum(['asc', 'desc']).default('asc') };
export type PermitOrder = Readonly<{ sort: (typeof permitSorts)[number]; order: 'asc' | 'desc' }>;
export const page = {
  page: z.coerce.number<string | number>().int().min(1).max(100_000).default(1),
  size: z.coerce.number<string | number>().int().min(1).max(200).default(50),
};

export const ListedPermit = z.object({
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  permitId: id,
  name: z.string(),
  stage: z.enum(permitStages),
  role: z.enum(nodeRoles),
  department: z.string().nullable(),
  agentName: z.string().nullable(),
  state: z.enum(permitStates),
  isGreen: z.boolean(),
  appliedOn: z.string().nullable(),
  acceptedOn: z.string().nullable(),
  /** The next thing to be done by a department: to answer, or to decide as promised. */
  dueOn: z.string().nullable(),
  legalDueOn: z.string().nullable(),
  /** Working days to it: none is today, below zero is late. */
  left: z.int().nullable(),
  gapsBy: z.string().nullable(),
  decidedOn: z.string().nullable(),
  validUntil: z.string().nullable(),
});
export type ListedPermit = z.output<typeof ListedPermit>;
