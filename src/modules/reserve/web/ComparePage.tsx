import { useQuery } from '@tanstack/react-query';
import { Empty } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { criteria } from '../domain/rule.ts';
import type { Compared } from '../domain/view.ts';
import { reserve } from './client.ts';
import './reserve.css';
import { benefitWords, pointsText } from './reserve-words.ts';

/** 效益比选: candidates side by side, the best score first; every number opens to what it is made from. */
export function ComparePage() {
  const t = useText();
  const [search] = useSearchParams();
  const ids = search.get('ids') ?? '';
  const query = useQuery({ queryKey: ['reserve', 'compare', ids], queryFn: () => reserve.compare({ query: { ids } }) });
  return (
    <Loaded query={query}>
      {({ rules, ruleVersion, items }) => (
        <>
          <PageHeader
            title={t('reserve.compare')}
            trail={[[t('reserve.title'), '/ideas']]}
            note={t('reserve.compare.note', { n: ruleVersion })}
          >
            <Link to="/ideas/rules">{t('reserve.rules')}</Link>
          </PageHeader>
          {items.length === 0 ? (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('reserve.compare.none')} />
          ) : (
            <>
              <Sheet<Compared>
                label={t('reserve.compare')}
                items={items}
                rowKey={(i) => i.id}
                columns={[
                  { key: 'name', title: t('reserve.name'), width: 220, render: (i) => <Link to={`/ideas/${i.id}`}>{i.name}</Link> },
                  { key: 'score', title: t('reserve.score'), width: 90, numeric: true, render: (i) => <b>{pointsText(t, i.score)}</b> },
                  {
                    key: 'total',
                    title: t('reserve.total'),
                    width: 120,
                    numeric: true,
                    render: (i) => <Money fen={i.totalFen} unit="万元" />,
                  },
                  {
                    key: 'ready',
                    title: t('reserve.readiness'),
                    width: 100,
                    numeric: true,
                    render: (i) => t('reserve.readiness.of', i.readiness),
                  },
                  ...criteria.map((c) => ({
                    key: c,
                    title: t('reserve.criterion.weighed', { name: t(`reserve.criterion.${c}`), n: rules.weights[c] }),
                    width: 178,
                    numeric: true,
                    render: (i: Compared) => (
                      <>
                        <Link className="idea-worth" to={`/ideas/${i.id}?open=${c}`}>
                          {benefitWords(t, c, i.benefits[c])}
                        </Link>{' '}
                        <small className="hint">{pointsText(t, i.points[c])}</small>
                      </>
                    ),
                  })),
                ]}
              />
              <p className="hint">{t('reserve.compare.how')}</p>
            </>
          )}
        </>
      )}
    </Loaded>
  );
}
