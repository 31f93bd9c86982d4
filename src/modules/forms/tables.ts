import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { FormWrites } from '../../platform/sheet/form/fill.ts';
import type { Binding } from './domain/binding.ts';
import type { Used } from './domain/used.ts';

const instant = () => timestamp({ withTimezone: true });

export const form = pgTable('form', {
  id: uuid().primaryKey(),
  unitId: uuid().notNull(),
  name: text().notNull(),
  isActive: boolean().notNull().default(true),
  createdAt: instant().notNull(),
  createdBy: uuid().notNull(),
});

export const formVersion = pgTable(
  'form_version',
  {
    formId: uuid().notNull(),
    no: integer().notNull(),
    sha256: text('sha256').notNull(),
    fileName: text().notNull(),
    bindings: jsonb().$type<Binding[]>().notNull(),
    createdAt: instant().notNull(),
    createdBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.formId, t.no] })],
);

/** One filled copy. Nothing of it changes. */
export const formFilling = pgTable('form_filling', {
  id: uuid().primaryKey(),
  formId: uuid().notNull(),
  versionNo: integer().notNull(),
  unitId: uuid().notNull(),
  month: text().notNull(),
  asOf: instant().notNull(),
  used: jsonb().$type<Used>().notNull(),
  writes: jsonb().$type<FormWrites>().notNull(),
  sha256: text('sha256').notNull(),
  createdAt: instant().notNull(),
  createdBy: uuid().notNull(),
});
