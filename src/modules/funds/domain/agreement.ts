import { type Day, firstDayOf, isPartialDate, type PartialDate } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import { Refusal, refuse } from '../../../kernel/refusal.ts';
import { type AgreementKind, agreementKinds } from './entry.ts';
import { type GivenTerms, noMoney, plus, readTerms, type Sums, type Terms, toFen } from './money-entry.ts';

/** Amounts in minor units of one currency: 总额, 引资额 (the part from outside), 固投 (the fixed-asset part). */
export type AgreementEntry = Readonly<{
  kind: AgreementKind;
  signedOn: PartialDate;
  totalMinor: number;
  attractedMinor: number | null;
  fixedMinor: number | null;
}>;

/** An agreement in force, as it counts. */
export type Standing = Readonly<{
  kind: AgreementKind;
  signedOn: PartialDate;
  currency: string;
  totalMinor: number;
  totalFen: Fen;
  attractedFen: Fen | null;
  fixedFen: Fen | null;
}>;

/** What a project's agreements in force amount to. `signedOn` is its day of signing: that of its earliest 投资协议. */
export type AgreementTotals = Readonly<{ agreed: Sums; attractedFen: Fen; fixedFen: Fen; signedOn: PartialDate | null }>;

/** 框架协议 and 再次签约 count nowhere; 投资协议 and 补充协议 do. */
export const countedKinds = ['investment', 'supplement'] as const satisfies readonly AgreementKind[];
export const counts = ({ kind }: Readonly<{ kind: AgreementKind }>) => (countedKinds as readonly AgreementKind[]).includes(kind);

export type ReadAgreement = AgreementEntry & Terms & Readonly<{ totalFen: Fen; attractedFen: Fen | null; fixedFen: Fen | null }>;

/** Reads one agreement by itself. Refuses what cannot be true of it whatever else the project has, and terms that give no fen. */
export function readAgreement(given: AgreementEntry & GivenTerms, today: Day): ReadAgreement | Refusal {
  const fault = checkAgreement(given, today);
  if (fault instanceof Refusal) return fault;
  const terms = readTerms(given);
  if (terms instanceof Refusal) return terms;
  const { kind, signedOn, totalMinor, attractedMinor, fixedMinor } = given;
  const part = (minor: number | null) => (minor === null ? null : toFen(minor, terms));
  const [totalFen, attractedFen, fixedFen] = [toFen(totalMinor, terms), part(attractedMinor), part(fixedMinor)];
  if (totalFen instanceof Refusal) return totalFen;
  if (attractedFen instanceof Refusal) return attractedFen;
  if (fixedFen instanceof Refusal) return fixedFen;
  return { kind, signedOn, totalMinor, attractedMinor, fixedMinor, totalFen, attractedFen, fixedFen, ...terms };
}

function checkAgreement(entry: AgreementEntry, today: Day): true | Refusal {
  if (!agreementKinds.includes(entry.kind))
    return refuse('invalid', 'agreement.kind_unknown', { found: entry.kind, expected: agreementKinds });
  if (!isPartialDate(entry.signedOn)) return refuse('invalid', 'date.unreadable', { field: 'signedOn', found: entry.signedOn });
  if (firstDayOf(entry.signedOn) > today) return refuse('invalid', 'agreement.in_future', { signedOn: entry.signedOn, today });
  return entry.kind === 'supplement' ? checkChange(entry) : checkWhole(entry);
}

function checkWhole({ kind, totalMinor, attractedMinor, fixedMinor }: AgreementEntry): true | Refusal {
  if (totalMinor < 0 || (totalMinor === 0 && kind === 'investment'))
    return refuse('invalid', 'agreement.total_not_positive', { totalMinor });
  for (const [field, part] of [
    ['attractedMinor', attractedMinor],
    ['fixedMinor', fixedMinor],
  ] as const) {
    if (part !== null && part < 0) return refuse('invalid', 'agreement.part_below_zero', { field, found: part });
    if (part !== null && part > totalMinor) return refuse('invalid', 'agreement.part_above_total', { field, found: part, totalMinor });
  }
  return true;
}

/** A supplement adds or takes away: its parts are held to the totals in `checkStanding`, not to its own. */
function checkChange({ totalMinor, attractedMinor, fixedMinor }: AgreementEntry): true | Refusal {
  return Boolean(totalMinor || attractedMinor || fixedMinor) || refuse('invalid', 'agreement.changes_nothing');
}

/**
 * What is signed is signed once (光谷; signing the same again is a known trick): a second 投资协议 while one is in force is an event,
 * 再次签约, and adds to nothing. More money is a 补充协议.
 */
export const asSigned = (kind: AgreementKind, isSigned: boolean): AgreementKind => (kind === 'investment' && isSigned ? 'resigning' : kind);

/** What the agreements in force of one project amount to. */
export function totalsOf(inForce: readonly Standing[]): AgreementTotals {
  const counted = inForce.filter(counts);
  const signed = counted.filter((a) => a.kind === 'investment').map((a) => a.signedOn);
  return {
    agreed: counted.reduce((sum, a) => plus(sum, a.currency, a.totalMinor, a.totalFen), noMoney),
    attractedFen: counted.reduce((sum, a) => sum + (a.attractedFen ?? 0), 0),
    fixedFen: counted.reduce((sum, a) => sum + (a.fixedFen ?? 0), 0),
    // As text, so that '2025' stands before '2025-03': nothing says it was later.
    signedOn: signed.toSorted()[0] ?? null,
  };
}

/**
 * May these agreements be in force together? A 补充协议 needs a 投资协议 to supplement, a 再次签约 one that was signed, and no sum may end below zero
 * or a part above the whole. Asked after every record and every reversal.
 */
export function checkStanding(inForce: readonly Standing[]): true | Refusal {
  const { agreed, attractedFen, fixedFen, signedOn } = totalsOf(inForce);
  if (signedOn === null && inForce.some((a) => a.kind === 'supplement')) return refuse('rule', 'agreement.supplement_needs_investment');
  if (signedOn === null && inForce.some((a) => a.kind === 'resigning')) return refuse('rule', 'agreement.not_signed_yet');
  const sums = { agreedFen: agreed.fen, attractedFen, fixedFen };
  if (agreed.fen < 0 || attractedFen < 0 || fixedFen < 0) return refuse('rule', 'agreement.sum_below_zero', sums);
  // Without a signed whole there is nothing to hold the parts to.
  if (attractedFen > agreed.fen || fixedFen > agreed.fen) return refuse('rule', 'agreement.parts_above_sum', sums);
  return true;
}
