import { formatFen, grouped } from '../../../kernel/money.ts';
import { decimalText } from '../../../kernel/number.ts';
import type { IdeaState, ItemState } from './idea.ts';
import type { Criterion } from './rule.ts';

type Word = Readonly<{ zh: string; en: string }>;
/** Words of what leaves the system as a paper or a sheet. */
export const stateWords: Readonly<Record<IdeaState, Word>> = {
  open: { zh: '在储备', en: 'In the reserve' },
  shelved: { zh: '搁置', en: 'Put off' },
  withdrawn: { zh: '撤回', en: 'Given up' },
  promoted: { zh: '已转入项目', en: 'A project now' },
};
export const itemWords: Readonly<Record<ItemState, Word>> = {
  not_started: { zh: '未开展', en: 'Not begun' },
  under_way: { zh: '办理中', en: 'Under way' },
  done: { zh: '已完成', en: 'Done' },
  not_needed: { zh: '不需要', en: 'Not needed' },
};

/** A benefit as people read it, with its unit. */
export function benefitText(criterion: Criterion, value: number): string {
  switch (criterion) {
    case 'npv':
      return `${grouped(formatFen(value, '万元'))}万元`;
    case 'irr':
      return `${decimalText(BigInt(value), 2)}%`;
    case 'payback':
      return `${decimalText(BigInt(value), 2)}年`;
    case 'intensity':
    case 'tax':
      return `${grouped(formatFen(value, '万元'))}万元/亩`;
    case 'jobs':
      return `${value}人`;
    case 'chain':
      return `${value}/5`;
  }
}
