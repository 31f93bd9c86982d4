import { Checkbox } from 'antd';
import { type ReactNode, useRef } from 'react';
import { Link } from 'react-router';
import { useText } from '../text.ts';
import type { Column, Page } from './column.ts';
import { ColumnFilter } from './ColumnFilter.tsx';
import { useRoomBelow } from './room-below.ts';
import { useRowKeys } from './row-keys.ts';
import { Sheet, type SheetProps } from './Sheet.tsx';
import { type Change, nextSort, type TableState, withFilter } from './table-state.ts';

type Selection = { keys: readonly string[]; onChange: (keys: string[]) => void };
type Props<Row, P> = {
  label: string;
  columns: readonly Column<Row, P>[];
  page: P | undefined;
  state: TableState;
  change: (part: Change) => void;
  waiting: boolean;
  rowKey: (row: Row) => string;
  rowHref: ((row: Row) => string) | undefined;
  openPanel: ((key: string | null) => void) | undefined;
  selection: Selection | undefined;
  inline: boolean | undefined;
  words: ReactNode;
  nothing: ReactNode;
};

/** Rows as a table: name column frozen, filters and sorting in its header, totals pinned under it. */
export function WideTable<Row, P extends Page<Row>>(props: Props<Row, P>) {
  const { columns, page, state, change, rowKey, rowHref, openPanel } = props;
  const items = page?.items ?? [];
  const frame = useRef<HTMLDivElement>(null);
  const height = useRoomBelow(frame, page !== undefined);
  const { onKeyDown, onRow } = useRowKeys({ items, rowKey, rowHref, openPanel, openRow: state.row });
  const lead = useTicks(items, rowKey, props.selection);
  const drawn = columns.map((c, i) =>
    i > 0 || !rowHref
      ? c
      : {
          ...c,
          render: (row: Row) => (
            <Link to={rowHref(row)} tabIndex={-1}>
              {c.render(row)}
            </Link>
          ),
        },
  );
  const heads = new Map(
    columns.map((c) => [c.key, { content: <Head column={c} state={state} change={change} />, sorted: sortedBy(c.key, state) }]),
  );
  return (
    <div onKeyDown={onKeyDown} role="presentation">
      <Sheet
        label={props.label}
        frame={frame}
        columns={drawn}
        items={items}
        rowKey={rowKey}
        nothing={props.nothing}
        lead={lead}
        isBusy={props.waiting}
        head={(key) => heads.get(key)!}
        rowProps={(row) => ({ ...onRow(row), className: rowKey(row) === state.row ? 'row-open' : '' })}
        maxHeight={props.inline ? undefined : height}
        foot={page && totals({ page, columns, words: props.words, shift: lead ? 1 : 0 })}
      />
    </div>
  );
}

const sortedBy = (key: string, { sort, desc }: TableState): 'ascending' | 'descending' | undefined =>
  sort !== key ? undefined : desc ? 'descending' : 'ascending';

type HeadProps<Row, P> = { column: Column<Row, P>; state: TableState; change: (part: Change) => void };
function Head<Row, P>({ column, state, change }: HeadProps<Row, P>) {
  const { key, title, filter, sortable, numeric = false } = column;
  const mark = { ascending: '▲', descending: '▼', none: '↕' }[sortedBy(key, state) ?? 'none'];
  return (
    <span className="th">
      {sortable ? (
        <button type="button" className="th-sort" title={title} onClick={() => change(nextSort(state, key, numeric))}>
          <span className="th-words">{title}</span>{' '}
          <span aria-hidden className={state.sort === key ? 'on' : ''}>
            {mark}
          </span>
        </button>
      ) : (
        <span className="th-words" title={title}>
          {title}
        </span>
      )}
      {filter && (
        <ColumnFilter
          column={title}
          filter={filter}
          value={state.filters[key] ?? ''}
          onChange={(value) => change(withFilter(state, key, value))}
        />
      )}
    </span>
  );
}

/** Ticks keep what was chosen on other pages. */
function useTicks<Row>(items: readonly Row[], rowKey: (row: Row) => string, selection: Selection | undefined): SheetProps<Row>['lead'] {
  const t = useText();
  if (!selection) return undefined;
  const chosen = new Set(selection.keys);
  const here = items.map(rowKey);
  const ticked = here.filter((key) => chosen.has(key)).length;
  const put = (keys: readonly string[], on: boolean) =>
    selection.onChange(on ? [...new Set([...chosen, ...keys])] : [...chosen].filter((key) => !keys.includes(key)));
  return {
    head: (
      <Checkbox
        aria-label={t('kit.table.tickAll')}
        checked={here.length > 0 && ticked === here.length}
        indeterminate={ticked > 0 && ticked < here.length}
        onChange={(e) => put(here, e.target.checked)}
      />
    ),
    cell: (row) => (
      <Checkbox aria-label={t('kit.table.tick')} checked={chosen.has(rowKey(row))} onChange={(e) => put([rowKey(row)], e.target.checked)} />
    ),
  };
}

type TotalsProps<Row, P> = { page: P; columns: readonly Column<Row, P>[]; words: ReactNode; shift: number };
function totals<Row, P>({ page, columns, words, shift }: TotalsProps<Row, P>) {
  return (
    <>
      <th scope="row" colSpan={1 + shift}>
        {words}
      </th>
      {columns.slice(1).map((c) => (
        <td key={c.key} className={c.numeric ? 'num' : undefined}>
          {c.total?.(page)}
        </td>
      ))}
    </>
  );
}
