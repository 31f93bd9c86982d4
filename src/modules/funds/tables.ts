import { bigint, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { AgreementKind, ArrivalKind, MonthTotalKind } from './domain/entry.ts';
import type { MonthAct } from './domain/month.ts';

const instant = () => timestamp({ withTimezone: true });

export const agreement = pgTable(
  'agreement',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    kind: text().$type<AgreementKind>().notNull(),
    title: text(),
    signedOn: text().notNull(),
    bookedOn: text(),
    party: text(),
    currency: text().notNull().default('CNY'),
    rate: numeric({ precision: 20, scale: 10 }).notNull().default('1'),
    rateSource: text(),
    rateOn: text(),
    totalMinor: bigint({ mode: 'number' }).notNull(),
    attractedMinor: bigint({ mode: 'number' }),
    fixedMinor: bigint({ mode: 'number' }),
    totalFen: bigint({ mode: 'number' }).notNull(),
    attractedFen: bigint({ mode: 'number' }),
    fixedFen: bigint({ mode: 'number' }),
    remark: text(),
    externalRef: text(),
    reverses: uuid(),
    reason: text(),
    fromProjectId: uuid(),
    fromId: uuid(),
    firstCountedOn: text(),
    batchId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const arrival = pgTable(
  'arrival',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    arrivedOn: text().notNull(),
    bookedOn: text(),
    currency: text().notNull().default('CNY'),
    rate: numeric({ precision: 20, scale: 10 }).notNull().default('1'),
    rateSource: text(),
    rateOn: text(),
    amountMinor: bigint({ mode: 'number' }).notNull(),
    amountFen: bigint({ mode: 'number' }).notNull(),
    kind: text().$type<ArrivalKind>().notNull(),
    payer: text(),
    payerRegion: text(),
    payerDivision: text(),
    voucherNo: text(),
    voucherOn: text(),
    remark: text(),
    externalRef: text(),
    reverses: uuid(),
    reason: text(),
    fromProjectId: uuid(),
    fromId: uuid(),
    acknowledged: jsonb(),
    batchId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const investment = pgTable(
  'investment',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    month: text().notNull(),
    bookedOn: text(),
    civilFen: bigint({ mode: 'number' }).notNull().default(0),
    installationFen: bigint({ mode: 'number' }).notNull().default(0),
    equipmentFen: bigint({ mode: 'number' }).notNull().default(0),
    otherFen: bigint({ mode: 'number' }).notNull().default(0),
    amountFen: bigint({ mode: 'number' }).notNull(),
    remark: text(),
    reverses: uuid(),
    reason: text(),
    fromProjectId: uuid(),
    fromId: uuid(),
    acknowledged: jsonb(),
    batchId: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const monthTotal = pgTable(
  'month_total',
  {
    unitId: uuid().notNull(),
    month: text().notNull(),
    kind: text().$type<MonthTotalKind>().notNull(),
    amountFen: bigint({ mode: 'number' }).notNull().default(0),
    entries: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.unitId, t.month, t.kind] })],
);

/** Closed and reopened months of the district. */
export const monthEvent = pgTable('month_event', {
  id: uuid().primaryKey(),
  unitId: uuid().notNull(),
  month: text().notNull(),
  kind: text().$type<MonthAct>().notNull(),
  reason: text(),
  lastAt: instant(),
  lastId: uuid(),
  recordedBy: uuid().notNull(),
  recordedAt: instant().notNull(),
});
