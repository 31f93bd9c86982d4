import { Button } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { type Text, useText } from '../../../web/text.ts';
import { IndustryPicker } from '../../reference/web/IndustryPicker.tsx';
import type { EnterpriseRow } from '../contract.ts';
import { enterprises } from './client.ts';
import { EnterpriseDialog } from './EnterpriseDialog.tsx';

const columnsOf = (t: Text): Column<EnterpriseRow>[] => [
  { key: 'name', title: t('enterprises.name'), width: 260, render: (e) => e.name },
  { key: 'uscc', title: t('enterprises.uscc'), width: 180, render: (e) => e.uscc ?? t('kit.none') },
  {
    key: 'industry',
    title: t('field.industryCode'),
    width: 160,
    filter: {
      kind: 'own',
      draw: (value, onChange) => <IndustryPicker value={value || null} onChange={(code) => onChange(code ?? '')} />,
      show: (value) => value,
    },
    render: (e) => e.industryName ?? t('kit.none'),
  },
  { key: 'division', title: t('field.divisionCode'), width: 120, wideOnly: true, render: (e) => e.divisionName ?? t('kit.none') },
  { key: 'phone', title: t('enterprises.phone'), width: 130, wideOnly: true, render: (e) => e.phone ?? t('kit.none') },
  { key: 'address', title: t('enterprises.address'), width: 220, extra: true, render: (e) => e.address ?? t('kit.none') },
  { key: 'unit', title: t('enterprises.enteredBy'), width: 140, wideOnly: true, render: (e) => e.unitName },
  {
    key: 'merged',
    title: t('enterprises.state'),
    width: 150,
    filter: { kind: 'choice', options: [{ value: 'true', label: t('enterprises.merged.only') }] },
    render: (e) => (e.mergedInto ? t('enterprises.mergedInto', { name: e.mergedInto.name }) : t('enterprises.stands')),
  },
];

const load = ({ page, size, q, filters }: TableState) =>
  enterprises.list({
    query: {
      page,
      size,
      ...(q && { q }),
      ...(filters['industry'] && { industry: filters['industry'] }),
      ...(filters['merged'] === 'true' && { merged: 'true' as const }),
    },
  });

/** The register: one line a company, found by any name it ever had. */
export function EnterprisesPage() {
  const t = useText();
  const navigate = useNavigate();
  const [mayCreate, setMayCreate] = useState(false);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <PageHeader title={t('enterprises.menu')} note={t('enterprises.note')}>
        {mayCreate && (
          <Button type="primary" onClick={() => setOpen(true)}>
            {t('enterprises.create')}
          </Button>
        )}
      </PageHeader>
      <DataTable
        name="enterprises"
        label={t('enterprises.list')}
        columns={columnsOf(t)}
        load={load}
        onPage={({ can }) => setMayCreate(can.create)}
        rowKey={(e) => e.id}
        rowHref={(e) => `/enterprises/${e.id}`}
        search={t('enterprises.search')}
        empty={{ title: t('enterprises.empty') }}
      />
      {isOpen && <EnterpriseDialog onClose={() => setOpen(false)} onSaved={(id) => void navigate(`/enterprises/${id}`)} />}
    </>
  );
}
