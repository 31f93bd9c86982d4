import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { upload } from '../../../web/api.ts';
import { officeRoles } from '../../../kernel/actor.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useMe } from '../../../web/session.ts';
import { formsContract, type FormView } from '../contract.ts';
import { forms } from './client.ts';
import { FileDialog } from './FileDialog.tsx';

const load = ({ page, size, q, filters }: TableState) =>
  forms.list({ query: { page, size, ...(q && { q }), retired: filters['state'] === 'retired' ? 'true' : 'false' } });

const columnsOf = (t: Text): Column<FormView>[] => [
  { key: 'name', title: t('forms.column.name'), width: 320, render: (f) => <Link to={`/forms/${f.id}`}>{f.name}</Link> },
  { key: 'unit', title: t('forms.column.unit'), width: 180, render: (f) => f.unitName },
  { key: 'bound', title: t('forms.column.bound'), width: 110, numeric: true, render: (f) => f.bound },
  { key: 'fillings', title: t('forms.column.fillings'), width: 110, numeric: true, render: (f) => f.fillings },
  {
    key: 'state',
    title: t('forms.column.state'),
    width: 100,
    render: (f) => t(f.isActive ? 'forms.active' : 'forms.retired'),
    filter: { kind: 'choice', options: [{ value: 'retired', label: t('forms.retired') }] },
  },
  { key: 'made', title: t('forms.column.made'), width: 220, wideOnly: true, render: (f) => `${f.createdBy} ${momentText(f.createdAt)}` },
];

/** Forms that the reader's offices use. One is uploaded here. */
export function FormsPage() {
  const t = useText();
  const me = useMe();
  const [bringing, setBringing] = useState(false);
  const mayBring = me.roles.some((role) => (officeRoles as readonly string[]).includes(role));
  const bring = mayBring && (
    <Button type="primary" onClick={() => setBringing(true)}>
      {t('forms.bring')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('forms.title')} note={t('forms.note')} />
      <DataTable
        name="forms"
        label={t('forms.title')}
        columns={columnsOf(t)}
        load={load}
        rowKey={(f) => f.id}
        rowHref={(f) => `/forms/${f.id}`}
        search={t('forms.search')}
        tools={bring}
        empty={{ title: t('forms.empty'), action: bring || undefined }}
      />
      {bringing && <BringDialog onClose={() => setBringing(false)} />}
    </>
  );
}

function BringDialog({ onClose }: { onClose: () => void }) {
  const t = useText();
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const send = async (file: File, onShare: (share: number) => void) => {
    const query = name.trim() ? { name: name.trim() } : {};
    const { id } = await upload(formsContract.bring, { query }, file, onShare);
    await navigate(`/forms/${id}`);
  };
  const nameIt = (file: File) => name === '' && setName(file.name.replace(/\.xlsx$/i, '').slice(0, 100));
  return (
    <FileDialog title={t('forms.bring')} what={t('forms.bring.what')} send={send} onPick={nameIt} onClose={onClose}>
      <p>
        <label htmlFor="form-name">{t('forms.column.name')}</label>
        <Input id="form-name" value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
      </p>
    </FileDialog>
  );
}
