import { Link } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { type FillingView, formsContract } from '../contract.ts';
import { forms } from './client.ts';
import { monthText } from './FillDialog.tsx';

const columnsOf = (t: Text): Column<FillingView>[] => [
  {
    key: 'month',
    title: t('forms.fill.month'),
    width: 140,
    render: (f) => <Link to={`/form-fillings/${f.id}`}>{monthText(t, f.month)}</Link>,
  },
  { key: 'unit', title: t('forms.fill.unit'), width: 200, render: (f) => f.unitName },
  { key: 'version', title: t('forms.version'), width: 90, numeric: true, render: (f) => f.versionNo },
  { key: 'made', title: t('forms.filling.made'), width: 220, render: (f) => `${f.createdBy} ${momentText(f.asOf)}` },
  {
    key: 'file',
    title: t('forms.filling.file'),
    width: 110,
    render: (f) => <a href={addressOf(formsContract.xlsx, { params: { id: f.id } })}>{t('forms.filling.download')}</a>,
  },
];

/** The filled copies of a form, newest first. */
export function Fillings({ formId }: { formId: string }) {
  const t = useText();
  return (
    <section aria-label={t('forms.fillings')}>
      <h2>{t('forms.fillings')}</h2>
      <DataTable
        name="form-fillings"
        label={t('forms.fillings')}
        queryKey={[formId]}
        columns={columnsOf(t)}
        load={({ page, size }) => forms.fillings({ params: { id: formId }, query: { page, size } })}
        rowKey={(f) => f.id}
        rowHref={(f) => `/form-fillings/${f.id}`}
        prefix="fillings."
        inline
        empty={{ title: t('forms.fillings.empty') }}
      />
    </section>
  );
}
