import { Button, Tag } from 'antd';
import { useRef, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { formatFen, grouped } from '../../../kernel/money.ts';
import { addressOf } from '../../../web/api.ts';
import { DataTable } from '../../../web/kit/DataTable.tsx';
import { PageHeader } from '../../../web/kit/PageHeader.tsx';
import type { TableState } from '../../../web/kit/table-state.ts';
import { type Text, useLanguage, useText } from '../../../web/text.ts';
import { projectsContract } from '../contract.ts';
import { BulkEdit } from './BulkEdit.tsx';
import { BulkMove } from './BulkMove.tsx';
import { type ListPage, projects } from './client.ts';
import { exportedColumns, filterOf, pageOf } from './list-query.ts';
import { useProjectColumns } from './project-columns.tsx';
import { ProjectSummary } from './ProjectSummary.tsx';
import './projects.css';
import { QuickViews } from './QuickViews.tsx';
import { useViews } from './saved-views.ts';

const yi = (fen: number) => grouped(formatFen(fen, '亿元', 2));
const totalsWords = (t: Text, { totals: { count, agreedFen, arrivedFen } }: ListPage) =>
  t('projects.totals', { n: grouped(String(count)), agreed: yi(agreedFen), arrived: yi(arrivedFen) });

/** The ledger of projects: where the work begins. */
export function ProjectList() {
  const t = useText();
  const language = useLanguage();
  const navigate = useNavigate();
  const columns = useProjectColumns();
  const views = useViews('projects');
  const [can, setCan] = useState({ create: false, bulk: false });
  const [ticked, setTicked] = useState<readonly string[]>([]);
  const [open, setOpen] = useState<{ what: 'edit' | 'move'; rows: readonly { id: string; version: number }[] } | null>(null);
  // The version of every row as this screen showed it: an edit of many is judged against what was seen.
  const seen = useRef(new Map<string, number>());
  const load = async (state: TableState): Promise<ListPage> => {
    const page = await projects.list({ query: pageOf(state) });
    return { ...page, total: page.totals.count };
  };
  const look = (page: ListPage) => {
    for (const p of page.items) seen.current.set(p.id, p.version);
    setCan(page.can);
  };
  const begin = (what: 'edit' | 'move') =>
    setOpen({ what, rows: ticked.flatMap((id) => (seen.current.has(id) ? [{ id, version: seen.current.get(id)! }] : [])) });
  const close = () => setOpen(null);
  const done = () => {
    setOpen(null);
    setTicked([]);
  };
  const exportHref = (state: TableState, keys: readonly string[]) =>
    addressOf(projectsContract.export, { query: { ...filterOf(state), columns: exportedColumns(keys), language } });
  return (
    <>
      <PageHeader title={t('projects.menu')}>
        {can.create && <Button onClick={() => void navigate('/imports?kind=project')}>{t('projects.import')}</Button>}
        {can.create && (
          <Button type="primary" onClick={() => void navigate('/projects/new')}>
            {t('projects.new')}
          </Button>
        )}
      </PageHeader>
      <QuickViews />
      <DataTable
        name="projects"
        label={t('projects.list')}
        columns={columns}
        load={load}
        onPage={look}
        rowKey={(p) => p.id}
        rowHref={(p) => `/projects/${p.id}`}
        renderPanel={(p) => <ProjectSummary id={p.id} />}
        panelTitle={(p) => p.name}
        totals={(page) => totalsWords(t, page)}
        search={t('projects.search')}
        exportHref={exportHref}
        views={views}
        tools={<Tools ticked={ticked} canEdit={can.bulk} onBegin={begin} onDrop={() => setTicked([])} />}
        empty={{ title: t('projects.empty') }}
        {...(can.bulk && { selection: { keys: ticked, onChange: setTicked } })}
      />
      {open?.what === 'edit' && <BulkEdit rows={open.rows} onClose={close} onDone={done} />}
      {open?.what === 'move' && <BulkMove rows={open.rows} onClose={close} onDone={done} />}
    </>
  );
}

type ToolsProps = { ticked: readonly string[]; canEdit: boolean; onBegin: (what: 'edit' | 'move') => void; onDrop: () => void };
function Tools({ ticked, canEdit, onBegin, onDrop }: ToolsProps) {
  const t = useText();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  return (
    <>
      {search.get('batch') && (
        <Tag closable={{ 'aria-label': t('kit.table.filter.clear') }} onClose={() => setSearch((now) => (now.delete('batch'), now))}>
          {t('projects.batch')}
        </Tag>
      )}
      {canEdit && ticked.length > 0 && (
        <>
          <Button onClick={() => onBegin('edit')}>{t('projects.bulk', { n: ticked.length })}</Button>
          <Button onClick={() => onBegin('move')}>{t('projects.bulk.move', { n: ticked.length })}</Button>
          <Button onClick={() => void navigate('/grids/projects', { state: { ids: ticked } })}>
            {t('projects.bulk.grid', { n: ticked.length })}
          </Button>
          <Button type="link" size="small" onClick={onDrop}>
            {t('projects.bulk.drop')}
          </Button>
        </>
      )}
    </>
  );
}
