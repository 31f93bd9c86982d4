import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, rangeIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import type { PaperView } from '../contract.ts';
import { paperKinds } from '../domain/kind.ts';
import { makeableUnits, papers } from './client.ts';
import { MakeDialog } from './MakeDialog.tsx';
import { monthWords } from './month-words.ts';

const statuses = ['draft', 'issued'] as const;

function load({ page, size, filters }: TableState) {
  const chosen = choicesIn(filters['status']);
  const status = statuses.find((s) => chosen.length === 1 && chosen[0] === s);
  const all = filters['edition'] === 'all';
  const kind = paperKinds.find((k) => k === choicesIn(filters['kind'])[0]);
  return papers.list({
    query: {
      page,
      size,
      ...rangeIn(filters['month']),
      unitId: filters['unit'],
      ...(status && { status }),
      ...(kind && { kind }),
      all: all ? 'true' : 'false',
    },
  });
}

function columnsOf(t: Text): Column<PaperView>[] {
  const by = (who: string | null, at: string | null) => (at ? t('papers.by', { who, at: momentText(at) }) : t('kit.none'));
  return [
    { key: 'title', title: t('papers.column.title'), width: 380, render: (p) => <Link to={`/papers/${p.id}`}>{p.title}</Link> },
    {
      key: 'kind',
      title: t('papers.column.kind'),
      width: 110,
      render: (p) => t(`papers.kind.${p.kind}`),
      filter: { kind: 'choice', options: paperKinds.map((value) => ({ value, label: t(`papers.kind.${value}`) })) },
    },
    { key: 'month', title: t('papers.column.month'), width: 110, render: (p) => monthWords(t, p.month), filter: { kind: 'month' } },
    { key: 'unit', title: t('papers.column.unit'), width: 160, render: (p) => p.unitName, filter: unitFilter },
    {
      key: 'status',
      title: t('papers.column.status'),
      width: 90,
      render: (p) => <Tag>{t(`papers.status.${p.status}`)}</Tag>,
      filter: { kind: 'choice', options: statuses.map((value) => ({ value, label: t(`papers.status.${value}`) })) },
    },
    {
      key: 'edition',
      title: t('papers.column.edition'),
      width: 90,
      wideOnly: true,
      render: (p) => t('papers.edition', { n: p.edition }),
      filter: { kind: 'choice', options: [{ value: 'all', label: t('papers.edition.all') }] },
    },
    { key: 'made', title: t('papers.column.made'), width: 190, wideOnly: true, render: (p) => by(p.createdBy, p.createdAt) },
    { key: 'issued', title: t('papers.column.issued'), width: 190, wideOnly: true, render: (p) => by(p.issuedBy, p.issuedAt) },
  ];
}

/** Papers of the reader's units, newest month first; a paper is made here. */
export function PapersPage() {
  const t = useText();
  const [making, setMaking] = useState(false);
  const make = (
    <Button type="primary" onClick={() => setMaking(true)}>
      {t('papers.make')}
    </Button>
  );
  const units = useQuery(makeableUnits);
  const mayMake = (units.data?.items.length ?? 0) > 0;
  return (
    <>
      <PageHeader title={t('papers.title')} />
      <DataTable
        name="papers"
        label={t('papers.list')}
        columns={columnsOf(t)}
        load={load}
        rowKey={(p) => p.id}
        rowHref={(p) => `/papers/${p.id}`}
        tools={mayMake && make}
        empty={{ title: t('papers.empty'), action: mayMake ? make : undefined }}
      />
      {making && <MakeDialog onClose={() => setMaking(false)} />}
    </>
  );
}
