import { bigserial, boolean, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Judged } from './domain/light.ts';
import type { ReasonClass } from './domain/reason.ts';
import type { Colour } from './domain/rule.ts';

const instant = () => timestamp({ withTimezone: true });

/** What the rules said of a project for a month; a row whenever that changed. */
export const projectLight = pgTable(
  'project_light',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    month: text().notNull(),
    ruleVersion: integer().notNull(),
    colour: text().$type<Colour>().notNull(),
    judged: text().$type<Colour>().notNull(),
    dimensions: jsonb().$type<readonly Judged[]>().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** Why a light is not green, as the unit says. */
export const lightReason = pgTable(
  'light_reason',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    month: text().notNull(),
    class: text().$type<ReasonClass>().notNull(),
    words: text().notNull(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** Months for which a project is let off, for a good reason, by whom. */
export const lightExemption = pgTable(
  'light_exemption',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    fromMonth: text().notNull(),
    untilMonth: text().notNull(),
    class: text().$type<ReasonClass>().notNull(),
    words: text().notNull(),
    grantedBy: uuid().notNull(),
    grantedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** 约谈: who was spoken with about a light, and what came of it. */
export const lightTalk = pgTable(
  'light_talk',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    lightId: uuid().notNull(),
    heldOn: text().notNull(),
    who: text().notNull(),
    words: text().notNull(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** The light of each project now. */
export const lightStanding = pgTable('light_standing', {
  projectId: uuid().primaryKey(),
  month: text().notNull(),
  colour: text().$type<Colour>().notNull(),
  isExempt: boolean().notNull(),
  code: text().notNull(),
  since: text().notNull(),
});

/** Projects to be looked at again, as often as something of theirs was recorded. A list of work: its rows go when it is done. */
export const lookDue = pgTable('look_due', {
  seq: bigserial({ mode: 'number' }).primaryKey(),
  projectId: uuid().notNull(),
  recordedBy: uuid(),
});
