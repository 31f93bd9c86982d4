import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { undoable } from './domain/act.ts';

const id = z.uuid();
const Act = z.object({
  action: z.enum(undoable),
  at: z.iso.datetime(),
  /** What it was done to; the first of many. */
  subjectId: id,
  /** Every thing it was done to. */
  subjects: z.array(id),
  projectId: id.nullable(),
  /** The name of its project as the reader may know it; of many there is none. */
  title: z.string().nullable(),
  /** The problem that it was about, with its number. */
  problem: z.object({ projectId: id, id, no: z.string() }).nullable(),
  count: z.int(),
  /** Why it cannot be taken back any more; null when it can. */
  refusal: z.object({ kind: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()) }).nullable(),
});
export type UndoableAct = z.output<typeof Act>;

export const undoContract = contract({
  list: {
    method: 'GET',
    path: '/undo',
    summary: 'My latest acts, and which of them can be taken back',
    access: 'business',
    result: z.object({ items: z.array(Act) }),
  },
  undo: {
    method: 'POST',
    path: '/undo',
    summary: 'Take back my latest act on something, by an act of the opposite sense',
    access: 'business',
    body: z.strictObject({ subjectId: id, reason: z.string().trim().min(1).max(500) }),
    /** `proposed`: the rules ask a second person for the step back. */
    result: z.object({ outcome: z.enum(['done', 'proposed']) }),
  },
});
