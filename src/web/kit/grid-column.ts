export type GridColumn = Readonly<{
  key: string;
  title: string;
  width: number;
  numeric?: boolean;
  required?: boolean;
  /** Shown and copied, never written into. */
  isFixed?: boolean;
  /** Words offered while the cell is written. */
  options?: readonly string[];
  /** Other headers under which a pasted table may carry it. */
  aliases?: readonly string[];
}>;
/** What is the matter with a cell: `wrong` hinders saving, `odd` needs a tick and a reason, `told` is only said. */
export type CellFault = Readonly<{ row: number; col: number; words: string; severity: 'wrong' | 'odd' | 'told' }>;
/** What is said of a whole row at its end. */
export type RowNote = Readonly<{ words: string; tone: 'good' | 'wrong' | 'odd' | 'soft' }>;
