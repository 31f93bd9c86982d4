import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { isBlank } from '../../projects/domain/record.ts';
import { type Stage, stageNo } from '../../projects/domain/stage.ts';

/** Which of the two a value is taken from. */
export type From = 'into' | 'from';
export type FieldPair = Readonly<{ field: string; from: unknown; into: unknown; isConflict: boolean }>;

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** Fields in which the two differ: where both say something it is a conflict with a choice, where only the other does it fills the gap. */
export const fieldPairs = (
  from: Readonly<Record<string, unknown>>,
  into: Readonly<Record<string, unknown>>,
  fields: readonly string[],
): FieldPair[] =>
  fields
    .filter((f) => !isBlank(from[f]) && !same(from[f], into[f]))
    .map((field) => ({ field, from: from[field], into: into[field] ?? null, isConflict: !isBlank(into[field]) }));

/** Fields that the one that remains takes over: those chosen, and those it lacked unless it is to go on lacking them. */
export const takenOver = (pairs: readonly FieldPair[], choices: Readonly<Record<string, From>>): string[] =>
  pairs.filter(({ field, isConflict }) => (choices[field] ?? (isConflict ? 'into' : 'from')) === 'from').map((p) => p.field);

/** The one that remains stands where the other does, further on, or behind it. */
export function stageOutcome(into: Stage, from: Stage): 'same' | 'ahead' | 'behind' {
  const step = stageNo(into) - stageNo(from);
  return step === 0 ? 'same' : step > 0 ? 'ahead' : 'behind';
}

/** Whoever stands behind takes over the further stage, or stays behind for a reason; nothing goes back silently. Answers with: does it advance? */
export function settleStage(into: Stage, from: Stage, choice: From | null, reason: string | null): boolean | Refusal {
  if (stageOutcome(into, from) !== 'behind') return false;
  if (choice === null) return refuse('rule', 'merger.stage_undecided', { into, from });
  if (choice === 'into' && !reason?.trim()) return refuse('invalid', 'merger.stage_reason_required', { field: 'stageReason', into, from });
  return choice === 'from';
}

export type EntryBrief = Readonly<{
  ledger: 'agreement' | 'arrival' | 'investment';
  id: string;
  on: string;
  fen: number;
  kind: string;
  voucherNo: string | null;
}>;
export type Double = Readonly<{ entry: EntryBrief; of: string }>;

/** A project is signed once: of two that are one, the second 投资协议 is one signing too many, whatever its day and amount. */
const isSigningAgain = (a: EntryBrief, b: EntryBrief) => a.ledger === 'agreement' && a.kind === 'investment' && b.kind === 'investment';
const isDouble = (a: EntryBrief, b: EntryBrief) =>
  a.ledger === b.ledger &&
  (isSigningAgain(a, b) ||
    (a.fen === b.fen && ((a.voucherNo !== null && a.voucherNo === b.voucherNo) || (a.on === b.on && a.kind === b.kind))));

/** Entries of the one that is merged which the other holds as well: same ledger, amount, and day and kind, or voucher; or a second signing. Each pairs off once. */
export function doublesOf(from: readonly EntryBrief[], into: readonly EntryBrief[]): Double[] {
  const free = [...into];
  return from.flatMap((entry) => {
    const at = free.findIndex((b) => isDouble(entry, b));
    return at < 0 ? [] : [{ entry, of: free.splice(at, 1)[0]!.id }];
  });
}

export type Share = Readonly<{ unitId: string; basisPoints: number }>;
/** Shares of units in one project come to 100 %, each unit once, with the paper that divides them (分割证明). */
export function checkShares(shares: readonly Share[], certificate: string | null): true | Refusal {
  if (!shares.length) return true;
  const sum = shares.reduce((s, x) => s + x.basisPoints, 0);
  if (sum !== 10_000 || shares.some((s) => s.basisPoints <= 0))
    return refuse('invalid', 'merger.shares_sum', { found: sum / 100, expected: 100 });
  if (new Set(shares.map((s) => s.unitId)).size < shares.length) return refuse('invalid', 'merger.shares_twice');
  return certificate?.trim() ? true : refuse('invalid', 'merger.certificate_required', { field: 'certificate' });
}
