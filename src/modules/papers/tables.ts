import { integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Content, Texts } from './domain/content.ts';
import type { PaperKind } from './domain/kind.ts';
import type { LightFigures } from './domain/light-figures.ts';
import type { MonthlyFigures } from './domain/monthly-figures.ts';
import type { SupervisionFigures } from './domain/supervision-figures.ts';

const instant = () => timestamp({ withTimezone: true });

/** One making of a paper. `figures` and `content` are frozen; `blocks` are people's own words. */
export const paper = pgTable('paper', {
  id: uuid().primaryKey(),
  kind: text().$type<PaperKind>().notNull(),
  month: text().notNull(),
  /** The first month of a period; null of a paper that is about its month. */
  fromMonth: text(),
  unitId: uuid().notNull(),
  title: text().notNull(),
  status: text().$type<'draft' | 'issued'>().notNull(),
  version: integer().notNull().default(1),
  blocks: jsonb().$type<Texts>().notNull(),
  figures: jsonb().$type<MonthlyFigures | LightFigures | SupervisionFigures>().notNull(),
  content: jsonb().$type<Content>().notNull(),
  asOf: instant().notNull(),
  docxSha256: text('docx_sha256').notNull(),
  xlsxSha256: text('xlsx_sha256').notNull(),
  createdAt: instant().notNull(),
  createdBy: uuid().notNull(),
  issuedAt: instant(),
  issuedBy: uuid(),
});
