import * as z from 'zod';
import { contract } from '../../../kernel/contract.ts';
import { isPartialDate } from '../../../kernel/day.ts';
import { paging } from '../../../kernel/paging.ts';
import { arrivalKinds } from '../../funds/domain/entry.ts';
import { claimStates, mostOfClaim } from './claim.ts';
import { outcomes, ownReasons, reasons } from './verdict.ts';

const id = z.uuid();
const fen = z.int();
const basis = z.string().regex(/^[a-z_]{1,40}$/);
/** A month, or the year of what is known no closer. */
const month = z.string().refine((t) => isPartialDate(t) && t.length <= 7, { error: 'date.unreadable' });
const remark = z.string().trim().max(500).nullable().default(null);
const Said = z.object({ outcome: z.enum(outcomes), reason: z.enum(reasons), amountFen: fen });

const Arrival = z.object({
  id,
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  arrivedOn: z.string(),
  amountFen: fen,
  kind: z.enum(arrivalKinds),
  payer: z.string().nullable(),
  isMasked: z.boolean(),
});
export type ClaimedArrival = z.output<typeof Arrival>;
const Cell = z.object({
  basis: z.string(),
  inForce: Said.nullable(),
  proposal: Said,
  opinion: Said.extend({ remark: z.string().nullable(), by: z.string() }).nullable(),
  /** What is appended when the claim comes through; null: what is in force stays. */
  would: Said.nullable(),
  can: z.object({ opine: z.boolean() }),
});
export type ClaimCell = z.output<typeof Cell>;
const Line = Arrival.extend({
  /** A reversed arrival is passed over. */
  isReversed: z.boolean(),
  cells: z.array(Cell),
  /** Who signs for another unit reads the claim, not the project. */
  can: z.object({ open: z.boolean() }),
});
export type ClaimLine = z.output<typeof Line>;
const brief = {
  id,
  unitName: z.string(),
  month: z.string(),
  round: z.int(),
  state: z.enum(claimStates),
  remark: z.string().nullable(),
  submittedBy: z.string(),
  submittedAt: z.iso.datetime(),
  arrivals: z.int(),
  fen,
};
const Brief = z.object(brief);
export type ClaimBrief = z.output<typeof Brief>;
const ClaimView = z
  .object({ ...brief, lines: z.array(Line), /** Lines of projects that are not the reader's to see. */ hidden: z.int() })
  .extend({
    can: z.object({ resubmit: z.boolean() }),
  });
export type ClaimView = z.output<typeof ClaimView>;

const submission = {
  remark,
  arrivals: z
    .array(z.strictObject({ projectId: id, arrivalId: id }))
    .min(1)
    .max(mostOfClaim),
};

export const claimEndpoints = contract({
  claims: {
    method: 'GET',
    path: '/recognition/claims',
    summary: 'Claims for recognition of the reader’s units, newest first',
    access: 'business',
    query: z.object({
      state: z.enum(claimStates).optional(),
      unit: id.optional(),
      month: month.optional(),
      ...paging(),
    }),
    result: z.object({ items: z.array(Brief), total: z.int(), can: z.object({ claim: z.boolean() }) }),
  },
  claimable: {
    method: 'GET',
    path: '/recognition/claimable',
    summary: 'Arrivals of the reader’s units that may be sent up for recognition, and how many there are of each month',
    access: ['promoter'],
    query: z.object({ month: month.optional(), claim: id.optional() }),
    result: z.object({
      month: z.string().nullable(),
      months: z.array(z.object({ month: z.string(), count: z.int() })),
      items: z.array(Arrival),
      total: z.int(),
    }),
  },
  claim: {
    method: 'GET',
    path: '/recognition/claims/:id',
    summary: 'A claim: its arrivals, what stands and what would stand under every 口径 in use',
    access: 'business',
    params: z.object({ id }),
    result: ClaimView,
  },
  submitClaim: {
    method: 'POST',
    path: '/recognition/claims',
    summary: 'Send arrivals of a month up for recognition',
    access: ['promoter'],
    body: z.strictObject({ month, ...submission }),
    result: z.object({ id }),
  },
  submitClaimAgain: {
    method: 'POST',
    path: '/recognition/claims/:id/submit',
    summary: 'Send up again what was returned',
    access: ['promoter'],
    params: z.object({ id }),
    body: z.strictObject(submission),
    result: z.object({ id }),
  },
  opine: {
    method: 'POST',
    path: '/recognition/claims/:id/opinions',
    summary: 'Say how an arrival of a claim under way stands under one’s own 口径',
    access: 'business',
    params: z.object({ id }),
    body: z.strictObject({
      basis,
      projectId: id,
      arrivalId: id,
      own: z
        .strictObject({ outcome: z.enum(outcomes), reason: z.enum(ownReasons), amountFen: fen })
        .nullable()
        .default(null),
      remark,
    }),
    result: z.object({ id }),
  },
});
