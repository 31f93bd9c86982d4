import * as z from 'zod';
import { contract } from '../../../kernel/contract.ts';
import { paging } from '../../../kernel/paging.ts';
import { flagCodes } from './flag-rule.ts';

const id = z.uuid();
export const flagStates = ['open', 'resolved', 'cleared'] as const;
const Entry = z.object({
  projectId: id,
  projectName: z.string(),
  arrivalId: id.nullable(),
  arrivedOn: z.string().nullable(),
  amountFen: z.int().nullable(),
  voucherNo: z.string().nullable(),
});
const Flag = z.object({
  id,
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  code: z.enum(flagCodes),
  /** Fill the sentence of the code. */
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  state: z.enum(flagStates),
  raisedAt: z.iso.datetime(),
  /** Why it was resolved last. */
  reason: z.string().nullable(),
  rows: z.array(Entry),
  /** Rows of other projects that the reader may see; of the others only how many. */
  elsewhere: z.array(Entry),
  hidden: z.int(),
  can: z.object({ resolve: z.boolean() }),
});
export type FlagItem = z.output<typeof Flag>;

export const flagEndpoints = contract({
  flags: {
    method: 'GET',
    path: '/recognition/flags',
    summary: 'Red flags on arrivals of the reader’s projects',
    access: 'business',
    query: z.object({
      code: z.enum(flagCodes).optional(),
      state: z.enum(flagStates).optional(),
      unit: id.optional(),
      project: id.optional(),
      ...paging(),
    }),
    result: z.object({ items: z.array(Flag), total: z.int() }),
  },
  resolveFlag: {
    method: 'POST',
    path: '/projects/:id/flags/:flagId/resolve',
    summary: 'Say why a red flag is none; it opens again when its facts change',
    access: ['promotion_admin', 'statistics', 'finance', 'auditor'],
    params: z.object({ id, flagId: id }),
    body: z.strictObject({ reason: z.string().trim().min(1).max(500) }),
    result: z.object({ id }),
  },
});
