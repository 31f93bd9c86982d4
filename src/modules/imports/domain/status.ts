import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** draft: a file with, perhaps, a setup. checked: every row is judged. discarded: given up by its owner. */
export const importStatuses = ['draft', 'checking', 'checked', 'committing', 'committed', 'discarded'] as const;
export type ImportStatus = (typeof importStatuses)[number];

/** What may be done with an import, by how far it is. */
export const possible = {
  setUp: ['draft', 'checked'],
  check: ['draft', 'checked'],
  commit: ['checked'],
  discard: ['draft', 'checked'],
} as const satisfies Record<string, readonly ImportStatus[]>;
export type ImportStep = keyof typeof possible;

export function step(name: ImportStep, status: ImportStatus): true | Refusal {
  const from: readonly ImportStatus[] = possible[name];
  if (from.includes(status)) return true;
  if (status === 'committed') return refuse('conflict', 'import.already_committed');
  if (name === 'commit' && status === 'draft') return refuse('conflict', 'import.not_checked');
  return refuse('conflict', 'import.busy_or_over', { status });
}

/** What an import stopped midway goes back to: nothing of it remains. */
export const afterInterruption = (status: ImportStatus): ImportStatus =>
  status === 'checking' ? 'draft' : status === 'committing' ? 'checked' : status;

type Counts = Readonly<{ refused: number; accepted: number }>;
type Answer = Readonly<{ skipRefused: boolean; acknowledged: Readonly<{ codes: readonly string[]; reason: string }> | null }>;

/** May these rows be committed as the person answered? Refused rows stay out only when that was said; soft faults need tick and reason. */
export function mayCommit(counts: Counts, softCodes: readonly string[], answer: Answer): true | Refusal {
  if (counts.refused > 0 && !answer.skipRefused) return refuse('rule', 'import.rows_refused', { refused: counts.refused });
  const ticked = answer.acknowledged?.reason.trim() ? answer.acknowledged.codes : [];
  const open = softCodes.filter((code) => !ticked.includes(code));
  return open.length === 0 || refuse('rule', 'import.not_acknowledged', { codes: open });
}
