import * as z from 'zod';
import { importFieldTypes, severities } from '../../../kernel/import-row.ts';
import { amountUnits } from '../../../kernel/money.ts';
import { KeptSetup } from './setup.ts';
import { importStatuses } from './status.ts';

const id = z.uuid();
const at = z.iso.datetime();
const details = z.record(z.string(), z.unknown());
const value = z.union([z.string(), z.number(), z.boolean()]);
const kind = z.string();

export const ImportFieldView = z.object({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  type: z.enum(importFieldTypes),
  required: z.boolean(),
  unit: z.string().nullable(),
  choices: z.array(z.object({ value: z.string(), names: z.array(z.string()) })).nullable(),
});
export type ImportFieldView = z.output<typeof ImportFieldView>;
export const ImportKindView = z.object({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  version: z.int(),
  fields: z.array(ImportFieldView),
});
export type ImportKindView = z.output<typeof ImportKindView>;

export const SheetView = z.object({
  name: z.string(),
  hidden: z.boolean(),
  rows: z.int(),
  columns: z.int(),
  refusal: z.object({ code: z.string(), details }).nullable(),
});
const Notice = z.object({ code: z.string(), details });
export const ImportCounts = z.object({
  /** Records found below the header, refused ones too. */
  rows: z.int(),
  accepted: z.int(),
  new: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  refused: z.int(),
  /** Rows with a warning; `acknowledge` of them need a tick and a reason. */
  warned: z.int(),
  acknowledge: z.int(),
});
export type ImportCounts = z.output<typeof ImportCounts>;
/** A sum over the accepted rows: minor units of the currency, and fen at the rate of each row. */
export const ImportTotal = z.object({
  field: z.string(),
  currency: z.string(),
  minor: z.int(),
  amount: z.string(),
  fen: z.int(),
  rows: z.int(),
});
export type ImportTotal = z.output<typeof ImportTotal>;
export const SumCheckView = z.object({
  row: z.int(),
  cell: z.string(),
  field: z.string(),
  kind: z.enum(['total', 'subtotal']),
  found: z.string(),
  expected: z.string(),
  agrees: z.boolean(),
});
export const SkippedLine = z.object({
  row: z.int(),
  kind: z.enum(['total', 'subtotal', 'section', 'header', 'note', 'unmapped']),
  text: z.string(),
});

export const ImportView = z.object({
  id,
  kind,
  fileName: z.string(),
  size: z.int(),
  sheets: z.array(SheetView),
  notices: z.array(Notice),
  status: z.enum(importStatuses),
  /** The long work that is going on or was the last. */
  taskId: id.nullable(),
  sheet: z.string().nullable(),
  setup: KeptSetup.nullable(),
  counts: ImportCounts.nullable(),
  totals: z.array(ImportTotal).nullable(),
  /** 合计 and 小计 rows of the sheet against the sums of its rows. */
  sums: z.array(SumCheckView).nullable(),
  /** Lines of the sheet that are no records, the first 200. */
  skipped: z.array(SkippedLine).nullable(),
  /** Codes of soft faults that need a tick and a reason, with how many rows each. */
  toAcknowledge: z.array(z.object({ code: z.string(), rows: z.int() })).nullable(),
  /** Why the last check or commit ended without effect. */
  refusal: z.object({ kind: z.string(), code: z.string(), details }).nullable(),
  skipRefused: z.boolean(),
  acknowledged: z.object({ codes: z.array(z.string()), reason: z.string() }).nullable(),
  /** Earlier imports of exactly this file, of the same kind, that the reader may see. */
  sameFile: z.array(z.object({ id, sheet: z.string().nullable(), committedAt: at, by: z.string() })),
  by: z.object({ id, name: z.string() }),
  createdAt: at,
  committedAt: at.nullable(),
  can: z.object({ work: z.boolean() }),
});
export type ImportView = z.output<typeof ImportView>;
export const ImportLine = ImportView.pick({
  id: true,
  kind: true,
  fileName: true,
  sheet: true,
  status: true,
  counts: true,
  by: true,
  createdAt: true,
  committedAt: true,
  can: true,
});
export type ImportLine = z.output<typeof ImportLine>;

/** Where an entry was imported from. `batchId` only for those who may open the import. */
export const ImportSource = z.object({
  batchId: id.nullable(),
  fileName: z.string(),
  /** Which submission of this form by its unit it was. */
  edition: z.int(),
  sheet: z.string().nullable(),
  cell: z.string().nullable(),
  committedAt: at,
});
export type ImportSource = z.output<typeof ImportSource>;
/** One submission of a form. */
export const ImportVersion = z.object({
  id,
  edition: z.int(),
  fileName: z.string(),
  sheet: z.string().nullable(),
  by: z.string(),
  committedAt: at,
  counts: ImportCounts.nullable(),
});
const CellValue = z.union([z.string(), z.number()]).nullable();
/** A cell that says otherwise than in the earlier version, or a row that came or went. */
export const VersionLine = z.object({
  change: z.enum(['cell', 'added', 'gone']),
  field: z.string().nullable(),
  wasCell: z.string().nullable(),
  cell: z.string().nullable(),
  was: CellValue,
  now: CellValue,
});
export type VersionLine = z.output<typeof VersionLine>;

const PreviewCell = z.object({ column: z.int(), kind: z.string(), text: z.string(), merged: z.literal(true).optional() });
/** One sheet as the person sees it, with what we make of its header and what we would do with each column. */
export const SheetSuggestion = z.object({
  sheet: z.string(),
  title: z.string().nullable(),
  headerRows: z.array(z.int()),
  firstRow: z.int(),
  headers: z.array(
    z.object({
      column: z.int(),
      letter: z.string(),
      label: z.string(),
      amountUnit: z.enum(amountUnits).nullable(),
      currency: z.string().nullable(),
      samples: z.array(z.string()),
      /** Different words in the column when they are few: what a dictionary would translate. */
      words: z.array(z.string()),
      suggestion: z.object({ field: z.string(), confidence: z.enum(['remembered', 'exact', 'contained']) }).nullable(),
    }),
  ),
  setup: KeptSetup,
  isRemembered: z.boolean(),
  /** The first rows of the sheet, to choose the header from. */
  rows: z.array(z.object({ number: z.int(), hidden: z.literal(true).optional(), cells: z.array(PreviewCell) })),
});
export type SheetSuggestion = z.output<typeof SheetSuggestion>;

const FindingView = z.object({
  code: z.string(),
  field: z.string().nullable(),
  /** 'AB12'; null when the field has no column of its own. */
  cell: z.string().nullable(),
  found: z.string().nullable(),
  expected: z.string().nullable(),
  details: details.nullable(),
});
/** The same finding in many cells is one line. */
export const FindingGroup = z.object({
  level: z.enum(severities),
  code: z.string(),
  expected: z.string().nullable(),
  fields: z.array(z.string()),
  /** What was found, the first few different ones. */
  found: z.array(z.string()),
  details: details.nullable(),
  count: z.int(),
  /** In the order of Excel: by column (AA after Z), then by row; the first 300. */
  cells: z.array(z.string()),
  /** Row numbers, where the finding is about the row. */
  rows: z.array(z.int()),
});
export type FindingGroup = z.output<typeof FindingGroup>;
export const outcomes = ['new', 'changed', 'unchanged', 'refused'] as const;
export const ImportRowView = z.object({
  row: z.int(),
  outcome: z.enum(outcomes),
  values: z.record(z.string(), value),
  currency: z.string(),
  /** Old and new of a changed row, field by field. */
  changes: z.array(z.object({ field: z.string(), before: value.nullable(), after: value.nullable() })),
  faults: z.array(FindingView),
  warnings: z.array(FindingView.extend({ severity: z.enum(['acknowledge', 'warn']) })),
});
export type ImportRowView = z.output<typeof ImportRowView>;
