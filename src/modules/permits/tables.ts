import { boolean, integer, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { NodeRole, ProjectClass } from '../milestones/domain/node.ts';
import type { AcceptMode, ActKind } from './domain/act.ts';
import type { StopCause } from './domain/clock.ts';
import type { PermitStage } from './domain/permit.ts';
import type { PermitState } from './domain/standing.ts';

const instant = () => timestamp({ withTimezone: true });
const days = () => numeric({ precision: 5, scale: 1, mode: 'number' }).notNull();

export const permitItem = pgTable(
  'permit_item',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    key: text().notNull(),
    class: text().$type<ProjectClass>().notNull(),
    templateVersion: integer().notNull(),
    orderNo: integer().notNull(),
    name: text().notNull(),
    stage: text().$type<PermitStage>().notNull(),
    role: text().$type<NodeRole>().notNull(),
    leadRole: text().$type<NodeRole>().notNull(),
    after: text().array().notNull(),
    legalDays: days(),
    promisedDays: days(),
    greenDays: days(),
    mayLack: boolean().notNull(),
    mayPromise: boolean().notNull(),
    mayPreReview: boolean().notNull(),
    validMonths: integer(),
    extensions: integer().notNull(),
    extensionMonths: integer().notNull(),
    isUsedByStart: boolean().notNull(),
    basis: text().notNull(),
    addedBy: uuid().notNull(),
    addedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const permitEvent = pgTable(
  'permit_event',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    permitId: uuid().notNull(),
    kind: text().$type<ActKind>().notNull(),
    happenedOn: text().notNull(),
    mode: text().$type<AcceptMode>(),
    cause: text().$type<StopCause>(),
    number: text(),
    untilOn: text(),
    missing: text().array(),
    months: integer(),
    isGreen: boolean().notNull(),
    takesBack: uuid(),
    words: text(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const permitAgent = pgTable(
  'permit_agent',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    personId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const permitChannel = pgTable(
  'permit_channel',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    isGreen: boolean().notNull(),
    reason: text().notNull(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const permitStanding = pgTable(
  'permit_standing',
  {
    projectId: uuid().notNull(),
    permitId: uuid().notNull(),
    state: text().$type<PermitState>().notNull(),
    appliedOn: text(),
    acceptedOn: text(),
    answerBy: text(),
    gapsBy: text(),
    legalDueOn: text(),
    promisedDueOn: text(),
    stoppedOn: text(),
    decidedOn: text(),
    validUntil: text(),
    isGreen: boolean().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.permitId] })],
);

/** What was decided of a project in a year against a promise, and how much of it by the promised day. */
export const permitDecided = pgTable(
  'permit_decided',
  {
    projectId: uuid().notNull(),
    year: text().notNull(),
    decided: integer().notNull(),
    onTime: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.year] })],
);
