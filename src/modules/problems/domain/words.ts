import type { Source, State, Tier } from './problem.ts';

type Words<K extends string> = Readonly<Record<K, Readonly<{ zh: string; en: string }>>>;
/** Words of what leaves the system as a file. */
export const tierWords: Words<Tier> = {
  unit: { zh: '责任单位', en: 'Responsible unit' },
  leader: { zh: '分管领导', en: 'Leader in charge' },
  meeting: { zh: '联席会议', en: 'Joint meeting' },
};
export const stateWords: Words<State> = {
  open: { zh: '办理中', en: 'Open' },
  solved: { zh: '待企业确认', en: 'Waiting for the enterprise' },
  closed: { zh: '已办结', en: 'Closed' },
  merged: { zh: '已并入', en: 'Merged' },
  withdrawn: { zh: '已撤回', en: 'Withdrawn' },
};
export const sourceWords: Words<Source> = {
  project: { zh: '项目', en: 'Project' },
  report: { zh: '月报', en: 'Monthly report' },
  visit: { zh: '走访', en: 'Visit' },
  meeting: { zh: '会议', en: 'Meeting' },
};
/** 问题〔2026〕12号 */
export const problemNo = ({ year, no }: Readonly<{ year: number; no: number }>) => `问题〔${year}〕${no}号`;
