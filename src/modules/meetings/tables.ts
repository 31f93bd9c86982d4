import { integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Stage } from '../projects/domain/stage.ts';
import type { ItemSource, MeetingKind, MeetingState } from './domain/meeting.ts';
import type { StepKind, SupervisionSource, UnitState } from './domain/supervision.ts';

const instant = () => timestamp({ withTimezone: true });

export const meeting = pgTable('meeting', {
  id: uuid().primaryKey(),
  kind: text().$type<MeetingKind>().notNull(),
  title: text().notNull(),
  heldOn: text().notNull(),
  place: text().notNull(),
  minutes: text().notNull().default(''),
  state: text().$type<MeetingState>().notNull().default('planned'),
  version: integer().notNull().default(1),
  createdBy: uuid().notNull(),
  createdAt: instant().notNull(),
  heldBy: uuid(),
  heldAt: instant(),
});

/** What is on the table, in order. */
export const meetingItem = pgTable(
  'meeting_item',
  {
    meetingId: uuid().notNull(),
    id: uuid().notNull(),
    orderNo: integer().notNull(),
    source: text().$type<ItemSource>().notNull(),
    projectId: uuid(),
    problemId: uuid(),
    title: text().notNull(),
    stageThen: text().$type<Stage>(),
  },
  (t) => [primaryKey({ columns: [t.meetingId, t.id] })],
);

/** 督办: what was decided or instructed. */
export const supervision = pgTable('supervision', {
  id: uuid().primaryKey(),
  year: integer().notNull(),
  no: integer().notNull(),
  source: text().$type<SupervisionSource>().notNull(),
  meetingId: uuid(),
  leaderId: uuid(),
  projectId: uuid(),
  /** What the rules had said of the project when it was raised from its light. */
  lightId: uuid(),
  title: text().notNull(),
  words: text().notNull(),
  dueOn: text().notNull(),
  issuedBy: uuid().notNull(),
  issuedOn: text().notNull(),
  issuedAt: instant().notNull(),
});

/** What each unit did about it, and what was said to that; only ever added. */
export const supervisionEvent = pgTable(
  'supervision_event',
  {
    supervisionId: uuid().notNull(),
    id: uuid().notNull(),
    unitId: uuid().notNull(),
    kind: text().$type<StepKind>().notNull(),
    words: text().notNull(),
    dueOn: text(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.supervisionId, t.id] })],
);

/** Where each unit stands with it, as its events say. */
export const supervisionUnit = pgTable(
  'supervision_unit',
  {
    supervisionId: uuid().notNull(),
    unitId: uuid().notNull(),
    orderNo: integer().notNull(),
    state: text().$type<UnitState>().notNull(),
    dueOn: text().notNull(),
    doneOn: text(),
    events: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.supervisionId, t.unitId] })],
);
