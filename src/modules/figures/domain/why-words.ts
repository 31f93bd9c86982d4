import type { WhyKind, WhyLedger } from './why.ts';

type Words = Readonly<{ zh: string; en: string }>;
/** What the kinds of change are called, on screen and in the file. */
export const kindWords: Readonly<Record<WhyKind, Words>> = {
  registered: { zh: '新登记项目', en: 'Project registered' },
  recorded: { zh: '新登记', en: 'Recorded' },
  reversed: { zh: '冲销', en: 'Reversed' },
  judged: { zh: '认定', en: 'Judged' },
  moved: { zh: '阶段变化', en: 'Stage moved' },
  aside: { zh: '异动或恢复', en: 'Stood aside or brought back' },
  merged: { zh: '合并', en: 'Merged' },
  moved_unit: { zh: '责任单位变化', en: 'Unit changed' },
  restated: { zh: '归属或总投资变化', en: 'Attribution or total changed' },
  dated: { zh: '日期变化', en: 'Date claimed or recognised' },
  time: { zh: '时间推移', en: 'Passing of time' },
  rule: { zh: '规则变化', en: 'Rule changed' },
};
export const ledgerWords: Readonly<Record<WhyLedger, Words>> = {
  agreement: { zh: '协议', en: 'Agreement' },
  arrival: { zh: '到位资金', en: 'Arrival' },
  investment: { zh: '完成投资', en: 'Investment' },
  verdict: { zh: '到位认定', en: 'Verdict' },
  stage_change: { zh: '阶段', en: 'Stage' },
  attribution: { zh: '归属', en: 'Attribution' },
  authority_date: { zh: '开工、投产日期', en: 'Date of start or production' },
  none: { zh: '—', en: '—' },
};
