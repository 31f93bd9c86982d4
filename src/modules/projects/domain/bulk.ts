import * as z from 'zod';
import { bulkFields, RecordPatch } from './record.ts';

const BulkPatch = z.strictObject(
  Object.fromEntries(bulkFields.map((f) => [f, RecordPatch.shape[f]])) as Pick<typeof RecordPatch.shape, (typeof bulkFields)[number]>,
);
const refusal = z.object({ kind: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()) });
/** What one edit of many comes to for one project. */
export const BulkOutcome = z.object({
  id: z.uuid(),
  code: z.string().nullable(),
  name: z.string().nullable(),
  outcome: z.enum(['changed', 'unchanged', 'refused']),
  refusal: refusal.nullable(),
  changes: z.array(z.object({ field: z.string(), before: z.unknown(), after: z.unknown() })),
});
/** The projects as a screen showed them, the edit, and for a restatement its reason. */
export const bulkInput = {
  rows: z
    .array(z.strictObject({ id: z.uuid(), version: z.int() }))
    .min(1)
    .max(500),
  patch: BulkPatch,
  reason: z.string().trim().min(1).max(1000).optional(),
};
