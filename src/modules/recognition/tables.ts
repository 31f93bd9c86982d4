import { bigint, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../../kernel/actor.ts';
import type { Outcome, Reason } from './domain/verdict.ts';

export const recognitionBasis = pgTable('recognition_basis', {
  code: text().primaryKey(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
  roles: text().array().$type<Role[]>().notNull(),
  orderNo: integer().notNull(),
});

export const verdict = pgTable(
  'verdict',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    arrivalId: uuid().notNull(),
    basis: text().notNull(),
    outcome: text().$type<Outcome>().notNull(),
    reason: text().$type<Reason>().notNull(),
    amountFen: bigint({ mode: 'number' }).notNull(),
    countsOn: text().notNull(),
    recognisedOn: text().notNull(),
    ruleVersion: integer(),
    remark: text(),
    supersedes: uuid(),
    givenBy: uuid().notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);
