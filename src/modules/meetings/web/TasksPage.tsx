import { Button } from 'antd';
import { useState } from 'react';
import { addressOf } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { unitFilter } from '../../identity/web/unit-filter.tsx';
import { meetingsContract, type TaskRow } from '../contract.ts';
import { unitStates } from '../domain/supervision.ts';
import { meetings } from './client.ts';
import { IssueDialog } from './IssueDialog.tsx';
import { Suggested } from './Suggested.tsx';
import { UnitStates } from './UnitStates.tsx';

type Page = Awaited<ReturnType<typeof meetings.tasks>>;
const listed = ['live', 'overdue', ...unitStates] as const;

/** What the server is asked for a state of the table. */
function askedOf({ filters, q }: TableState) {
  const state = listed.find((s) => s === choicesIn(filters['state'])[0]);
  return { q: q || undefined, unit: filters['unit'] || undefined, ...(state && { state }) };
}

/** 督办: what was decided or instructed, with where each unit stands. */
export function TasksPage() {
  const t = useText();
  const language = useLanguage();
  const [mayIssue, setMayIssue] = useState(false);
  const [issuing, setIssuing] = useState(false);
  return (
    <>
      <PageHeader title={t('supervisions.title')} note={t('supervisions.note')}>
        {mayIssue && (
          <Button type="primary" onClick={() => setIssuing(true)}>
            {t('supervisions.instruct')}
          </Button>
        )}
      </PageHeader>
      {mayIssue && <Suggested />}
      <DataTable<TaskRow, Page>
        name="supervisions"
        label={t('supervisions.title')}
        columns={columnsOf(t)}
        search={t('supervisions.search')}
        load={(state) => meetings.tasks({ query: { ...askedOf(state), page: state.page, size: state.size } })}
        onPage={({ can }) => setMayIssue(can.issue)}
        rowKey={(task) => task.id}
        rowHref={(task) => `/supervisions/${task.id}`}
        exportHref={(state) => addressOf(meetingsContract.exportTasks, { query: { ...askedOf(state), language } })}
        defaults={{ filters: { state: 'live' } }}
        empty={{ title: t('supervisions.empty') }}
      />
      {issuing && <IssueDialog meeting={null} onClose={() => setIssuing(false)} />}
    </>
  );
}

const columnsOf = (t: Text): Column<TaskRow, Page>[] => [
  {
    key: 'title',
    title: t('supervisions.task'),
    width: 280,
    render: (task) => task.title || t('supervisions.masked'),
  },
  { key: 'no', title: t('supervisions.number'), width: 140, render: (task) => t('supervisions.no', task) },
  {
    key: 'state',
    title: t('supervisions.states'),
    width: 330,
    render: (task) => <UnitStates task={task} />,
    filter: { kind: 'choice', options: listed.map((value) => ({ value, label: t(`supervisions.state.${value}`) })) },
  },
  { key: 'dueOn', title: t('supervisions.due'), width: 110, render: (task) => task.dueOn },
  { key: 'source', title: t('supervisions.source'), width: 100, render: (task) => t(`supervisions.source.${task.source}`) },
  {
    key: 'unit',
    title: t('supervisions.units'),
    width: 100,
    render: (task) => task.units.length,
    numeric: true,
    filter: unitFilter,
    wideOnly: true,
  },
  { key: 'project', title: t('projects.name'), width: 200, render: (task) => task.projectName ?? t('kit.none'), wideOnly: true },
];
