import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { Content, slots, Texts } from './domain/content.ts';
import { paperKinds } from './domain/kind.ts';

const id = z.uuid();
const params = z.object({ id });
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');
const instant = z.iso.datetime();
const paperStatuses = ['draft', 'issued'] as const;
const makers = ['promotion_admin', 'unit_head', 'supervision'] as const;

export const PaperView = z.object({
  id,
  kind: z.enum(paperKinds),
  month: z.string(),
  /** The first month of the period of a circular of supervision. */
  fromMonth: z.string().nullable(),
  unitId: id,
  unitName: z.string(),
  title: z.string(),
  status: z.enum(paperStatuses),
  /** Which making it is for this month and unit, and whether it is the latest. */
  edition: z.int(),
  isLatest: z.boolean(),
  version: z.int(),
  asOf: instant,
  createdAt: instant,
  createdBy: z.string(),
  issuedAt: instant.nullable(),
  issuedBy: z.string().nullable(),
});
export type PaperView = z.output<typeof PaperView>;

const PaperPage = PaperView.extend({
  content: Content,
  blocks: Texts,
  /** Business day the figures were read: their links ask for the ledger as of it. */
  asOfDay: z.string(),
  /** The closed month that its figures are as of; null: as the ledger was when it was made. */
  closing: z.string().nullable(),
  can: z.object({ make: z.boolean(), edit: z.boolean(), issue: z.boolean() }),
});
export type PaperPage = z.output<typeof PaperPage>;
const saved = z.object({ version: z.int() });

export const papersContract = contract({
  list: {
    method: 'GET',
    path: '/papers',
    summary: 'Papers of the units the reader may see, newest month first',
    access: 'business',
    query: z.object({
      from: Month.optional(),
      to: Month.optional(),
      unitId: id.optional(),
      kind: z.enum(paperKinds).optional(),
      status: z.enum(paperStatuses).optional(),
      /** Earlier makings of the same month and unit too. */
      all: z.stringbool().default(false),
      ...paging(),
    }),
    result: z.object({ items: z.array(PaperView), total: z.int(), can: z.object({ make: z.boolean() }) }),
  },
  units: {
    method: 'GET',
    path: '/papers/units',
    summary: 'Units whose papers the reader may make, in establishment order',
    access: 'business',
    result: z.object({
      items: z.array(z.object({ id, parentId: id.nullable(), name: z.string() })),
      /** What kinds of papers they may be. */
      kinds: z.array(z.enum(paperKinds)),
    }),
  },
  make: {
    method: 'POST',
    path: '/papers',
    summary: 'Make a paper of a month and unit, the monthly analysis as of its closing where it is closed; makings before it are kept',
    access: makers,
    body: z.strictObject({
      kind: z.enum(paperKinds),
      month: Month,
      unitId: id.optional(),
      /** The monthly analysis of a closed month: as of its closing, or as the ledger is now. */
      asOf: z.enum(['closing', 'now']).default('closing'),
      /** The first month that a circular of supervision tells of; January of the year when not said. */
      from: Month.optional(),
    }),
    result: z.object({ id }),
  },
  get: {
    method: 'GET',
    path: '/papers/:id',
    summary: 'A paper as it reads, with what each number is',
    access: 'business',
    params,
    result: PaperPage,
  },
  editBlocks: {
    method: 'PUT',
    path: '/papers/:id/blocks',
    summary: "Write people's own words into a draft",
    access: makers,
    params,
    body: z.strictObject({ version: z.int(), blocks: z.partialRecord(z.enum(slots), z.string().max(20_000)) }),
    result: saved,
  },
  issue: {
    method: 'POST',
    path: '/papers/:id/issue',
    summary: 'Issue a draft; from then on it does not change',
    access: makers,
    params,
    body: z.strictObject({ version: z.int() }),
    result: saved,
  },
  docx: {
    method: 'GET',
    path: '/papers/:id/docx',
    summary: 'The paper as a Word file',
    access: 'business',
    params,
    download: true,
    result: z.unknown(),
  },
  xlsx: {
    method: 'GET',
    path: '/papers/:id/xlsx',
    summary: 'Its annex: where each number comes from, and the rows',
    access: 'business',
    params,
    download: true,
    result: z.unknown(),
  },
});
