import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useWords } from '../../projects/web/names.ts';
import type { Judged } from '../contract.ts';
import { recognition, useBases } from './client.ts';
import { inForceOf } from './GiveDialog.tsx';
import { UnderReview, VerdictTag } from './VerdictTag.tsx';
import './recognition.css';

/** Arrivals of a project with their verdict under every 口径, and the history of each. */
export function VerdictsSection({ projectId }: { projectId: string }) {
  const t = useText();
  const kinds = useWords('arrival_kind');
  const { active: bases } = useBases();
  const [open, setOpen] = useState<string | null>(null);
  const query = useQuery({
    queryKey: ['recognition', 'project', projectId],
    queryFn: () => recognition.arrivals({ query: { basis: 'promotion', project: projectId, size: 200 } }),
  });
  const stands = (row: Judged, basis: string) => {
    const v = inForceOf(row, basis);
    return v ? <VerdictTag {...v} note={v.remark} /> : <VerdictTag outcome="pending" reason="not_judged" amountFen={0} />;
  };
  return (
    <Loaded query={query}>
      {({ items }) => (
        <>
          <Sheet
            label={t('recognition.section')}
            rowKey={(r) => r.id}
            items={items}
            nothing={t('recognition.section.empty')}
            columns={[
              { key: 'arrivedOn', title: t('funds.arrivedOn'), width: 104, render: (r) => r.arrivedOn },
              {
                key: 'amount',
                title: t('funds.amount'),
                width: 120,
                numeric: true,
                render: (r) => <Money fen={r.amountFen} unit="万元" />,
              },
              { key: 'kind', title: t('funds.arrival.kind'), width: 90, render: (r) => kinds.of(r.kind) },
              ...bases.map((b) => ({ key: b.code, title: b.name, width: 150, render: (r: Judged) => stands(r, b.code) })),
              {
                key: 'history',
                title: t('recognition.history'),
                width: 90,
                render: (r) => (
                  <>
                    {r.claim && <UnderReview claim={r.claim} />}
                    <Button size="small" type="link" aria-expanded={open === r.id} onClick={() => setOpen(open === r.id ? null : r.id)}>
                      {t('recognition.history.show')}
                    </Button>
                  </>
                ),
              },
            ]}
          />
          {open && <History projectId={projectId} arrivalId={open} />}
        </>
      )}
    </Loaded>
  );
}

function History({ projectId, arrivalId }: { projectId: string; arrivalId: string }) {
  const t = useText();
  const { nameOf } = useBases();
  const query = useQuery({
    queryKey: ['recognition', 'history', projectId, arrivalId],
    queryFn: () => recognition.history({ params: { id: projectId, entryId: arrivalId } }),
  });
  return (
    <section aria-label={t('recognition.history')}>
      <h3>{t('recognition.history')}</h3>
      <Loaded query={query}>
        {({ items }) => (
          <Sheet
            label={t('recognition.history')}
            rowKey={(v) => v.id}
            items={items}
            nothing={t('recognition.history.empty')}
            columns={[
              { key: 'basis', title: t('recognition.basis'), width: 110, render: (v) => nameOf(v.basis) },
              { key: 'outcome', title: t('recognition.verdict'), width: 170, render: (v) => <VerdictTag {...v} note={v.remark} /> },
              { key: 'countsOn', title: t('recognition.countsOn'), width: 104, render: (v) => v.countsOn },
              { key: 'rule', title: t('recognition.ruleVersion'), width: 90, render: (v) => v.ruleVersion ?? '—' },
              { key: 'remark', title: t('recognition.remark'), width: 180, render: (v) => v.remark ?? '—' },
              {
                key: 'by',
                title: t('recognition.by'),
                width: 190,
                render: (v) => (
                  <>
                    {v.givenByName ?? '—'} {momentText(v.recordedAt)}{' '}
                    {v.claimId && <Link to={`/claims/${v.claimId}`}>{t('recognition.claim.open')}</Link>}
                  </>
                ),
              },
            ]}
          />
        )}
      </Loaded>
    </section>
  );
}
