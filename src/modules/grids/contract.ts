import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { severities } from '../../kernel/import-row.ts';
import { amountUnits } from '../../kernel/money.ts';
import { gridKinds, mostRows } from './domain/grid-row.ts';

const id = z.uuid();
const unit = z.enum(amountUnits).default('万元');
const cell = z.string().max(4000);
const typed = z.record(z.string().max(40), cell);
const params = z.object({ kind: z.enum(gridKinds) });

export const GridField = z.object({
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  isRequired: z.boolean(),
  isAmount: z.boolean(),
  /** Words that the cell may hold, when it may hold no others. */
  choices: z.array(z.object({ zh: z.string(), en: z.string() })),
  aliases: z.array(z.string()),
});
export type GridField = z.output<typeof GridField>;

const GridFinding = z.object({
  severity: z.enum(severities),
  code: z.string(),
  field: z.string().nullable(),
  found: z.string().nullable(),
  expected: z.string().nullable(),
  details: z.record(z.string(), z.unknown()).nullable(),
});
export type GridFinding = z.output<typeof GridFinding>;
/** What would come of one row, by its number in the table, from 1. */
export const GridOutcome = z.object({
  row: z.int(),
  outcome: z.enum(['new', 'changed', 'unchanged', 'refused']),
  project: z.object({ id, code: z.string(), name: z.string() }).nullable(),
  findings: z.array(GridFinding),
});
export type GridOutcome = z.output<typeof GridOutcome>;
const Judged = z.object({ rows: z.array(GridOutcome), /** What the rows to be written come to, of those in CNY. */ fen: z.int() });
export type JudgedGrid = z.output<typeof Judged>;

const rows = z.array(typed).min(1).max(mostRows);
const acknowledged = z
  .object({ codes: z.array(z.string().max(60)).max(30), reason: z.string().trim().min(1).max(500) })
  .nullable()
  .default(null);
const edits = z
  .array(z.strictObject({ id, version: z.int(), cells: typed }))
  .min(1)
  .max(mostRows);

export const gridsContract = contract({
  projects: {
    method: 'POST',
    path: '/grids/projects/open',
    summary: 'Fields of the named projects that I may edit, as a table writes them; writes nothing',
    access: 'business',
    body: z.strictObject({ ids: z.array(id).min(1).max(mostRows) }),
    result: z.object({
      fields: z.array(GridField),
      rows: z.array(z.object({ id, version: z.int(), code: z.string(), name: z.string(), cells: typed })),
      /** Named, but not mine to edit. */
      left: z.int(),
    }),
  },
  checkProjects: {
    method: 'POST',
    path: '/grids/projects/check',
    summary: 'What edits of many projects, each its own, would do; writes nothing',
    access: 'business',
    body: z.strictObject({ rows: edits }),
    result: z.object({ rows: z.array(GridOutcome) }),
  },
  changeProjects: {
    method: 'POST',
    path: '/grids/projects',
    summary: 'Edit many projects, each its own way: all of them or none',
    access: 'business',
    body: z.strictObject({ rows: edits }),
    result: z.object({ changed: z.int(), actId: id }),
  },
  fields: {
    method: 'GET',
    path: '/grids/:kind',
    summary: 'The columns of a table of entries',
    access: 'business',
    params,
    result: z.object({ fields: z.array(GridField) }),
  },
  check: {
    method: 'POST',
    path: '/grids/:kind/check',
    summary: 'What rows of a table would become: recorded, refused and why, or in need of a reason; writes nothing',
    access: 'business',
    params,
    body: z.strictObject({ unit, rows }),
    result: Judged,
  },
  record: {
    method: 'POST',
    path: '/grids/:kind',
    summary: 'Record the rows of a table: all of them or none',
    access: 'business',
    params,
    body: z.strictObject({ unit, rows, acknowledged }),
    result: z.object({ recorded: z.int(), unchanged: z.int(), actId: id }),
  },
});
