import type { HTMLAttributes, ReactNode, Ref } from 'react';
import type { Column } from './column.ts';

type SheetColumn<Row> = Pick<Column<Row, never>, 'key' | 'title' | 'width' | 'numeric' | 'render'>;

export type SheetProps<Row> = {
  /** What the rows are, for screen readers. */
  label: string;
  columns: readonly SheetColumn<Row>[];
  items: readonly Row[];
  rowKey: (row: Row) => string;
  /** Stands where there are no rows. */
  nothing?: ReactNode;
  /** More than the title in a header cell, and how the column is sorted. */
  head?: (key: string) => { content: ReactNode; sorted?: 'ascending' | 'descending' | undefined };
  /** A narrow column before the first, such as ticks. */
  lead?: { head: ReactNode; cell: (row: Row) => ReactNode } | undefined;
  rowProps?: (row: Row) => HTMLAttributes<HTMLTableRowElement>;
  /** The totals row's cells. */
  foot?: ReactNode;
  /** Pixels; beyond it the rows scroll under the header. */
  maxHeight?: number | undefined;
  isBusy?: boolean;
  frame?: Ref<HTMLDivElement>;
};

const widthOf = (column: { width?: number }) => column.width ?? 120;

/**
 * Rows as a table: dense, header on top, first column and totals kept in sight while the rest scrolls inside it.
 * By itself it serves for short lists inside a page; DataTable adds paging, filters and keyboard.
 */
export function Sheet<Row>(props: SheetProps<Row>) {
  const { label, columns, items, rowKey, nothing, head, lead, rowProps, foot, maxHeight, isBusy = false, frame } = props;
  const [first, ...rest] = columns;
  const width = columns.reduce((sum, c) => sum + widthOf(c), lead ? leadWidth : 0);
  const span = columns.length + (lead ? 1 : 0);
  // By itself it may hold nothing to stop at: what scrolls must be reached by keyboard all the same.
  const stop = frame ? {} : { tabIndex: 0, role: 'region', 'aria-label': label };
  return (
    <div ref={frame} {...stop} className={lead ? 'sheet sheet-led' : 'sheet'} style={{ maxHeight }}>
      <table aria-label={label} aria-busy={isBusy} style={{ minWidth: width }}>
        <colgroup>
          {lead && <col style={{ width: leadWidth }} />}
          {columns.map((c) => (
            <col key={c.key} style={{ width: widthOf(c) }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {lead && <td className="lead">{lead.head}</td>}
            {columns.map((c) => {
              const { content, sorted } = head?.(c.key) ?? { content: c.title };
              return (
                <th key={c.key} scope="col" aria-sort={sorted} className={c.numeric ? 'num' : undefined}>
                  {content}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {items.length === 0 && (
            <tr className="nothing">
              <td colSpan={span}>{nothing}</td>
            </tr>
          )}
          {first &&
            items.map((row) => (
              <tr key={rowKey(row)} data-row-key={rowKey(row)} {...rowProps?.(row)}>
                {lead && <td className="lead">{lead.cell(row)}</td>}
                <th scope="row">{first.render(row)}</th>
                {rest.map((c) => (
                  <Cell key={c.key} numeric={c.numeric}>
                    {c.render(row)}
                  </Cell>
                ))}
              </tr>
            ))}
        </tbody>
        {foot && items.length > 0 && (
          <tfoot>
            <tr>{foot}</tr>
          </tfoot>
        )}
      </table>
    </div>
  );
}

const leadWidth = 34;

function Cell({ numeric, children }: { numeric: boolean | undefined; children: ReactNode }) {
  return <td className={numeric ? 'num' : undefined}>{children}</td>;
}
