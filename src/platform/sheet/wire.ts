import { cellKinds, emptyCell, type Cell, type Row } from '../../kernel/sheet-row.ts';

/** A batch of rows as two number arrays and one text: cheap to copy between threads, unlike thousands of small objects. */
export type Packed = Readonly<{ rows: Uint32Array<ArrayBuffer>; cells: Uint32Array<ArrayBuffer>; texts: string }>;

const separator = '\u0001';
const [mergedFlag, formulaFlag, percentFlag] = [8, 16, 32] as const;

/** No cleaned text contains the separator: control characters are taken out when a cell is read. */
export function pack(rows: readonly Row[]): Packed {
  const heads: number[] = [];
  const codes: number[] = [];
  const texts: string[] = [];
  for (const row of rows) {
    const filled = row.cells.filter((cell) => cell.kind !== 'empty');
    heads.push(row.number, row.hidden ? 1 : 0, filled.length);
    for (const cell of filled) {
      codes.push((cell.column << 6) | flagsOf(cell));
      texts.push(cell.text);
    }
  }
  return { rows: Uint32Array.from(heads), cells: Uint32Array.from(codes), texts: texts.join(separator) };
}
const flagsOf = (cell: Cell) =>
  cellKinds.indexOf(cell.kind) | (cell.merged ? mergedFlag : 0) | (cell.formula ? formulaFlag : 0) | (cell.percent ? percentFlag : 0);

export function unpack({ rows, cells, texts }: Packed): Row[] {
  const values = texts.split(separator);
  const unpacked: Row[] = [];
  let next = 0;
  for (let at = 0; at < rows.length; at += 3) {
    const line: Cell[] = [];
    for (const end = next + rows[at + 2]!; next < end; next += 1) {
      const code = cells[next]!;
      while (line.length < code >> 6) line.push(emptyCell(line.length));
      line.push(cellOf(code, values[next]!));
    }
    unpacked.push({ number: rows[at]!, cells: line, ...(rows[at + 1] === 1 ? { hidden: true as const } : {}) });
  }
  return unpacked;
}

function cellOf(code: number, text: string): Cell {
  const cell = { column: code >> 6, kind: cellKinds[code & 7]!, text };
  if ((code & (mergedFlag | formulaFlag | percentFlag)) === 0) return cell;
  return {
    ...cell,
    ...(code & mergedFlag ? { merged: true } : {}),
    ...(code & formulaFlag ? { formula: true } : {}),
    ...(code & percentFlag ? { percent: true } : {}),
  };
}
