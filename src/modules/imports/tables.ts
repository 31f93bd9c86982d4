import { bigint, boolean, integer, json, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Finding, ImportValue } from '../../kernel/import-row.ts';
import type { BookInfo } from '../../platform/sheet/book.ts';
import type { ImportCounts, ImportTotal, ImportView } from './domain/import-view.ts';
import type { Warning } from './domain/finding.ts';
import type { ImportSetup } from './domain/setup.ts';
import type { ImportStatus } from './domain/status.ts';
import type { SumCheck } from './domain/sum-check.ts';

const instant = () => timestamp({ withTimezone: true });
/** Where each field stands in the sheet, and which rows are its header. */
export type KeptHeader = Readonly<{ rows: readonly number[]; columns: Readonly<Record<string, number>>; signature: string; width: number }>;
/** What a row says beside its values. */
export type KeptTerms = Readonly<{
  currency: string;
  rate: string | null;
  rateSource: string | null;
  rateOn: string | null;
  words: readonly string[];
}>;

/** A place in the audit trace, and how many acts that may touch the ledger are known after it. */
export type LedgerMark = Readonly<{ after: number; acts: number }>;

export const importBatch = pgTable('import_batch', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  fileSha256: text().notNull(),
  fileName: text().notNull(),
  fileSize: bigint({ mode: 'number' }).notNull(),
  book: jsonb().$type<BookInfo>().notNull(),
  sheet: text(),
  setup: jsonb().$type<ImportSetup>(),
  header: jsonb().$type<KeptHeader>(),
  status: text().$type<ImportStatus>().notNull(),
  taskId: uuid(),
  counts: jsonb().$type<ImportCounts>(),
  totals: jsonb().$type<ImportTotal[]>(),
  sums: jsonb().$type<SumCheck[]>(),
  skipped: jsonb().$type<NonNullable<ImportView['skipped']>>(),
  toAcknowledge: jsonb().$type<{ code: string; rows: number }[]>(),
  refusal: jsonb().$type<{ kind: string; code: string; details: Record<string, unknown> }>(),
  seen: jsonb().$type<LedgerMark>(),
  skipRefused: boolean().notNull().default(false),
  acknowledged: jsonb().$type<{ codes: string[]; reason: string }>(),
  actorId: uuid().notNull(),
  actorName: text().notNull(),
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
    values: json().$type<Record<string, ImportValue>>().notNull(),
    terms: json().$type<KeptTerms>(),
    plan: json(),
    targetId: uuid(),
    /** What came of it: the record or entry that it wrote. */
    writtenId: uuid(),
    changes: json().$type<Record<string, [ImportValue | null, ImportValue | null]>>(),
    faults: jsonb().$type<Finding[]>(),
    warnings: jsonb().$type<Warning[]>(),
  },
  (t) => [primaryKey({ columns: [t.batchId, t.rowNumber] })],
);

export const importMapping = pgTable('import_mapping', {
  id: uuid().primaryKey(),
  kind: text().notNull(),
  unitId: uuid().notNull(),
  signature: text().notNull(),
  setup: jsonb().$type<ImportSetup>().notNull(),
  usedAt: instant().notNull(),
});
