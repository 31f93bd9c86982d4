import type { ReactNode } from 'react';
import type { TableState } from './table-state.ts';

type Option = Readonly<{ value: string; label: string }>;
/** A filter in a column's header. `own` draws any control that gives text, such as a unit picker. */
export type Filter =
  | Readonly<{ kind: 'choice'; options: readonly Option[] }>
  | Readonly<{ kind: 'text' | 'month' | 'amount' }>
  | Readonly<{ kind: 'own'; draw: (value: string, onChange: (value: string) => void) => ReactNode; show: (value: string) => string }>;

export type Column<Row, Page = unknown> = Readonly<{
  /** Also the key of its filter and of its sorting. */
  key: string;
  title: string;
  /** Pixels; 120 when not said. */
  width?: number;
  /** Right-aligned, for amounts, counts and rates. */
  numeric?: boolean;
  render: (row: Row) => ReactNode;
  sortable?: boolean;
  filter?: Filter;
  /** Hidden until the reader chooses it. */
  extra?: boolean;
  /** Left out of the short list on phones. */
  wideOnly?: boolean;
  /** What stands under it in the totals row. */
  total?: (page: Page) => ReactNode;
}>;

/** One page of rows as every list endpoint gives it; it may carry sums beside. */
export type Page<Row> = Readonly<{ items: readonly Row[]; total: number }>;

/** Columns shown: those of the opened view, else those the reader chose, else all that are not extra. The first always stays. */
export function shownColumns<C extends { key: string; extra?: boolean }>(
  columns: readonly C[],
  state: Pick<TableState, 'cols'>,
  chosen: readonly string[] | null,
): C[] {
  const wanted = state.cols ?? chosen;
  return columns.filter((c, i) => i === 0 || (wanted ? wanted.includes(c.key) : !c.extra));
}
