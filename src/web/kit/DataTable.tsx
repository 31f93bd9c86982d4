import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { Empty, Pagination, Spin, Table, type TableProps } from 'antd';
import { type ReactNode, useMemo, useRef } from 'react';
import { Link } from 'react-router';
import { useText } from '../text.ts';
import { type Column, type Page, shownColumns } from './column.ts';
import { ColumnFilter } from './ColumnFilter.tsx';
import { useNarrow } from './narrow.ts';
import { RefusalAlert } from './RefusalAlert.tsx';
import { RowCards } from './RowCards.tsx';
import { RowPanel } from './RowPanel.tsx';
import { useRowKeys } from './row-keys.ts';
import { useRoomBelow } from './room-below.ts';
import { type TableState, tableDefaults, useTableState } from './table-state.ts';
import { TableTools, type Views } from './TableTools.tsx';
import { useChosenColumns } from './chosen-columns.ts';

export type DataTableProps<Row, P extends Page<Row>> = {
  /** Names the reader's choices kept in this browser, and the query. */
  name: string;
  /** What the rows are, for screen readers and the print. */
  label: string;
  columns: readonly Column<Row, P>[];
  /** Asks the server for the rows of a state. */
  load: (state: TableState) => Promise<P>;
  /** Extra parts of the query key: whatever else decides the rows. The key is ['table', name, ...]. */
  queryKey?: QueryKey;
  rowKey: (row: Row) => string;
  /** The row's page: Enter, or a click on its name. */
  rowHref?: (row: Row) => string;
  /** The row's side panel: a click on the row, or Space. */
  renderPanel?: (row: Row) => ReactNode;
  panelTitle?: (row: Row) => ReactNode;
  /** First cell of the totals row: '合计 132 个 / 48.33 亿元'. The count alone when not said. */
  totals?: (page: P) => ReactNode;
  /** Placeholder of the search box; no box without it. */
  search?: string;
  /** Address that exports exactly the rows and columns on screen. */
  exportHref?: (state: TableState, columns: readonly string[]) => string;
  views?: Views;
  /** More buttons above the table. */
  tools?: ReactNode;
  /** What an empty ledger says, and the button that begins it. */
  empty?: { title: string; action?: ReactNode };
  /** Ticked rows, for acts on many. */
  selection?: { keys: readonly string[]; onChange: (keys: string[]) => void };
  defaults?: Partial<TableState>;
  /** Tells tables of one page apart in its address. */
  prefix?: string;
  /** As high as its rows, inside a page with other things; otherwise it fills the window. */
  inline?: boolean;
};

/** The home of the work: dense rows, filters in the header, totals, everything in the address, everything by keyboard. */
export function DataTable<Row extends object, P extends Page<Row>>(props: DataTableProps<Row, P>) {
  const { name, columns, load, queryKey = [], rowKey, renderPanel, prefix = '', inline = false } = props;
  const t = useText();
  const narrow = useNarrow();
  const defaults = useDefaults(props.defaults);
  const [state, change] = useTableState(defaults, prefix);
  const [chosen, choose] = useChosenColumns(name);
  const shown = useMemo(() => shownColumns(columns, state, chosen), [columns, state, chosen]);
  const asked = { ...state, row: null, cols: null };
  const query = useQuery({ queryKey: ['table', name, ...queryKey, asked], queryFn: () => load(state), placeholderData: keepPreviousData });
  const page = query.data;
  const frame = useRef<HTMLDivElement>(null);
  const height = useRoomBelow(frame, page !== undefined);
  const openPanel = renderPanel && ((key: string | null) => change({ row: key }, { replace: true }));
  const rowKeys = useRowKeys({ items: page?.items ?? [], rowKey, rowHref: props.rowHref, openPanel, openRow: state.row });
  const filtered = state.q !== '' || Object.keys(state.filters).length > 0;
  const emptyText = query.isPending ? <span>{t('kit.loading')}</span> : <Nothing filtered={filtered} empty={props.empty} />;

  const tableColumns: TableProps<Row>['columns'] = shown.map((column, i) => ({
    key: column.key,
    width: column.width ?? 120,
    ellipsis: { showTitle: false },
    ...(column.numeric && { align: 'end' as const }),
    ...(i === 0 && { fixed: 'start' as const, rowScope: 'row' as const }),
    title: (
      <span className="th">
        <span className="th-words" title={column.title}>
          {column.title}
        </span>
        {column.filter && (
          <ColumnFilter
            column={column.title}
            filter={column.filter}
            value={state.filters[column.key] ?? ''}
            onChange={(v) => change({ filters: { ...without(state.filters, column.key), ...(v && { [column.key]: v }) } })}
          />
        )}
      </span>
    ),
    ...(column.sortable && { sorter: true, sortOrder: state.sort === column.key ? (state.desc ? 'descend' : 'ascend') : null }),
    render: (_: unknown, row: Row) =>
      i === 0 && props.rowHref ? (
        <Link to={props.rowHref(row)} tabIndex={-1}>
          {column.render(row)}
        </Link>
      ) : (
        column.render(row)
      ),
  }));
  const onChange: TableProps<Row>['onChange'] = (_pages, _filters, sorter) => {
    const { columnKey, order } = Array.isArray(sorter) ? sorter[0]! : sorter;
    change({ sort: order ? String(columnKey) : null, desc: order === 'descend' });
  };
  return (
    <section className="data-table" aria-label={props.label}>
      <TableTools
        state={state}
        change={change}
        columns={columns}
        shown={shown.map((c) => c.key)}
        choose={choose}
        search={props.search}
        exportHref={props.exportHref}
        views={props.views}
        tools={props.tools}
        busy={query.isFetching && !query.isPending}
      />
      <RefusalAlert refusal={query.error} onRetry={() => void query.refetch()} />
      {narrow ? (
        <Spin spinning={query.isPending} delay={300}>
          {page && <p className="totals">{props.totals?.(page) ?? t('kit.table.count', { n: page.total })}</p>}
          <RowCards items={page?.items ?? []} columns={shown} rowKey={rowKey} rowHref={props.rowHref} openPanel={openPanel} />
          {page && page.items.length === 0 && emptyText}
        </Spin>
      ) : (
        <div ref={frame} onKeyDown={rowKeys.onKeyDown} role="presentation">
          <Table<Row>
            size="small"
            columns={tableColumns}
            dataSource={page?.items ?? []}
            rowKey={rowKey}
            pagination={false}
            loading={{ spinning: query.isPlaceholderData || query.isPending, delay: 300 }}
            onChange={onChange}
            onRow={rowKeys.onRow}
            rowClassName={(row) => (rowKey(row) === state.row ? 'row-open' : '')}
            scroll={{
              x: shown.reduce((sum, c) => sum + (c.width ?? 120), 0),
              ...(!inline && page && page.items.length > 0 && { y: height }),
            }}
            virtual={!inline && (page?.items.length ?? 0) > 100}
            locale={{ emptyText }}
            {...(props.selection && {
              rowSelection: {
                selectedRowKeys: [...props.selection.keys],
                onChange: (keys) => props.selection!.onChange(keys.map(String)),
                columnWidth: 36,
                fixed: true,
              },
            })}
            summary={() =>
              page &&
              page.items.length > 0 && (
                <Totals
                  page={page}
                  shown={shown}
                  words={props.totals?.(page) ?? t('kit.table.count', { n: page.total })}
                  ticks={Boolean(props.selection)}
                  pinned={!inline}
                />
              )
            }
          />
        </div>
      )}
      {page && page.total > 0 && (
        <div className="table-foot">
          {!narrow && <span className="keys">{t('kit.table.keys')}</span>}
          <Pagination
            size="small"
            current={state.page}
            pageSize={state.size}
            total={page.total}
            showSizeChanger={!narrow}
            pageSizeOptions={[20, 50, 100, 200]}
            simple={narrow}
            showTotal={(total, [from, to]) => t('kit.table.pages', { from, to, total })}
            onChange={(number, size) => change(size === state.size ? { page: number } : { size })}
          />
        </div>
      )}
      {renderPanel && (
        <RowPanel
          row={page?.items.find((r) => rowKey(r) === state.row)}
          onClose={() => openPanel!(null)}
          render={renderPanel}
          title={props.panelTitle}
          href={props.rowHref}
        />
      )}
    </section>
  );
}

function useDefaults(given: Partial<TableState> | undefined): TableState {
  const text = JSON.stringify(given ?? {});
  return useMemo(() => ({ ...tableDefaults, ...(JSON.parse(text) as Partial<TableState>) }), [text]);
}
const without = <T,>(all: Readonly<Record<string, T>>, key: string) => Object.fromEntries(Object.entries(all).filter(([k]) => k !== key));

function Nothing({ filtered, empty }: { filtered: boolean; empty: DataTableProps<object, Page<object>>['empty'] }) {
  const t = useText();
  const words = filtered ? (
    <>
      {t('kit.table.none')}
      <br />
      {t('kit.table.none.do')}
    </>
  ) : (
    (empty?.title ?? t('kit.table.empty'))
  );
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={words}>
      {!filtered && empty?.action}
    </Empty>
  );
}

type TotalsProps<Row, P> = { page: P; shown: readonly Column<Row, P>[]; words: ReactNode; ticks: boolean; pinned: boolean };
function Totals<Row, P>({ page, shown, words, ticks, pinned }: TotalsProps<Row, P>) {
  const shift = ticks ? 1 : 0;
  // Words may be longer than the first column: they take the columns after it that have no total of their own.
  const next = shown.findIndex((c, i) => i > 0 && c.total);
  const span = next === -1 ? shown.length : next;
  return (
    <Table.Summary fixed={pinned && 'bottom'}>
      <Table.Summary.Row className="totals">
        <Table.Summary.Cell index={0} colSpan={span + shift}>
          <b>{words}</b>
        </Table.Summary.Cell>
        {shown.slice(span).map((c, i) => (
          <Table.Summary.Cell key={c.key} index={span + shift + i} {...(c.numeric && { align: 'right' as const })}>
            {c.total?.(page)}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );
}
