import { bigint, integer, jsonb, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../../kernel/actor.ts';
import type { ClaimState } from './domain/claim.ts';
import type { Elsewhere } from './domain/flag.ts';
import type { Outcome, Reason } from './domain/verdict.ts';

export const recognitionBasis = pgTable('recognition_basis', {
  code: text().primaryKey(),
  nameZh: text().notNull(),
  nameEn: text().notNull(),
  roles: text().array().$type<Role[]>().notNull(),
  orderNo: integer().notNull(),
  id: uuid().notNull().defaultRandom(),
  /** Null: ships with the product. */
  addedAt: timestamp({ withTimezone: true }),
  addedBy: uuid(),
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
    /** The claim that ended with it. */
    claimId: uuid(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const verdictClaim = pgTable('verdict_claim', {
  id: uuid().primaryKey(),
  unitId: uuid().notNull(),
  month: text().notNull(),
  round: integer().notNull(),
  remark: text(),
  state: text().$type<ClaimState>().notNull(),
  submittedBy: uuid().notNull(),
  submittedAt: timestamp({ withTimezone: true }).notNull(),
  endedAt: timestamp({ withTimezone: true }),
});

export const claimLine = pgTable(
  'claim_line',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    claimId: uuid().notNull(),
    round: integer().notNull(),
    arrivalId: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const claimOpinion = pgTable(
  'claim_opinion',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    claimId: uuid().notNull(),
    arrivalId: uuid().notNull(),
    basis: text().notNull(),
    outcome: text().$type<Outcome>().notNull(),
    reason: text().$type<Reason>().notNull(),
    amountFen: bigint({ mode: 'number' }).notNull(),
    remark: text(),
    givenBy: uuid().notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

/** What a flag rests on; `grounds` tells whether that changed. */
type FlagFacts = { params: Readonly<Record<string, string | number | null>>; elsewhere: readonly Elsewhere[]; grounds: string };

export const redFlag = pgTable(
  'red_flag',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    code: text().notNull(),
    key: text().notNull(),
    arrivalIds: uuid().array().notNull(),
    facts: jsonb().$type<FlagFacts>().notNull(),
    state: text().$type<'open' | 'resolved' | 'cleared'>().notNull(),
    raisedAt: timestamp({ withTimezone: true }).notNull(),
    changedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const redFlagEvent = pgTable(
  'red_flag_event',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    flagId: uuid().notNull(),
    kind: text().$type<'raised' | 'reopened' | 'cleared' | 'resolved'>().notNull(),
    facts: jsonb().$type<FlagFacts>().notNull(),
    reason: text(),
    givenBy: uuid().notNull(),
    recordedAt: timestamp({ withTimezone: true }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);
