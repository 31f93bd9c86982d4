import { boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../../kernel/actor.ts';
import type { StepRule } from './domain/flow.ts';
import type { Status } from './domain/state.ts';

const instant = () => timestamp({ withTimezone: true });
export const actKinds = ['submit', 'pass', 'return', 'transfer', 'add', 'withdraw'] as const;

export const review = pgTable('review', {
  id: uuid().primaryKey(),
  subject: text().notNull(),
  subjectId: uuid().notNull(),
  projectId: uuid(),
  unitId: uuid().notNull(),
  flow: text().notNull(),
  ruleVersion: integer().notNull(),
  steps: jsonb().$type<StepRule[]>().notNull(),
  status: text().$type<Status>().notNull(),
  step: integer().notNull(),
  round: integer().notNull(),
  dueOn: text(),
  remindedAt: instant(),
  version: integer().notNull().default(1),
  submittedBy: uuid().notNull(),
  submittedAt: instant().notNull(),
  endedAt: instant(),
});

export const reviewSeat = pgTable(
  'review_seat',
  {
    reviewId: uuid().notNull(),
    round: integer().notNull(),
    step: integer().notNull(),
    no: integer().notNull(),
    role: text().$type<Role>(),
    of: text().$type<'unit' | 'district'>().notNull(),
    personId: uuid(),
    isAdded: boolean().notNull(),
    isCurrent: boolean().notNull(),
    signedBy: uuid(),
    signedAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.reviewId, t.round, t.step, t.no] })],
);

export const reviewAct = pgTable('review_act', {
  id: uuid().primaryKey(),
  reviewId: uuid().notNull(),
  kind: text().$type<(typeof actKinds)[number]>().notNull(),
  round: integer().notNull(),
  step: integer().notNull(),
  toStep: integer(),
  targetId: uuid(),
  personId: uuid().notNull(),
  forPersonId: uuid(),
  opinion: text(),
  at: instant().notNull(),
});

export const reviewDeputy = pgTable('review_deputy', {
  id: uuid().primaryKey(),
  personId: uuid().notNull(),
  deputyId: uuid().notNull(),
  fromDay: text().notNull(),
  toDay: text().notNull(),
  createdAt: instant().notNull(),
  endedAt: instant(),
});
