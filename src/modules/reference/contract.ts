import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { dictionaries } from './domain/dictionary.ts';
import { divisionLevels } from './domain/division.ts';

const divisionCode = z.string().regex(/^\d{6}(\d{3})?$/);
const searchText = z.string().trim().max(50);
const named = z.object({ code: z.string(), name: z.string() });

export const DivisionPeriod = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(divisionLevels),
  firstYear: z.int(),
  lastYear: z.int().nullable(),
  provinceName: z.string(),
  prefectureName: z.string().nullable(),
  parentCode: z.string().nullable(),
  /** What the whole became when it ended. */
  successors: z.array(named),
  /** Parts that went elsewhere while the rest went on. */
  ceded: z.array(named.extend({ year: z.int() })),
});
export type DivisionPeriod = z.output<typeof DivisionPeriod>;

export const DivisionHit = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum([...divisionLevels, 'township']),
  isInUse: z.boolean(),
  /** Province and prefecture, for telling apart places of one name. */
  path: z.array(z.string()),
  years: z.string(),
  hasChildren: z.boolean(),
});
export type DivisionHit = z.output<typeof DivisionHit>;

export const Industry = z.object({
  code: z.string(),
  name: z.string(),
  level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  section: z.string(),
  parentCode: z.string().nullable(),
  origin: z.enum(['standard', 'local']),
  isActive: z.boolean(),
  version: z.int(),
  /** From the section down to the parent. */
  ancestors: z.array(named),
  childCount: z.int(),
});
export type Industry = z.output<typeof Industry>;

export const DictionaryEntry = z.object({
  id: z.uuid(),
  code: z.string(),
  nameZh: z.string(),
  nameEn: z.string(),
  orderNo: z.int(),
  isActive: z.boolean(),
  version: z.int(),
  /** Decimals of a currency; null in other dictionaries. */
  minorDigits: z.int().nullable(),
});
export type DictionaryEntry = z.output<typeof DictionaryEntry>;

const RuleVersion = z.object({
  id: z.uuid(),
  kind: z.string(),
  version: z.int(),
  effectiveFrom: z.string(),
  effectiveTo: z.string().nullable(),
  preset: z.string().nullable(),
  body: z.unknown(),
  publishedAt: z.iso.datetime(),
  publishedBy: z.uuid(),
});

const words = { nameZh: z.string().trim().min(1).max(50), nameEn: z.string().trim().min(1).max(100), orderNo: z.int().min(0).max(100_000) };

export const referenceContract = contract({
  divisions: {
    method: 'GET',
    path: '/reference/divisions',
    summary: 'Divisions by name, pinyin, initials or code; or those directly under one',
    access: 'session',
    query: z.object({
      q: searchText.optional(),
      under: divisionCode.optional(),
      isWithPast: z
        .enum(['true', 'false'])
        .default('false')
        .transform((v) => v === 'true'),
    }),
    result: z.object({ items: z.array(DivisionHit), isCut: z.boolean() }),
  },
  division: {
    method: 'GET',
    path: '/reference/divisions/:code',
    summary: 'What a division code meant at each time, and where it counts in a year',
    access: 'session',
    params: z.object({ code: z.string().regex(/^\d{6}$/) }),
    query: z.object({ year: z.coerce.number().int().min(1949).max(2100).optional() }),
    result: z.object({
      code: z.string(),
      periods: z.array(DivisionPeriod),
      predecessors: z.array(named.extend({ year: z.int() })),
      year: z.int(),
      standing: z.array(named),
    }),
  },
  industries: {
    method: 'GET',
    path: '/reference/industries',
    summary: 'Industries of GB/T 4754-2017 by code, name or initials; or those directly under one',
    access: 'session',
    query: z.object({
      q: searchText.optional(),
      under: z.string().max(4).optional(),
      isWithRetired: z
        .enum(['true', 'false'])
        .default('false')
        .transform((v) => v === 'true'),
    }),
    result: z.object({ items: z.array(Industry), isCut: z.boolean(), can: z.object({ edit: z.boolean() }) }),
  },
  addIndustry: {
    method: 'POST',
    path: '/reference/industries',
    summary: 'Add an industry of the district’s own',
    access: ['promotion_admin'],
    body: z.object({ code: z.string().trim().max(4), parentCode: z.string().max(4), name: z.string().trim().min(1).max(100) }),
    result: z.object({ code: z.string() }),
  },
  setIndustryActive: {
    method: 'POST',
    path: '/reference/industries/:code/activity',
    summary: 'Offer an industry for choice, or no longer',
    access: ['promotion_admin'],
    params: z.object({ code: z.string().max(4) }),
    body: z.object({ isActive: z.boolean(), version: z.int() }),
    result: z.object({ version: z.int() }),
  },
  dictionaries: {
    method: 'GET',
    path: '/reference/dictionaries',
    summary: 'Every dictionary with its words, retired ones too',
    access: 'session',
    result: z.object({
      items: z.array(z.object({ dictionary: z.enum(dictionaries), isClosed: z.boolean(), entries: z.array(DictionaryEntry) })),
      can: z.object({ edit: z.boolean() }),
    }),
  },
  addEntry: {
    method: 'POST',
    path: '/reference/dictionaries/:dictionary/entries',
    summary: 'Add a word to a dictionary',
    access: ['promotion_admin'],
    params: z.object({ dictionary: z.enum(dictionaries) }),
    body: z.object({ code: z.string().trim().max(40), ...words }),
    result: z.object({ id: z.uuid() }),
  },
  editEntry: {
    method: 'PUT',
    path: '/reference/dictionary-entries/:id',
    summary: 'Rename, reorder, retire or revive a word',
    access: ['promotion_admin'],
    params: z.object({ id: z.uuid() }),
    body: z.object({ ...words, isActive: z.boolean(), version: z.int() }),
    result: z.object({ version: z.int() }),
  },
  rules: {
    method: 'GET',
    path: '/reference/rules/:kind',
    summary: 'Every published version of a kind of rule, newest first',
    access: 'business',
    params: z.object({ kind: z.string().max(100) }),
    result: z.object({ items: z.array(RuleVersion) }),
  },
});
