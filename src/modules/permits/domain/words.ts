import type { PermitStage } from './permit.ts';
import type { PermitState } from './standing.ts';

type Words = Readonly<{ zh: string; en: string }>;
/** Words of what leaves the system as a file. */
export const stageWords: Readonly<Record<PermitStage, Words>> = {
  siting: { zh: '立项用地规划许可', en: 'Siting and land' },
  planning: { zh: '工程建设许可', en: 'Planning' },
  construction: { zh: '施工许可', en: 'Construction' },
  completion: { zh: '竣工验收', en: 'Completion' },
};
export const stateWords: Readonly<Record<PermitState, Words>> = {
  waiting: { zh: '未申报', en: 'Not applied for' },
  applied: { zh: '已申报', en: 'Applied for' },
  told: { zh: '已告知补正', en: 'Told what is missing' },
  running: { zh: '办理中', en: 'Being decided' },
  stopped: { zh: '停表', en: 'Clock stopped' },
  lapsed: { zh: '容缺到期', en: 'Gaps not filled' },
  granted: { zh: '已批准', en: 'Granted' },
  declined: { zh: '不予批准', en: 'Declined' },
  dropped: { zh: '无需办理', en: 'Not needed' },
};
