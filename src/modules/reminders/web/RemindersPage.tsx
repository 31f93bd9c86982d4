import { Button } from 'antd';
import { Link } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import type { ReminderView } from '../contract.ts';
import { reminderKinds, steps } from '../domain/due.ts';
import { reminders, stale } from './client.ts';
import './reminders.css';

type Page = { items: readonly ReminderView[]; total: number };

function load({ page, size, filters }: TableState) {
  const kind = reminderKinds.find((k) => k === choicesIn(filters['kind'])[0]);
  const step = steps.find((s) => s === choicesIn(filters['step'])[0]);
  return reminders.list({ query: { page, size, ...(kind && { kind }), ...(step && { step }) } });
}

/** 到期提醒: what the reader was reminded of and is still to be done; each line opens what is to be filled. */
export function RemindersPage() {
  const t = useText();
  const dismiss = useCommand({ run: (id: string) => reminders.dismiss({ params: { id } }), stale });
  return (
    <>
      <PageHeader title={t('reminders.title')} note={t('reminders.note')}>
        <Link to="/notices/choices">{t('choices.open')}</Link>
        <Link to="/reminders/rules">{t('reminders.rules')}</Link>
      </PageHeader>
      <DataTable<ReminderView, Page>
        name="reminders"
        label={t('reminders.title')}
        columns={columnsOf(t, dismiss.run)}
        load={load}
        rowKey={(r) => r.id}
        totals={({ total }) => t('reminders.totals', { n: total })}
        empty={{ title: t('reminders.empty') }}
      />
    </>
  );
}

function columnsOf(t: Text, dismiss: (id: string) => void): Column<ReminderView, Page>[] {
  const choices = (start: string, values: readonly string[]) => ({
    kind: 'choice' as const,
    options: values.map((value) => ({ value, label: t(`${start}${value}`) })),
  });
  return [
    {
      key: 'what',
      title: t('reminders.what'),
      width: 260,
      render: (r) => (
        <Link to={r.link}>
          {t(r.subject.startsWith('light') ? `reminders.about.${r.subject}` : `notice.subject.${r.subject}`, r.params)}
        </Link>
      ),
    },
    {
      key: 'project',
      title: t('projects.name'),
      width: 240,
      render: (r) => r.title ?? t('kit.none'),
    },
    { key: 'dueOn', title: t('reminders.due'), width: 110, render: (r) => r.dueOn },
    {
      key: 'step',
      title: t('reminders.step'),
      width: 110,
      render: (r) => <span className={`reminder-step ${r.step}`}>{t(`reminders.step.${r.step}`)}</span>,
      filter: choices('reminders.step.', steps),
    },
    {
      key: 'kind',
      title: t('reminders.kind'),
      width: 120,
      render: (r) => t(`reminders.kind.${r.kind}`),
      filter: choices('reminders.kind.', reminderKinds),
    },
    { key: 'toldOn', title: t('reminders.told'), width: 110, render: (r) => r.toldOn },
    {
      key: 'acts',
      title: t('reminders.acts'),
      width: 110,
      render: (r) => (
        <Button type="link" size="small" onClick={() => dismiss(r.id)}>
          {t('notices.dismiss')}
        </Button>
      ),
    },
  ];
}
