import { rangeIn, type TableState } from '../../../web/kit/table-state.ts';

/** Filters that the server takes under the same name; `project` and `batch` come in links from other pages. */
const plain = ['unit', 'kind', 'currency', 'payer', 'voucherNo', 'flagged', 'status', 'project', 'batch'];

/** What the server is asked for a state of a ledger's table; `date` is the column of its date, filtered by months. */
export function askedOf({ filters, sort, desc }: TableState, date: string): Record<string, string> {
  const { from, to } = rangeIn(filters[date]);
  return {
    ...Object.fromEntries(plain.flatMap((key) => (filters[key] ? [[key, filters[key]]] : []))),
    ...(from && { from: from.slice(0, 7) }),
    ...(to && { to: to.slice(0, 7) }),
    ...(sort && { sort, order: desc ? 'desc' : 'asc' }),
  };
}

/** What a column of the tables is called in an export. */
const exported: Readonly<Record<string, string>> = {
  unit: 'unitName',
  flagged: 'acknowledged',
  status: 'reason',
  recordedAt: 'recordedByName,recordedOn',
};
export const exportedColumns = (keys: readonly string[]) => keys.map((key) => exported[key] ?? key).join(',');
