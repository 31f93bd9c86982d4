import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';

/** 'project.new', 'grid.arrivals', 'paper.018f…'. */
const form = z.string().regex(/^[a-z][a-z0-9.-]{0,79}$/);
const query = z.object({ form });
const body = z.record(z.string().max(100), z.unknown());
/** An address of the product, never of another. */
const place = z
  .string()
  .max(500)
  .regex(/^\/(?![/\\])/);
const updatedAt = z.iso.datetime();

export const draftsContract = contract({
  mine: {
    method: 'GET',
    path: '/drafts/mine',
    summary: 'What I began and have not sent, the latest first',
    access: 'business',
    result: z.object({ items: z.array(z.object({ form, place, updatedAt })) }),
  },
  get: {
    method: 'GET',
    path: '/drafts',
    summary: 'What I have not sent yet of a form; null when there is nothing',
    access: 'business',
    query,
    result: z.object({ draft: z.object({ body, updatedAt }).nullable() }),
  },
  save: {
    method: 'PUT',
    path: '/drafts',
    summary: 'Keep what I have written so far; it takes the place of what was kept',
    access: 'business',
    query,
    body: z.strictObject({ place, body }),
    result: z.object({ updatedAt }),
  },
  remove: {
    method: 'DELETE',
    path: '/drafts',
    summary: 'Let a draft of mine go',
    access: 'business',
    query,
    result: z.object({}),
  },
});
