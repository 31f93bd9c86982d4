import * as z from 'zod';
import { contract } from '../../../kernel/contract.ts';
import { bulkFields, partialDate, RecordPatch } from './record.ts';
import { stages } from './stage.ts';

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
const many = (most: number) =>
  z
    .array(z.strictObject({ id: z.uuid(), version: z.int() }))
    .min(1)
    .max(most);
const reason = z.string().trim().min(1).max(1000).optional();
const skipRefused = z.boolean().default(false);
/** The projects as a screen showed them, the edit, and for a restatement its reason. */
const bulkInput = { rows: many(500), patch: BulkPatch, reason };

/** What one move of many comes to for one project: made at once, proposed to a second person, or refused. */
export const MoveOutcome = z.object({
  id: z.uuid(),
  code: z.string().nullable(),
  name: z.string().nullable(),
  from: z.enum(stages).nullable(),
  outcome: z.enum(['moved', 'proposed', 'refused']),
  refusal: refusal.nullable(),
});
const moveInput = { rows: many(200), to: z.enum(stages), happenedOn: partialDate, reason };

export const bulkEndpoints = contract({
  bulkPreview: {
    method: 'POST',
    path: '/projects/bulk/preview',
    summary: 'What one edit would do to many projects; writes nothing',
    access: 'business',
    body: z.strictObject(bulkInput),
    result: z.object({ items: z.array(BulkOutcome) }),
  },
  bulk: {
    method: 'POST',
    path: '/projects/bulk',
    summary: 'One edit to many projects; refused rows are left out only when asked',
    access: 'business',
    body: z.strictObject({ ...bulkInput, skipRefused }),
    result: z.object({ items: z.array(BulkOutcome) }),
  },
  bulkMovePreview: {
    method: 'POST',
    path: '/projects/bulk/moves/preview',
    summary: 'What moving many projects to one stage would do, project by project; writes nothing',
    access: 'business',
    body: z.strictObject(moveInput),
    result: z.object({ items: z.array(MoveOutcome) }),
  },
  bulkMove: {
    method: 'POST',
    path: '/projects/bulk/moves',
    summary: 'Move many projects to one stage: all or none, unless refused ones are left out when asked',
    access: 'business',
    body: z.strictObject({ ...moveInput, skipRefused }),
    result: z.object({ items: z.array(MoveOutcome) }),
  },
});
