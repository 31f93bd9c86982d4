import * as z from 'zod';

export const levels = ['L1', 'L2', 'L3', 'L4'] as const;
/** Thresholds of 查重, published as rule `duplicate-check`; a published version never changes. */
export const DuplicateRules = z.strictObject({
  /** L2: names at least so alike. */
  similarityPercent: z.number().min(50).max(100),
  /** L3: amounts within so much of the larger. */
  amountPercent: z.number().min(0).max(100),
  /** L4: an address shorter than this says nothing. */
  addressCharacters: z.int().min(2).max(50),
  /** Hours in which a case is to be decided. */
  hours: z.int().min(1).max(720),
  /** Levels that keep a project out until a reason is given. */
  blocks: z.array(z.enum(levels)),
});
export type DuplicateRules = z.output<typeof DuplicateRules>;
/** As the 光谷 rules have it: L1 and L2 block, L3 and L4 warn, 24 hours. */
export const shippedRules: DuplicateRules = {
  similarityPercent: 85,
  amountPercent: 20,
  addressCharacters: 6,
  hours: 24,
  blocks: ['L1', 'L2'],
};
export const duplicatesPreset = {
  kind: 'duplicate-check',
  preset: 'zhuchao-2026',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: shippedRules,
};
