import { bigint, integer, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Day } from '../../kernel/day.ts';
import type { StandingKind } from '../projects/domain/standing.ts';

/** Ends of months whose sums of standings are kept. */
export const monthEnd = pgTable('month_end', {
  day: text().$type<Day>().primaryKey(),
  keptAt: timestamp({ withTimezone: true }).notNull(),
});

const sum = () => bigint({ mode: 'number' }).notNull();
/** The sums of standings as they were at the end of a day, one line a key; the columns of `standing_total`. */
export const monthEndTotal = pgTable('month_end_total', {
  day: text().$type<Day>().notNull(),
  unitId: uuid().notNull(),
  kind: text().$type<StandingKind>().notNull(),
  period: text(),
  stage: text().notNull(),
  side: text(),
  band: sum(),
  projects: integer().notNull(),
  totalFen: sum(),
  agreedFen: sum(),
  attractedFen: sum(),
  fixedFen: sum(),
  arrivedFen: sum(),
  investedFen: sum(),
});
