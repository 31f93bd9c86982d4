import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import type { Fee } from '../domain/permit.ts';

/** What is asked, by which law, and that it is the same for everyone. */
export function FeesTable({ fees }: { fees: readonly Fee[] }) {
  const t = useText();
  return (
    <Sheet
      label={t('permits.fees')}
      rowKey={(f) => f.key}
      items={fees}
      nothing={t('permits.fees.none')}
      columns={[
        { key: 'name', title: t('permits.fee'), width: 180, render: (f) => f.name },
        {
          key: 'free',
          title: t('permits.fee.free'),
          width: 90,
          render: (f) => t(f.isFree ? 'permits.fee.free.yes' : 'permits.fee.free.no'),
        },
        { key: 'standard', title: t('permits.fee.standard'), width: 240, render: (f) => f.standard },
        { key: 'basis', title: t('permits.basis'), width: 240, render: (f) => f.basis },
        {
          key: 'everyone',
          title: t('permits.fee.everyone'),
          width: 130,
          render: (f) => t(f.appliesToEveryone ? 'permits.fee.everyone.yes' : 'permits.fee.everyone.no'),
        },
      ]}
    />
  );
}
