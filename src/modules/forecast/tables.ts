import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { Reason } from './domain/facts.ts';

/** What was forecast of each project last. */
export const forecastStanding = pgTable('forecast_standing', {
  projectId: uuid().primaryKey(),
  madeOn: text().notNull(),
  ruleVersion: integer().notNull(),
  through: text().notNull(),
  promisedOn: text(),
  lowOn: text(),
  likelyOn: text(),
  highOn: text(),
  isBeyond: boolean().notNull(),
  lateDays: integer(),
  year: integer().notNull(),
  yearDoneFen: bigint({ mode: 'number' }).notNull(),
  yearPlanFen: bigint({ mode: 'number' }),
  yearLowFen: bigint({ mode: 'number' }),
  yearLikelyFen: bigint({ mode: 'number' }),
  yearHighFen: bigint({ mode: 'number' }),
  reasons: jsonb().$type<readonly Reason[]>().notNull(),
});
