import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Params, ReminderKind } from './domain/due.ts';

const instant = () => timestamp({ withTimezone: true });

export const reminder = pgTable('reminder', {
  id: uuid().primaryKey(),
  personId: uuid().notNull(),
  kind: text().$type<ReminderKind>().notNull(),
  subject: text().notNull(),
  subjectId: uuid().notNull(),
  part: text().notNull(),
  projectId: uuid(),
  step: text().notNull(),
  dueOn: text().notNull(),
  link: text().notNull(),
  params: jsonb().$type<Params>().notNull(),
  toldOn: text().notNull(),
  toldAt: instant().notNull(),
  noticeKey: text().notNull(),
  isDigest: boolean().notNull(),
  dismissedAt: instant(),
  clearedAt: instant(),
});

export const reminderRun = pgTable('reminder_run', {
  hour: text().primaryKey(),
  told: integer().notNull(),
  cleared: integer().notNull(),
  ranAt: instant().notNull(),
});

export const reminderChoice = pgTable(
  'reminder_choice',
  {
    personId: uuid().notNull(),
    kind: text().$type<ReminderKind>().notNull(),
    soonDays: integer().notNull(),
    everyDays: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.kind] })],
);

export const reminderFloor = pgTable('reminder_floor', {
  id: uuid().primaryKey(),
  unitId: uuid().notNull(),
  version: integer().notNull(),
  effectiveFrom: text().notNull(),
  body: jsonb().notNull(),
  publishedBy: uuid().notNull(),
  publishedAt: instant().notNull(),
});
