import { type KeyboardEvent, useCallback, useRef, useState } from 'react';
import type { GridColumn } from './grid-column.ts';
import {
  blankRow,
  type Cells,
  done,
  edges,
  erase,
  fillDown,
  type Past,
  paste,
  type Place,
  type Range,
  redone,
  undone,
  withCell,
} from './grid-model.ts';

type Asked = { columns: readonly GridColumn[]; past: Past; onChange: (past: Past) => void; isClosed: boolean };
const start: Place = { row: 0, col: 0 };
const within = (n: number, count: number) => Math.max(0, Math.min(count - 1, n));

/** Where the hand is in a grid, what it chose, what it writes, and what the keys do. */
export function useGrid({ columns, past, onChange, isClosed }: Asked) {
  const cells = past.now;
  const width = columns.length;
  const [range, setRange] = useState<Range>({ from: start, to: start });
  /** What should be in sight. */
  const [seen, setSeen] = useState<Place>(start);
  const [editing, setEditing] = useState<string | null>(null);
  const isLeaving = useRef(false);
  const at = range.from;
  const put = (next: Cells) => onChange(done(past, fixed(next)));
  /** Columns that are only shown stay as they are, and a closed grid gets no more rows. */
  const fixed = (next: Cells): Cells => {
    const kept = isClosed ? next.slice(0, cells.length) : next;
    const shown = columns.flatMap((c, i) => (c.isFixed ? [i] : []));
    if (shown.length === 0) return kept;
    return kept.map((row, r) => row.map((text, c) => (shown.includes(c) ? (cells[r]?.[c] ?? '') : text)));
  };
  const select = useCallback((from: Place, to: Place = from, sight: Place = to) => {
    setRange({ from, to });
    setSeen(sight);
  }, []);
  const close = (isKept: boolean) => {
    if (editing !== null && isKept) put(withCell(cells, width, at, editing.trim()));
    setEditing(null);
  };
  const open = () => {
    if (!columns[at.col]?.isFixed) setEditing(cells[at.row]?.[at.col] ?? '');
  };
  const move = (rows: number, cols: number, isExtending = false) => {
    const of = isExtending ? range.to : at;
    const to = { row: within(of.row + rows, cells.length), col: within(of.col + cols, width) };
    select(isExtending ? at : to, to);
  };
  /** To the next cell along the rows; false at the ends, where Tab goes on to what comes after the grid. */
  const along = (step: 1 | -1): boolean => {
    const place = at.row * width + at.col + step;
    if (place < 0 || place >= cells.length * width) return false;
    select({ row: Math.floor(place / width), col: place % width });
    return true;
  };
  const down = (from: Cells) => {
    if (at.row === from.length - 1 && isClosed) return;
    if (at.row === from.length - 1) onChange(done(past, [...from, blankRow(width)]));
    select({ row: at.row + 1, col: at.col });
  };
  const write = (text: string) => {
    if (!columns[at.col]?.isFixed) setEditing(text);
  };

  const combined: Record<string, () => void> = {
    z: () => onChange(undone(past)),
    y: () => onChange(redone(past)),
    d: () => put(fillDown(cells, width, range)),
    a: () => select(start, { row: cells.length - 1, col: width - 1 }),
    home: () => select(start),
    end: () => select({ row: cells.length - 1, col: width - 1 }),
  };
  const plain: Record<string, (isShift: boolean) => void> = {
    ArrowUp: (isShift) => move(-1, 0, isShift),
    ArrowDown: (isShift) => move(1, 0, isShift),
    ArrowLeft: (isShift) => move(0, -1, isShift),
    ArrowRight: (isShift) => move(0, 1, isShift),
    PageUp: (isShift) => move(-15, 0, isShift),
    PageDown: (isShift) => move(15, 0, isShift),
    Home: (isShift) => move(0, -width, isShift),
    End: (isShift) => move(0, width, isShift),
    Enter: () => down(cells),
    F2: open,
    Delete: () => put(erase(cells, width, range)),
    Backspace: () => put(erase(cells, width, range)),
  };
  const whileEditing = (e: KeyboardEvent) => {
    // While 拼音 is being composed, Enter and Esc belong to it.
    if (e.nativeEvent.isComposing || !['Enter', 'Tab', 'Escape'].includes(e.key)) return;
    e.preventDefault();
    close(e.key !== 'Escape');
    if (e.key === 'Tab') along(e.shiftKey ? -1 : 1);
    if (e.key === 'Enter' && at.row < cells.length - 1) select({ row: at.row + 1, col: at.col });
  };
  const onKeyDown = (e: KeyboardEvent) => {
    if (editing !== null) return whileEditing(e);
    const wasLeaving = isLeaving.current;
    isLeaving.current = e.key === 'Escape' || (wasLeaving && e.key === 'Shift');
    if (e.key === 'Tab') {
      if (!wasLeaving && along(e.shiftKey ? -1 : 1)) e.preventDefault();
      return undefined;
    }
    if (e.key === 'Escape') return select(at);
    const act = e.ctrlKey || e.metaKey ? combined[e.key.toLowerCase()] : plain[e.key];
    if (!act) return undefined;
    e.preventDefault();
    return act(e.shiftKey);
  };
  return {
    cells,
    range,
    seen,
    editing,
    write,
    select,
    open,
    close,
    onKeyDown,
    erase: () => put(erase(cells, width, range)),
    /** `isWhole`: the block begins at the first column, wherever the hand is. */
    paste: (block: Cells, isWhole: boolean) => {
      const { top, left } = edges(range);
      const corner = { row: top, col: isWhole ? 0 : left };
      const isOne = block.length === 1 && block[0]?.length === 1;
      put(paste(cells, width, isOne ? range : { from: corner, to: corner }, block));
      const last = { row: top + block.length - 1, col: within(corner.col + (block[0]?.length ?? 1) - 1, width) };
      if (!isOne) select(corner, last, corner);
    },
  };
}
