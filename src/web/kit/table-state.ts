import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

/** Everything that decides which rows a table shows. All of it is in the address, so that it can be sent to a colleague. */
export type TableState = Readonly<{
  page: number;
  size: number;
  /** Key of the sorted column, if any, and its direction. */
  sort: string | null;
  desc: boolean;
  /** The search box. */
  q: string;
  /** Header filters by key; several choices as 'a,b', a range as 'from..to' with either end open. */
  filters: Readonly<Record<string, string>>;
  /** Visible columns when a saved view names them. */
  cols: readonly string[] | null;
  /** Key of the row shown in the side panel. */
  row: string | null;
}>;

export const tableDefaults: TableState = { page: 1, size: 50, sort: null, desc: false, q: '', filters: {}, cols: null, row: null };
const own = new Set(['page', 'size', 'sort', 'q', 'cols', 'row']);

/** Reads a table's state from the address; what is not there is as the table's own defaults say. Keys of a nested table carry its prefix. */
export function readTableState(search: URLSearchParams, defaults: TableState = tableDefaults, prefix = ''): TableState {
  const mine = new Map(
    [...search].filter(([k]) => k.startsWith(prefix) && (prefix || !k.includes('.'))).map(([k, v]) => [k.slice(prefix.length), v]),
  );
  return {
    page: positive(mine.get('page')) ?? defaults.page,
    size: positive(mine.get('size')) ?? defaults.size,
    ...sortIn(mine.get('sort'), defaults),
    q: mine.get('q') ?? defaults.q,
    filters: hasAny(mine) ? Object.fromEntries([...mine].filter(([k, v]) => !own.has(k) && v !== '')) : defaults.filters,
    cols: mine.get('cols')?.split(',').filter(Boolean) ?? defaults.cols,
    row: mine.get('row') ?? null,
  };
}
function sortIn(text: string | undefined, defaults: TableState): Pick<TableState, 'sort' | 'desc'> {
  if (text === undefined) return { sort: defaults.sort, desc: defaults.desc };
  return { sort: text.replace(/^-/, '') || null, desc: text.startsWith('-') };
}
/** Default filters hold only in an address that says nothing: such a table always writes its page, so that no filter can be said too. */
const hasAny = (mine: ReadonlyMap<string, string>) => [...mine.keys()].some((k) => k !== 'row' && k !== 'cols');
const positive = (text: string | undefined) => (text && /^[1-9]\d{0,6}$/.test(text) ? Number(text) : null);

/** The address's query for a state; leaves other tables' keys alone and says nothing of what is as usual. */
export function writeTableState(
  search: URLSearchParams,
  state: TableState,
  defaults: TableState = tableDefaults,
  prefix = '',
): URLSearchParams {
  const next = new URLSearchParams([...search].filter(([k]) => (prefix ? !k.startsWith(prefix) : k.includes('.'))));
  const put = (key: string, value: string, usual: string) => value !== usual && next.set(prefix + key, value);
  for (const [key, value] of Object.entries(state.filters)) put(key, value, '');
  put('q', state.q, defaults.q);
  put('sort', signed(state), signed(defaults));
  put('size', String(state.size), String(defaults.size));
  put('page', String(state.page), String(defaults.page));
  if (state.cols) next.set(`${prefix}cols`, state.cols.join(','));
  if (state.row) next.set(`${prefix}row`, state.row);
  if (Object.keys(defaults.filters).length > 0) next.set(`${prefix}page`, String(state.page));
  return next;
}
const signed = ({ sort, desc }: TableState) => (sort ? (desc ? '-' : '') + sort : '');

/** 'a,b' → ['a', 'b'] */
export const choicesIn = (value: string | undefined): string[] => value?.split(',').filter(Boolean) ?? [];
/** '2025-01..2026-03' → { from, to }; an open end is undefined. */
export function rangeIn(value: string | undefined): { from?: string; to?: string } {
  const [from = '', to = ''] = value?.split('..') ?? [];
  return { ...(from && { from }), ...(to && { to }) };
}
export const rangeText = (from: string, to: string) => (from || to ? `${from}..${to}` : '');

export type Change = Partial<TableState>;
/** The next sorting when a header is pressed: one way, the other, none. Numbers begin with the largest. */
export function nextSort({ sort, desc }: TableState, key: string, numeric: boolean): Change {
  if (sort !== key) return { sort: key, desc: numeric };
  return desc === numeric ? { sort: key, desc: !numeric } : { sort: null, desc: false };
}
export function withFilter({ filters }: TableState, key: string, value: string): Change {
  const others = Object.entries(filters).filter(([k]) => k !== key);
  return { filters: Object.fromEntries(value ? [...others, [key, value]] : others) };
}

/** The state in the address, and a way to change it. A change of filters goes back to the first page. */
export function useTableState(defaults: TableState, prefix: string) {
  const [search, setSearch] = useSearchParams();
  const state = useMemo(() => readTableState(search, defaults, prefix), [search, defaults, prefix]);
  const change = useCallback(
    (part: Change, { replace = false } = {}) =>
      setSearch(
        (now) => {
          const before = readTableState(now, defaults, prefix);
          const first = 'filters' in part || 'q' in part || 'sort' in part || 'size' in part ? { page: 1 } : {};
          return writeTableState(now, { ...before, ...first, ...part }, defaults, prefix);
        },
        { replace },
      ),
    [setSearch, defaults, prefix],
  );
  return [state, change] as const;
}
