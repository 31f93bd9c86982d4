import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Result } from '../../../kernel/contract.ts';
import { api } from '../../../web/api.ts';
import type { Column } from '../../../web/kit/column.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { Loaded } from '../../../web/kit/Loaded.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import { ReasonDialog } from '../../../web/kit/ReasonDialog.tsx';
import { useCommand } from '../../../web/kit/use-command.tsx';
import { type Text, useText } from '../../../web/text.ts';
import { momentText } from '../../identity/web/moment.ts';
import { closingsContract } from '../contract.ts';
import { CloseDialog } from './CloseDialog.tsx';

const closings = api(closingsContract);
type List = Result<(typeof closingsContract)['list']>;
type Event = List['items'][number];

function columnsOf(t: Text): Column<Event>[] {
  return [
    { key: 'month', title: t('closings.column.month'), width: 110, render: (e) => e.month },
    {
      key: 'act',
      title: t('closings.column.act'),
      width: 150,
      render: (e) => (
        <>
          {t(`closings.act.${e.kind}`)} {e.kind === 'close' && !e.stands && <Tag>{t('closings.superseded')}</Tag>}
        </>
      ),
    },
    { key: 'at', title: t('closings.column.at'), width: 160, render: (e) => momentText(e.at) },
    { key: 'by', title: t('closings.column.by'), width: 110, render: (e) => e.by },
    {
      key: 'late',
      title: t('closings.column.late'),
      width: 110,
      render: (e) =>
        e.late ? <Link to={`/figures/arrived_amount/why?before=${e.month}`}>{t('closings.late', { n: e.late })}</Link> : t('kit.none'),
    },
    {
      key: 'figures',
      title: t('closings.column.figures'),
      width: 110,
      render: (e) => (e.stands ? <Link to={`/figures?asOf=${e.month}`}>{t('closings.figures.open')}</Link> : t('kit.none')),
    },
    { key: 'reason', title: t('closings.column.reason'), width: 280, wideOnly: true, render: (e) => e.reason ?? t('kit.none') },
  ];
}

/** Closed months, newest act first; the bureau closes the month that is due and reopens the last one. */
export function ClosingsPage() {
  const t = useText();
  const list = useQuery({ queryKey: ['closings'], queryFn: () => closings.list({}) });
  const closed = list.data?.closedThrough;
  const note = closed ? t('closings.note', { month: closed }) : t('closings.note.none');
  return (
    <>
      <PageHeader title={t('closings.menu')} note={list.data && note}>
        {list.data && <Acts list={list.data} />}
      </PageHeader>
      <Loaded query={list}>
        {(data) => (
          <DataTable<Event, { items: readonly Event[]; total: number }>
            name="closings"
            label={t('closings.menu')}
            columns={columnsOf(t)}
            queryKey={[data.items.length, data.items[0]?.id]}
            load={async ({ page, size }) => ({ items: data.items.slice((page - 1) * size, page * size), total: data.items.length })}
            rowKey={(e) => e.id}
            empty={{ title: t('closings.empty') }}
          />
        )}
      </Loaded>
    </>
  );
}

function Acts({ list: { closedThrough, due, can } }: { list: List }) {
  const t = useText();
  const [open, setOpen] = useState<'close' | 'reopen' | null>(null);
  const stop = () => setOpen(null);
  return (
    <>
      {can.reopen && closedThrough && <Button onClick={() => setOpen('reopen')}>{t('closings.reopen', { month: closedThrough })}</Button>}
      {can.close && due && (
        <Button type="primary" onClick={() => setOpen('close')}>
          {t('closings.close', { month: due })}
        </Button>
      )}
      {open === 'close' && due && <CloseDialog month={due} onClose={stop} />}
      {open === 'reopen' && closedThrough && <Reopen month={closedThrough} onClose={stop} />}
    </>
  );
}

function Reopen({ month, onClose }: { month: string; onClose: () => void }) {
  const t = useText();
  const act = useCommand({
    run: (reason: string) => closings.reopen({ body: { month, reason } }),
    done: t('closings.reopen.done', { month }),
    after: onClose,
    refusals: 'alert',
  });
  return (
    <ReasonDialog
      open
      title={t('closings.reopen', { month })}
      danger
      busy={act.busy}
      refusal={act.refusal}
      onGive={act.run}
      onCancel={onClose}
    >
      <p>{t('closings.reopen.what', { month })}</p>
    </ReasonDialog>
  );
}
