import type { GroupKind } from './reconciliation.ts';

type Words = Readonly<{ zh: string; en: string }>;
/** For files, which have no web to put them into words. The screens say the same. */
const because: Readonly<Record<string, Words>> = {
  meets_rule: { zh: '符合认定规则', en: 'meets the rule' },
  not_signed: { zh: '没有投资协议', en: 'no investment agreement' },
  before_signing: { zh: '到位早于签约', en: 'arrived before the signing' },
  kind_not_counted: { zh: '资金类别不计入', en: 'kind of funds not counted' },
  payer_excluded: { zh: '付款方在排除之列', en: 'payer is excluded' },
  industry_excluded: { zh: '行业在排除之列', en: 'industry is excluded' },
  below_threshold: { zh: '总投资不足起点', en: 'total below the threshold' },
  investor_kind: { zh: '企业类型不计入', en: 'kind of investor not counted' },
  payer_local: { zh: '付款方来源地不符', en: 'payer is not from far enough' },
  total_unknown: { zh: '总投资未登记', en: 'total not recorded' },
  payer_unknown: { zh: '付款方来源地不明', en: 'origin of the payer not known' },
  not_in_statistics: { zh: '项目未入库纳统', en: 'project not in the statistics library' },
  evidence_missing: { zh: '缺少佐证材料', en: 'evidence is missing' },
  no_rule: { zh: '没有生效的规则', en: 'no rule in force' },
  part_counted: { zh: '只计入一部分', en: 'counted in part' },
  judged_otherwise: { zh: '经核实另行认定', en: 'judged otherwise on inquiry' },
  needs_inquiry: { zh: '有待核实', en: 'inquiry under way' },
  not_judged: { zh: '尚未认定', en: 'not judged yet' },
  in_ledger: { zh: '按台账全额', en: 'as in the ledger' },
  reversed: { zh: '封账后冲销', en: 'reversed after its month was closed' },
  other_period: { zh: '计入其他期间', en: 'counted in another period' },
};
export const becauseWords = (code: string, language: 'zh' | 'en') => because[code]?.[language] ?? code;
type Between = (a: string, b: string) => string;
export const kindWords: Readonly<Record<GroupKind, Readonly<{ zh: Between; en: Between }>>> = {
  only_a: { zh: (a) => `仅${a}计入`, en: (a) => `Only in ${a}` },
  only_b: { zh: (_, b) => `仅${b}计入`, en: (_, b) => `Only in ${b}` },
  differs: { zh: () => '两边计入金额不同', en: () => 'Counted differently' },
};
