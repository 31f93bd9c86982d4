import { type ClipboardEvent, type FormEvent, type MouseEvent, useEffect, useRef } from 'react';
import { useText } from '../text.ts';
import type { CellFault, GridColumn, RowNote } from './grid-column.ts';
import './grid.css';
import { arranged } from './grid-headers.ts';
import { copied, edges, parseTsv, type Past, type Place, toTsv } from './grid-model.ts';
import { GridRow } from './GridRow.tsx';
import { useGrid } from './use-grid.ts';

type Props = {
  label: string;
  columns: readonly GridColumn[];
  past: Past;
  onChange: (past: Past) => void;
  faults: ReadonlyMap<number, readonly CellFault[]>;
  /** What is said at the end of a row; without it there is no such column. */
  notes?: ReadonlyMap<number, RowNote>;
  /** No rows can be added. */
  isClosed?: boolean;
  /** Where to go when a fault is chosen from a list. */
  goTo?: Place | null;
};

const placeOf = (target: EventTarget): Place | null => {
  const at = target instanceof Element ? target.closest('td[data-at]')?.getAttribute('data-at') : null;
  if (!at) return null;
  const [row, col] = at.split('.').map(Number);
  return { row: row!, col: col! };
};

/**
 * Cells to be filled as in a spreadsheet: arrows, Tab and Enter move, typing or F2 writes, Esc drops, blocks are copied and pasted as
 * Excel and WPS do it, Ctrl+Z takes back, Ctrl+D fills down. Esc and then Tab leaves it.
 */
export function GridSheet({ label, columns, past, onChange, faults, notes, isClosed = false, goTo }: Props) {
  const t = useText();
  const grid = useGrid({ columns, past, onChange, isClosed });
  const { cells, range, seen, editing } = grid;
  const frame = useRef<HTMLDivElement>(null);
  const isDrawing = useRef(false);
  const { top, bottom, left, right } = edges(range);
  useEffect(() => {
    frame.current?.querySelector(`[data-at="${seen.row}.${seen.col}"]`)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [seen]);
  const { select } = grid;
  useEffect(() => {
    if (goTo) select(goTo);
  }, [goTo, select]);

  const onChangeInside = (e: FormEvent) => {
    if (e.target instanceof HTMLInputElement) grid.write(e.target.value);
  };
  const onCopy = (e: ClipboardEvent) => {
    if (editing !== null) return;
    e.preventDefault();
    e.clipboardData.setData('text/plain', toTsv(copied(cells, range)));
    if (e.type === 'cut') grid.erase();
  };
  const onPaste = (e: ClipboardEvent) => {
    if (editing !== null) return;
    e.preventDefault();
    const { cells: block, isWhole } = arranged(parseTsv(e.clipboardData.getData('text/plain')), columns);
    grid.paste(block, isWhole);
  };
  const onMouseDown = (e: MouseEvent) => {
    const place = placeOf(e.target);
    const isWriting = editing !== null && place?.row === range.from.row && place.col === range.from.col;
    if (!place || isWriting) return;
    e.preventDefault();
    grid.close(true);
    isDrawing.current = true;
    grid.select(e.shiftKey ? range.from : place, place);
  };
  const onMouseMove = (e: MouseEvent) => {
    const place = isDrawing.current && e.buttons === 1 ? placeOf(e.target) : null;
    if (place) grid.select(range.from, place);
  };
  const onDoubleClick = (e: MouseEvent) => {
    if (placeOf(e.target)) grid.open();
  };
  return (
    <div
      ref={frame}
      className="grid-sheet"
      role="presentation"
      onKeyDown={grid.onKeyDown}
      onChange={onChangeInside}
      onBlur={() => grid.close(true)}
      onCopy={onCopy}
      onCut={onCopy}
      onPaste={onPaste}
      onMouseDown={onMouseDown}
      onMouseMove={onMouseMove}
      onMouseUp={() => (isDrawing.current = false)}
      onDoubleClick={onDoubleClick}
    >
      <table aria-label={label}>
        <thead>
          <tr>
            <th scope="col" className="lead">
              <span className="unseen">{t('kit.grid.row')}</span>
            </th>
            {columns.map((c) => (
              <th key={c.key} scope="col" style={{ minWidth: c.width }} className={c.numeric ? 'num' : ''}>
                {c.title}
                {c.required && (
                  <>
                    <span className="needed" aria-hidden>
                      *
                    </span>
                    <span className="unseen">{t('kit.grid.required')}</span>
                  </>
                )}
              </th>
            ))}
            {notes && (
              <th scope="col" className="grid-note">
                {t('kit.grid.note')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {cells.map((row, r) => {
            const isIn = r >= top && r <= bottom;
            const isHere = range.from.row === r;
            return (
              <GridRow
                key={`row ${r}`}
                columns={columns}
                r={r}
                row={row}
                left={isIn ? left : -1}
                right={isIn ? right : -2}
                here={isHere ? range.from.col : -1}
                written={isHere ? editing : null}
                faults={faults.get(r)}
                note={notes?.get(r)}
                hasNotes={notes !== undefined}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
