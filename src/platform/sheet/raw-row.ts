import type { Cell, MergedRange } from '../../kernel/sheet-row.ts';
import type { SheetFormat } from './book.ts';

/** A row as stored: only cells that hold something, in order of column; merged ranges not yet filled. */
export type RawRow = Readonly<{ number: number; cells: readonly Cell[]; hidden: boolean }>;

export type Layout = Readonly<{ merges: readonly MergedRange[]; hiddenColumns: readonly number[] }>;

/** One sheet of an opened file, whatever its format. */
export type SheetSource = Readonly<{
  name: string;
  hidden: boolean;
  layout: () => Promise<Layout>;
  /** From the top; rows without a value of their own are left out. */
  rows: () => AsyncIterable<readonly RawRow[]>;
}>;

export type OpenBook = Readonly<{
  format: SheetFormat;
  encoding: string | null;
  delimiter: string | null;
  hasMacros: boolean;
  hasLinks: boolean;
  sheets: readonly SheetSource[];
}>;
