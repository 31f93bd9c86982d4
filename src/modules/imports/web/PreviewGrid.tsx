import { columnName } from '../../../kernel/sheet-row.ts';
import { useText } from '../../../web/text.ts';
import type { SheetSuggestion } from '../domain/import-view.ts';

type Props = { data: SheetSuggestion; firstRow: number; onChoose: (headerRows: readonly number[]) => void };

const mostColumns = 60;
const mostHeaderRows = 5;

/** A press on a row number: beside the header it joins it, inside it leaves it, elsewhere it becomes the header. */
export function nextHeader(rows: readonly number[], pressed: number): readonly number[] {
  if (rows.includes(pressed)) return rows.length > 1 ? rows.filter((row) => row !== pressed) : rows;
  const isBeside = rows.some((row) => Math.abs(row - pressed) === 1) && rows.length < mostHeaderRows;
  return isBeside ? [...rows, pressed].sort((a, b) => a - b) : [pressed];
}

/** The first rows of the sheet as Excel numbers them, its header marked; a row number is pressed to choose the header. */
export function PreviewGrid({ data, firstRow, onChoose }: Props) {
  const t = useText();
  const width = Math.max(0, ...data.rows.flatMap((row) => row.cells.map((cell) => cell.column + 1)));
  const columns = Array.from({ length: Math.min(width, mostColumns) }, (_, i) => i);
  const state = (row: number) => {
    if (data.headerRows.includes(row)) return 'is-header';
    return row < firstRow ? 'is-above' : undefined;
  };
  return (
    <>
      <section className="import-grid" aria-label={t('imports.preview')}>
        <table>
          <thead>
            <tr>
              <th scope="col">
                <span className="unseen">{t('imports.rowNumber')}</span>
              </th>
              {columns.map((c) => (
                <th key={c} scope="col">
                  {columnName(c)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.rows.map((row) => (
              <tr key={row.number} className={state(row.number)}>
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={data.headerRows.includes(row.number)}
                    aria-label={t('imports.header.row', { row: row.number })}
                    onClick={() => onChoose(nextHeader(data.headerRows, row.number))}
                  >
                    {row.number}
                  </button>
                </th>
                {columns.map((c) => {
                  const cell = row.cells.find(({ column }) => column === c);
                  return (
                    <td key={c} className={cell?.merged ? 'is-merged' : undefined} title={cell?.text}>
                      {cell?.text}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      {width > mostColumns && <p className="hint">{t('imports.preview.more', { n: width - mostColumns })}</p>}
    </>
  );
}
