import { Button, Input, Popconfirm } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { addressOf } from '../../../web/api.ts';
import type { Column, Filter } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Money } from '../../../web/kit/Money.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { progressContract, type ReportRow } from '../contract.ts';
import { reportStates } from '../domain/report.ts';
import { progress } from './client.ts';
import './progress.css';
import { StateMark } from './StateMark.tsx';

type Page = Awaited<ReturnType<typeof progress.list>>;
const sorts = ['project', 'unit', 'reported', 'amount'] as const;

/** What the server is asked for a state of the table. */
function askedOf({ q, filters }: TableState) {
  const state = reportStates.find((s) => choicesIn(filters['state'])[0] === s);
  const late = (['true', 'false'] as const).find((l) => choicesIn(filters['late'])[0] === l);
  return {
    ...(state && { state }),
    ...(late && { late }),
    ...(filters['problems'] && { problems: 'true' as const }),
    month: filters['month'] || undefined,
    unit: filters['unit'] || undefined,
    q: q || undefined,
  };
}

function load(table: TableState) {
  const { page, size, sort, desc } = table;
  const by = sorts.find((s) => s === sort);
  return progress.list({ query: { page, size, ...(by && { sort: by, order: desc ? 'desc' : 'asc' }), ...askedOf(table) } });
}

/** 月报: what is owed of a month, and where each report stands. */
export function ReportsPage() {
  const t = useText();
  const language = useLanguage();
  const [shown, setShown] = useState<Page | null>(null);
  const [ticked, setTicked] = useState<string[]>([]);
  const month = shown?.month ?? '';
  const note = shown ? t('progress.note', { month, due: shown.dueOn }) : undefined;
  const done = () => setTicked([]);
  const rows = (shown?.items ?? []).filter((r) => ticked.includes(r.projectId));
  return (
    <>
      <PageHeader title={t('progress.title')} note={note}>
        <Link to={`/reports/completeness${month && `?month=${month}`}`}>{t('progress.completeness')}</Link>
        <Link to="/reports/rules">{t('progress.rules')}</Link>
      </PageHeader>
      <DataTable
        name="reports"
        label={t('progress.title')}
        columns={columnsOf(t)}
        search={t('progress.search')}
        load={load}
        onPage={setShown}
        rowKey={(r) => r.projectId}
        rowHref={(r) => `/projects/${r.projectId}/reports/${r.month}`}
        totals={(page) => (
          <>
            {t('kit.table.count', { n: page.total })} · <Money fen={page.amountFen} unit="万元" />
          </>
        )}
        {...(shown?.can.report && { selection: { keys: ticked, onChange: setTicked } })}
        tools={rows.length > 0 && <ManyActs month={month} rows={rows} onDone={done} />}
        exportHref={(state) => addressOf(progressContract.exportList, { query: { ...askedOf(state), language } })}
        empty={{ title: t('progress.empty') }}
      />
    </>
  );
}

/** What can be done with the ticked rows at once. */
function ManyActs({ month, rows, onDone }: { month: string; rows: readonly ReportRow[]; onDone: () => void }) {
  const t = useText();
  const silent = rows.filter((r) => r.can.report && r.state === 'missing');
  const waiting = rows.filter((r) => r.can.decide && r.reportId);
  const unchanged = useUnchanged(month, onDone);
  const accept = useCommand({
    run: (reports: { projectId: string; id: string }[]) => progress.accept({ body: { reports } }),
    done: ({ accepted }) => t('progress.accepted', { n: accepted }),
    after: onDone,
  });
  return (
    <>
      {silent.length > 0 && (
        <Popconfirm
          title={t('progress.unchanged.sure', { n: silent.length, month })}
          okText={t('progress.unchanged')}
          cancelText={t('kit.cancel')}
          onConfirm={() => unchanged.run(silent.map((r) => r.projectId))}
        >
          <Button loading={unchanged.busy}>{t('progress.unchanged.many', { n: silent.length })}</Button>
        </Popconfirm>
      )}
      {waiting.length > 0 && (
        <Button
          type="primary"
          loading={accept.busy}
          onClick={() => accept.run(waiting.map((r) => ({ projectId: r.projectId, id: r.reportId! })))}
        >
          {t('progress.accept.many', { n: waiting.length })}
        </Button>
      )}
    </>
  );
}

function useUnchanged(month: string, onDone: () => void) {
  const t = useText();
  return useCommand({
    run: (projectIds: string[]) => progress.unchanged({ body: { month, projectIds } }),
    done: ({ reported }) => t('progress.unchanged.done', { n: reported }),
    after: onDone,
  });
}

/** 无变化 of one row: pressed, then confirmed. */
function Unchanged({ row }: { row: ReportRow }) {
  const t = useText();
  const act = useUnchanged(row.month, () => undefined);
  return (
    <Popconfirm
      title={t('progress.unchanged.one', { month: row.month })}
      okText={t('progress.unchanged')}
      cancelText={t('kit.cancel')}
      onConfirm={() => act.run([row.projectId])}
    >
      <Button size="small" loading={act.busy}>
        {t('progress.unchanged')}
      </Button>
    </Popconfirm>
  );
}

const monthFilter = (t: Text): Filter => ({
  kind: 'own',
  draw: (value, onChange) => (
    <Input type="month" aria-label={t('progress.month')} value={value} onChange={(e) => onChange(e.target.value)} />
  ),
  show: (value) => value,
});

function columnsOf(t: Text): Column<ReportRow, Page>[] {
  return [
    { key: 'project', title: t('projects.name'), width: 250, sortable: true, render: (r) => r.projectName },
    { key: 'unit', title: t('projects.unit'), width: 150, sortable: true, filter: unitFilter, render: (r) => r.unitName },
    { key: 'month', title: t('progress.month'), width: 100, wideOnly: true, filter: monthFilter(t), render: (r) => r.month },
    {
      key: 'state',
      title: t('progress.state'),
      width: 150,
      filter: { kind: 'choice', options: reportStates.map((value) => ({ value, label: t(`progress.state.${value}`) })) },
      render: (r) => <StateMark {...r} />,
    },
    {
      key: 'amount',
      title: t('progress.amount'),
      width: 130,
      numeric: true,
      sortable: true,
      render: (r) => <Money fen={r.amountFen} unit="万元" />,
    },
    {
      key: 'summary',
      title: t('progress.summary'),
      width: 320,
      render: (r) => (r.isUnchanged ? t('progress.unchanged') : (r.summary ?? t('kit.none'))),
    },
    {
      key: 'problems',
      title: t('progress.problems'),
      width: 200,
      wideOnly: true,
      filter: { kind: 'choice', options: [{ value: 'true', label: t('progress.problems.some') }] },
      render: (r) => r.problems ?? t('kit.none'),
    },
    {
      key: 'late',
      title: t('progress.reportedOn'),
      width: 120,
      filter: {
        kind: 'choice',
        options: [
          { value: 'true', label: t('progress.late.yes') },
          { value: 'false', label: t('progress.late.no') },
        ],
      },
      render: (r) => r.reportedOn ?? t('kit.none'),
    },
    {
      key: 'acts',
      title: t('progress.acts'),
      width: 150,
      render: (r) => (
        <span className="report-acts">
          <Link to={`/projects/${r.projectId}/reports/${r.month}`}>{t(wordOf(r))}</Link>
          {r.can.report && r.state === 'missing' && <Unchanged row={r} />}
        </span>
      ),
    },
  ];
}
const wordOf = (r: ReportRow) => (r.can.decide ? 'progress.review' : r.can.report ? 'progress.write' : 'progress.open');
