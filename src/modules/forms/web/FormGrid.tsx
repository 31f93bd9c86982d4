import { type ReactNode, useMemo } from 'react';
import { cellName, columnName } from '../../../kernel/sheet-row.ts';
import { useText } from '../../../web/text.ts';
import type { Grid } from '../contract.ts';
import './forms.css';

export type Marked = Readonly<{ words: ReactNode; kind: 'figure' | 'text' | 'list'; title: string }>;
type Props = Readonly<{
  sheet: Grid;
  /** What is drawn over a cell instead of its own words. */
  marks: ReadonlyMap<string, Marked>;
  selected?: string | null;
  /** Cells can be chosen by mouse and keyboard when given. */
  onSelect?: (cell: string) => void;
}>;

/** A sheet of a form as it looks in a spreadsheet program: merged cells, widths, bold headers. */
export function FormGrid({ sheet, marks, selected = null, onSelect }: Props) {
  const t = useText();
  const cells = useMemo(() => new Map(sheet.cells.map((c) => [c.cell, c])), [sheet]);
  const { spans, covered } = useMemo(() => mergesOf(sheet), [sheet]);
  const columns = Array.from({ length: sheet.columns }, (_, i) => i);
  return (
    // Without cells to choose, the sheet itself is what the keyboard scrolls.
    <div className="form-grid" {...(!onSelect && { tabIndex: 0, role: 'region', 'aria-label': sheet.name })}>
      <table aria-label={sheet.name}>
        <colgroup>
          <col style={{ width: 36 }} />
          {columns.map((c) => (
            <col key={c} style={{ width: Math.max(sheet.widths[c] ?? 64, 24) }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            <th className="corner" scope="col">
              #
            </th>
            {columns.map((c) => (
              <th key={c} scope="col">
                {columnName(c)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: sheet.rows }, (_, i) => i + 1).map((row) => (
            <tr key={row}>
              <th scope="row">{row}</th>
              {columns.map((column) => {
                const at = cellName(column, row);
                if (covered.has(at)) return null;
                return (
                  <GridCell
                    key={at}
                    at={at}
                    cell={cells.get(at)}
                    mark={marks.get(at)}
                    span={spans.get(at)}
                    isSelected={at === selected}
                    onSelect={onSelect}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {sheet.isCut && <p className="cut">{t('forms.grid.cut')}</p>}
    </div>
  );
}

type CellProps = Readonly<{
  at: string;
  cell: Grid['cells'][number] | undefined;
  mark: Marked | undefined;
  span: { rowSpan: number; colSpan: number } | undefined;
  isSelected: boolean;
  onSelect: ((cell: string) => void) | undefined;
}>;

function GridCell({ at, cell, mark, span, isSelected, onSelect }: CellProps) {
  const t = useText();
  const names = [mark ? `mark mark-${mark.kind}` : '', isSelected ? 'selected' : '', lookOf(cell)].filter(Boolean).join(' ');
  const words = mark ? mark.words : <Words cell={cell} />;
  // A cell with words is called by them, and its place is said beside; an empty one is called by its place.
  const isBlank = !mark && !cell?.text && !cell?.formula;
  const place = t('forms.grid.cell', { cell: at });
  return (
    <td {...span} data-cell={at} className={names || undefined} title={mark?.title}>
      {onSelect ? (
        <button
          type="button"
          {...(isBlank ? { 'aria-label': place } : { title: place })}
          aria-pressed={isSelected}
          onClick={() => onSelect(at)}
        >
          {words}
        </button>
      ) : (
        words
      )}
    </td>
  );
}

const lookOf = (cell: CellProps['cell']) => (cell ? `${cell.bold ? 'bold ' : ''}${cell.align ?? ''}`.trim() : '');

/** What a cell says by itself; a formula has no result until the file is opened. */
function Words({ cell }: { cell: CellProps['cell'] }) {
  const t = useText();
  if (!cell) return null;
  if (cell.text !== '') return cell.text;
  return cell.formula === null ? null : <i title={`=${cell.formula}`}>{t('forms.grid.formula')}</i>;
}

function mergesOf({ merges }: Grid) {
  const spans = new Map<string, { rowSpan: number; colSpan: number }>();
  const covered = new Set<string>();
  for (const m of merges) {
    spans.set(cellName(m.left, m.top), { rowSpan: m.bottom - m.top + 1, colSpan: m.right - m.left + 1 });
    for (const at of cellsIn(m)) if (at !== cellName(m.left, m.top)) covered.add(at);
  }
  return { spans, covered };
}

function* cellsIn({ top, bottom, left, right }: Grid['merges'][number]): Generator<string> {
  for (let row = top; row <= bottom; row += 1) for (let column = left; column <= right; column += 1) yield cellName(column, row);
}
