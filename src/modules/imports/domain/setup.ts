import * as z from 'zod';
import { currencies } from '../../../kernel/currency.ts';
import { isPartialDate } from '../../../kernel/day.ts';
import { amountUnits } from '../../../kernel/money.ts';

const header = z.string().min(1).max(500);
const field = z.string().min(1).max(60);
const decimal = z
  .union([z.string(), z.number()])
  .transform(String)
  .pipe(
    z
      .string()
      .trim()
      .regex(/^(?=.*[1-9])\d{1,10}(\.\d{1,10})?$/),
  );
const rowNumber = z.int().min(1).max(1_048_576);

/** How a sheet is read: the same shape as the mapping file of the command line. docs/import.md explains every key. */
export const ImportSetup = z.strictObject({
  /** The first sheet that holds something, when not named. */
  sheet: z.string().max(200).optional(),
  /** Row numbers of the header, top to bottom; found by itself when not given. */
  headerRows: z.array(rowNumber).min(1).max(5).optional(),
  /** First row of records; the one below the header when not given. */
  firstRow: rowNumber.optional(),
  /** Last row to read; the rest of the sheet is left. */
  lastRow: rowNumber.optional(),
  /** Headers of columns whose value is written once and holds for the blank cells below it. */
  fillDown: z.array(header).max(50).optional(),
  columns: z.record(header, field).default({}),
  compose: z.record(field, z.string().min(1).max(500)).optional(),
  amountUnit: z.enum(amountUnits).optional(),
  currency: z.enum(currencies).optional(),
  rate: decimal.optional(),
  rateSource: z.string().trim().min(1).max(200).optional(),
  rateOn: z.string().refine(isPartialDate).optional(),
  /** The year of dates that name none (3月底). */
  year: z.int().min(1900).max(2100).optional(),
  /** Rows of closed months are refused, or, when the person says so, booked in the next open month. */
  closedMonths: z.literal('book').optional(),
  dictionaries: z.record(field, z.record(z.string().max(500), z.string().max(500))).optional(),
  defaults: z.record(field, z.union([z.string(), z.number(), z.boolean()]).transform(String)).optional(),
});
export type ImportSetup = z.output<typeof ImportSetup>;
/** A setup as it is kept and told: numbers that people may write as such are text by then. */
export const KeptSetup = ImportSetup.extend({ rate: z.string().optional(), defaults: z.record(field, z.string()).optional() });

/** Why a setup cannot be used at all: nothing was read yet. */
export type SetupProblem = Readonly<{ code: string; field?: string; header?: string; found?: string; expected?: readonly string[] }>;
