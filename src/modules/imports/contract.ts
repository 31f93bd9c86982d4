import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { SeverityRules } from './domain/finding.ts';
import {
  FindingGroup,
  ImportKindView,
  ImportLine,
  ImportRowView,
  ImportVersion,
  ImportView,
  outcomes,
  SheetSuggestion,
  VersionLine,
} from './domain/import-view.ts';
import { ImportSetup } from './domain/setup.ts';

const id = z.uuid();
const params = z.object({ id });
const kind = z.string().min(1).max(40);

export const importsContract = contract({
  kinds: {
    method: 'GET',
    path: '/imports/kinds',
    summary: 'What I may import, with the fields of each kind',
    access: 'session',
    result: z.object({ items: z.array(ImportKindView), can: z.object({ setSeverity: z.boolean() }) }),
  },
  template: {
    method: 'GET',
    path: '/imports/kinds/:kind/template',
    summary: 'A template as .xlsx, blank or filled with what I may import again',
    access: 'session',
    params: z.object({ kind }),
    query: z.object({ filled: z.enum(['yes', 'no']).default('no') }),
    download: true,
    result: z.unknown(),
  },
  upload: {
    method: 'POST',
    path: '/imports',
    summary: 'Bring a file; answers with its sheets and whether it was imported before',
    access: 'session',
    upload: true,
    query: z.object({ kind }),
    result: ImportView,
  },
  list: {
    method: 'GET',
    path: '/imports',
    summary: 'Imports that I may see, newest first',
    access: 'session',
    query: z.object({
      kind: kind.optional(),
      ...paging(20, 100),
    }),
    result: z.object({ items: z.array(ImportLine), total: z.int() }),
  },
  get: { method: 'GET', path: '/imports/:id', summary: 'One import', access: 'session', params, result: ImportView },
  sheet: {
    method: 'GET',
    path: '/imports/:id/sheet',
    summary: 'A sheet of the file with its header found, joined and matched to fields',
    access: 'session',
    params,
    query: z.object({
      sheet: z.string().max(200).optional(),
      /** Row numbers, '3' or '3,4', when the person says which rows are the header. */
      headerRows: z
        .string()
        .regex(/^\d+(,\d+){0,4}$/)
        .optional(),
      /** 'no': matched by the words of the header alone, as if it had never been imported. */
      remembered: z.enum(['yes', 'no']).default('yes'),
    }),
    result: SheetSuggestion,
  },
  setUp: {
    method: 'PUT',
    path: '/imports/:id/setup',
    summary: 'How the sheet is to be read; refuses with every problem of the setup',
    access: 'session',
    params,
    body: ImportSetup,
    result: ImportView,
  },
  check: {
    method: 'POST',
    path: '/imports/:id/check',
    summary: 'Judge every row in the background; writes nothing to the ledger',
    access: 'session',
    params,
    result: z.object({ taskId: id }),
  },
  findings: {
    method: 'GET',
    path: '/imports/:id/findings',
    summary: 'Everything found, the same in many cells as one line',
    access: 'session',
    params,
    result: z.object({ items: z.array(FindingGroup) }),
  },
  rows: {
    method: 'GET',
    path: '/imports/:id/rows',
    summary: 'Judged rows in the order of the sheet',
    access: 'session',
    params,
    query: z.object({
      outcome: z.enum(outcomes).optional(),
      warned: z.enum(['yes', 'no']).default('no'),
      ...paging(),
    }),
    result: z.object({ items: z.array(ImportRowView), total: z.int() }),
  },
  refused: {
    method: 'GET',
    path: '/imports/:id/refused',
    summary: 'The refused rows as .xlsx in the layout of the file, with the reasons beside them',
    access: 'session',
    params,
    query: z.object({ language: z.enum(['zh', 'en']).default('zh') }),
    download: true,
    result: z.unknown(),
  },
  original: {
    method: 'GET',
    path: '/imports/:id/file',
    summary: 'The file as it was brought',
    access: 'session',
    params,
    download: true,
    result: z.unknown(),
  },
  versions: {
    method: 'GET',
    path: '/imports/:id/versions',
    summary: 'Every submission of the same form by the same unit, oldest first',
    access: 'session',
    params,
    result: z.object({ items: z.array(ImportVersion) }),
  },
  compare: {
    method: 'GET',
    path: '/imports/:id/compare',
    summary: 'What it says otherwise than an earlier submission, cell by cell',
    access: 'session',
    params,
    query: z.object({
      with: id,
      ...paging(),
    }),
    result: z.object({ items: z.array(VersionLine), total: z.int() }),
  },
  commit: {
    method: 'POST',
    path: '/imports/:id/commit',
    summary: 'Write all accepted rows as one act in the background, or nothing',
    access: 'session',
    params,
    body: z.object({
      skipRefused: z.boolean().default(false),
      acknowledged: z
        .object({ codes: z.array(z.string().max(100)).max(50), reason: z.string().trim().min(1).max(500) })
        .nullable()
        .default(null),
    }),
    result: z.object({ taskId: id }),
  },
  discard: {
    method: 'POST',
    path: '/imports/:id/discard',
    summary: 'Give up an import that is not committed',
    access: 'session',
    params,
    result: z.object({}),
  },
  severities: {
    method: 'GET',
    path: '/imports/severities',
    summary: 'Rules that work otherwise for a time',
    access: 'session',
    result: z.object({
      rules: SeverityRules,
      effectiveFrom: z.string().nullable(),
      effectiveTo: z.string().nullable(),
      can: z.object({ setSeverity: z.boolean() }),
    }),
  },
  setSeverities: {
    method: 'POST',
    path: '/imports/severities',
    summary: 'Let rules refuse, ask for a reason or only warn, from a day on and until another',
    access: 'session',
    body: z.object({
      rules: SeverityRules,
      effectiveFrom: z.string().length(10),
      effectiveTo: z.string().length(10).nullable().default(null),
    }),
    result: z.object({ id }),
  },
});
