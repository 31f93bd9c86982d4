import { bigint, boolean, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Outcome, ReportState } from './domain/report.ts';

const fen = () => bigint({ mode: 'number' }).notNull();
const instant = () => timestamp({ withTimezone: true });

/** What a project reports of a month (月报). Rows are only ever added; a later one supersedes. */
export const monthReport = pgTable(
  'month_report',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    month: text().notNull(),
    isUnchanged: boolean().notNull(),
    summary: text(),
    problems: text(),
    civilFen: fen(),
    installationFen: fen(),
    equipmentFen: fen(),
    otherFen: fen(),
    oldBuildingFen: fen(),
    landFen: fen(),
    amountFen: fen(),
    reason: text(),
    supersedes: uuid(),
    batchId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const monthReportDecision = pgTable(
  'month_report_decision',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    reportId: uuid().notNull(),
    outcome: text().$type<Outcome>().notNull(),
    note: text(),
    investmentId: uuid(),
    decidedBy: uuid().notNull(),
    decidedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** Projects that may report a closed month all the same, by name. */
export const monthReportException = pgTable(
  'month_report_exception',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    month: text().notNull(),
    untilOn: text().notNull(),
    reason: text().notNull(),
    grantedBy: uuid().notNull(),
    grantedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** Which projects owe a report of which month, and where it stands. */
export const reportDue = pgTable(
  'report_due',
  {
    projectId: uuid().notNull(),
    month: text().notNull(),
    unitId: uuid().notNull(),
    dueOn: text().notNull(),
    isOwed: boolean().notNull(),
    state: text().$type<ReportState>().notNull(),
    reportedOn: text(),
    reportId: uuid(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.month] })],
);
