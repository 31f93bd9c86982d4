import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';

const id = z.uuid();
const params = z.object({ id });
/** What of a project can be spoken about. */
export const commentSubjects = ['project', 'agreement', 'arrival', 'investment', 'stage_change'] as const;

export const CommentView = z.object({
  id,
  subject: z.enum(commentSubjects),
  subjectId: id,
  /** Null when it was taken back. */
  body: z.string().nullable(),
  mentions: z.array(z.string()),
  by: z.string(),
  unitName: z.string(),
  at: z.iso.datetime(),
  can: z.object({ retract: z.boolean() }),
});
export type CommentView = z.output<typeof CommentView>;

export const commentsContract = contract({
  list: {
    method: 'GET',
    path: '/projects/:id/comments',
    summary: 'Comments on a project, newest first; hidden from whoever may not know its investor yet',
    access: 'business',
    params,
    result: z.object({
      items: z.array(CommentView),
      isMasked: z.boolean(),
      isWatching: z.boolean(),
      watchers: z.int(),
      can: z.object({ write: z.boolean() }),
    }),
  },
  write: {
    method: 'POST',
    path: '/projects/:id/comments',
    summary: 'Comment on a project or on an entry of it',
    access: 'business',
    params,
    body: z.strictObject({
      body: z.string().trim().min(1).max(2000),
      mentions: z.array(id).max(20).default([]),
      subject: z.enum(commentSubjects).default('project'),
      subjectId: id.optional(),
    }),
    result: z.object({ id }),
  },
  retract: {
    method: 'POST',
    path: '/projects/:id/comments/:entryId/retract',
    summary: 'Take back a comment of mine',
    access: 'business',
    params: z.object({ id, entryId: id }),
    result: z.object({}),
  },
  watch: {
    method: 'PUT',
    path: '/projects/:id/watch',
    summary: 'Watch a project, or no longer',
    access: 'business',
    params,
    body: z.strictObject({ isWatching: z.boolean() }),
    result: z.object({ isWatching: z.boolean() }),
  },
});
