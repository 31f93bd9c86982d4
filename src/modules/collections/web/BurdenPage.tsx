import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Result } from '../../../kernel/contract.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import type { collectionsContract } from '../contract.ts';
import { collections } from './client.ts';

type Item = Result<(typeof collectionsContract)['burden']>['items'][number];

/** Minutes asked of each unit by month and by the office that asked (报表负担). Facts about forms, of no person. */
export function BurdenPage() {
  const t = useText();
  const [now] = useState(() => new Date().getFullYear());
  const [year, setYear] = useState(now);
  const query = useQuery({ queryKey: ['collection-burden', year], queryFn: () => collections.burden({ query: { year: String(year) } }) });
  const columns = [
    {
      key: 'unit',
      title: t('collections.column.unit'),
      width: 200,
      render: (i: Item) => <Link to={`/cockpit?unitId=${i.unitId}`}>{i.unitName}</Link>,
    },
    { key: 'month', title: t('collections.column.month'), width: 110, render: (i: Item) => i.month },
    { key: 'issuer', title: t('collections.column.issuer'), width: 200, render: (i: Item) => i.issuer },
    { key: 'forms', title: t('collections.column.forms'), width: 100, numeric: true, render: (i: Item) => i.forms },
    { key: 'minutes', title: t('collections.column.minutes'), width: 140, numeric: true, render: (i: Item) => i.minutes },
  ];
  return (
    <>
      <PageHeader title={t('collections.burden')} trail={[[t('collections.title'), '/collections']]} note={t('collections.burden.note')} />
      <Segmented aria-label={t('collections.year')} options={[now - 1, now, now + 1]} value={year} onChange={setYear} />
      <Loaded query={query}>
        {({ items }) => (
          <>
            <p>
              {t('collections.burden.total', {
                minutes: items.reduce((n, i) => n + i.minutes, 0),
                forms: items.reduce((n, i) => n + i.forms, 0),
              })}
            </p>
            <Sheet
              label={t('collections.burden')}
              columns={columns}
              items={items}
              rowKey={(i) => `${i.unitId} ${i.month} ${i.issuer}`}
              nothing={t('collections.burden.none')}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
