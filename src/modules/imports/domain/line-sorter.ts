import type { HeaderBlock } from '../../../kernel/sheet-header.ts';
import { type LineKind, lineKind } from '../../../kernel/sheet-line.ts';
import type { Row } from '../../../kernel/sheet-row.ts';
import { isBlank } from '../../../kernel/sheet-value.ts';
import type { RowMapper } from './row-mapper.ts';

export type SkippedKind = Exclude<LineKind, 'record'> | 'unmapped';

/** What a line below the header is; a record that says nothing in any mapped column is none of ours. */
export function sortLine(row: Row, block: HeaderBlock, mapper: RowMapper): 'record' | SkippedKind {
  const kind = lineKind(row, block);
  return kind === 'record' && !mapper.holdsAnything(row) ? 'unmapped' : kind;
}

/** What the line says, for the list of lines that were left out. */
export const wordsOf = (row: Row): string =>
  row.cells
    .filter((cell) => !cell.merged && !isBlank(cell))
    .map((cell) => cell.text)
    .join(' ')
    .slice(0, 120);
