import { bigint, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { EvidenceKind, EvidenceSubject } from './domain/file.ts';

const instant = () => timestamp({ withTimezone: true });

export const storedFile = pgTable('stored_file', {
  sha256: text().primaryKey(),
  size: bigint({ mode: 'number' }).notNull(),
  mediaType: text().notNull(),
  storedAt: instant().notNull(),
});

export const evidenceUpload = pgTable('evidence_upload', {
  id: uuid().primaryKey(),
  sha256: text().notNull(),
  name: text().notNull(),
  uploadedBy: uuid().notNull(),
  uploadedAt: instant().notNull(),
});

export const evidence = pgTable('evidence', {
  id: uuid().primaryKey(),
  sha256: text().notNull(),
  name: text().notNull(),
  kind: text().$type<EvidenceKind>().notNull(),
  subject: text().$type<EvidenceSubject>().notNull(),
  subjectId: uuid().notNull(),
  projectId: uuid(),
  uploadedBy: uuid().notNull(),
  uploadedAt: instant().notNull(),
});

export const evidenceRetraction = pgTable('evidence_retraction', {
  evidenceId: uuid().primaryKey(),
  reason: text().notNull(),
  retractedBy: uuid().notNull(),
  retractedAt: instant().notNull(),
});

export const fileScan = pgTable(
  'file_scan',
  {
    sha256: text().notNull(),
    id: uuid().notNull(),
    verdict: text().$type<'clean' | 'infected'>().notNull(),
    threat: text(),
    scannedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.sha256, t.id] })],
);
