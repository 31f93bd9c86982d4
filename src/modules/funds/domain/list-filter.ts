import * as z from 'zod';
import { currencies } from '../../../kernel/currency.ts';
import { isPartialDate } from '../../../kernel/day.ts';
import { amountUnits } from '../../../kernel/money.ts';
import { agreementKinds, arrivalKinds } from './entry.ts';

const id = z.uuid();
/** 'YYYY' or 'YYYY-MM', both ends included. A date known only to the year is found from and up to that year, not in its months. */
const period = z
  .string()
  .refine((t) => isPartialDate(t) && t.length <= 7, { error: 'date.unreadable' })
  .optional();
const filter = {
  project: id.optional(),
  /** The unit and every unit below it. */
  unit: id.optional(),
  from: period,
  to: period,
  batch: id.optional(),
  /** in_force: rows that count. all: also reversed rows and the rows that reverse them. */
  status: z.enum(['in_force', 'all']).default('in_force'),
  order: z.enum(['asc', 'desc']).default('desc'),
};
const currency = z.enum(currencies).optional();
const search = z.string().trim().min(1).max(100).optional();
export const AgreementFilter = z.object({
  ...filter,
  kind: z.enum(agreementKinds).optional(),
  currency,
  sort: z.enum(['signedOn', 'totalFen', 'recordedAt', 'projectCode']).default('signedOn'),
});
export type AgreementFilter = z.output<typeof AgreementFilter>;
export const ArrivalFilter = z.object({
  ...filter,
  kind: z.enum(arrivalKinds).optional(),
  currency,
  payer: search,
  voucherNo: search,
  /** Only rows that were recorded in spite of a soft fault. */
  flagged: z.enum(['true', 'false']).optional(),
  sort: z.enum(['arrivedOn', 'amountFen', 'recordedAt', 'projectCode']).default('arrivedOn'),
});
export type ArrivalFilter = z.output<typeof ArrivalFilter>;
export const InvestmentFilter = z.object({
  ...filter,
  flagged: z.enum(['true', 'false']).optional(),
  sort: z.enum(['month', 'amountFen', 'recordedAt', 'projectCode']).default('month'),
});
export type InvestmentFilter = z.output<typeof InvestmentFilter>;
/** How a list is written as a file. */
export const asFile = {
  format: z.enum(['xlsx', 'csv']).default('xlsx'),
  /** Fields separated by commas; the usual ones when not given. */
  columns: z.string().max(1000).optional(),
  language: z.enum(['zh', 'en']).default('zh'),
  amountUnit: z.enum(amountUnits).default('万元'),
};
export type FileChoice = z.output<z.ZodObject<typeof asFile>>;
