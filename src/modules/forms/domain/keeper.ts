import type { Role } from '../../../kernel/actor.ts';

/** Those who answer for what their office reports: every business role but promoters and leaders. */
export const keepers = [
  'unit_head',
  'promotion_admin',
  'development',
  'statistics',
  'finance',
  'auditor',
  'approval',
  'supervision',
  'organisation',
] as const satisfies readonly Role[];
