import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { progress } from './client.ts';
import './progress.css';
import { StateMark } from './StateMark.tsx';

/** The months of a project, with what was reported of each. */
export function ReportsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const query = useQuery({ queryKey: ['reports', projectId], queryFn: () => progress.ofProject({ params: { id: projectId } }) });
  const at = (month: string) => `/projects/${projectId}/reports/${month}`;
  return (
    <Loaded query={query}>
      {({ months, openMonth, can }) => (
        <section aria-label={t('progress.title')}>
          {can.report && (
            <p>
              <Link to={at(openMonth)}>{t('progress.write.month', { month: openMonth })}</Link>
            </p>
          )}
          <Sheet
            label={t('progress.title')}
            items={months}
            rowKey={(m) => m.month}
            nothing={t('progress.none')}
            columns={[
              { key: 'month', title: t('progress.month'), width: 100, render: (m) => <Link to={at(m.month)}>{m.month}</Link> },
              { key: 'state', title: t('progress.state'), width: 150, render: (m) => <StateMark {...m} /> },
              {
                key: 'amount',
                title: t('progress.amount'),
                width: 130,
                numeric: true,
                render: (m) => <Money fen={m.amountFen} unit="万元" />,
              },
              {
                key: 'summary',
                title: t('progress.summary'),
                width: 360,
                render: (m) => (m.isUnchanged ? t('progress.unchanged') : (m.summary ?? t('kit.none'))),
              },
              { key: 'reportedOn', title: t('progress.reportedOn'), width: 110, render: (m) => m.reportedOn ?? t('kit.none') },
              { key: 'dueOn', title: t('progress.dueOn'), width: 110, render: (m) => m.dueOn },
            ]}
          />
        </section>
      )}
    </Loaded>
  );
}
