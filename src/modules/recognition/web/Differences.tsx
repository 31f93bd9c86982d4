import { useQuery } from '@tanstack/react-query';
import { Pagination } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { formatFen, grouped } from '../../../kernel/money.ts';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { type GroupKind, groupKinds } from '../domain/reconciliation.ts';
import { recognition, useBases } from './client.ts';

const yuan = (fen: number) => grouped(formatFen(fen, '元', 2));
type Props = { asked: { a: string; b: string; from: string; to: string; unit?: string; asOf?: string }; group: string };
const size = 50;

/** The arrivals behind one reason of a difference. */
export function Differences({ asked, group }: Props) {
  const t = useText();
  const { nameOf } = useBases();
  const [page, setPage] = useState(1);
  const [kind, because] = group.split('.');
  const of = { kind: groupKinds.find((k) => k === kind) as GroupKind, because: because ?? '' };
  const query = useQuery({
    queryKey: ['recognition', 'differences', asked, group, page],
    queryFn: () => recognition.differences({ query: { ...asked, ...of, page, size } }),
  });
  return (
    <section aria-label={t('recognition.rows')}>
      <h2>{t('recognition.rows')}</h2>
      <Loaded query={query}>
        {({ items, total }) => (
          <>
            <Sheet
              label={t('recognition.rows')}
              rowKey={(r) => r.id}
              items={items}
              columns={[
                {
                  key: 'project',
                  title: t('recognition.project'),
                  width: 240,
                  render: (r) => <Link to={`/projects/${r.projectId}?tab=verdicts`}>{r.projectName}</Link>,
                },
                { key: 'unit', title: t('people.unit'), width: 150, render: (r) => r.unitName },
                { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 104, render: (r) => r.arrivedOn },
                { key: 'amount', title: t('funds.amount'), width: 140, numeric: true, render: (r) => yuan(r.amountFen) },
                { key: 'a', title: nameOf(asked.a), width: 140, numeric: true, render: (r) => yuan(r.aFen) },
                { key: 'b', title: nameOf(asked.b), width: 140, numeric: true, render: (r) => yuan(r.bFen) },
              ]}
            />
            {total > size && (
              <Pagination size="small" current={page} pageSize={size} total={total} showSizeChanger={false} onChange={setPage} />
            )}
          </>
        )}
      </Loaded>
    </section>
  );
}
