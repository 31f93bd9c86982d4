import * as z from 'zod';

/** Nobody else; one's unit and what is below it; everyone who has the list. A reader sees through it what they may see without it. */
export const sharings = ['nobody', 'unit', 'everyone'] as const;
export type SharedWith = (typeof sharings)[number];

/** A view of a list that a person keeps under a name. */
export const SavedView = z.object({
  id: z.uuid(),
  list: z.string(),
  name: z.string(),
  sharedWith: z.enum(sharings),
  owner: z.string(),
  updatedAt: z.iso.datetime(),
  state: z.object({ query: z.record(z.string(), z.string()), columns: z.array(z.string()) }),
  can: z.object({ edit: z.boolean() }),
});
/** A view as it is sent to be kept. */
export const SavedViewInput = z.strictObject({
  list: z.string().regex(/^[a-z][a-z-]{0,29}$/),
  name: z.string().trim().min(1).max(50),
  sharedWith: z.enum(sharings).default('nobody'),
  state: z.strictObject({ query: z.record(z.string().max(50), z.string().max(500)), columns: z.array(z.string().max(50)).max(100) }),
});
