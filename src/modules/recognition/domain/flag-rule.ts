import * as z from 'zod';

/** R4 of the rules for 到位资金: what makes an arrival worth a second look. */
export const flagCodes = [
  'same_voucher',
  'same_file',
  'local_payer',
  'before_signing',
  'voucher_year',
  'above_agreed',
  'above_total',
  'in_and_out',
  'no_progress',
  'december_round',
  'shared_contact',
] as const;
export type FlagCode = (typeof flagCodes)[number];

/** What a rule row of kind `arrival-flags` may change. Fen. */
export const FlagRule = z.strictObject({
  /** A payer whose name holds one of these is a local fiscal or platform company. */
  localPayers: z.array(z.string().trim().min(2).max(40)).max(500),
  inOutDays: z.int().min(1).max(3650),
  quietMonths: z.int().min(1).max(60),
  roundFen: z.int().min(1),
  roundCount: z.int().min(2).max(1000),
  /** Findings that stop an entry from being recorded; none by default. */
  blocking: z.array(z.enum(flagCodes)).max(flagCodes.length),
});
export type FlagRule = z.output<typeof FlagRule>;
export const defaultFlagRule: FlagRule = {
  localPayers: ['财政局', '财政所', '国库', '城市建设投资', '城投', '国有资产', '平台公司'],
  inOutDays: 90,
  quietMonths: 6,
  roundFen: 100_000_000,
  roundCount: 3,
  blocking: [],
};
export const flagPreset = {
  kind: 'arrival-flags',
  preset: 'zhuchao-2026',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: defaultFlagRule,
};
