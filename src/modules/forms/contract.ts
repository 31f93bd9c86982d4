import * as z from 'zod';
import { officeRoles } from '../../kernel/actor.ts';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { Bindings, listSources } from './domain/binding.ts';
import { Used } from './domain/used.ts';

const id = z.uuid();
const params = z.object({ id });
const instant = z.iso.datetime();
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');

export const FormView = z.object({
  id,
  name: z.string(),
  fileName: z.string(),
  unitId: id,
  unitName: z.string(),
  isActive: z.boolean(),
  version: z.int(),
  bound: z.int(),
  fillings: z.int(),
  createdAt: instant,
  createdBy: z.string(),
});
export type FormView = z.output<typeof FormView>;

const range = z.object({ top: z.int(), bottom: z.int(), left: z.int(), right: z.int() });
export const Grid = z.object({
  name: z.string(),
  hidden: z.boolean(),
  rows: z.int(),
  columns: z.int(),
  widths: z.array(z.int()),
  cells: z.array(
    z.object({
      cell: z.string(),
      row: z.int(),
      column: z.int(),
      text: z.string(),
      formula: z.string().nullable(),
      bold: z.boolean(),
      align: z.enum(['left', 'center', 'right']).nullable(),
    }),
  ),
  merges: z.array(range),
  isCut: z.boolean(),
});
export type Grid = z.output<typeof Grid>;

const FormPage = FormView.extend({ sheets: z.array(Grid), bindings: Bindings, can: z.object({ bind: z.boolean(), fill: z.boolean() }) });
export type FormPage = z.output<typeof FormPage>;

export const FillingView = z.object({
  id,
  formId: id,
  formName: z.string(),
  versionNo: z.int(),
  unitId: id,
  unitName: z.string(),
  month: z.string(),
  asOf: instant,
  createdBy: z.string(),
});
export type FillingView = z.output<typeof FillingView>;
const FillingPage = FillingView.extend({ sheets: z.array(Grid), used: Used, asOfDay: z.string() });
export type FillingPage = z.output<typeof FillingPage>;

const ListField = z.object({
  field: z.string(),
  zh: z.string(),
  en: z.string(),
  kind: z.enum(['text', 'amount', 'number', 'date']),
  aliases: z.array(z.string()).readonly(),
});
export type ListField = z.output<typeof ListField>;

export const formsContract = contract({
  list: {
    method: 'GET',
    path: '/forms',
    summary: 'Forms of the units the reader may see, newest first',
    access: 'business',
    query: z.object({
      q: z.string().trim().max(100).optional(),
      retired: z.stringbool().default(false),
      ...paging(),
    }),
    result: z.object({ items: z.array(FormView), total: z.int(), can: z.object({ bring: z.boolean() }) }),
  },
  fields: {
    method: 'GET',
    path: '/forms/fields',
    summary: 'Fields that the columns of a list can show, by ledger',
    access: 'business',
    result: z.object({ sources: z.array(z.object({ source: z.enum(listSources), fields: z.array(ListField) })) }),
  },
  bring: {
    method: 'POST',
    path: '/forms',
    summary: 'Upload a form (.xlsx); the same file is kept once',
    access: officeRoles,
    query: z.object({ name: z.string().trim().min(1).max(100).optional() }),
    upload: true,
    result: z.object({ id }),
  },
  get: {
    method: 'GET',
    path: '/forms/:id',
    summary: 'A form as it is drawn, with what its cells are bound to',
    access: 'business',
    params,
    result: FormPage,
  },
  file: {
    method: 'GET',
    path: '/forms/:id/file',
    summary: 'The empty form',
    access: 'business',
    params,
    download: true,
    result: z.unknown(),
  },
  suggestions: {
    method: 'GET',
    path: '/forms/:id/suggestions',
    summary: 'What the cells probably mean, read from the headers',
    access: 'business',
    params,
    result: z.object({ bindings: Bindings }),
  },
  bind: {
    method: 'PUT',
    path: '/forms/:id/bindings',
    summary: 'Bind the cells; a new version, earlier ones stay',
    access: officeRoles,
    params,
    body: z.strictObject({ version: z.int(), bindings: Bindings }),
    result: z.object({ version: z.int() }),
  },
  replace: {
    method: 'POST',
    path: '/forms/:id/file',
    summary: 'Replace the file of a form by a new version of it; bindings that still fit stay',
    access: officeRoles,
    params,
    query: z.object({ version: z.coerce.number().int().min(1) }),
    upload: true,
    result: z.object({ version: z.int(), kept: z.int(), lost: z.int() }),
  },
  setActive: {
    method: 'POST',
    path: '/forms/:id/active',
    summary: 'Retire a form, or take it up again',
    access: officeRoles,
    params,
    body: z.strictObject({ isActive: z.boolean() }),
    result: z.object({ isActive: z.boolean() }),
  },
  fill: {
    method: 'POST',
    path: '/forms/:id/fillings',
    summary: 'Fill the form for a month and unit from the ledger of now; the copy is kept with the figures it used',
    access: 'business',
    params,
    body: z.strictObject({ month: Month, unitId: id.optional() }),
    result: z.object({ id }),
  },
  fillings: {
    method: 'GET',
    path: '/forms/:id/fillings',
    summary: 'Filled copies of a form, newest first',
    access: 'business',
    params,
    query: z.object(paging()),
    result: z.object({ items: z.array(FillingView), total: z.int() }),
  },
  filling: {
    method: 'GET',
    path: '/form-fillings/:id',
    summary: 'A filled copy: each figure of it opens',
    access: 'business',
    params,
    result: FillingPage,
  },
  xlsx: {
    method: 'GET',
    path: '/form-fillings/:id/xlsx',
    summary: 'The filled copy as a file, in the layout of the form',
    access: 'business',
    params,
    download: true,
    result: z.unknown(),
  },
});
