import { FilterFilled, FilterOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useText } from '../text.ts';
import { AmountInput } from './AmountInput.tsx';
import type { Filter } from './column.ts';
import { PartialDateInput } from './PartialDateInput.tsx';
import { Pop } from './Pop.tsx';
import { choicesIn, rangeIn, rangeText } from './table-state.ts';

type Props = { column: string; filter: Filter; value: string; onChange: (value: string) => void };

/** The filter in a column's header: a button, and what it opens. */
export function ColumnFilter({ column, filter, value, onChange }: Props) {
  const t = useText();
  const label = t('kit.table.filter', { column });
  const icon = value ? <FilterFilled className="on" /> : <FilterOutlined />;
  const button = (open: boolean) => (
    <Button
      type="text"
      size="small"
      className="th-filter"
      aria-label={label}
      aria-expanded={open}
      aria-pressed={value !== ''}
      icon={icon}
    />
  );
  return (
    <Pop label={label} button={button}>
      {(close) => (
        <FilterForm
          filter={filter}
          value={value}
          label={label}
          give={(next) => {
            close();
            if (next !== value) onChange(next);
          }}
        />
      )}
    </Pop>
  );
}

function FilterForm({ filter, value, give, label }: { filter: Filter; value: string; give: (value: string) => void; label: string }) {
  const t = useText();
  const [draft, setDraft] = useState(value);
  return (
    <form
      className="filter-form"
      aria-label={label}
      onSubmit={(e) => {
        e.preventDefault();
        // What cannot be read is explained under its input and filters nothing.
        if (!e.currentTarget.querySelector('[aria-invalid=true]')) give(draft);
      }}
    >
      <FilterControl filter={filter} value={draft} onChange={setDraft} />
      <div className="filter-acts">
        <Button size="small" onClick={() => give('')}>
          {t('kit.table.filter.clear')}
        </Button>
        <Button size="small" type="primary" htmlType="submit">
          {t('kit.table.filter.apply')}
        </Button>
      </div>
    </form>
  );
}

function FilterControl({ filter, value, onChange }: { filter: Filter; value: string; onChange: (value: string) => void }) {
  const t = useText();
  const range = rangeIn(value);
  if (filter.kind === 'own') return filter.draw(value, onChange);
  if (filter.kind === 'choice') {
    return (
      <Checkbox.Group
        className="filter-choices"
        options={[...filter.options]}
        value={choicesIn(value)}
        onChange={(v) => onChange(v.join(','))}
      />
    );
  }
  if (filter.kind === 'text') {
    return (
      <Input
        value={value}
        aria-label={t('kit.table.filterWord')}
        placeholder={t('kit.table.filterWord')}
        onChange={(e) => onChange(e.target.value)}
      />
    );
  }
  const put = (end: 'from' | 'to', text: string) => {
    const next = { ...range, [end]: text };
    onChange(rangeText(next.from ?? '', next.to ?? ''));
  };
  return (
    <>
      {(['from', 'to'] as const).map((end) => (
        <label key={end} className="filter-end">
          <span>{t(`kit.table.${end}`)}</span>
          {filter.kind === 'month' ? (
            <PartialDateInput value={range[end] ?? null} onChange={(d) => put(end, d ?? '')} />
          ) : (
            <AmountInput
              value={range[end] === undefined ? null : Number(range[end])}
              onChange={(fen) => put(end, fen === null ? '' : String(fen))}
            />
          )}
        </label>
      ))}
    </>
  );
}

/** A filter's value in words, for the line of active filters. */
export function filterWords(filter: Filter, value: string, amount: (fen: number) => string): string {
  if (filter.kind === 'choice')
    return choicesIn(value)
      .map((v) => filter.options.find((o) => o.value === v)?.label ?? v)
      .join(' / ');
  if (filter.kind === 'own') return filter.show(value);
  if (filter.kind === 'text') return value;
  const { from, to } = rangeIn(value);
  const show = (end: string | undefined) => (end === undefined ? '' : filter.kind === 'amount' ? amount(Number(end)) : end);
  return from !== undefined && from === to ? show(from) : `${show(from)}—${show(to)}`;
}
