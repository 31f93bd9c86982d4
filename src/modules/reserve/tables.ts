import { bigint, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { EventKind, IdeaState, ItemState } from './domain/idea.ts';

const instant = () => timestamp({ withTimezone: true });
const fen = () => bigint({ mode: 'number' });

export const idea = pgTable('idea', {
  id: uuid().primaryKey(),
  year: integer().notNull(),
  no: integer().notNull(),
  name: text().notNull(),
  theme: text().notNull(),
  unitId: uuid().notNull(),
  personId: uuid(),
  industryCode: text(),
  place: text(),
  summary: text(),
  totalFen: fen(),
  landMu: numeric({ precision: 12, scale: 2 }),
  taxFen: fen(),
  jobs: integer(),
  chainFit: integer(),
  chainWords: text(),
  flowsFen: bigint({ mode: 'number' }).array().notNull().default([]),
  state: text().$type<IdeaState>().notNull().default('open'),
  projectId: uuid(),
  version: integer().notNull().default(1),
  batchId: uuid(),
  createdBy: uuid().notNull(),
  createdAt: instant().notNull(),
  updatedAt: instant().notNull(),
});

export const ideaReadiness = pgTable(
  'idea_readiness',
  {
    ideaId: uuid().notNull(),
    id: uuid().notNull(),
    item: text().notNull(),
    state: text().$type<ItemState>().notNull(),
    happenedOn: text(),
    evidence: text(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ideaId, t.id] })],
);

export const ideaEvent = pgTable(
  'idea_event',
  {
    ideaId: uuid().notNull(),
    id: uuid().notNull(),
    kind: text().$type<EventKind>().notNull(),
    words: text(),
    changes: jsonb().$type<Readonly<Record<string, unknown>>>(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.ideaId, t.id] })],
);
