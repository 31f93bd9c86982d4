import * as z from 'zod';
import { isDay } from '../../../kernel/day.ts';
import { GateRow, PermitChoice } from './gate.ts';
import { stages } from './stage.ts';

/** The gate in force with the versions that were published; version null: as shipped. `permits`: the approvals that it may ask for. */
export const GateVersions = z.object({
  version: z.int().nullable(),
  rows: z.array(GateRow),
  permits: z.array(PermitChoice),
  versions: z.array(z.object({ version: z.int(), effectiveFrom: z.string(), publishedAt: z.iso.datetime() })),
});
export type GateVersions = z.output<typeof GateVersions>;

/** For everything asked anew: how many projects past that stage lack it, and the first of them. */
export const GateShortfall = z.object({
  asked: z.array(
    z.object({
      row: GateRow,
      count: z.int(),
      items: z.array(z.object({ id: z.uuid(), code: z.string(), name: z.string(), stage: z.enum(stages) })),
    }),
  ),
});
export type GateShortfall = z.output<typeof GateShortfall>;

/** A gate to be looked at and published; `insteadOf` is the version it began from. */
export const GateDraft = z.strictObject({
  rows: z.array(GateRow).max(500),
  effectiveFrom: z.string().refine(isDay, { error: 'date.unreadable' }),
  insteadOf: z.int().nullable(),
});
