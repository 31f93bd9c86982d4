import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Tag } from 'antd';
import { useState } from 'react';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import type { DeliveryView, RobotView } from '../contract.ts';
import { notices } from './client.ts';
import { RobotDialog } from './RobotDialog.tsx';
import { faultSentence } from './sentence.ts';
import './notices.css';

const robotsQuery = { queryKey: ['notices', 'robots'], queryFn: () => notices.robots({}) };

/** Where messages leave the product, and what became of them; for the system administrator. */
export function RobotsPage() {
  const t = useText();
  const query = useQuery(robotsQuery);
  const [editing, setEditing] = useState<RobotView | 'new' | null>(null);
  return (
    <>
      <PageHeader title={t('robots.title')} note={t('robots.note')}>
        <Button type="primary" onClick={() => setEditing('new')}>
          {t('robots.add')}
        </Button>
      </PageHeader>
      <Loaded query={query}>
        {({ items, hasMail }) => (
          <div className="choices-page">
            <Alert type={hasMail ? 'success' : 'info'} showIcon title={t(hasMail ? 'robots.mail.on' : 'robots.mail.off')} />
            {items.length === 0 && <p>{t('robots.empty')}</p>}
            <ul className="robots">
              {items.map((robot) => (
                <RobotRow key={robot.id} robot={robot} onEdit={() => setEditing(robot)} />
              ))}
            </ul>
          </div>
        )}
      </Loaded>
      <h2>{t('deliveries.title')}</h2>
      <Deliveries />
      {editing && <RobotDialog robot={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

function RobotRow({ robot, onEdit }: { robot: RobotView; onEdit: () => void }) {
  const t = useText();
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof notices.tryRobot>> | null>(null);
  const send = useCommand({ run: () => notices.tryRobot({ params: { id: robot.id } }), stale: [], after: setAnswer });
  return (
    <li>
      <b>{robot.name}</b> <Tag>{t(`robot.kind.${robot.kind}`)}</Tag>
      {!robot.isActive && <Tag>{t('robots.closed')}</Tag>}
      <span className="soft">
        {robot.unitName} · {robot.host} · {t(robot.hasSecret ? 'robots.signed' : 'robots.unsigned')}
      </span>
      <span className="robot-acts">
        <Button size="small" onClick={onEdit}>
          {t('robots.edit')}
        </Button>
        <Button size="small" loading={send.busy} onClick={() => send.run(undefined)}>
          {t('robots.try')}
        </Button>
      </span>
      {answer && (
        <Alert
          type={answer.error ? 'error' : 'success'}
          showIcon
          title={answer.error ? faultSentence(t, answer.error) : t('robots.tried')}
        />
      )}
    </li>
  );
}

const statuses = ['waiting', 'sending', 'sent', 'failed', 'dropped'] as const;
function load({ page, size, filters }: TableState) {
  const status = statuses.find((s) => s === filters['status']);
  return notices.deliveries({ query: { page, size, ...(status && { status }) } });
}

function columnsOf(t: Text, retry: (id: string) => void): Column<DeliveryView>[] {
  return [
    {
      key: 'person',
      title: t('deliveries.person'),
      width: 180,
      render: (d) => t('kit.pick.personOf', { name: d.personName, unit: d.unitName }),
    },
    { key: 'kind', title: t('notices.column.group'), width: 130, render: (d) => t(`notice.name.${d.kind}`) },
    { key: 'channel', title: t('deliveries.channel'), width: 90, render: (d) => t(`channel.${d.channel}`) },
    {
      key: 'status',
      title: t('deliveries.status'),
      width: 100,
      render: (d) => <span className={d.status === 'failed' ? 'wrong' : undefined}>{t(`delivery.status.${d.status}`)}</span>,
      filter: { kind: 'choice', options: statuses.map((value) => ({ value, label: t(`delivery.status.${value}`) })) },
    },
    { key: 'tries', title: t('deliveries.tries'), width: 80, numeric: true, render: (d) => d.tries },
    { key: 'error', title: t('deliveries.error'), width: 320, render: (d) => (d.error ? faultSentence(t, d.error) : t('kit.none')) },
    { key: 'at', title: t('deliveries.at'), width: 150, render: (d) => momentText(d.endedAt ?? d.createdAt) },
    {
      key: 'acts',
      title: t('notices.column.acts'),
      width: 100,
      render: (d) =>
        d.status === 'failed' && (
          <Button type="link" size="small" onClick={() => retry(d.id)}>
            {t('deliveries.retry')}
          </Button>
        ),
    },
  ];
}

function Deliveries() {
  const t = useText();
  const retry = useCommand({
    run: (id: string) => notices.retry({ params: { id } }),
    done: t('deliveries.again'),
    stale: [['table', 'deliveries']],
  });
  return (
    <DataTable
      name="deliveries"
      label={t('deliveries.title')}
      columns={columnsOf(t, retry.run)}
      load={load}
      rowKey={(d) => d.id}
      empty={{ title: t('deliveries.empty') }}
      inline
    />
  );
}
