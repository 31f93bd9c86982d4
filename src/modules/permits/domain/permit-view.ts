import * as z from 'zod';
import { nodeRoles } from '../../milestones/domain/node.ts';
import { acceptModes, actKinds } from './act.ts';
import { stopCauses } from './clock.ts';
import { PermitRule } from './permit.ts';
import { permitStates } from './standing.ts';

const id = z.uuid();
const day = z.string().nullable();

const Limit = z.object({
  days: z.number(),
  dueOn: day,
  by: z.enum(['noon', 'evening']).nullable(),
  /** Working days to its last day, or past it when decided; none while it stands still or has not begun. */
  left: z.int().nullable(),
  isLate: z.boolean(),
});
export type Limit = z.output<typeof Limit>;

const Entry = z.object({
  id,
  kind: z.enum(actKinds as [(typeof actKinds)[number], ...typeof actKinds]),
  happenedOn: z.string(),
  mode: z.enum(acceptModes).nullable(),
  cause: z.enum(stopCauses).nullable(),
  number: z.string().nullable(),
  untilOn: day,
  missing: z.array(z.string()).nullable(),
  months: z.int().nullable(),
  words: z.string().nullable(),
  /** It was taken back later. */
  isGone: z.boolean(),
  by: z.string(),
  at: z.iso.datetime(),
  evidence: z.array(z.object({ id, name: z.string() })),
});
export type Entry = z.output<typeof Entry>;

/** An approval of a project: as it was laid down, where it stands, and everything that happened. */
export const PermitView = PermitRule.extend({
  id,
  leadRole: z.enum(nodeRoles),
  department: z.string().nullable(),
  /** What it waits for and is not granted yet. */
  waitsFor: z.array(z.string()),
  state: z.enum(permitStates),
  last: id.nullable(),
  appliedOn: day,
  answerBy: day,
  toldOn: day,
  toldMissing: z.array(z.string()),
  preReviewedOn: day,
  acceptedOn: day,
  isDeemed: z.boolean(),
  mode: z.enum(acceptModes).nullable(),
  isGreen: z.boolean(),
  gaps: z.array(z.string()),
  gapsBy: day,
  stops: z.array(z.object({ from: z.string(), to: day, cause: z.enum(stopCauses) })),
  /** Working days that counted, and on which the clock stood still. */
  used: z.int(),
  stood: z.int(),
  legal: Limit,
  promised: Limit,
  decidedOn: day,
  number: z.string().nullable(),
  validUntil: day,
  extended: z.array(z.int()),
  isUsed: z.boolean(),
  isExpired: z.boolean(),
  entries: z.array(Entry),
  can: z.object({ acts: z.array(z.enum(actKinds as [(typeof actKinds)[number], ...typeof actKinds])) }),
});
export type PermitView = z.output<typeof PermitView>;
