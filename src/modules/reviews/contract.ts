import * as z from 'zod';
import { businessRoles } from '../../kernel/actor.ts';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { modes, relations, ReviewFlow } from './domain/flow.ts';
import { statuses } from './domain/state.ts';

const id = z.uuid();
const params = z.object({ id });
const instant = z.iso.datetime();
const who = z.object({ id, name: z.string(), unitName: z.string() });
const day = z.string().refine(isDay, 'YYYY-MM-DD');

const brief = {
  id,
  subject: z.string(),
  subjectId: id,
  projectId: id.nullable(),
  /** The project's name as the reader may know it. */
  title: z.string().nullable(),
  unitName: z.string(),
  flow: z.string(),
  status: z.enum(statuses),
  stepName: z.string(),
  dueOn: z.string().nullable(),
  isOverdue: z.boolean(),
  submittedBy: z.string(),
  submittedAt: instant,
};
export const ReviewBrief = z.object(brief);
export type ReviewBrief = z.output<typeof ReviewBrief>;

const SeatView = z.object({
  no: z.int(),
  role: z.enum(businessRoles).nullable(),
  of: z.enum(relations),
  person: who.nullable(),
  isAdded: z.boolean(),
  isWaiting: z.boolean(),
  signedBy: z.string().nullable(),
  /** May the reader sign here, and in whose stead when not in their own. */
  mine: z.object({ for: z.string().nullable() }).nullable(),
});
const ActView = z.object({
  id,
  kind: z.enum(['submit', 'pass', 'return', 'transfer', 'add', 'withdraw']),
  stepName: z.string(),
  round: z.int(),
  /** Where it was returned to; null is its submitter. */
  toStepName: z.string().nullable(),
  target: z.string().nullable(),
  by: z.string(),
  forPerson: z.string().nullable(),
  opinion: z.string().nullable(),
  at: instant,
});
export const ReviewView = z.object({
  ...brief,
  version: z.int(),
  round: z.int(),
  step: z.int(),
  steps: z.array(z.object({ name: z.string(), mode: z.enum(modes) })),
  seats: z.array(SeatView),
  acts: z.array(ActView),
  can: z.object({ sign: z.boolean(), withdraw: z.boolean() }),
});
export type ReviewView = z.output<typeof ReviewView>;

const version = z.int();
const opinion = z.string().trim().max(500);
const reason = opinion.min(1);
const done = z.object({ status: z.enum(statuses), version });

const DeputyView = z.object({ id, person: who, deputy: who, from: z.string(), to: z.string(), isMine: z.boolean() });

const FlowView = z.object({
  flow: z.string(),
  version: z.int(),
  steps: ReviewFlow.shape.steps,
  versions: z.array(z.object({ version: z.int(), effectiveFrom: z.string(), publishedAt: instant, isShipped: z.boolean() })),
  /** Reviews under way by this flow, which keep their steps; for those who publish flows alone. */
  open: z.int().nullable(),
});
export type FlowView = z.output<typeof FlowView>;

export const reviewsContract = contract({
  flows: {
    method: 'GET',
    path: '/reviews/flows',
    summary: 'Every flow of reviews as it holds today, with its versions',
    access: 'business',
    result: z.object({ items: z.array(FlowView), can: z.object({ publish: z.boolean() }) }),
  },
  publishFlow: {
    method: 'POST',
    path: '/reviews/flows/:flow',
    summary: 'Publish the next version of a flow from a day on',
    access: ['promotion_admin'],
    params: z.object({ flow: z.string().regex(/^[a-z][a-z0-9-]{0,59}$/) }),
    body: z.strictObject({ steps: ReviewFlow.shape.steps, effectiveFrom: day, insteadOf: z.int() }),
    result: z.object({ version: z.int() }),
  },
  mine: {
    method: 'GET',
    path: '/reviews/mine',
    summary: 'Reviews that wait for me or for whom I stand in for, or that were returned to me',
    access: 'business',
    query: z.object({ what: z.enum(['waiting', 'returned', 'submitted']).default('waiting') }),
    result: z.object({ items: z.array(ReviewBrief) }),
  },
  of: {
    method: 'GET',
    path: '/reviews/of',
    summary: 'The latest review of a subject; null when there is none that I may read',
    access: 'business',
    query: z.object({ subject: z.string().min(1).max(60), subjectId: id }),
    result: z.object({ review: ReviewView.nullable() }),
  },
  deputies: {
    method: 'GET',
    path: '/reviews/deputies',
    summary: 'Who stands in for me, and for whom I stand in',
    access: 'business',
    result: z.object({ items: z.array(DeputyView) }),
  },
  setDeputy: {
    method: 'POST',
    path: '/reviews/deputies',
    summary: 'Let a colleague sign in my stead from one day to another',
    access: 'business',
    body: z.strictObject({ deputyId: id, from: day, to: day }),
    result: z.object({ id }),
  },
  endDeputy: {
    method: 'POST',
    path: '/reviews/deputies/:id/end',
    summary: 'A colleague no longer signs in my stead',
    access: 'business',
    params,
    result: z.object({}),
  },
  get: {
    method: 'GET',
    path: '/reviews/:id',
    summary: 'A review: where it stands, its history, what I may do',
    access: 'business',
    params,
    result: ReviewView,
  },
  pass: {
    method: 'POST',
    path: '/reviews/:id/pass',
    summary: 'Sign that it passes',
    access: 'business',
    params,
    body: z.strictObject({ version, opinion: opinion.optional() }),
    result: done,
  },
  sendBack: {
    method: 'POST',
    path: '/reviews/:id/return',
    summary: 'Return it to an earlier step, or without one to whoever submitted it',
    access: 'business',
    params,
    body: z.strictObject({ version, toStep: z.int().nullable(), reason }),
    result: done,
  },
  passOn: {
    method: 'POST',
    path: '/reviews/:id/transfer',
    summary: 'Let another person sign in this place',
    access: 'business',
    params,
    body: z.strictObject({ version, personId: id, reason }),
    result: done,
  },
  addSigner: {
    method: 'POST',
    path: '/reviews/:id/signers',
    summary: 'Have one person more sign this step',
    access: 'business',
    params,
    body: z.strictObject({ version, personId: id, reason }),
    result: done,
  },
  withdraw: {
    method: 'POST',
    path: '/reviews/:id/withdraw',
    summary: 'Take back what I submitted',
    access: 'business',
    params,
    body: z.strictObject({ version }),
    result: done,
  },
});
