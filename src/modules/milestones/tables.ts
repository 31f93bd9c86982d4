import { bigint, boolean, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { NodeEvent, NodeRole, PlanNode, ProjectClass } from './domain/node.ts';
import type { YearShape } from './domain/year-plan.ts';

const instant = () => timestamp({ withTimezone: true });

export const milestonePlan = pgTable(
  'milestone_plan',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    no: integer().notNull(),
    class: text().$type<ProjectClass>().notNull(),
    title: text().notNull(),
    templateVersion: integer().notNull(),
    promisedOn: text().notNull(),
    reason: text(),
    madeBy: uuid().notNull(),
    madeAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const milestoneNode = pgTable(
  'milestone_node',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    planId: uuid().notNull(),
    orderNo: integer().notNull(),
    key: text().notNull(),
    name: text().notNull(),
    days: integer().notNull(),
    unit: text().$type<PlanNode['unit']>().notNull(),
    after: text().array().notNull(),
    role: text().$type<NodeRole>().notNull(),
    deliverable: text().notNull(),
    isOutdoor: boolean().notNull(),
    event: text().$type<NodeEvent>(),
    startOn: text().notNull(),
    finishOn: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const milestoneActual = pgTable(
  'milestone_actual',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    key: text().notNull(),
    kind: text().$type<'started' | 'finished'>().notNull(),
    happenedOn: text(),
    supersedes: uuid(),
    reason: text(),
    remark: text(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const milestoneStanding = pgTable(
  'milestone_standing',
  {
    projectId: uuid().notNull(),
    key: text().notNull(),
    class: text().$type<ProjectClass>().notNull(),
    planNo: integer().notNull(),
    orderNo: integer().notNull(),
    name: text().notNull(),
    role: text().$type<NodeRole>().notNull(),
    event: text().$type<NodeEvent>(),
    startOn: text().notNull(),
    finishOn: text().notNull(),
    baselineOn: text(),
    startedOn: text(),
    finishedOn: text(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.key] })],
);

export const yearPlan = pgTable(
  'year_plan',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    year: integer().notNull(),
    shape: text().$type<YearShape>().notNull(),
    monthsFen: bigint({ mode: 'number' }).array().notNull(),
    totalFen: bigint({ mode: 'number' }).notNull(),
    supersedes: uuid(),
    reason: text(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);
