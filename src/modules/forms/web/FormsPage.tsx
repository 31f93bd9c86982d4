import { Button, Input, Modal, Progress } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { upload } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { FilePicker } from '../../../web/kit/FilePicker.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { RefusalAlert } from '../../../web/kit/RefusalAlert.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { useMe } from '../../../web/session.ts';
import { formsContract, type FormView } from '../contract.ts';
import { keepers } from '../domain/keeper.ts';
import { forms } from './client.ts';

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
  const mayBring = me.roles.some((role) => (keepers as readonly string[]).includes(role));
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
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [refusal, setRefusal] = useState<unknown>(null);
  const send = async () => {
    if (!file) return;
    setRefusal(null);
    setShare(0);
    try {
      const { id } = await upload(formsContract.bring, { query: name.trim() ? { name: name.trim() } : {} }, file, setShare);
      await navigate(`/forms/${id}`);
    } catch (error) {
      setRefusal(error);
    } finally {
      setShare(null);
    }
  };
  const take = (given: File) => {
    setFile(given);
    setRefusal(null);
    if (name === '') setName(given.name.replace(/\.xlsx$/i, '').slice(0, 100));
  };
  return (
    <Modal
      open
      title={t('forms.bring')}
      okText={t('forms.bring')}
      cancelText={t('kit.cancel')}
      okButtonProps={{ disabled: !file, loading: share !== null }}
      onOk={() => void send()}
      onCancel={onClose}
    >
      <p>{t('forms.bring.what')}</p>
      <FilePicker accept={['.xlsx']} maxMb={8} onPick={take} file={file} disabled={share !== null} />
      <p>
        <label htmlFor="form-name">{t('forms.column.name')}</label>
        <Input id="form-name" value={name} maxLength={100} onChange={(e) => setName(e.target.value)} />
      </p>
      {share !== null && <Progress percent={Math.floor(share * 100)} aria-label={t('forms.bring')} />}
      <RefusalAlert refusal={refusal} />
    </Modal>
  );
}
