import { jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

export const draft = pgTable(
  'draft',
  {
    personId: uuid().notNull(),
    form: text().notNull(),
    place: text().notNull(),
    body: jsonb().notNull(),
    updatedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.form] })],
);
