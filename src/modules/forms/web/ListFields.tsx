import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Input, InputNumber, Select } from 'antd';
import { amountUnits } from '../../../kernel/money.ts';
import { columnIndex, columnName } from '../../../kernel/sheet-row.ts';
import { readTableState } from '../../../web/kit/table-state.ts';
import { useLanguage, useText } from '../../../web/text.ts';
import { projects } from '../../projects/web/client.ts';
import { filterOf } from '../../projects/web/list-query.ts';
import type { ListField } from '../contract.ts';
import { type ListBinding, listPeriods, listSources, placeIn } from '../domain/binding.ts';
import { Labelled } from './Labelled.tsx';

export const firstList = (at: { sheet: string; cell: string }): ListBinding => {
  const { row, column } = placeIn(at.cell);
  return {
    kind: 'list',
    ...at,
    lastRow: row,
    source: 'projects',
    columns: [{ column: columnName(column), field: 'name', amountUnit: '万元', decimals: 2 }],
    filter: { signed: 'true', side: 'none' },
    period: 'any',
  };
};

type Props = {
  binding: ListBinding;
  sources: readonly Readonly<{ source: string; fields: readonly ListField[] }>[];
  onChange: (binding: ListBinding) => void;
};

/** A list that grows downwards: from which ledger, which rows, and a field for each column. */
export function ListFields({ binding, sources, onChange }: Props) {
  const t = useText();
  const put = (part: Partial<ListBinding>) => onChange({ ...binding, ...part });
  const { row } = placeIn(binding.cell);
  return (
    <>
      <Labelled label={t('forms.source')}>
        <Select
          aria-label={t('forms.source')}
          value={binding.source}
          options={listSources.map((value) => ({ value, label: t(`forms.source.${value}`) }))}
          onChange={(source) =>
            put({ source, filter: {}, columns: [{ ...binding.columns[0]!, field: source === 'projects' ? 'name' : 'projectName' }] })
          }
        />
      </Labelled>
      <Labelled label={t('forms.listRows', { first: row })}>
        <InputNumber
          aria-label={t('forms.lastRow')}
          min={row}
          value={binding.lastRow}
          addonBefore={t('forms.lastRow')}
          onChange={(n) => put({ lastRow: n ?? row })}
        />
      </Labelled>
      <Labelled label={t('forms.listPeriod')}>
        <Select
          aria-label={t('forms.listPeriod')}
          value={binding.period}
          options={listPeriods.map((value) => ({ value, label: t(`forms.listPeriod.${value}`) }))}
          onChange={(period) => put({ period })}
        />
      </Labelled>
      {binding.source === 'projects' && <FilterField filter={binding.filter} onChange={(filter) => put({ filter })} />}
      <ListColumns binding={binding} sources={sources} onChange={onChange} />
    </>
  );
}

/** The conditions of one of the reader's saved views of the ledger. */
function FilterField({ filter, onChange }: { filter: ListBinding['filter']; onChange: (filter: ListBinding['filter']) => void }) {
  const t = useText();
  const { data } = useQuery({ queryKey: ['views', 'projects'], queryFn: () => projects.views({ query: { list: 'projects' } }) });
  const views = data?.items ?? [];
  const choose = (id: string) => {
    const view = views.find((v) => v.id === id);
    if (id === 'signed') onChange({ signed: 'true', side: 'none' });
    else if (id === 'all') onChange({});
    else if (view)
      onChange(
        Object.fromEntries(Object.entries(filterOf(readTableState(new URLSearchParams(view.state.query)))).map(([k, v]) => [k, String(v)])),
      );
  };
  const shown = Object.entries(filter).map(([name, value]) => `${name}=${value}`);
  return (
    <Labelled label={t('forms.filter')}>
      <Select
        aria-label={t('forms.filter')}
        placeholder={t('forms.filter.choose')}
        value={null}
        options={[
          { value: 'signed', label: t('forms.filter.signed') },
          { value: 'all', label: t('forms.filter.all') },
          ...views.map((v) => ({ value: v.id, label: t('forms.filter.view', { name: v.name }) })),
        ]}
        onChange={(id: string | null) => id && choose(id)}
      />
      <small>{shown.length ? shown.join('；') : t('forms.filter.none')}</small>
    </Labelled>
  );
}

function ListColumns({ binding, sources, onChange }: Props) {
  const t = useText();
  const language = useLanguage();
  const fields = sources.find((s) => s.source === binding.source)?.fields ?? [];
  const put = (i: number, part: Partial<ListBinding['columns'][number]>) =>
    onChange({ ...binding, columns: binding.columns.map((c, n) => (n === i ? { ...c, ...part } : c)) });
  const add = () => {
    const next = columnName(Math.max(...binding.columns.map((c) => columnIndex(c.column))) + 1);
    onChange({
      ...binding,
      columns: [...binding.columns, { column: next, field: fields[1]?.field ?? 'name', amountUnit: '万元', decimals: 2 }],
    });
  };
  return (
    <Labelled label={t('forms.columns')}>
      {binding.columns.map((c, i) => (
        <div className="list-column" key={`${i} ${binding.columns.length}`}>
          <Input
            aria-label={t('forms.columns.column')}
            value={c.column}
            maxLength={3}
            onChange={(e) => put(i, { column: e.target.value.toUpperCase().replace(/[^A-Z]/g, '') || 'A' })}
          />
          <Select
            aria-label={t('forms.columns.field')}
            showSearch={{ optionFilterProp: 'label' }}
            value={c.field}
            options={fields.map((f) => ({ value: f.field, label: f[language] }))}
            onChange={(field) => put(i, { field })}
          />
          {fields.find((f) => f.field === c.field)?.kind === 'amount' && (
            <Select
              aria-label={t('amount.unit')}
              value={c.amountUnit}
              options={amountUnits.map((value) => ({ value, label: t(`amount.${value}`) }))}
              onChange={(amountUnit) => put(i, { amountUnit })}
            />
          )}
          <Button
            aria-label={t('forms.columns.remove')}
            icon={<DeleteOutlined aria-hidden />}
            disabled={binding.columns.length === 1}
            onClick={() => onChange({ ...binding, columns: binding.columns.filter((_, n) => n !== i) })}
          />
        </div>
      ))}
      <Button icon={<PlusOutlined aria-hidden />} onClick={add}>
        {t('forms.columns.add')}
      </Button>
    </Labelled>
  );
}
