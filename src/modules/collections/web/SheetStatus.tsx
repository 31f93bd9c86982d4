import { Tag } from 'antd';
import { useText } from '../../../web/text.ts';
import type { SheetBrief } from '../contract.ts';

const colours = { open: 'default', returned: 'orange', submitted: 'blue' } as const;
/** Where a sheet is, and whether it is late, in words; the colour only repeats them. */
export function SheetStatus({ status, isLate }: Pick<SheetBrief, 'status' | 'isLate'>) {
  const t = useText();
  return (
    <>
      <Tag color={colours[status]}>{t(`collections.sheet.${status}`)}</Tag>
      {isLate && <Tag color="red">{t('collections.late')}</Tag>}
    </>
  );
}
