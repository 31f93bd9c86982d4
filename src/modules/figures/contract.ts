import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { paging } from '../../kernel/paging.ts';
import { figureKeys, figureKinds } from './domain/card.ts';
import { whyKinds, whyLedgers } from './domain/why.ts';

const id = z.uuid();
const Day = z.string().refine(isDay, 'YYYY-MM-DD');
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');
export const dimensions = ['unit', 'industry', 'park', 'leader', 'stage'] as const;
export type Dimension = (typeof dimensions)[number];

/** The question: `through` defaults to today; `asOf` (a day, or a closed month) also hides whatever was recorded after it. */
export const FigureQuery = z.object({
  unitId: id.optional(),
  from: Month.optional(),
  through: Day.optional(),
  asOf: Day.or(Month).optional(),
});
export type FigureQuery = z.output<typeof FigureQuery>;

export const FigureValue = z.object({
  key: z.enum(figureKeys),
  kind: z.enum(figureKinds),
  version: z.string(),
  /** Count, or fen; null for a rate. */
  value: z.int().nullable(),
  /** A rate keeps what it was made of; `percent` is rounded half away from zero, null when nothing is in the denominator. */
  ratio: z.object({ numerator: z.int(), denominator: z.int(), percent: z.string().nullable() }).nullable(),
  rows: z.int(),
  excluded: z.int(),
});
export type FigureValue = z.output<typeof FigureValue>;
const Asked = z.object({
  unitId: id.nullable(),
  from: z.string().nullable(),
  through: z.string(),
  asOf: z.string().nullable(),
  /** The closed month that it is as of. */
  closing: z.string().nullable(),
});

export const FigureRow = z.object({
  projectId: id,
  code: z.string(),
  name: z.string(),
  unitId: id,
  unitName: z.string(),
  stage: z.string(),
  side: z.string().nullable(),
  signedOn: z.string().nullable(),
  masked: z.boolean(),
  /** What the row adds: 1 or fen; a rate's row has both parts. */
  value: z.int(),
  denominatorValue: z.int().nullable(),
});
export type FigureRow = z.output<typeof FigureRow>;
/** One entry and what it added to a figure. */
export const WhyEntry = z.object({
  ledger: z.enum(whyLedgers),
  kind: z.enum(whyKinds),
  /** Null where no entry did it but time. */
  id: id.nullable(),
  projectId: id,
  code: z.string(),
  name: z.string(),
  unitName: z.string(),
  recordedAt: z.string().nullable(),
  recordedBy: z.string().nullable(),
  happenedOn: z.string().nullable(),
  bookedOn: z.string().nullable(),
  /** The amount of an entry of money, whatever of it the figure counts. */
  amountFen: z.int().nullable(),
  numerator: z.int(),
  denominator: z.int(),
});
export type WhyEntry = z.output<typeof WhyEntry>;
const Parts = z.object({ numerator: z.int(), denominator: z.int() });
/** Between two days or closed months; `after` left out: now. */
const Compared = z.object({ unitId: id.optional(), from: Month.optional(), before: Day.or(Month), after: Day.or(Month).optional() });
const WhyQueryShape = Compared.extend({
  kind: z.enum(whyKinds).optional(),
  ...paging(50, 500),
});
export type WhyQuery = z.output<typeof WhyQueryShape>;
const CardText = z.object({
  name: z.string(),
  definition: z.string(),
  numerator: z.string().optional(),
  denominator: z.string().optional(),
  cohort: z.string(),
  exclusions: z.string(),
  dateUsed: z.string(),
  source: z.string(),
  difference: z.string(),
});
const AuthorityWords = z.object({ zh: z.string(), en: z.string() }).nullable();
const key = z.enum(figureKeys);

export const figuresContract = contract({
  list: {
    method: 'GET',
    path: '/figures',
    summary: 'Every figure of the catalogue for a scope',
    access: 'business',
    query: FigureQuery,
    kept: true,
    result: z.object({ asked: Asked, figures: z.array(FigureValue) }),
  },
  cards: {
    method: 'GET',
    path: '/figures/cards',
    summary: 'Definition cards of all figures',
    access: 'business',
    query: FigureQuery.pick({ asOf: true }),
    result: z.object({
      cards: z.array(z.object({ key, kind: z.enum(figureKinds), version: z.string(), decimals: z.int(), zh: CardText, en: CardText })),
      /** The authority whose dates count, by the rules of today or of what is asked as of; null: as claimed. */
      dates: z.object({ started: AuthorityWords, production: AuthorityWords }),
      /** The 口径 that figures of recognised arrivals count under, and the rule in force of each. */
      bases: z.array(
        z.object({ code: z.string(), zh: z.string(), en: z.string(), rule: z.object({ title: z.string(), version: z.int() }).nullable() }),
      ),
    }),
  },
  closings: {
    method: 'GET',
    path: '/figures/closings',
    summary: 'Closed months that figures can be asked as of, newest first',
    access: 'business',
    result: z.object({ items: z.array(z.object({ month: z.string(), closedAt: z.iso.datetime() })) }),
  },
  rows: {
    method: 'GET',
    path: '/figures/:key/rows',
    summary: 'The rows a figure is made of, or those it leaves out',
    access: 'business',
    params: z.object({ key }),
    query: FigureQuery.extend({
      excluded: z.stringbool().default(false),
      dimension: z.enum(dimensions).optional(),
      bucket: z.string().optional(),
      ...paging(50, 500),
    }),
    kept: true,
    result: z.object({
      asked: Asked,
      items: z.array(FigureRow),
      total: z.int(),
      sum: z.int(),
      denominatorSum: z.int().nullable(),
    }),
  },
  why: {
    method: 'GET',
    path: '/figures/:key/why',
    summary: 'Why a figure changed: the entries between two days or closings, which sum to the difference',
    access: 'business',
    params: z.object({ key }),
    query: WhyQueryShape,
    result: z.object({
      before: z.object({ asked: Asked, figure: FigureValue }),
      after: z.object({ asked: Asked, figure: FigureValue }),
      difference: Parts,
      listed: Parts,
      /** What no entry explains: nothing. */
      remainder: Parts,
      groups: z.array(Parts.extend({ kind: z.enum(whyKinds), count: z.int() })),
      items: z.array(WhyEntry),
      total: z.int(),
    }),
  },
  exportWhy: {
    method: 'GET',
    path: '/figures/:key/why/export',
    summary: 'The same as .xlsx',
    access: 'business',
    params: z.object({ key }),
    query: Compared.extend({ language: z.enum(['zh', 'en']).default('zh') }),
    download: true,
    result: z.unknown(),
  },
  groups: {
    method: 'GET',
    path: '/figures/:key/groups',
    summary: 'A figure by unit, industry, park, leader or stage',
    access: 'business',
    params: z.object({ key }),
    query: FigureQuery.extend({ dimension: z.enum(dimensions) }),
    kept: true,
    result: z.object({
      asked: Asked,
      groups: z.array(
        z.object({
          bucket: z.string().nullable(),
          label: z.string().nullable(),
          value: z.int().nullable(),
          ratio: FigureValue.shape.ratio,
          rows: z.int(),
          rank: z.int().nullable(),
        }),
      ),
    }),
  },
  trend: {
    method: 'GET',
    path: '/figures/trend',
    summary: 'Signed, arrived and invested by month',
    access: 'business',
    query: FigureQuery,
    kept: true,
    result: z.object({
      asked: Asked,
      months: z.array(z.object({ month: z.string(), signedCount: z.int(), agreedFen: z.int(), arrivedFen: z.int(), investedFen: z.int() })),
      /** Entries whose date is known only to the year: in the totals, in no month. */
      monthUnknown: z.object({ signedCount: z.int(), agreedFen: z.int(), arrivedFen: z.int() }),
    }),
  },
  currencies: {
    method: 'GET',
    path: '/figures/currencies',
    summary: 'Agreed and arrived amounts in the currency they were recorded in',
    access: 'business',
    query: FigureQuery,
    result: z.object({
      asked: Asked,
      currencies: z.array(
        z.object({ currency: z.string(), agreedMinor: z.int(), agreedFen: z.int(), arrivedMinor: z.int(), arrivedFen: z.int() }),
      ),
    }),
  },
});
