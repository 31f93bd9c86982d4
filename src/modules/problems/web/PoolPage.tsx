import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { type ProblemRow, problemsContract } from '../contract.ts';
import { ageKeys, states, tiers } from '../domain/problem.ts';
import { problems, useProblemRules } from './client.ts';
import { ProblemFigures } from './ProblemFigures.tsx';
import { StateMark } from './StateMark.tsx';

type Page = Awaited<ReturnType<typeof problems.list>>;
const listed = ['live', ...states] as const;

/** What the server is asked for a state of the table. */
function askedOf({ filters, q }: TableState) {
  const one = <T extends string>(values: readonly T[], key: string) => values.find((v) => v === choicesIn(filters[key])[0]);
  const [state, tier, age, overdue] = [one(listed, 'state'), one(tiers, 'tier'), one(ageKeys, 'age'), one(['true', 'false'], 'overdue')];
  return {
    q: q || undefined,
    unit: filters['unit'] || undefined,
    owner: filters['owner'] || undefined,
    type: choicesIn(filters['type'])[0],
    level: choicesIn(filters['level'])[0],
    ...(state && { state }),
    ...(tier && { tier }),
    ...(age && { age }),
    ...(overdue && { overdue }),
  };
}

/** 问题池: every problem that the reader may see, the most pressing first. */
export function PoolPage() {
  const t = useText();
  const language = useLanguage();
  const rules = useProblemRules();
  const [withFigures, setWithFigures] = useState(false);
  return (
    <>
      <PageHeader title={t('problems.title')} note={t('problems.note')}>
        <Button aria-pressed={withFigures} onClick={() => setWithFigures(!withFigures)}>
          {t('problems.figures')}
        </Button>
        <Link to="/problems/board">{t('problems.board')}</Link>
        <Link to="/problems/rules">{t('problems.rules')}</Link>
      </PageHeader>
      {withFigures && <ProblemFigures />}
      <DataTable<ProblemRow, Page>
        name="problems"
        label={t('problems.title')}
        columns={columnsOf(t, rules)}
        search={t('problems.search')}
        load={(state) => problems.list({ query: { ...askedOf(state), page: state.page, size: state.size } })}
        rowKey={(r) => r.id}
        rowHref={(r) => `/problems/${r.projectId}/${r.id}`}
        totals={(page) => t('problems.totals', { n: page.total, open: page.open, overdue: page.overdue, solved: page.solved })}
        exportHref={(state) => addressOf(problemsContract.exportList, { query: { ...askedOf(state), language } })}
        defaults={{ filters: { state: 'live' } }}
        empty={{ title: t('problems.empty') }}
      />
    </>
  );
}

type Rules = ReturnType<typeof useProblemRules>;
function columnsOf(t: Text, { typeWord, levelWord, typeOptions, levelOptions }: Rules): Column<ProblemRow, Page>[] {
  const choices = (start: string, values: readonly string[]) => ({
    kind: 'choice' as const,
    options: values.map((value) => ({ value, label: t(`${start}${value}`) })),
  });
  const none = t('kit.none');
  return [
    {
      key: 'title',
      title: t('problems.problem'),
      width: 250,
      render: (r) => r.title || t('problems.masked'),
    },
    {
      key: 'state',
      title: t('problems.state'),
      width: 150,
      render: (r) => <StateMark row={r} />,
      filter: choices('problems.state.', listed),
    },
    { key: 'dueOn', title: t('problems.due'), width: 104, render: (r) => (r.state === 'open' ? r.dueOn : (r.closedOn ?? none)) },
    { key: 'owner', title: t('problems.owner'), width: 140, render: (r) => r.ownerName, filter: unitFilter },
    { key: 'project', title: t('projects.name'), width: 220, render: (r) => r.projectName },
    {
      key: 'type',
      title: t('problems.type'),
      width: 80,
      render: (r) => typeWord(r.type),
      filter: { kind: 'choice', options: typeOptions },
    },
    {
      key: 'level',
      title: t('problems.level'),
      width: 80,
      render: (r) => levelWord(r.level),
      filter: { kind: 'choice', options: levelOptions },
    },
    {
      key: 'age',
      title: t('problems.age'),
      width: 90,
      numeric: true,
      render: (r) => t('problems.days', { n: r.ageDays }),
      filter: choices('problems.age.', ageKeys),
    },
    { key: 'no', title: t('problems.number'), width: 130, render: (r) => t('problems.no', r), wideOnly: true },
    { key: 'unit', title: t('projects.unit'), width: 130, render: (r) => r.unitName, filter: unitFilter, wideOnly: true },
    { key: 'raisedOn', title: t('problems.raisedOn'), width: 104, render: (r) => r.raisedOn, wideOnly: true },
    {
      key: 'tier',
      title: t('problems.tier'),
      width: 100,
      render: (r) => t(`problems.tier.${r.tier}`),
      filter: choices('problems.tier.', tiers),
      extra: true,
    },
    {
      key: 'overdue',
      title: t('problems.overdue'),
      width: 70,
      render: (r) => t(r.isOverdue ? 'problems.yes' : 'kit.none'),
      filter: {
        kind: 'choice',
        options: [
          { value: 'true', label: t('problems.yes') },
          { value: 'false', label: t('problems.no.overdue') },
        ],
      },
      extra: true,
    },
    { key: 'source', title: t('problems.source'), width: 90, render: (r) => t(`problems.source.${r.source}`), extra: true },
  ];
}
