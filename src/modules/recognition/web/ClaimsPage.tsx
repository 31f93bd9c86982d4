import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import type { ClaimBrief } from '../domain/claim-contract.ts';
import { claimStates } from '../domain/claim.ts';
import { recognition } from './client.ts';
import './recognition.css';

function load({ page, size, filters }: TableState) {
  const state = claimStates.find((s) => choicesIn(filters['state'])[0] === s);
  return recognition.claims({ query: { page, size, unit: filters['unit'] || undefined, ...(state && { state }) } });
}

/** 认定申报: what units sent up for recognition, and where each stands. */
export function ClaimsPage() {
  const t = useText();
  const [mayClaim, setMayClaim] = useState(false);
  return (
    <>
      <PageHeader title={t('recognition.claims.title')} note={t('recognition.claims.note')}>
        {mayClaim && (
          <Button type="primary" href="/claims/new">
            {t('recognition.claims.new')}
          </Button>
        )}
      </PageHeader>
      <DataTable
        name="claims"
        label={t('recognition.claims.title')}
        columns={columnsOf(t)}
        load={load}
        onPage={({ can }) => setMayClaim(can.claim)}
        rowKey={(c) => c.id}
        rowHref={(c) => `/claims/${c.id}`}
        empty={{ title: t('recognition.claims.empty') }}
      />
    </>
  );
}

function columnsOf(t: Text): Column<ClaimBrief>[] {
  return [
    {
      key: 'unit',
      title: t('people.unit'),
      width: 200,
      filter: unitFilter,
      render: (c) => <Link to={`/claims/${c.id}`}>{c.unitName}</Link>,
    },
    { key: 'month', title: t('recognition.claim.month'), width: 100, render: (c) => c.month },
    { key: 'arrivals', title: t('recognition.claim.arrivals'), width: 80, numeric: true, render: (c) => c.arrivals },
    { key: 'fen', title: t('recognition.claim.fen'), width: 140, numeric: true, render: (c) => <Money fen={c.fen} unit="万元" /> },
    {
      key: 'state',
      title: t('recognition.claim.state'),
      width: 110,
      filter: { kind: 'choice', options: claimStates.map((value) => ({ value, label: t(`recognition.claim.state.${value}`) })) },
      render: (c) => t(`recognition.claim.state.${c.state}`),
    },
    { key: 'by', title: t('recognition.claim.submittedBy'), width: 110, render: (c) => c.submittedBy },
    { key: 'at', title: t('recognition.claim.submittedAt'), width: 150, wideOnly: true, render: (c) => momentText(c.submittedAt) },
  ];
}
