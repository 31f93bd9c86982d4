import * as z from 'zod';
import { officeRoles } from '../../kernel/actor.ts';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { paging } from '../../kernel/paging.ts';
import { Cost } from './domain/cost.ts';
import { Answers, Field, fieldTypes, frequencies, rowKinds } from './domain/field.ts';
import { RowFilter } from './domain/row-filter.ts';
import { likenesses } from './domain/similar.ts';

const id = z.uuid();
const params = z.object({ id });
const sheetParams = z.object({ id, unitId: id });
const instant = z.iso.datetime();
const Day = z.string().refine(isDay, 'YYYY-MM-DD');
const round = z.int().min(1).max(1000);
const ofRound = z.object({ round: z.coerce.number().int().min(1).max(1000).optional() });
const seen = { round, version: z.int() };
const reason = z.string().trim().min(1).max(500);
export const statuses = ['waiting', 'issued', 'returned', 'closed'] as const;
const sheetStatuses = ['open', 'returned', 'submitted'] as const;

/** What is asked, of whom, by when. */
export const Draft = z.strictObject({
  title: z.string().trim().min(1).max(100),
  purpose: z.string().trim().max(500),
  rowsOf: z.enum(rowKinds),
  /** Conditions of the list of projects; empty for one row a unit. */
  filter: RowFilter,
  fields: z.array(Field).min(1).max(60),
  unitIds: z.array(id).min(1).max(200),
  frequency: z.enum(frequencies),
  dueOn: Day,
});
export type Draft = z.output<typeof Draft>;

export const KnownFieldView = z.object({
  source: z.enum(['ledger', 'kept']),
  of: z.string(),
  zh: z.string(),
  en: z.string(),
  type: z.enum(fieldTypes),
});
export type KnownFieldView = z.output<typeof KnownFieldView>;
const Likeness = z.object({ of: z.string(), zh: z.string(), en: z.string(), by: z.enum(likenesses) });
const Duplicates = z.array(z.object({ key: z.string(), found: z.array(Likeness), needsReason: z.boolean() }));

export const CollectionView = z.object({
  id,
  title: z.string(),
  unitId: id,
  unitName: z.string(),
  status: z.enum(statuses),
  frequency: z.enum(frequencies),
  dueOn: z.string(),
  round: z.int(),
  asked: z.int(),
  submitted: z.int(),
  minutesYear: z.int(),
  createdAt: instant,
});
export type CollectionView = z.output<typeof CollectionView>;
const SheetBrief = z.object({
  unitId: id,
  unitName: z.string(),
  round: z.int(),
  status: z.enum(sheetStatuses),
  dueOn: z.string(),
  isLate: z.boolean(),
  chased: z.int(),
  minutes: z.int(),
});
export type SheetBrief = z.output<typeof SheetBrief>;
const CollectionPage = CollectionView.extend({
  purpose: z.string(),
  rowsOf: z.enum(rowKinds),
  fields: z.array(Field),
  filter: RowFilter,
  unitIds: z.array(id),
  /** How many rounds there have been; the newest is the one that is filled in. */
  rounds: z.int(),
  cost: Cost.nullable(),
  decisionReason: z.string().nullable(),
  sheets: z.array(SheetBrief),
  kept: z.array(z.string()),
  version: z.int(),
  can: z.object({ issue: z.boolean(), manage: z.boolean(), decide: z.boolean(), keep: z.boolean() }),
});
export type CollectionPage = z.output<typeof CollectionPage>;
const Row = z.object({ id: z.string(), name: z.string(), href: z.string().nullable(), known: z.record(z.string(), z.string()) });
const SheetPage = SheetBrief.extend({
  title: z.string(),
  purpose: z.string(),
  fields: z.array(Field),
  rows: z.array(Row),
  answers: Answers,
  gaps: z.int(),
  version: z.int(),
  events: z.array(
    z.object({
      kind: z.enum(['submit', 'return', 'extend', 'chase']),
      reason: z.string().nullable(),
      dueOn: z.string().nullable(),
      at: instant,
    }),
  ),
  can: z.object({ fill: z.boolean(), sendBack: z.boolean(), extend: z.boolean() }),
});
export type SheetPage = z.output<typeof SheetPage>;
const saved = z.object({ version: z.int() });

export const collectionsContract = contract({
  list: {
    method: 'GET',
    path: '/collections',
    summary: 'Collections that the reader issued, oversees or is asked by, newest first',
    access: 'business',
    query: z.object({
      status: z.enum(statuses).optional(),
      ...paging(),
    }),
    result: z.object({ items: z.array(CollectionView), total: z.int(), can: z.object({ issue: z.boolean() }) }),
  },
  fields: {
    method: 'GET',
    path: '/collections/fields',
    summary: 'Fields that are known already and can be asked prefilled',
    access: 'business',
    query: z.object({ rowsOf: z.enum(rowKinds).default('project') }),
    result: z.object({ items: z.array(KnownFieldView) }),
  },
  burden: {
    method: 'GET',
    path: '/collections/burden',
    summary: 'Minutes asked of units by month and by who asked; facts about forms, of no person',
    access: 'business',
    query: z.object({ year: z.string().regex(/^\d{4}$/) }),
    result: z.object({
      items: z.array(
        z.object({ month: z.string(), unitId: id, unitName: z.string(), issuer: z.string(), forms: z.int(), minutes: z.int() }),
      ),
    }),
  },
  check: {
    method: 'POST',
    path: '/collections/check',
    summary: 'What a collection would cost, and which of its new fields the ledger has already; nothing is written',
    access: officeRoles,
    body: Draft,
    result: z.object({ cost: Cost, duplicates: Duplicates }),
  },
  issue: {
    method: 'POST',
    path: '/collections',
    summary: 'Issue a collection; one that costs much waits for its approver',
    access: officeRoles,
    body: Draft,
    result: z.object({ id, status: z.enum(statuses) }),
  },
  get: {
    method: 'GET',
    path: '/collections/:id',
    summary: 'A collection and where its units are in a round, the newest by default',
    access: 'business',
    params,
    query: ofRound,
    result: CollectionPage,
  },
  decide: {
    method: 'POST',
    path: '/collections/:id/decide',
    summary: 'Approve a collection that costs much, or return it',
    access: ['promotion_admin', 'leader'],
    params,
    body: z.strictObject({ version: z.int(), verdict: z.enum(['approved', 'returned']), reason }),
    result: saved,
  },
  chase: {
    method: 'POST',
    path: '/collections/:id/chase',
    summary: 'Remind every unit that has not submitted',
    access: officeRoles,
    params,
    body: z.strictObject({}),
    result: z.object({ units: z.int() }),
  },
  close: {
    method: 'POST',
    path: '/collections/:id/close',
    summary: 'Close a collection; nothing of it changes any more',
    access: officeRoles,
    params,
    body: z.strictObject({ version: z.int() }),
    result: saved,
  },
  export: {
    method: 'GET',
    path: '/collections/:id/export',
    summary: 'Every sheet of a round that the reader may see, as one file',
    access: 'business',
    params,
    query: ofRound,
    download: true,
    result: z.unknown(),
  },
  keep: {
    method: 'POST',
    path: '/collections/:id/keep',
    summary: 'Keep a new field: what was answered is known from then on',
    access: ['promotion_admin'],
    params,
    body: z.strictObject({ key: Field.shape.key, reason }),
    result: z.object({ id }),
  },
  sheet: {
    method: 'GET',
    path: '/collections/:id/sheets/:unitId',
    summary: "A unit's sheet of a round, the newest by default, prefilled with what is known",
    access: 'business',
    params: sheetParams,
    query: ofRound,
    result: SheetPage,
  },
  save: {
    method: 'PUT',
    path: '/collections/:id/sheets/:unitId',
    summary: 'Save what a unit has filled in so far',
    access: 'business',
    params: sheetParams,
    body: z.strictObject({ ...seen, answers: Answers }),
    result: saved,
  },
  submit: {
    method: 'POST',
    path: '/collections/:id/sheets/:unitId/submit',
    summary: 'Submit a sheet whose gaps are filled',
    access: 'business',
    params: sheetParams,
    body: z.strictObject(seen),
    result: saved,
  },
  sendBack: {
    method: 'POST',
    path: '/collections/:id/sheets/:unitId/return',
    summary: 'Return a sheet to its unit with a reason',
    access: officeRoles,
    params: sheetParams,
    body: z.strictObject({ ...seen, reason }),
    result: saved,
  },
  extend: {
    method: 'POST',
    path: '/collections/:id/sheets/:unitId/extend',
    summary: 'Give a unit more time, with a reason',
    access: officeRoles,
    params: sheetParams,
    body: z.strictObject({ ...seen, dueOn: Day, reason }),
    result: saved,
  },
});
