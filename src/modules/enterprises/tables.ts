import { integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = () => timestamp({ withTimezone: true });

export const enterprise = pgTable('enterprise', {
  id: uuid().primaryKey(),
  uscc: text(),
  usccReason: text(),
  name: text().notNull(),
  nameKey: text().notNull(),
  initials: text().notNull(),
  searchGrams: text().array().notNull().default([]),
  industryCode: text(),
  divisionCode: text(),
  phone: text(),
  phoneKey: text(),
  address: text(),
  source: text().$type<'own' | 'official'>().notNull().default('own'),
  unitId: uuid().notNull(),
  mergedInto: uuid(),
  version: integer().notNull().default(1),
  createdAt: instant().notNull(),
  createdBy: uuid().notNull(),
  updatedAt: instant().notNull(),
});

export const enterpriseName = pgTable(
  'enterprise_name',
  {
    enterpriseId: uuid().notNull(),
    id: uuid().notNull(),
    name: text().notNull(),
    nameKey: text().notNull(),
    usedFrom: text(),
    usedUntil: text(),
    recordedAt: instant().notNull(),
    recordedBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.enterpriseId, t.id] })],
);
