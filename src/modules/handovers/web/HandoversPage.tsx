import { useQuery } from '@tanstack/react-query';
import { Button, Modal } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { Handover } from '../contract.ts';
import { handovers } from './client.ts';
import { HandoverDialog } from './HandoverDialog.tsx';
import './handovers.css';

/** Whose work went to whom, and the way to hand work over. */
export function HandoversPage() {
  const t = useText();
  const query = useQuery({ queryKey: ['handovers'], queryFn: () => handovers.list({}) });
  const [search, setSearch] = useSearchParams();
  const [making, setMaking] = useState(false);
  const open = search.get('open');
  return (
    <>
      <PageHeader title={t('handovers.title')} note={t('handovers.note')}>
        <Button type="primary" onClick={() => setMaking(true)}>
          {t('handovers.make')}
        </Button>
      </PageHeader>
      <Loaded query={query}>
        {({ items, can }) => (
          <>
            {items.length === 0 ? (
              <p className="soft">{t('handovers.none')}</p>
            ) : (
              <Sheet<Handover>
                label={t('handovers.title')}
                items={items}
                rowKey={(h) => h.id}
                columns={[
                  { key: 'from', title: t('handovers.from'), width: 120, render: (h) => h.from.name },
                  { key: 'to', title: t('handovers.to'), width: 120, render: (h) => h.to.name },
                  { key: 'what', title: t('handovers.what'), width: 180, render: (h) => t('handovers.counts', h) },
                  { key: 'reason', title: t('handovers.reason'), width: 220, render: (h) => h.reason },
                  { key: 'by', title: t('handovers.by'), width: 100, render: (h) => h.by },
                  { key: 'at', title: t('handovers.at'), width: 140, render: (h) => momentText(h.at) },
                  {
                    key: 'open',
                    title: t('handovers.open'),
                    width: 80,
                    render: (h) => (
                      <Button type="link" size="small" onClick={() => setSearch({ open: h.id })}>
                        {t('handovers.open')}
                      </Button>
                    ),
                  },
                ]}
              />
            )}
            {making && <HandoverDialog forOthers={can.forOthers} onClose={() => setMaking(false)} />}
          </>
        )}
      </Loaded>
      {open && <HandoverView id={open} onClose={() => setSearch({})} />}
    </>
  );
}

function HandoverView({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useText();
  const query = useQuery({ queryKey: ['handovers', id], queryFn: () => handovers.get({ params: { id } }) });
  return (
    <Modal open width={640} title={t('handovers.what')} footer={null} onCancel={onClose}>
      <Loaded query={query}>
        {({ from, to, reason, by, at, projects, reviews, items }) => (
          <>
            <p>
              <b>
                {from.name} → {to.name}
              </b>{' '}
              {t('handovers.counts', { projects, reviews })}
            </p>
            <p>
              {reason}{' '}
              <span className="soft">
                {by} {momentText(at)}
              </span>
            </p>
            <ul className="handover-items">
              {items.map((i) => (
                <li key={`${i.kind} ${i.id}`}>
                  <Link to={i.kind === 'person' || i.kind === 'leader' ? `/projects/${i.id}` : `/reviews/${i.id}`}>
                    {i.title ?? t('handovers.untitled')}
                  </Link>
                  <span className="soft">{t(`handovers.kind.${i.kind}`)}</span>
                </li>
              ))}
            </ul>
            {items.length < projects + reviews && <p className="soft">{t('handovers.hidden')}</p>}
          </>
        )}
      </Loaded>
    </Modal>
  );
}
