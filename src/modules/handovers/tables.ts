import { pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { ItemKind } from './domain/item.ts';

export const handover = pgTable('handover', {
  id: uuid().primaryKey(),
  fromId: uuid().notNull(),
  toId: uuid().notNull(),
  unitId: uuid().notNull(),
  reason: text().notNull(),
  recordedBy: uuid().notNull(),
  recordedAt: timestamp({ withTimezone: true }).notNull(),
});

export const handoverItem = pgTable(
  'handover_item',
  { handoverId: uuid().notNull(), kind: text().$type<ItemKind>().notNull(), subjectId: uuid().notNull(), projectId: uuid() },
  (t) => [primaryKey({ columns: [t.handoverId, t.kind, t.subjectId] })],
);
