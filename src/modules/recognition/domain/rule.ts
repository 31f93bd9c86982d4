import * as z from 'zod';
import { isDay } from '../../../kernel/day.ts';
import { evidenceKinds } from '../../evidence/domain/file.ts';
import { arrivalKinds } from '../../funds/domain/entry.ts';

/** Where a payer comes from, seen from the district: each is farther than the one before it. */
export const regions = ['local', 'outside_county', 'outside_prefecture', 'outside_province', 'abroad'] as const;
export type Region = (typeof regions)[number];
/** The date under which an arrival counts: 到账日 or 认定日 (R6). */
export const dateRules = ['arrived_on', 'recognised_on'] as const;

const words = z.array(z.string().trim().min(1).max(40)).max(200);
/** What a 口径 asks of an arrival. A rule row of kind `recognition.<basis>`. Fen. */
export const RecognitionRule = z.strictObject({
  title: z.string().trim().min(1).max(100),
  dateRule: z.enum(dateRules),
  kinds: z.array(z.enum(arrivalKinds)).min(1),
  /** The payer comes from at least as far as this; `local` asks nothing. */
  payer: z.enum(regions),
  /** The district's own division code; without it nothing can be said of where a payer comes from. */
  home: z
    .string()
    .regex(/^\d{6}$/)
    .nullable(),
  /** Counts only under an investment agreement, from its day on. */
  needsSigning: z.boolean(),
  /** Counts only once the project is in the statistics library (入库). */
  needsStatistics: z.boolean(),
  /** Least total of the project; of one paid in foreign currency `minForeignMinor` of a single arrival is enough. */
  minTotalFen: z.int().min(0),
  minForeignMinor: z.int().min(0).nullable(),
  /** Kinds of investor that count; all when empty. */
  investorKinds: z.array(z.string().max(40)).max(20),
  /** Of every group at least one paper. */
  evidence: z.array(z.array(z.enum(evidenceKinds)).min(1)).max(10),
  /** Beginnings of industry codes (GB/T 4754) that do not count. */
  excludedIndustries: z.array(z.string().regex(/^([A-T]|\d{1,4})$/)).max(100),
  /** A payer whose name holds one of these words does not count: fiscal money, platform companies. */
  excludedPayers: words,
});
export type RecognitionRule = z.output<typeof RecognitionRule>;
export const ruleKind = (basis: string) => `recognition.${basis}`;
export const EffectiveFrom = z.string().refine(isDay, { error: 'date.unreadable' });
