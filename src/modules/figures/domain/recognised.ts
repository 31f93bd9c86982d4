import { addedCodes } from '../../recognition/domain/basis.ts';
import type { CardText } from './card-text.ts';

/** The 口径 that ship with the product, and those that a district may add; each has a figure of the arrivals that count under it. */
export const recognisedBases = ['promotion', 'statistics', 'foreign', 'audit', ...addedCodes] as const;
type RecognisedBasis = (typeof recognisedBases)[number];
export const recognisedKeys = [
  'recognised_promotion',
  'recognised_statistics',
  'recognised_foreign',
  'recognised_audit',
  'recognised_own_a',
  'recognised_own_b',
  'recognised_own_c',
  'recognised_own_d',
] as const;
export type RecognisedKey = (typeof recognisedKeys)[number];
export const isRecognised = (key: string): key is RecognisedKey => (recognisedKeys as readonly string[]).includes(key);
/** The 口径 that a figure counts under; null for a figure of the ledger. */
export const basisOfFigure = (key: string): RecognisedBasis | null => recognisedBases.find((b) => key === `recognised_${b}`) ?? null;
/** Is the figure of a 口径 that a district has to add first? */
export const isOfAdded = (key: string): boolean => addedCodes.some((code) => key === `recognised_${code}`);

const zhOf = (basis: string): CardText => ({
  name: `${basis}到位`,
  definition: `所选区间内的到位资金在${basis}下认定为“计入”的金额之和；每笔以最近一次认定为准`,
  cohort: '计入日期在所选区间内、结论为“计入”的认定',
  exclusions: '不计入、待核和尚未认定的到位资金；已冲销的；已流转、合并项目的',
  dateUsed: '计入日期：按认定规则为到账日（封账后补记的按入账月份）或认定日',
  source: '到位认定，由负责该口径的部门按认定规则逐笔作出，或经联合核定',
  difference: '与台账到位、与其他口径的差额，逐笔见“对账”',
});
const enOf = (basis: string): CardText => ({
  name: `Arrived under ${basis}`,
  definition: `What counts of the arrivals of the period under the basis of ${basis}; of each arrival by its latest verdict`,
  cohort: 'Verdicts “counted” whose date is within the chosen period',
  exclusions: 'Arrivals left out, pending or not judged; reversed ones; those of transferred or merged projects',
  dateUsed: 'By the rule, the day of arrival (booked month for what was recorded after closing) or the day of the verdict',
  source: 'Verdicts, given arrival by arrival under the rule by the office in charge, or by joint verification',
  difference: 'The ledger and other bases: see the reconciliation, arrival by arrival',
});
export type BasisNames = Readonly<{ zh: string; en: string }>;
/** What a figure of recognised arrivals means, by the name that its 口径 has. */
export const recognisedText = ({ zh, en }: BasisNames) => ({ zh: zhOf(zh), en: enOf(en) });
/** As they ship; a district may name them otherwise. */
export const recognisedTexts: Readonly<Record<RecognisedKey, Readonly<{ zh: CardText; en: CardText }>>> = {
  recognised_promotion: recognisedText({ zh: '招商口径', en: 'promotion' }),
  recognised_statistics: recognisedText({ zh: '统计口径', en: 'statistics' }),
  recognised_foreign: recognisedText({ zh: '外资口径', en: 'foreign capital' }),
  recognised_audit: recognisedText({ zh: '审计口径', en: 'audit' }),
  recognised_own_a: recognisedText({ zh: '自定口径一', en: 'the district’s first own' }),
  recognised_own_b: recognisedText({ zh: '自定口径二', en: 'the district’s second own' }),
  recognised_own_c: recognisedText({ zh: '自定口径三', en: 'the district’s third own' }),
  recognised_own_d: recognisedText({ zh: '自定口径四', en: 'the district’s fourth own' }),
};
