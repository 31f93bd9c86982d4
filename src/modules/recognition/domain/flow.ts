import { flowPreset } from '../../reviews/domain/flow.ts';

/** What a claim is called among the subjects of reviews, and the flow it takes. */
export const claimSubject = 'verdict_claim';
export const flow = 'verdict-claim';
/** 填报 → 单位初审 → 招商局复核 → 联合核定 (R3): the unit, the promotion bureau, then statistics, finance and audit together. */
export const claimFlow = flowPreset(flow, [
  { name: '单位初审', mode: 'any', seats: [{ role: 'unit_head', of: 'unit' }], dueDays: 3 },
  { name: '招商局复核', mode: 'any', seats: [{ role: 'promotion_admin', of: 'district' }], dueDays: 5 },
  {
    name: '联合核定',
    mode: 'all',
    seats: [
      { role: 'statistics', of: 'district' },
      { role: 'finance', of: 'district' },
      { role: 'auditor', of: 'district' },
    ],
    dueDays: 5,
  },
]);
