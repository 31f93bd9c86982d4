import * as z from 'zod';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';

/** Codes that a district's own 口径 take, in this order; what reports count by has to be known beforehand, so there are not more. */
export const addedCodes = ['own_a', 'own_b', 'own_c', 'own_d'] as const;
/** Offices that may judge under a 口径 of a district. */
export const judgingRoles = ['promotion_admin', 'statistics', 'finance', 'auditor'] as const;

const name = z.string().trim().min(1).max(40);
/** One 口径 of the list. Its code stays, and with it who judges under it; verdicts and rules hold to the code. */
export const BasisEntry = z.strictObject({
  code: z.string().regex(/^[a-z_]{1,40}$/),
  nameZh: name,
  nameEn: name,
  /** Nothing is judged under one that is not; what was judged stays. */
  isActive: z.boolean(),
  /** The version of its rule that applies; null: whichever is in effect on the day. */
  ruleVersion: z.int().min(1).nullable(),
});
export type BasisEntry = z.output<typeof BasisEntry>;
/** A 口径 to be added: nothing is judged under it before the list is published with it in use. */
export const NewBasis = z.strictObject({
  nameZh: name,
  nameEn: name,
  roles: z.array(z.enum(judgingRoles)).min(1).max(judgingRoles.length),
});
export type NewBasis = z.output<typeof NewBasis>;
/** The code that the next one takes; refuses one that reads like another, and a fifth. */
export function codeOfNew(added: NewBasis, known: readonly Readonly<{ code: string; nameZh: string; nameEn: string }>[]): string | Refusal {
  const twin = known.find((k) => k.nameZh === added.nameZh || k.nameEn === added.nameEn);
  if (twin) return refuse('invalid', 'recognition.basis_twice', { field: 'nameZh', code: twin.code, name: added.nameZh });
  const code = addedCodes.find((c) => !known.some((k) => k.code === c));
  return code ?? refuse('rule', 'recognition.bases_full', { n: addedCodes.length });
}
/** What a rule row of kind `recognition-bases` says: every 口径, in the order in which they are shown. */
export const BasisList = z.strictObject({ bases: z.array(BasisEntry).min(1).max(20) });
export const basesKind = 'recognition-bases';

type Known = Readonly<{ code: string; ruleVersions: readonly number[] }>;
/** Every known 口径 once, under names that tell them apart, one at least in use, under rules that there are. */
export function basesFault(bases: readonly BasisEntry[], known: readonly Known[]): Refusal | null {
  const rulesOf = new Map(known.map((k) => [k.code, k.ruleVersions]));
  const seen = new Set<string>();
  for (const { code, nameZh, nameEn, ruleVersion } of bases) {
    const rules = rulesOf.get(code);
    if (!rules) return refuse('not_found', 'recognition.basis_unknown', { code });
    for (const word of [`code ${code}`, `zh ${nameZh}`, `en ${nameEn}`]) {
      if (seen.has(word)) return refuse('invalid', 'recognition.basis_twice', { code, name: nameZh });
      seen.add(word);
    }
    if (ruleVersion !== null && !rules.includes(ruleVersion))
      return refuse('not_found', 'recognition.rule_unknown', { name: nameZh, version: ruleVersion });
  }
  const missing = known.find((k) => !bases.some((b) => b.code === k.code));
  if (missing) return refuse('invalid', 'recognition.basis_missing', { code: missing.code });
  return bases.some((b) => b.isActive) ? null : refuse('rule', 'recognition.no_basis_active');
}
