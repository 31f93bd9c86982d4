import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';

const instant = () => timestamp({ withTimezone: true });

export const importBatch = pgTable('import_batch', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  fileSha256: text().notNull(),
  fileName: text().notNull(),
  sheet: text().notNull(),
  setup: jsonb().notNull(),
  status: text().$type<'draft' | 'checking' | 'checked' | 'committing' | 'committed' | 'failed' | 'cancelled'>().notNull(),
  taskId: uuid(),
  counts: jsonb(),
  totals: jsonb(),
  refusal: jsonb(),
  skipRefused: boolean().notNull().default(false),
  acknowledgedReason: text(),
  actorId: uuid().notNull(),
  unitId: uuid().notNull(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
  committedAt: instant(),
});

export const importRow = pgTable(
  'import_row',
  {
    batchId: uuid().notNull(),
    rowNumber: integer().notNull(),
    outcome: text().$type<'new' | 'changed' | 'unchanged' | 'refused'>().notNull(),
    cells: jsonb().notNull(),
    values: jsonb(),
    targetId: uuid(),
    before: jsonb(),
    faults: jsonb(),
    warnings: jsonb(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.rowNumber] })],
);

export const importMapping = pgTable('import_mapping', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  unitId: uuid().notNull(),
  signature: text().notNull(),
  setup: jsonb().notNull(),
  usedAt: instant().notNull(),
});
