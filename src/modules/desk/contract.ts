import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';

export const deskSections = ['todo', 'returned', 'due'] as const;

export const DeskItem = z.object({
  /** Tells it apart on the page. */
  key: z.string(),
  /** Its words are 'desk.item.<kind>'. */
  kind: z.string(),
  /** The name of its project as the reader may know it, or of the thing itself. */
  title: z.string().nullable(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  link: z.string(),
});
export type DeskItem = z.output<typeof DeskItem>;

const Change = z.object({
  projectId: z.uuid(),
  title: z.string(),
  stages: z.int(),
  money: z.int(),
  notes: z.int(),
  comments: z.int(),
  at: z.iso.datetime(),
});
const Desk = z.object({
  sections: z.array(z.object({ key: z.enum(deskSections), items: z.array(DeskItem) })),
  changes: z.object({ since: z.iso.datetime(), items: z.array(Change) }),
});
export type Desk = z.output<typeof Desk>;

export const deskContract = contract({
  get: {
    method: 'GET',
    path: '/desk',
    summary: 'What waits for me, was returned to me, is due, and what changed on my projects',
    access: 'business',
    result: Desk,
  },
  seen: {
    method: 'POST',
    path: '/desk/seen',
    summary: 'I have seen what changed until now',
    access: 'business',
    result: z.object({ seenAt: z.iso.datetime() }),
  },
});
