import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';

const id = z.uuid();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');
/** What a month may still lack when it is closed. None of it stands in the way; each is shown and must be answered for. */
const lackKinds = ['silent_units', 'open_imports', 'open_proposals', 'arrivals_without_evidence', 'soft_faults'] as const;
const Lack = z.object({ kind: z.enum(lackKinds), count: z.int(), names: z.array(z.string()) });

const Event = z.object({
  id,
  month: z.string(),
  kind: z.enum(['close', 'reopen']),
  reason: z.string().nullable(),
  by: z.string(),
  at: z.iso.datetime(),
  /** The closing that counts for its month. */
  stands: z.boolean(),
  /** Entries of that month that came after it was closed and are booked later. */
  late: z.int(),
});

export const closingsContract = contract({
  list: {
    method: 'GET',
    path: '/closings',
    summary: 'Closed and reopened months, the newest act first, and the month that is due',
    access: 'business',
    result: z.object({
      items: z.array(Event),
      closedThrough: z.string().nullable(),
      /** The next month to close; null while it has not ended. */
      due: z.string().nullable(),
      can: z.object({ close: z.boolean(), reopen: z.boolean() }),
    }),
  },
  preview: {
    method: 'GET',
    path: '/closings/preview',
    summary: 'What a month still lacks before it is closed',
    access: ['promotion_admin'],
    query: z.object({ month: Month }),
    result: z.object({ month: z.string(), lacks: z.array(Lack) }),
  },
  close: {
    method: 'POST',
    path: '/closings',
    summary: 'Close a month, and keep every figure of it',
    access: ['promotion_admin'],
    body: z.strictObject({
      month: Month,
      /** What it lacks has been read. */ acknowledged: z.boolean().default(false),
      note: z.string().trim().max(500).nullable().default(null),
    }),
    result: z.object({ id, figures: z.int() }),
  },
  reopen: {
    method: 'POST',
    path: '/closings/reopen',
    summary: 'Reopen the month closed last, for a reason',
    access: ['promotion_admin'],
    body: z.strictObject({ month: Month, reason: z.string().trim().min(1).max(500) }),
    result: z.object({ id }),
  },
});
