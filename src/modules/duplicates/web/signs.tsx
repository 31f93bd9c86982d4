import { Tag } from 'antd';
import { useText } from '../../../web/text.ts';
import type { DuplicateCase } from '../contract.ts';

const colours = { L1: 'red', L2: 'default', L3: 'default', L4: 'default' } as const;

/** The level of a look-alike, and why in words. */
export function Signs({ level, signs }: Pick<DuplicateCase, 'level' | 'signs'>) {
  const t = useText();
  return (
    <>
      <Tag color={colours[level]}>{t(`duplicates.level.${level}`)}</Tag>{' '}
      {signs.map((s) => t(`duplicates.sign.${s.code}`, { percent: s.percent ?? 0 })).join(t('duplicates.sign.and'))}
    </>
  );
}
