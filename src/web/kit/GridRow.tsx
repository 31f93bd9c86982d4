import { memo, useEffect, useRef } from 'react';
import { useText } from '../text.ts';
import type { CellFault, GridColumn, RowNote } from './grid-column.ts';

type Props = {
  columns: readonly GridColumn[];
  r: number;
  row: readonly string[];
  /** The columns of this row that are chosen; -1 for none. */
  left: number;
  right: number;
  /** The column in which the hand is; -1 when it is in another row. */
  here: number;
  /** What is being written there; null while it is only looked at. */
  written: string | null;
  faults: readonly CellFault[] | undefined;
  note: RowNote | undefined;
  hasNotes: boolean;
};

/** One row of a grid. Drawn anew only when something of its own has changed, so that five hundred of them stay quick. */
export const GridRow = memo(function GridRow({ columns, r, row, left, right, here, written, faults, note, hasNotes }: Props) {
  return (
    <tr>
      <th scope="row" className="lead">
        {r + 1}
      </th>
      {columns.map((column, c) => {
        const fault = faults?.find((f) => f.col === c);
        const text = row[c] ?? '';
        const look = [column.numeric && 'num', column.isFixed && 'fixed', c >= left && c <= right && 'chosen', fault?.severity];
        return (
          <td
            key={column.key}
            data-at={`${r}.${c}`}
            className={[...look, here === c && 'here'].filter(Boolean).join(' ')}
            title={fault?.words ?? text}
          >
            <span className="grid-text">{text}</span>
            {here === c && <GridInput column={column} r={r} text={text} written={written} fault={fault} />}
          </td>
        );
      })}
      {hasNotes && <td className={`grid-note ${note?.tone ?? ''}`}>{note?.words}</td>}
    </tr>
  );
});

type InputProps = { column: GridColumn; r: number; text: string; written: string | null; fault: CellFault | undefined };
/** The sheet around it hears what is written: changes bubble. */
const heardOutside = () => undefined;

/** Has the focus as long as the hand is in the cell, so that the first key of a word, also of 拼音, is a part of it. */
function GridInput({ column, r, text, written, fault }: InputProps) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus({ preventScroll: true }), []);
  const listId = column.options && written !== null ? `options-${column.key}` : undefined;
  const label = t('kit.grid.cell', { column: column.title, row: r + 1, text });
  return (
    <>
      <input
        ref={input}
        className={written === null ? 'resting' : ''}
        aria-label={fault ? `${label} ${fault.words}` : label}
        aria-invalid={fault?.severity === 'wrong' || undefined}
        value={written ?? ''}
        readOnly={column.isFixed}
        list={listId}
        autoComplete="off"
        onChange={heardOutside}
      />
      {listId && (
        <datalist id={listId}>
          {column.options?.map((o) => (
            <option key={o} value={o}>
              {o}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}
