import * as z from 'zod';

/** What a rule row of kind `figure-thresholds` may change. Fen. */
export const Thresholds = z.strictObject({ investedMinTotalFen: z.int().min(0) });
export type Thresholds = z.output<typeof Thresholds>;
/** Work reports count projects of 100万元 and more. */
export const defaultThresholds: Thresholds = { investedMinTotalFen: 100_000_000 };
export const thresholdsPreset = {
  kind: 'figure-thresholds',
  preset: 'zhuchao-2026',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: defaultThresholds,
};
