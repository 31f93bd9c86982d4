import { Button, Tag } from 'antd';
import { Link } from 'react-router';
import { officeRoles } from '../../../kernel/actor.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { useMe } from '../../../web/session.ts';
import { type Text, useText } from '../../../web/text.ts';
import { type CollectionView, statuses } from '../contract.ts';
import { collections } from './client.ts';

function load({ page, size, filters }: TableState) {
  const chosen = choicesIn(filters['status']);
  const status = statuses.find((s) => chosen.length === 1 && chosen[0] === s);
  return collections.list({ query: { page, size, ...(status && { status }) } });
}

const columnsOf = (t: Text): Column<CollectionView>[] => [
  { key: 'title', title: t('collections.column.title'), width: 320, render: (c) => <Link to={`/collections/${c.id}`}>{c.title}</Link> },
  { key: 'unit', title: t('collections.column.issuer'), width: 180, render: (c) => c.unitName },
  {
    key: 'status',
    title: t('collections.column.status'),
    width: 110,
    render: (c) => <Tag>{t(`collections.status.${c.status}`)}</Tag>,
    filter: { kind: 'choice', options: statuses.map((value) => ({ value, label: t(`collections.status.${value}`) })) },
  },
  { key: 'frequency', title: t('collections.frequency'), width: 90, render: (c) => t(`collections.frequency.${c.frequency}`) },
  { key: 'due', title: t('collections.column.due'), width: 120, render: (c) => c.dueOn },
  {
    key: 'progress',
    title: t('collections.column.progress'),
    width: 110,
    numeric: true,
    render: (c) => (c.asked > 0 ? `${c.submitted} / ${c.asked}` : t('collections.progress.none')),
  },
  {
    key: 'cost',
    title: t('collections.column.cost'),
    width: 150,
    numeric: true,
    render: (c) => t('collections.minutes', { n: c.minutesYear }),
  },
];

/** What units are asked for: by the reader's office, or of the reader's unit. */
export function CollectionsPage() {
  const t = useText();
  const me = useMe();
  const mayIssue = me.roles.some((role) => (officeRoles as readonly string[]).includes(role));
  const compose = mayIssue && (
    <Link to="/collections/new">
      <Button type="primary">{t('collections.new')}</Button>
    </Link>
  );
  return (
    <>
      <PageHeader title={t('collections.title')} note={t('collections.note')}>
        <Link to="/collections/burden">{t('collections.burden')}</Link>
      </PageHeader>
      <DataTable
        name="collections"
        label={t('collections.title')}
        columns={columnsOf(t)}
        load={load}
        rowKey={(c) => c.id}
        rowHref={(c) => `/collections/${c.id}`}
        tools={compose}
        empty={{ title: t('collections.empty'), action: compose || undefined }}
      />
    </>
  );
}
