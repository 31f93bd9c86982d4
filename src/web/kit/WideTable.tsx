import { Table, type TableProps } from 'antd';
import { type ReactNode, type RefObject, useEffect, useRef } from 'react';
import { Link } from 'react-router';
import type { Column, Page } from './column.ts';
import { ColumnFilter } from './ColumnFilter.tsx';
import { useRoomBelow } from './room-below.ts';
import { useRowKeys } from './row-keys.ts';
import type { Change, TableState } from './table-state.ts';

type Props<Row, P> = {
  columns: readonly Column<Row, P>[];
  page: P | undefined;
  state: TableState;
  change: (part: Change) => void;
  waiting: boolean;
  rowKey: (row: Row) => string;
  rowHref?: ((row: Row) => string) | undefined;
  openPanel: ((key: string | null) => void) | undefined;
  selection?: { keys: readonly string[]; onChange: (keys: string[]) => void } | undefined;
  inline?: boolean | undefined;
  words: ReactNode;
  nothing: ReactNode;
};

/** Above this many rows only those in sight are drawn. */
const manyRows = 100;

/** Rows as a table: name column frozen, filters and sorting in its header, totals pinned under it. */
export function WideTable<Row extends object, P extends Page<Row>>(props: Props<Row, P>) {
  const { columns, page, state, change, rowKey, rowHref, openPanel, inline = false } = props;
  const items = page?.items ?? [];
  const isEmpty = items.length === 0;
  const frame = useRef<HTMLDivElement>(null);
  const height = useRoomBelow(frame, page !== undefined);
  useMeasureRowInert(frame);
  const rowKeys = useRowKeys({ items, rowKey, rowHref, openPanel, openRow: state.row });
  const sort: TableProps<Row>['onChange'] = (_pages, _filters, sorter) => {
    const { columnKey, order } = Array.isArray(sorter) ? sorter[0]! : sorter;
    change({ sort: order ? String(columnKey) : null, desc: order === 'descend' });
  };
  const filter = (key: string, value: string) =>
    change({
      filters: Object.fromEntries([...Object.entries(state.filters).filter(([k]) => k !== key), ...(value ? [[key, value] as const] : [])]),
    });
  return (
    <div ref={frame} onKeyDown={rowKeys.onKeyDown} role="presentation">
      <Table<Row>
        size="small"
        pagination={false}
        dataSource={items}
        rowKey={rowKey}
        columns={columns.map((c, i) => antColumn(c, i === 0, { state, filter, rowHref }))}
        loading={{ spinning: props.waiting, delay: 300 }}
        onChange={sort}
        onRow={rowKeys.onRow}
        rowClassName={(row) => (rowKey(row) === state.row ? 'row-open' : '')}
        scroll={{ x: columns.reduce((sum, c) => sum + widthOf(c), 0), ...(!inline && !isEmpty && { y: height }) }}
        virtual={!inline && items.length > manyRows}
        locale={{ emptyText: props.nothing }}
        {...ticks(props.selection)}
        summary={() =>
          isEmpty ? null : totalsRow({ page: page!, columns, words: props.words, shift: props.selection ? 1 : 0, pinned: !inline })
        }
      />
    </div>
  );
}

/** The table measures its columns in a hidden copy of the header: the buttons in that copy must not be reachable. */
function useMeasureRowInert(frame: RefObject<HTMLDivElement | null>) {
  useEffect(() => {
    frame.current?.querySelector('.ant-table-measure-row')?.setAttribute('inert', '');
  });
}

const widthOf = (column: { width?: number }) => column.width ?? 120;

type Around<Row> = { state: TableState; filter: (key: string, value: string) => void; rowHref: ((row: Row) => string) | undefined };
function antColumn<Row, P>(
  column: Column<Row, P>,
  isName: boolean,
  { state, filter, rowHref }: Around<Row>,
): NonNullable<TableProps<Row>['columns']>[number] {
  const { key, title, numeric, sortable, render } = column;
  const order = state.sort !== key ? null : state.desc ? 'descend' : 'ascend';
  return {
    key,
    width: widthOf(column),
    ellipsis: { showTitle: false },
    ...(numeric && { align: 'end' }),
    ...(isName && { fixed: 'start', rowScope: 'row' }),
    title: (
      <span className="th">
        <span className="th-words" title={title}>
          {title}
        </span>
        {column.filter && (
          <ColumnFilter column={title} filter={column.filter} value={state.filters[key] ?? ''} onChange={(value) => filter(key, value)} />
        )}
      </span>
    ),
    ...(sortable && { sorter: true, sortOrder: order }),
    render: (_, row) =>
      isName && rowHref ? (
        <Link to={rowHref(row)} tabIndex={-1}>
          {render(row)}
        </Link>
      ) : (
        render(row)
      ),
  };
}

function ticks<Row>(selection: Props<Row, unknown>['selection']): Pick<TableProps<Row>, 'rowSelection'> {
  if (!selection) return {};
  return {
    rowSelection: {
      selectedRowKeys: [...selection.keys],
      onChange: (keys) => selection.onChange(keys.map(String)),
      columnWidth: 36,
      fixed: true,
      preserveSelectedRowKeys: true,
    },
  };
}

type TotalsProps<Row, P> = { page: P; columns: readonly Column<Row, P>[]; words: ReactNode; shift: number; pinned: boolean };
/** Called, not drawn as a component: the table pins only what is a summary itself. */
function totalsRow<Row, P>({ page, columns, words, shift, pinned }: TotalsProps<Row, P>) {
  // The words may be longer than the name column: they take the columns after it that have no total of their own.
  const next = columns.findIndex((c, i) => i > 0 && c.total);
  const span = next === -1 ? columns.length : next;
  return (
    <Table.Summary fixed={pinned && 'bottom'}>
      <Table.Summary.Row className="totals">
        <Table.Summary.Cell index={0} colSpan={span + shift}>
          <b>{words}</b>
        </Table.Summary.Cell>
        {columns.slice(span).map((c, i) => (
          <Table.Summary.Cell key={c.key} index={span + shift + i} {...(c.numeric && { align: 'right' as const })}>
            {c.total?.(page)}
          </Table.Summary.Cell>
        ))}
      </Table.Summary.Row>
    </Table.Summary>
  );
}
