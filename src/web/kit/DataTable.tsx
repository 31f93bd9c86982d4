import { keepPreviousData, type QueryKey, useQuery } from '@tanstack/react-query';
import { Button, Empty, Pagination } from 'antd';
import { type ReactNode, useEffect, useEffectEvent, useMemo } from 'react';
import { useText } from '../text.ts';
import { useChosenColumns } from './chosen-columns.ts';
import { type Column, type Page, shownColumns } from './column.ts';
import { useNarrow } from './narrow.ts';
import { RefusalAlert } from './RefusalAlert.tsx';
import { RowCards } from './RowCards.tsx';
import { RowPanel } from './RowPanel.tsx';
import { type Change, type TableState, tableDefaults, useTableState } from './table-state.ts';
import { TableTools, type Views } from './TableTools.tsx';
import { WideTable } from './WideTable.tsx';

export type DataTableProps<Row, P extends Page<Row>> = {
  /** Names the reader's choices kept in this browser, and the query. */
  name: string;
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly Column<Row, P>[];
  /** Asks the server for the rows of a state. */
  load: (state: TableState) => Promise<P>;
  /** Told of every page that is shown, also of one kept from before, for what stands around the table. */
  onPage?: (page: P) => void;
  /** Whatever else decides the rows. The query's key is ['table', name, ...queryKey, state]. */
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
  /** Tells tables of one page apart in its address: 'arrivals.' */
  prefix?: string;
  /** As high as its rows, inside a page with other things; otherwise it fills the window. */
  inline?: boolean;
};

/** The home of the work: dense rows, filters in the header, totals, everything in the address, everything by keyboard. */
export function DataTable<Row, P extends Page<Row>>(props: DataTableProps<Row, P>) {
  const { rowKey, rowHref, renderPanel } = props;
  const t = useText();
  const narrow = useNarrow();
  const table = useTable(props);
  const { state, change, query } = table;
  const page = query.data;
  const tell = useEffectEvent((shown: P) => props.onPage?.(shown));
  useEffect(() => {
    if (page) tell(page);
  }, [page]);
  const openPanel = renderPanel && ((key: string | null) => change({ row: key }, { replace: true }));
  const shared = {
    ...table,
    page,
    rowKey,
    rowHref,
    label: props.label,
    openPanel,
    words: page && (props.totals?.(page) ?? t('kit.table.count', { n: page.total })),
    nothing: query.isPending ? (
      <span>{t('kit.loading')}</span>
    ) : (
      <Nothing state={state} empty={props.empty} onClear={() => change({ filters: {}, q: '' })} />
    ),
  };
  return (
    <section className="data-table" aria-label={props.label}>
      <TableTools {...table} options={props} />
      <RefusalAlert refusal={query.error} onRetry={() => void query.refetch()} />
      {narrow ? <RowCards {...shared} /> : <WideTable {...shared} selection={props.selection} inline={props.inline} />}
      <Pages total={page?.total ?? 0} state={state} change={change} narrow={narrow} />
      {openPanel && (
        <RowPanel
          row={page?.items.find((r) => rowKey(r) === state.row)}
          onClose={() => openPanel(null)}
          render={renderPanel}
          title={props.panelTitle}
          href={rowHref}
        />
      )}
    </section>
  );
}

/** What the address and the reader's own choices say is shown, and the rows for it. */
function useTable<Row, P extends Page<Row>>({ name, columns: all, load, queryKey = [], prefix = '', defaults }: DataTableProps<Row, P>) {
  const [state, change] = useTableState(useDefaults(defaults), prefix);
  const [chosen, keep] = useChosenColumns(name);
  const columns = useMemo(() => shownColumns(all, state, chosen), [all, state, chosen]);
  const asked = { ...state, row: null, cols: null };
  const query = useQuery({ queryKey: ['table', name, ...queryKey, asked], queryFn: () => load(state), placeholderData: keepPreviousData });
  const choose = (keys: readonly string[] | null) => {
    keep(keys);
    if (state.cols) change({ cols: null }, { replace: true });
  };
  const { isPending, isPlaceholderData, isFetching } = query;
  return { state, change, columns, choose, query, waiting: isPending || isPlaceholderData, busy: isFetching && !isPending };
}

/** The same object as long as it says the same, so that pages may write their defaults in place. */
function useDefaults(given: Partial<TableState> = {}): TableState {
  const text = JSON.stringify(given);
  return useMemo(() => ({ ...tableDefaults, ...(JSON.parse(text) as Partial<TableState>) }), [text]);
}

function Pages({ total, state, change, narrow }: { total: number; state: TableState; change: (part: Change) => void; narrow: boolean }) {
  const t = useText();
  if (total === 0) return null;
  return (
    <div className="table-foot">
      {!narrow && <span className="keys">{t('kit.table.keys')}</span>}
      <Pagination
        size="small"
        current={state.page}
        pageSize={state.size}
        total={total}
        simple={narrow}
        showSizeChanger={!narrow && { 'aria-label': t('kit.table.size') }}
        pageSizeOptions={[20, 50, 100, 200]}
        showTotal={(all, [from, to]) => t('kit.table.pages', { from, to, total: all })}
        onChange={(number, size) => change(size === state.size ? { page: number } : { size })}
      />
    </div>
  );
}

type NothingProps = { state: TableState; empty: { title: string; action?: ReactNode } | undefined; onClear: () => void };
function Nothing({ state, empty, onClear }: NothingProps) {
  const t = useText();
  const filtered = state.q !== '' || Object.keys(state.filters).length > 0;
  return (
    <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={filtered ? t('kit.table.none') : (empty?.title ?? t('kit.table.empty'))}>
      {filtered ? <Button onClick={onClear}>{t('kit.table.clearAll')}</Button> : empty?.action}
    </Empty>
  );
}
