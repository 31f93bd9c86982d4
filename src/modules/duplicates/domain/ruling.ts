import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import type { Level } from './signs.ts';

/** 合并 / 忽略 / 视为新项目 */
export const rulings = ['merged', 'ignored', 'separate'] as const;
export type Ruling = (typeof rulings)[number];
export const caseStatuses = ['open', ...rulings] as const;
export type CaseStatus = (typeof caseStatuses)[number];

/** May a case of this level be ruled so? A hint may be let pass without a word; what blocked needs a reason, and is not merely let pass. */
export function checkRuling(level: Level, status: CaseStatus, verdict: Exclude<Ruling, 'merged'>, reason: string | null): true | Refusal {
  if (status !== 'open') return refuse('conflict', 'duplicate.decided_already', { status });
  if (verdict === 'ignored' && (level === 'L1' || level === 'L2')) return refuse('rule', 'duplicate.must_be_decided', { level });
  if (verdict === 'separate' && !reason?.trim()) return refuse('invalid', 'duplicate.reason_required', { field: 'reason' });
  return true;
}
