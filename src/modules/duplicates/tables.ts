import { integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { CaseStatus, Ruling } from './domain/ruling.ts';
import type { Level, Sign } from './domain/signs.ts';

const instant = () => timestamp({ withTimezone: true });

export const duplicateCase = pgTable(
  'duplicate_case',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    otherId: uuid().notNull(),
    level: text().$type<Level>().notNull(),
    signs: jsonb().$type<readonly Sign[]>().notNull(),
    overrideReason: text(),
    status: text().$type<CaseStatus>().notNull().default('open'),
    openedHow: text().$type<'create' | 'import'>().notNull(),
    openedAt: instant().notNull(),
    openedBy: uuid().notNull(),
    dueAt: instant().notNull(),
    decidedAt: instant(),
    decidedBy: uuid(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const duplicateRuling = pgTable(
  'duplicate_ruling',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    caseId: uuid().notNull(),
    verdict: text().$type<Ruling | 'reopened'>().notNull(),
    reason: text(),
    recordedAt: instant().notNull(),
    recordedBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const merger = pgTable('merger', {
  id: uuid().primaryKey(),
  subject: text().$type<'project' | 'enterprise'>().notNull(),
  fromId: uuid().notNull(),
  intoId: uuid().notNull(),
  status: text().$type<'asked' | 'agreed' | 'refused' | 'done' | 'undone'>().notNull(),
  choices: jsonb().notNull(),
  done: jsonb(),
  reason: text().notNull(),
  askedAt: instant().notNull(),
  askedBy: uuid().notNull(),
  doneAt: instant(),
  undoneAt: instant(),
  undoReason: text(),
});

export const mergerConsent = pgTable(
  'merger_consent',
  {
    mergerId: uuid().notNull(),
    unitId: uuid().notNull(),
    verdict: text().$type<'agreed' | 'refused'>(),
    note: text(),
    recordedAt: instant(),
    recordedBy: uuid(),
  },
  (t) => [primaryKey({ columns: [t.mergerId, t.unitId] })],
);

export const projectShare = pgTable(
  'project_share',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    setId: uuid().notNull(),
    unitId: uuid().notNull(),
    basisPoints: integer().notNull(),
    certificate: text(),
    recordedAt: instant().notNull(),
    recordedBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);
