import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Drawer, Input, Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useText } from '../../../web/text.ts';
import { type DivisionHit, type DivisionPeriod } from '../contract.ts';
import { flag, useBrowse } from './browse.ts';
import { reference } from './client.ts';

/** Divisions by name, pinyin or code, or level by level; each with what it was and what it became. */
export function DivisionsPart() {
  const t = useText();
  const { q, under, open, isAll, asked, change } = useBrowse();
  const query = useQuery({
    queryKey: ['divisions', asked, isAll],
    queryFn: () => reference.divisions({ query: { ...asked, isWithPast: flag(isAll) } }),
    placeholderData: keepPreviousData,
  });
  return (
    <section className="reference-part" aria-label={t('reference.part.divisions')}>
      <div className="reference-tools">
        <Input.Search
          className="search"
          allowClear
          defaultValue={q}
          key={q}
          placeholder={t('reference.division.search')}
          aria-label={t('reference.division.search')}
          onSearch={(text) => change({ q: text, under: '' })}
        />
        <Checkbox checked={isAll} onChange={(e) => change({ all: e.target.checked ? '1' : '' })}>
          {t('reference.division.withPast')}
        </Checkbox>
        {(q || under) && <Link to="/reference/divisions">{t('reference.division.all')}</Link>}
      </div>
      <Loaded query={query}>
        {({ items, isCut }) => (
          <>
            <Hits items={items} onUnder={(code) => change({ q: '', under: code })} onOpen={(code) => change({ open: code })} />
            {isCut && <p className="hint">{t('reference.cut')}</p>}
          </>
        )}
      </Loaded>
      <Drawer open={open !== ''} onClose={() => change({})} title={t('reference.division.history')} size={460}>
        {open && <History code={open} onOpen={(code) => change({ open: code })} />}
      </Drawer>
    </section>
  );
}

type HitsProps = { items: readonly DivisionHit[]; onUnder: (code: string) => void; onOpen: (code: string) => void };
function Hits({ items, onUnder, onOpen }: HitsProps) {
  const t = useText();
  const link = (words: string, act: () => void) => (
    <Button type="link" size="small" onClick={act}>
      {words}
    </Button>
  );
  const columns: TableProps<DivisionHit>['columns'] = [
    { key: 'code', title: t('reference.division.code'), width: 110, dataIndex: 'code' },
    {
      key: 'name',
      title: t('reference.division.name'),
      width: 150,
      rowScope: 'row',
      render: (_, d) =>
        d.hasChildren ? link(d.name, () => onUnder(d.code)) : <span className={d.isInUse ? '' : 'retired'}>{d.name}</span>,
    },
    { key: 'path', title: t('reference.division.in'), width: 220, render: (_, d) => d.path.join(' ') },
    { key: 'level', title: t('reference.division.level'), width: 120, render: (_, d) => t(`reference.division.level.${d.level}`) },
    { key: 'years', title: t('reference.division.years'), width: 120, dataIndex: 'years' },
    {
      key: 'open',
      title: t('reference.acts'),
      width: 110,
      render: (_, d) => d.level !== 'township' && link(t('reference.division.history'), () => onOpen(d.code)),
    },
  ];
  return (
    <Table<DivisionHit>
      size="small"
      rowKey={(d) => `${d.code} ${d.years}`}
      columns={columns}
      dataSource={[...items]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('reference.none') }}
    />
  );
}

/** What a code meant at each time, where it came from, and where its old records count today. */
function History({ code, onOpen }: { code: string; onOpen: (code: string) => void }) {
  const t = useText();
  const query = useQuery({ queryKey: ['divisions', 'one', code], queryFn: () => reference.division({ params: { code }, query: {} }) });
  const link = (d: { code: string; name: string }) => {
    const words = `${d.name} ${d.code}`;
    if (d.code === code) return <span key={d.code}>{words}</span>;
    return (
      <Button key={d.code} type="link" size="small" onClick={() => onOpen(d.code)}>
        {words}
      </Button>
    );
  };
  return (
    <Loaded query={query}>
      {({ periods, predecessors, standing, year }) => (
        <>
          <h3>
            {code} {periods.at(-1)!.name}
          </h3>
          <ol className="history">
            {periods.map((p) => (
              <PeriodLine key={p.firstYear} period={p} link={link} />
            ))}
          </ol>
          {predecessors.length > 0 && (
            <p>
              {t('reference.division.from')} {predecessors.map((p) => link(p))}
            </p>
          )}
          <p>
            {t('reference.division.standing', { year })} {standing.map(link)}
          </p>
        </>
      )}
    </Loaded>
  );
}

type Linked = (d: { code: string; name: string }) => ReactNode;
function PeriodLine({ period: p, link }: { period: DivisionPeriod; link: Linked }) {
  const t = useText();
  return (
    <li>
      <b>{p.name}</b> {p.firstYear}—{p.lastYear ?? ''}
      <small>{[p.provinceName, p.prefectureName].filter(Boolean).join(' ')}</small>
      {p.successors.length > 0 && (
        <small>
          {t('reference.division.became', { year: p.lastYear })} {p.successors.map(link)}
        </small>
      )}
      {p.ceded.map((c) => (
        <small key={`${c.code} ${c.year}`}>
          {t('reference.division.ceded', { year: c.year })} {link(c)}
        </small>
      ))}
    </li>
  );
}
