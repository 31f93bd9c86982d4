import { type Day, firstDayOf, lastDayOf, type PartialDate } from '../../../kernel/day.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { EvidenceKind } from '../../evidence/domain/file.ts';
import type { ArrivalKind } from '../../funds/domain/entry.ts';
import { type RecognitionRule, type Region, regions } from './rule.ts';

/** 计入 / 不计入 / 待核 */
export const outcomes = ['counted', 'left_out', 'pending'] as const;
export type Outcome = (typeof outcomes)[number];
/** Why, as a code; the web has the sentence. The last three are given by people, `not_judged` stands where no verdict is. */
export const reasons = [
  'meets_rule',
  'not_signed',
  'before_signing',
  'kind_not_counted',
  'payer_excluded',
  'industry_excluded',
  'below_threshold',
  'investor_kind',
  'payer_local',
  'total_unknown',
  'payer_unknown',
  'not_in_statistics',
  'evidence_missing',
  'no_rule',
  'part_counted',
  'judged_otherwise',
  'needs_inquiry',
  'not_judged',
] as const;
export type Reason = (typeof reasons)[number];
/** What a person may say who judges otherwise than the rule; each asks for words. */
export const ownReasons = ['part_counted', 'judged_otherwise', 'needs_inquiry'] as const;

export type ArrivalFacts = Readonly<{
  arrivedOn: PartialDate;
  kind: ArrivalKind;
  amountFen: Fen;
  currency: string;
  amountMinor: number;
  payer: string | null;
  region: Region | null;
  signedOn: PartialDate | null;
  totalFen: Fen | null;
  industryCode: string | null;
  /** The letter of its section. */
  section: string | null;
  natongOn: PartialDate | null;
  investorKind: string | null;
  evidence: readonly EvidenceKind[];
}>;
export type Proposal = Readonly<{ outcome: Outcome; reason: Reason; amountFen: Fen; params: Readonly<Record<string, unknown>> }>;

type Ask = (rule: RecognitionRule, facts: ArrivalFacts) => Readonly<{ reason: Reason; params?: Record<string, unknown> }> | null;

/** What shuts an arrival out for good, the first that applies: nothing that is still to come would change it. */
const shutOut: readonly Ask[] = [
  ({ needsSigning }, { signedOn }) => (needsSigning && signedOn === null ? { reason: 'not_signed' } : null),
  ({ needsSigning }, { signedOn, arrivedOn }) =>
    needsSigning && signedOn !== null && lastDayOf(arrivedOn) < firstDayOf(signedOn)
      ? { reason: 'before_signing', params: { arrivedOn, signedOn } }
      : null,
  ({ kinds }, { kind }) => (kinds.includes(kind) ? null : { reason: 'kind_not_counted', params: { kind } }),
  ({ excludedPayers }, { payer }) => {
    const word = excludedPayers.find((w) => payer?.includes(w));
    return word === undefined ? null : { reason: 'payer_excluded', params: { word } };
  },
  ({ excludedIndustries }, { industryCode, section }) => {
    const found = excludedIndustries.find((e) => e === section || (industryCode !== null && industryCode.startsWith(e)));
    return found === undefined ? null : { reason: 'industry_excluded', params: { industry: found } };
  },
  ({ investorKinds }, { investorKind }) =>
    investorKinds.length && investorKind !== null && !investorKinds.includes(investorKind)
      ? { reason: 'investor_kind', params: { investorKind } }
      : null,
  (rule, { totalFen, ...paid }) =>
    totalFen !== null && totalFen < rule.minTotalFen && !isLargeForeign(rule, paid)
      ? { reason: 'below_threshold', params: { totalFen, minTotalFen: rule.minTotalFen } }
      : null,
  ({ payer }, { region }) =>
    region !== null && regions.indexOf(region) < regions.indexOf(payer)
      ? { reason: 'payer_local', params: { region, asked: payer } }
      : null,
];
/** What is missing and may still come. */
const missing: readonly Ask[] = [
  (rule, { totalFen, ...paid }) =>
    rule.minTotalFen > 0 && totalFen === null && !isLargeForeign(rule, paid) ? { reason: 'total_unknown' } : null,
  ({ payer }, { region }) => (payer !== 'local' && region === null ? { reason: 'payer_unknown' } : null),
  ({ needsStatistics }, { natongOn }) => (needsStatistics && natongOn === null ? { reason: 'not_in_statistics' } : null),
  ({ evidence: asked }, { evidence }) => {
    const lacking = asked.filter((group) => !group.some((kind) => evidence.includes(kind)));
    return lacking.length ? { reason: 'evidence_missing', params: { lacking } } : null;
  },
];
const isLargeForeign = ({ minForeignMinor }: RecognitionRule, { currency, amountMinor }: Pick<ArrivalFacts, 'currency' | 'amountMinor'>) =>
  minForeignMinor !== null && currency !== 'CNY' && amountMinor >= minForeignMinor;

/** What a rule says of an arrival: the verdict it proposes, and why. */
export function propose(rule: RecognitionRule | null, facts: ArrivalFacts): Proposal {
  if (!rule) return { outcome: 'pending', reason: 'no_rule', amountFen: 0, params: {} };
  const first = (asks: readonly Ask[]) => asks.reduce<ReturnType<Ask>>((found, ask) => found ?? ask(rule, facts), null);
  const out = first(shutOut);
  if (out) return { outcome: 'left_out', amountFen: 0, params: {}, ...out };
  const open = first(missing);
  if (open) return { outcome: 'pending', amountFen: 0, params: {}, ...open };
  return { outcome: 'counted', reason: 'meets_rule', amountFen: facts.amountFen, params: {} };
}

/** The date under which a verdict counts: that of the verdict, or that under which the ledger counts the arrival. */
export const countsOn = (rule: RecognitionRule | null, countedOn: PartialDate, recognisedOn: Day) =>
  rule?.dateRule === 'recognised_on' ? recognisedOn : countedOn;
