import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Cost } from './domain/cost.ts';
import type { Answers, Field, FieldType, Frequency, RowKind } from './domain/field.ts';
import type { RowFilter } from './domain/row-filter.ts';

const instant = () => timestamp({ withTimezone: true });

export const collection = pgTable('collection', {
  id: uuid().primaryKey(),
  unitId: uuid().notNull(),
  title: text().notNull(),
  purpose: text().notNull(),
  rowsOf: text().$type<RowKind>().notNull(),
  filter: jsonb().$type<RowFilter>().notNull(),
  fields: jsonb().$type<Field[]>().notNull(),
  unitIds: uuid().array().notNull(),
  frequency: text().$type<Frequency>().notNull(),
  dueOn: text().notNull(),
  cost: jsonb().$type<Cost>().notNull(),
  status: text().$type<'waiting' | 'issued' | 'returned' | 'closed'>().notNull(),
  version: integer().notNull().default(1),
  createdAt: instant().notNull(),
  createdBy: uuid().notNull(),
  decidedAt: instant(),
  decidedBy: uuid(),
  decisionReason: text(),
  closedAt: instant(),
  closedBy: uuid(),
});

export const collectionSheet = pgTable(
  'collection_sheet',
  {
    id: uuid().notNull(),
    collectionId: uuid().notNull(),
    round: integer().notNull(),
    unitId: uuid().notNull(),
    dueOn: text().notNull(),
    minutes: integer().notNull(),
    status: text().$type<'open' | 'returned' | 'submitted'>().notNull(),
    answers: jsonb().$type<Answers>().notNull().default({}),
    rowIds: uuid().array(),
    version: integer().notNull().default(1),
    savedAt: instant(),
    savedBy: uuid(),
    submittedAt: instant(),
    submittedBy: uuid(),
  },
  (t) => [primaryKey({ columns: [t.collectionId, t.round, t.unitId] })],
);

export const collectionEvent = pgTable('collection_event', {
  id: uuid().primaryKey(),
  collectionId: uuid().notNull(),
  round: integer().notNull(),
  unitId: uuid().notNull(),
  kind: text().$type<'submit' | 'return' | 'extend' | 'chase'>().notNull(),
  reason: text(),
  dueOn: text(),
  answers: jsonb().$type<Answers>(),
  at: instant().notNull(),
  by: uuid().notNull(),
});

export const keptField = pgTable('kept_field', {
  id: uuid().primaryKey(),
  collectionId: uuid().notNull(),
  fieldKey: text().notNull(),
  label: text().notNull(),
  type: text().$type<FieldType>().notNull(),
  unit: text(),
  reason: text().notNull(),
  keptAt: instant().notNull(),
  keptBy: uuid().notNull(),
});
