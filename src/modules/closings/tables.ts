import { bigint, integer, pgTable, primaryKey, text, uuid } from 'drizzle-orm/pg-core';

/** A figure of a closed month for one unit, as it was when the month was closed. */
export const closingFigure = pgTable(
  'closing_figure',
  {
    closingId: uuid().notNull(),
    period: text().notNull(),
    unitId: uuid().notNull(),
    figure: text().notNull(),
    version: text().notNull(),
    numerator: bigint({ mode: 'number' }).notNull(),
    denominator: bigint({ mode: 'number' }),
    rows: integer().notNull(),
    digest: text().notNull(),
  },
  (t) => [primaryKey({ columns: [t.closingId, t.period, t.unitId, t.figure] })],
);
