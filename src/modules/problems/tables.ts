import { integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { EventKind, Source, State, Tier } from './domain/problem.ts';

const instant = () => timestamp({ withTimezone: true });

/** A problem as it was raised. */
export const problem = pgTable(
  'problem',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    year: integer().notNull(),
    no: integer().notNull(),
    type: text().notNull(),
    level: text().notNull(),
    ruleVersion: integer().notNull(),
    title: text().notNull(),
    words: text().notNull(),
    source: text().$type<Source>().notNull(),
    sourceId: uuid(),
    sourceOn: text(),
    ownerUnitId: uuid().notNull(),
    dueOn: text().notNull(),
    raisedOn: text().notNull(),
    raisedBy: uuid().notNull(),
    raisedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** What happened to it, only ever added. */
export const problemEvent = pgTable(
  'problem_event',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    problemId: uuid().notNull(),
    kind: text().$type<EventKind>().notNull(),
    words: text(),
    ownerUnitId: uuid(),
    tier: text().$type<Tier>(),
    dueOn: text(),
    otherProjectId: uuid(),
    otherId: uuid(),
    toldBy: text(),
    takesBack: uuid(),
    happenedOn: text().notNull(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** Where it stands, as its events say. */
export const problemStanding = pgTable(
  'problem_standing',
  {
    projectId: uuid().notNull(),
    problemId: uuid().notNull(),
    state: text().$type<State>().notNull(),
    tier: text().$type<Tier>().notNull(),
    ownerUnitId: uuid().notNull(),
    dueOn: text().notNull(),
    lateOn: text(),
    raisedOn: text().notNull(),
    actedOn: text(),
    closedOn: text(),
    events: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.problemId] })],
);
