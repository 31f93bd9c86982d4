import { Button, Descriptions, Tag } from 'antd';
import { useState } from 'react';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { identity } from '../../../web/session.ts';
import { type Text, useText } from '../../../web/text.ts';
import type { Person } from '../domain/person-shape.ts';
import './identity.css';
import { momentText } from './moment.ts';
import { OneTimePassword } from './OneTimePassword.tsx';
import { PersonActs } from './PersonActs.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { unitFilter } from './unit-filter.tsx';

export const loadPeople = ({ page, size, q, filters }: TableState) =>
  identity.people({
    query: {
      page,
      size,
      q: q || undefined,
      unitId: filters['unit'],
      ...(filters['state'] === 'all' && { includeInactive: 'true' }),
      ...(filters['roles'] && { role: filters['roles'] as NonNullable<Person['roles']>[number] }),
    },
  });

function accountWords(t: Text, { account }: Person): string {
  if (!account?.hasPassword) return t('people.account.none');
  return t(account.mustChangePassword ? 'people.account.mustChange' : 'people.account.ready');
}

function columnsOf(t: Text): Column<Person>[] {
  return [
    { key: 'name', title: t('people.name'), width: 120, render: (p) => p.name },
    { key: 'unit', title: t('people.unit'), width: 180, render: (p) => p.unitName, filter: unitFilter },
    { key: 'post', title: t('people.post'), width: 140, render: (p) => p.post },
    { key: 'login', title: t('people.login'), width: 140, render: (p) => p.login },
    { key: 'account', title: t('people.account'), width: 120, render: (p) => accountWords(t, p) },
    {
      key: 'totp',
      title: t('people.totp'),
      width: 90,
      wideOnly: true,
      render: (p) => t(p.account?.hasTotp ? 'people.totp.yes' : 'people.totp.no'),
    },
    {
      key: 'lastSignIn',
      title: t('people.lastSignIn'),
      width: 150,
      wideOnly: true,
      render: (p) => (p.account?.lastSignInAt ? momentText(p.account.lastSignInAt) : t('kit.none')),
    },
    { key: 'rank', title: t('people.rank'), width: 80, numeric: true, wideOnly: true, render: (p) => p.rank },
    {
      key: 'state',
      title: t('people.state'),
      width: 100,
      render: (p) => (p.isActive ? t('people.state.active') : <Tag>{t('people.state.closed')}</Tag>),
      filter: { kind: 'choice', options: [{ value: 'all', label: t('people.withClosed') }] },
    },
  ];
}

/** People and their accounts, for the system administrator. */
export function PeoplePage() {
  const t = useText();
  const [editing, setEditing] = useState<Person | 'new' | null>(null);
  const [given, setGiven] = useState<{ name: string; password: string } | null>(null);
  const panel = (p: Person) => (
    <div className="panel">
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'unit', label: t('people.unit'), children: p.unitName },
          { key: 'post', label: t('people.post'), children: p.post ?? t('kit.none') },
          { key: 'phone', label: t('people.phone'), children: p.account?.phone ?? t('kit.none') },
          { key: 'login', label: t('people.login'), children: p.login ?? t('kit.none') },
          { key: 'account', label: t('people.account'), children: accountWords(t, p) },
          { key: 'totp', label: t('people.totp'), children: t(p.account?.hasTotp ? 'people.totp.yes' : 'people.totp.no') },
        ]}
      />
      <PersonActs person={p} onEdit={() => setEditing(p)} onGiven={(password) => setGiven({ name: p.name, password })} />
    </div>
  );
  return (
    <>
      <PageHeader title={t('people.title')} />
      <DataTable
        name="people"
        label={t('people.list')}
        columns={columnsOf(t)}
        load={loadPeople}
        rowKey={(p) => p.id}
        renderPanel={panel}
        panelTitle={(p) => p.name}
        search={t('people.search')}
        tools={
          <Button type="primary" onClick={() => setEditing('new')}>
            {t('people.create')}
          </Button>
        }
        empty={{ title: t('people.empty') }}
      />
      {editing && <PersonDialog person={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onGiven={setGiven} />}
      {given && <OneTimePassword {...given} onClose={() => setGiven(null)} />}
    </>
  );
}
