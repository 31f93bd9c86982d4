import type { ImportValue, JudgedRow } from '../../../kernel/import-row.ts';
import type { SeverityRules, Warning } from './finding.ts';
import { weigh } from './finding.ts';

type Changes = Readonly<Record<string, readonly [ImportValue | null, ImportValue | null]>>;
export type Shown = Readonly<{
  row: number;
  outcome: string;
  targetId: string | null;
  changes: Changes | null;
  warnings: readonly Warning[] | null;
}>;
/** One row that would no longer come out as the person saw it. */
export type Difference = Readonly<{ row: number; was: string; now: string; code: string | null; fields: readonly string[] }>;

const text = (changes: Changes | null) => JSON.stringify(Object.entries(changes ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** What is different between what the person was shown and what the ledger says now; null when nothing is. */
export function difference(shown: Shown, judged: JudgedRow, rules: SeverityRules): Difference | null {
  const weighed = weigh(judged.findings, rules);
  const fault = judged.faults[0] ?? weighed.faults[0];
  const now = fault ? 'refused' : judged.outcome;
  const base = { row: shown.row, was: shown.outcome, now, code: fault?.code ?? null };
  if (now !== shown.outcome || judged.targetId !== shown.targetId) return { ...base, fields: [] };
  if (text(shown.changes) !== text(judged.changes)) return { ...base, fields: Object.keys({ ...shown.changes, ...judged.changes }) };
  return null;
}
