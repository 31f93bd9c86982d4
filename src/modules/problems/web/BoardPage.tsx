import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { UnitPicker } from '../../../web/kit/UnitPicker.tsx';
import { useText } from '../../../web/text.ts';
import { loadUnits } from '../../identity/web/unit-filter.tsx';
import type { ProblemRow } from '../contract.ts';
import { problems, useProblemRules } from './client.ts';
import './problems.css';

type Column = Awaited<ReturnType<typeof problems.board>>['columns'][number];
const placeOf = (key: Column['key']) => (key === 'solved' || key === 'closed' ? `state=${key}` : `state=open&tier=${key}`);

/** 问题看板: what waits at each tier, what waits for the enterprise, what was closed lately. The filters are in the address. */
export function BoardPage() {
  const t = useText();
  const { typeOptions } = useProblemRules();
  const [search, setSearch] = useSearchParams();
  const given = (key: string) => search.get(key) || undefined;
  const set = (key: string, value: string | null | undefined) =>
    setSearch((now) => new URLSearchParams([...[...now].filter(([k]) => k !== key), ...(value ? [[key, value]] : [])]), { replace: true });
  const asked = { owner: given('owner'), type: given('type'), q: given('q') };
  const query = useQuery({
    queryKey: ['problems', 'board', asked],
    queryFn: () => problems.board({ query: asked }),
    placeholderData: keepPreviousData,
  });
  return (
    <>
      <PageHeader title={t('problems.board')} trail={[[t('problems.title'), '/problems']]} />
      <div className="problem-tools">
        <Input.Search
          aria-label={t('problems.search')}
          placeholder={t('problems.search')}
          defaultValue={asked.q}
          onSearch={(q) => set('q', q.trim())}
          allowClear
        />
        <UnitPicker
          aria-label={t('problems.owner')}
          placeholder={t('problems.owner')}
          value={asked.owner ?? null}
          onChange={(id) => set('owner', id)}
          load={loadUnits}
        />
        <Select
          aria-label={t('problems.type')}
          placeholder={t('problems.type')}
          value={asked.type}
          options={typeOptions}
          onChange={(type: string | undefined) => set('type', type)}
          allowClear
        />
      </div>
      <Loaded query={query}>
        {({ columns }) => (
          <div className="problem-board">
            {columns.map((column) => (
              <BoardColumn key={column.key} column={column} rest={search} />
            ))}
          </div>
        )}
      </Loaded>
    </>
  );
}

function BoardColumn({ column: { key, total, items }, rest }: { column: Column; rest: URLSearchParams }) {
  const t = useText();
  const title = t(key === 'solved' || key === 'closed' ? `problems.state.${key}` : `problems.tier.${key}`);
  const also = [...rest].map(([k, v]) => `&${k}=${encodeURIComponent(v)}`).join('');
  return (
    <section aria-label={title}>
      <h2>
        {title} <small>{total}</small>
      </h2>
      <ul>
        {items.map((row) => (
          <li key={row.id}>
            <Card row={row} />
          </li>
        ))}
      </ul>
      {total > items.length && <Link to={`/problems?${placeOf(key)}${also}&page=1`}>{t('problems.all', { n: total })}</Link>}
      {total === 0 && <p className="hint">{t('problems.none')}</p>}
    </section>
  );
}

function Card({ row }: { row: ProblemRow }) {
  const t = useText();
  const { typeWord, levelWord } = useProblemRules();
  return (
    <article className={row.isOverdue ? 'late' : undefined}>
      <Link to={`/problems/${row.projectId}/${row.id}`}>{row.title || t('problems.masked')}</Link>
      <p>{row.projectName}</p>
      <p>
        {typeWord(row.type)} · {levelWord(row.level)} · {row.ownerName}
      </p>
      <p>
        {row.state === 'open' && t(row.isOverdue ? 'problems.dueLate' : 'problems.dueBy', { on: row.dueOn })}
        {row.state === 'closed' && t('problems.closedOn', { on: row.closedOn })} {t('problems.days', { n: row.ageDays })}
      </p>
    </article>
  );
}
