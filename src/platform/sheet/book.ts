import type { MergedRange, Row } from '../../kernel/sheet-row.ts';

/** What the content is, whatever the file is called. */
export const sheetFormats = ['xlsx', 'xlsm', 'xlsb', 'xls', 'ods', 'csv', 'html', 'xml'] as const;
export type SheetFormat = (typeof sheetFormats)[number];

export type SheetInfo = Readonly<{
  name: string;
  hidden: boolean;
  /** Rows that hold something. */
  rows: number;
  /** Columns up to the last that holds something. */
  columns: number;
  /** Number of the last row that holds something; 0 when the sheet is empty. */
  lastRow: number;
  /** Cells whose value is a formula's last saved result. */
  formulas: number;
  /** Why this sheet cannot be read although the file can (`sheet.too_many_rows`, `sheet.too_many_columns`, `sheet.damaged`). */
  refusal: Readonly<{ code: string; details: Record<string, unknown> }> | null;
}>;

/** Something about the file that the person should know and that does not stop the reading. */
export type SheetNotice = Readonly<{
  code: 'sheet.other_extension' | 'sheet.macros_ignored' | 'sheet.links_ignored' | 'sheet.formulas_as_saved';
  details: Record<string, unknown>;
}>;

export type BookInfo = Readonly<{
  format: SheetFormat;
  /** Of a .csv: 'utf-8', 'utf-16le', 'utf-16be' or 'gb18030'. */
  encoding: string | null;
  delimiter: string | null;
  notices: readonly SheetNotice[];
  sheets: readonly SheetInfo[];
}>;

export type SheetPreview = Readonly<{
  rows: readonly Row[];
  merges: readonly MergedRange[];
  /** Columns (from 0) that the sheet hides; they are read all the same. */
  hiddenColumns: readonly number[];
  /** Are there rows after these? */
  more: boolean;
}>;

/** Sizes beyond which a file is refused before it can hurt the server. */
export type SheetLimits = Readonly<{
  fileBytes: number;
  /** All parts of a zipped file together, as declared and as really inflated. */
  inflatedBytes: number;
  /** Inflated ÷ stored, judged only above `ratioFloorBytes`. */
  ratio: number;
  ratioFloorBytes: number;
  entries: number;
  /** Rows that hold something, in one sheet. */
  rows: number;
  columns: number;
  /** Formats that must be held in memory as a whole: .xls, .xlsb, .ods, .html, .xml; and the texts of an .xlsx. */
  wholeBytes: number;
}>;

export const defaultLimits: SheetLimits = {
  fileBytes: 100 * 2 ** 20,
  inflatedBytes: 2 ** 30,
  ratio: 200,
  ratioFloorBytes: 32 * 2 ** 20,
  entries: 4000,
  rows: 200_000,
  columns: 300,
  wholeBytes: 160 * 2 ** 20,
};
