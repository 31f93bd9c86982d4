import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Dictionary } from './domain/dictionary.ts';
import type { DivisionLevel } from './domain/division.ts';
import type { IndustryLevel } from './domain/industry.ts';

const instant = () => timestamp({ withTimezone: true });

export const division = pgTable(
  'division',
  {
    code: text().notNull(),
    firstYear: integer().notNull(),
    lastYear: integer(),
    name: text().notNull(),
    level: text().$type<DivisionLevel>().notNull(),
    parentCode: text(),
    provinceName: text().notNull(),
    prefectureName: text(),
    successorCodes: text().array().notNull(),
    ceded: text().array().notNull(),
    pinyin: text().notNull(),
    initials: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.code, t.firstYear] })],
);

export const divisionRollup = pgTable('division_rollup', {
  code: text().primaryKey(),
  currentCodes: text().array().notNull(),
  countyCode: text(),
  prefectureCode: text(),
  provinceCode: text(),
});

export const township = pgTable('township', {
  code: text().primaryKey(),
  countyCode: text().notNull(),
  name: text().notNull(),
  initials: text().notNull(),
});

export const industry = pgTable('industry', {
  code: text().primaryKey(),
  id: uuid().notNull().unique(),
  level: integer().$type<IndustryLevel>().notNull(),
  section: text().notNull(),
  parentCode: text(),
  name: text().notNull(),
  initials: text().notNull(),
  origin: text().$type<'standard' | 'local'>().notNull(),
  isActive: boolean().notNull().default(true),
  version: integer().notNull().default(1),
});

export const dictionaryEntry = pgTable('dictionary_entry', {
  id: uuid().primaryKey(),
  dictionary: text().$type<Dictionary>().notNull(),
  code: text().notNull(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
  orderNo: integer().notNull(),
  isActive: boolean().notNull().default(true),
  version: integer().notNull().default(1),
});

export const ruleVersion = pgTable('rule_version', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  version: integer().notNull(),
  effectiveFrom: text().notNull(),
  effectiveTo: text(),
  preset: text(),
  body: jsonb().notNull(),
  publishedAt: instant().notNull(),
  publishedBy: uuid().notNull(),
});

export const referenceLoad = pgTable('reference_load', {
  name: text().primaryKey(),
  contentHash: text().notNull(),
  loadedAt: instant().notNull(),
});
