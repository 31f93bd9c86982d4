import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import type { ReactNode } from 'react';
import { Link, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { Sheet } from '../../../web/kit/Sheet.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { Completeness } from '../contract.ts';
import { progress } from './client.ts';
import './progress.css';

type Counts = Completeness['total'];
type Unit = Completeness['units'][number];

/** 完整率和及时率: how many of the reports owed of a month are there, and there in time, unit by unit. Each number opens its rows. */
export function CompletenessPage() {
  const t = useText();
  const [search, setSearch] = useSearchParams();
  const month = search.get('month') ?? undefined;
  const query = useQuery({ queryKey: ['reports', 'completeness', month], queryFn: () => progress.completeness({ query: { month } }) });
  return (
    <Loaded query={query}>
      {(found) => (
        <>
          <PageHeader
            title={t('progress.completeness')}
            trail={[[t('progress.title'), `/reports?month=${found.month}`]]}
            note={t('progress.note', { month: found.month, due: found.dueOn })}
          >
            <Select
              aria-label={t('progress.month')}
              value={found.month}
              options={[...new Set([found.month, ...found.months])].map((value) => ({ value, label: value }))}
              onChange={(value: string) => setSearch({ month: value })}
            />
          </PageHeader>
          <Table t={t} found={found} />
        </>
      )}
    </Loaded>
  );
}

function Table({ t, found }: { t: Text; found: Completeness }) {
  const { month, units, total } = found;
  const rows: Unit[] = [{ unitId: '', unitName: t('progress.total'), ...total }, ...units];
  const to = (unit: string, more: Record<string, string>) => `/reports?${new URLSearchParams({ month, ...(unit && { unit }), ...more })}`;
  const count = (key: keyof Counts, more: Record<string, string>) => ({
    key,
    title: t(`progress.count.${key}`),
    width: 96,
    numeric: true,
    render: (u: Unit): ReactNode => (u[key] > 0 ? <Link to={to(u.unitId, more)}>{u[key]}</Link> : 0),
  });
  if (units.length === 0) return <p className="hint">{t('progress.nothingOwed')}</p>;
  return (
    <Sheet
      label={t('progress.completeness')}
      items={rows}
      rowKey={(u) => u.unitId || 'total'}
      rowProps={(u) => ({ className: u.unitId ? '' : 'report-total' })}
      columns={[
        { key: 'unit', title: t('people.unit'), width: 200, render: (u) => u.unitName },
        count('owed', {}),
        count('missing', { state: 'missing' }),
        count('submitted', { state: 'submitted' }),
        count('returned', { state: 'returned' }),
        count('accepted', { state: 'accepted' }),
        rate('complete', t('progress.rate.complete'), (u) => u.reported),
        rate('onTime', t('progress.rate.onTime'), (u) => u.onTime),
        count('late', { late: 'true' }),
      ]}
    />
  );
}

/** A share of what is owed, its fraction beside it. */
const rate = (key: string, title: string, of: (u: Unit) => number) => ({
  key,
  title,
  width: 130,
  numeric: true,
  render: (u: Unit) => (
    <span className="report-rate">
      {percent(of(u), u.owed)} <small>{`${of(u)}/${u.owed}`}</small>
    </span>
  ),
});
const percent = (part: number, whole: number) => (whole === 0 ? '—' : `${((part * 100) / whole).toFixed(1)}%`);
