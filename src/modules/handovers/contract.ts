import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { stages } from '../projects/domain/stage.ts';
import { itemKinds } from './domain/item.ts';

const id = z.uuid();
const kind = z.enum(itemKinds);
const refusal = z.object({ kind: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()) });
const who = z.object({ id, name: z.string(), unitName: z.string() });

/** One thing of the work: whether it goes over, or why not. */
const Item = z.object({
  kind,
  id,
  projectId: id.nullable(),
  /** The name of the project as the reader may know it. */
  title: z.string().nullable(),
  stage: z.enum(stages).nullable(),
  stepName: z.string().nullable(),
  /** Of a project: what the screen shows, so that a later change is noticed. */
  version: z.int().nullable(),
  refusal: refusal.nullable(),
});
export type HandoverItem = z.output<typeof Item>;

const Handover = z.object({
  id,
  from: who,
  to: who,
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  projects: z.int(),
  reviews: z.int(),
});
export type Handover = z.output<typeof Handover>;

export const handoversContract = contract({
  list: {
    method: 'GET',
    path: '/handovers',
    summary: 'Handovers of work that I gave, received, made, or that are of my unit, the latest first',
    access: 'business',
    result: z.object({ items: z.array(Handover), can: z.object({ forOthers: z.boolean() }) }),
  },
  preview: {
    method: 'GET',
    path: '/handovers/preview',
    summary: "What of one person's work would go to another, and what could not",
    access: 'business',
    query: z.object({ from: id, to: id }),
    result: z.object({ from: who, to: who, items: z.array(Item) }),
  },
  make: {
    method: 'POST',
    path: '/handovers',
    summary: "Hand one person's work over to another: all that is named or nothing",
    access: 'business',
    body: z.strictObject({
      from: id,
      to: id,
      reason: z.string().trim().min(1).max(500),
      items: z
        .array(z.strictObject({ kind, id, version: z.int().nullable().default(null) }))
        .min(1)
        .max(500),
    }),
    result: z.object({ id }),
  },
  get: {
    method: 'GET',
    path: '/handovers/:id',
    summary: 'One handover and what went over, as far as I may see it',
    access: 'business',
    params: z.object({ id }),
    result: Handover.extend({ items: z.array(z.object({ kind, id, projectId: id.nullable(), title: z.string().nullable() })) }),
  },
});
