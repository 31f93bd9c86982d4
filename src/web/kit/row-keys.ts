import { type KeyboardEvent, type MouseEvent, useState } from 'react';
import { useNavigate } from 'react-router';

type Given<Row> = {
  items: readonly Row[];
  rowKey: (row: Row) => string;
  rowHref: ((row: Row) => string) | undefined;
  openPanel: ((key: string | null) => void) | undefined;
  openRow: string | null;
};

const control = 'a, button, input, select, textarea, label, [role=button], [role=checkbox]';

/** Rows by keyboard: ↑ ↓ Home End choose, Space opens the panel, Enter the page, Escape closes. One row at a time takes part in Tab order. */
export function useRowKeys<Row>({ items, rowKey, rowHref, openPanel, openRow }: Given<Row>) {
  const navigate = useNavigate();
  const [current, setCurrent] = useState<string | null>(null);
  const keys = items.map(rowKey);
  const entry = current !== null && keys.includes(current) ? current : keys[0];

  const enter = (row: Row) => {
    if (rowHref) return void navigate(rowHref(row));
    return openPanel?.(rowKey(row));
  };
  const moveTo = (frame: HTMLElement, index: number) => {
    const key = keys[Math.max(0, Math.min(keys.length - 1, index))];
    const row = key === undefined ? null : frame.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key)}"]`);
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
    if (row && openRow !== null) openPanel?.(key!);
  };
  const onKeyDown = (e: KeyboardEvent<HTMLElement>) => {
    const key = (e.target as HTMLElement).dataset['rowKey'];
    if (key === undefined) return;
    const at = keys.indexOf(key);
    const acts: Record<string, () => void> = {
      ArrowDown: () => moveTo(e.currentTarget, at + 1),
      ArrowUp: () => moveTo(e.currentTarget, at - 1),
      Home: () => moveTo(e.currentTarget, 0),
      End: () => moveTo(e.currentTarget, keys.length - 1),
      Enter: () => enter(items[at]!),
      ' ': () => openPanel?.(openRow === key ? null : key),
      Escape: () => openPanel?.(null),
    };
    if (!acts[e.key]) return;
    e.preventDefault();
    acts[e.key]!();
  };
  const onRow = (row: Row) => ({
    tabIndex: rowKey(row) === entry ? 0 : -1,
    onFocus: () => setCurrent(rowKey(row)),
    onClick: (e: MouseEvent<HTMLElement>) => {
      if ((e.target as HTMLElement).closest(control) || getSelection()?.toString()) return;
      if (openPanel) openPanel(rowKey(row));
      else enter(row);
    },
  });
  return { onKeyDown, onRow };
}
