import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { Link } from 'react-router';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { choicesIn, type TableState } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { NoticeView } from '../contract.ts';
import { noticeGroups } from '../domain/kind.ts';
import { notices, stale, unreadQuery } from './client.ts';
import { noticeSentence } from './sentence.ts';
import './notices.css';

function load({ page, size, filters }: TableState) {
  const [chosen] = choicesIn(filters['group']);
  const group = noticeGroups.find((g) => g === chosen);
  return notices.list({ query: { page, size, unread: filters['state'] === 'unread' ? 'true' : 'false', ...(group && { group }) } });
}

function columnsOf(t: Text, read: (id: string) => void, dismiss: (id: string) => void): Column<NoticeView>[] {
  return [
    {
      key: 'what',
      title: t('notices.column.what'),
      width: 520,
      render: (n) => (
        <Link to={n.link} className={n.isRead ? 'notice-line' : 'notice-line unread'} onClick={() => !n.isRead && read(n.id)}>
          {noticeSentence(t, n)}
        </Link>
      ),
    },
    {
      key: 'group',
      title: t('notices.column.group'),
      width: 110,
      render: (n) => t(`notice.group.${n.group}`),
      filter: { kind: 'choice', options: noticeGroups.map((value) => ({ value, label: t(`notice.group.${value}`) })) },
    },
    { key: 'at', title: t('notices.column.at'), width: 150, render: (n) => momentText(n.createdAt) },
    {
      key: 'state',
      title: t('notices.column.state'),
      width: 90,
      render: (n) => t(n.isRead ? 'notices.state.read' : 'notices.state.unread'),
      filter: { kind: 'choice', options: [{ value: 'unread', label: t('notices.state.unread') }] },
    },
    {
      key: 'acts',
      title: t('notices.column.acts'),
      width: 160,
      render: (n) => (
        <>
          {!n.isRead && (
            <Button type="link" size="small" onClick={() => read(n.id)}>
              {t('notices.read')}
            </Button>
          )}
          <Button type="link" size="small" onClick={() => dismiss(n.id)}>
            {t('notices.dismiss')}
          </Button>
        </>
      ),
    },
  ];
}

/** The reader's own notices. */
export function NoticesPage() {
  const t = useText();
  const { data } = useQuery(unreadQuery);
  const read = useCommand({ run: (ids: string[] | undefined) => notices.read({ body: ids ? { ids } : {} }), stale });
  const dismiss = useCommand({ run: (id: string) => notices.dismiss({ params: { id } }), stale });
  return (
    <>
      <PageHeader title={t('notices.title')}>
        <Link to="/notices/choices">{t('choices.open')}</Link>
        <Button disabled={!data?.unread} loading={read.busy} onClick={() => read.run(undefined)}>
          {t('notices.readAll')}
        </Button>
      </PageHeader>
      <DataTable
        name="notices"
        label={t('notices.title')}
        columns={columnsOf(t, (id) => read.run([id]), dismiss.run)}
        load={load}
        rowKey={(n) => n.id}
        empty={{ title: t('notices.empty') }}
      />
    </>
  );
}
