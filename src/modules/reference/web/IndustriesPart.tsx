import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Table, type TableProps, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { useText } from '../../../web/text.ts';
import { type Industry } from '../contract.ts';
import { flag, useBrowse } from './browse.ts';
import { IndustryDialog } from './IndustryDialog.tsx';
import { reference } from './client.ts';

/** GB/T 4754-2017 level by level, or by code, name or initials; the district retires what it never uses and adds what it lacks. */
export function IndustriesPart() {
  const t = useText();
  const { q, under, isAll, asked, change } = useBrowse();
  const query = useQuery({
    queryKey: ['industries', asked, isAll],
    queryFn: () => reference.industries({ query: { ...asked, isWithRetired: flag(isAll) } }),
    placeholderData: keepPreviousData,
  });
  const parent = useParent(q ? '' : under);
  return (
    <section className="reference-part" aria-label={t('reference.part.industries')}>
      <div className="reference-tools">
        <Input.Search
          className="search"
          allowClear
          defaultValue={q}
          key={q}
          placeholder={t('reference.industry.search')}
          aria-label={t('reference.industry.search')}
          onSearch={(text) => change({ q: text, under: '' })}
        />
        <Checkbox checked={isAll} onChange={(e) => change({ all: e.target.checked ? '1' : '' })}>
          {t('reference.withRetired')}
        </Checkbox>
        {parent && <Branch parent={parent} mayAdd={query.data?.can.edit ?? false} />}
      </div>
      <Loaded query={query}>
        {({ items, can, isCut }) => (
          <>
            <Industries items={items} mayEdit={can.edit} isFound={q !== ''} />
            {isCut && <p className="hint">{t('reference.cut')}</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}

/** The way from the sections down to where the reader is, and the act of adding below it. */
function Branch({ parent, mayAdd }: { parent: Industry; mayAdd: boolean }) {
  const t = useText();
  const [adding, setAdding] = useState(false);
  return (
    <>
      {mayAdd && parent.level < 4 && <Button onClick={() => setAdding(true)}>{t('reference.industry.add')}</Button>}
      <nav className="reference-trail" aria-label={t('kit.trail')}>
        <Link to="/reference/industries">{t('reference.industry.all')}</Link>
        {[...parent.ancestors, parent].map(({ code, name }) => (
          <span key={code}>
            {' / '}
            <Link to={`/reference/industries?under=${code}`}>
              {code} {name}
            </Link>
          </span>
        ))}
      </nav>
      {adding && <IndustryDialog parent={parent} onClose={() => setAdding(false)} />}
    </>
  );
}

function useParent(code: string): Industry | null {
  const query = useQuery({
    queryKey: ['industries', 'one', code],
    queryFn: async () =>
      (await reference.industries({ query: { q: code, isWithRetired: 'true' } })).items.find((i) => i.code === code) ?? null,
    enabled: code !== '',
  });
  return code ? (query.data ?? null) : null;
}

function Industries({ items, mayEdit, isFound }: { items: readonly Industry[]; mayEdit: boolean; isFound: boolean }) {
  const t = useText();
  const columns: TableProps<Industry>['columns'] = [
    { key: 'code', title: t('reference.industry.code'), width: 90, dataIndex: 'code' },
    {
      key: 'name',
      title: t('reference.industry.name'),
      width: 320,
      rowScope: 'row',
      render: (_, i) => (
        <span className={i.isActive ? '' : 'retired'}>
          {i.childCount > 0 ? <Link to={`/reference/industries?under=${i.code}`}>{i.name}</Link> : i.name}{' '}
          {i.origin === 'local' && <Tag>{t('reference.industry.local')}</Tag>}
        </span>
      ),
    },
    { key: 'level', title: t('reference.industry.level'), width: 80, render: (_, i) => t(`reference.industry.level.${i.level}`) },
    ...(isFound
      ? [
          {
            key: 'in',
            title: t('reference.industry.in'),
            width: 360,
            render: (_: unknown, i: Industry) => i.ancestors.map((a) => a.name).join(' / '),
          },
        ]
      : []),
    {
      key: 'state',
      title: t('reference.state'),
      width: 90,
      render: (_, i) => (i.isActive ? t('reference.offered') : <Tag>{t('reference.retired')}</Tag>),
    },
    ...(mayEdit
      ? [{ key: 'acts', title: t('reference.acts'), width: 90, render: (_: unknown, i: Industry) => <IndustryActs industry={i} /> }]
      : []),
  ];
  return (
    <Table<Industry>
      size="small"
      rowKey="code"
      columns={columns}
      dataSource={[...items]}
      pagination={false}
      scroll={{ x: 'max-content' }}
      locale={{ emptyText: t('reference.none') }}
    />
  );
}

function IndustryActs({ industry: { code, name, isActive, version } }: { industry: Industry }) {
  const t = useText();
  const turn = useCommand({
    run: () => reference.setIndustryActive({ params: { code }, body: { isActive: !isActive, version } }),
    done: t(isActive ? 'reference.entry.nowRetired' : 'reference.entry.nowOffered', { name }),
    stale: [['industries']],
  });
  const act = t(isActive ? 'reference.retire' : 'reference.offer');
  return (
    <Button size="small" loading={turn.busy} onClick={() => turn.run()} aria-label={`${act} ${code} ${name}`}>
      {act}
    </Button>
  );
}
