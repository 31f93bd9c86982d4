import { bigint, boolean, integer, jsonb, numeric, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { DateEvent, StartKind } from './domain/authority-date.ts';
import type { ListFacet } from './domain/list-facet.ts';
import type { CodeScheme, Withholdable } from './domain/record.ts';
import type { SharedWith } from './domain/saved-view.ts';
import type { LightColour } from './domain/mark.ts';
import type { Side, Stage, StageChangeKind } from './domain/stage.ts';
import type { StandingKind } from './domain/standing.ts';

const instant = () => timestamp({ withTimezone: true });

export const project = pgTable('project', {
  id: uuid().primaryKey(),
  code: text().notNull(),
  name: text().notNull(),
  nameKey: text().notNull(),
  initials: text().notNull(),
  maskedName: text().notNull(),
  investorName: text(),
  investorKey: text(),
  investorId: uuid(),
  investorUscc: text(),
  investorOrigin: text(),
  investorKind: text(),
  withheld: text().array().$type<Withholdable[]>().notNull().default([]),
  industryCode: text(),
  currency: text().notNull().default('CNY'),
  rate: numeric({ precision: 20, scale: 10 }).notNull().default('1'),
  rateSource: text(),
  rateOn: text(),
  totalMinor: bigint({ mode: 'number' }),
  totalFen: bigint({ mode: 'number' }),
  unitId: uuid().notNull(),
  personId: uuid(),
  leaderId: uuid(),
  parkId: uuid(),
  source: text(),
  sourceNote: text(),
  nature: text(),
  scale: text(),
  place: text(),
  placeKey: text(),
  divisionCode: text(),
  landMu: numeric({ precision: 12, scale: 2 }),
  contactName: text(),
  contactPhone: text(),
  phoneKey: text(),
  registeredCompany: text(),
  registeredUscc: text(),
  companyId: uuid(),
  plannedStartOn: text(),
  plannedCompletionOn: text(),
  plannedProductionOn: text(),
  startedOn: text(),
  completedOn: text(),
  productionOn: text(),
  capacityOn: text(),
  natongName: text(),
  natongTotalFen: bigint({ mode: 'number' }),
  natongOn: text(),
  remark: text(),
  stage: text().$type<Stage>().notNull(),
  side: text().$type<Side>(),
  mergedInto: uuid(),
  landedOn: text(),
  signedOn: text(),
  agreedFen: bigint({ mode: 'number' }).notNull().default(0),
  attractedFen: bigint({ mode: 'number' }).notNull().default(0),
  fixedFen: bigint({ mode: 'number' }).notNull().default(0),
  arrivedFen: bigint({ mode: 'number' }).notNull().default(0),
  investedFen: bigint({ mode: 'number' }).notNull().default(0),
  version: integer().notNull().default(1),
  batchId: uuid(),
  createdAt: instant().notNull(),
  createdBy: uuid().notNull(),
  updatedAt: instant().notNull(),
});

export const projectCounter = pgTable('project_counter', { year: text().primaryKey(), lastNo: integer().notNull() });

export const projectCode = pgTable(
  'project_code',
  {
    scheme: text().$type<CodeScheme>().notNull(),
    code: text().notNull(),
    projectId: uuid().notNull(),
    recordedAt: instant().notNull(),
    recordedBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.scheme, t.code] })],
);

export const projectAttribution = pgTable(
  'project_attribution',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    unitId: uuid().notNull(),
    industryCode: text(),
    parkId: uuid(),
    leaderId: uuid(),
    investorName: text(),
    name: text(),
    totalFen: bigint({ mode: 'number' }),
    reason: text(),
    recordedAt: instant().notNull(),
    recordedBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const stageChange = pgTable(
  'stage_change',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    kind: text().$type<StageChangeKind>().notNull(),
    fromStage: text().$type<Stage>(),
    toStage: text().$type<Stage>().notNull(),
    fromSide: text().$type<Side>(),
    toSide: text().$type<Side>(),
    happenedOn: text().notNull(),
    reason: text(),
    exitTo: text(),
    proposedBy: uuid(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
    batchId: uuid(),
    gateVersion: integer(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const stageProposal = pgTable(
  'stage_proposal',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    toStage: text().$type<Stage>().notNull(),
    happenedOn: text().notNull(),
    reason: text(),
    status: text().$type<'open' | 'verified' | 'returned' | 'withdrawn'>().notNull(),
    proposedBy: uuid().notNull(),
    proposedAt: instant().notNull(),
    decidedBy: uuid(),
    decidedAt: instant(),
    note: text(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const projectNote = pgTable(
  'project_note',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    body: text().notNull(),
    happenedOn: text().notNull(),
    recordedBy: uuid().notNull(),
    recordedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const authorityDate = pgTable(
  'authority_date',
  {
    projectId: uuid().notNull(),
    id: uuid().notNull(),
    event: text().$type<DateEvent>().notNull(),
    authority: text(),
    kind: text().$type<StartKind>(),
    happenedOn: text(),
    reason: text(),
    recordedAt: instant().notNull(),
    recordedBy: uuid().notNull(),
  },
  (t) => [primaryKey({ columns: [t.projectId, t.id] })],
);

export const savedView = pgTable('saved_view', {
  id: uuid().primaryKey(),
  personId: uuid().notNull(),
  list: text().notNull(),
  name: text().notNull(),
  state: jsonb().notNull(),
  sharedWith: text().$type<SharedWith>().notNull().default('nobody'),
  updatedAt: instant().notNull(),
});

const sum = () => bigint({ mode: 'number' }).notNull();
const standingSums = { totalFen: sum(), agreedFen: sum(), attractedFen: sum(), fixedFen: sum(), arrivedFen: sum(), investedFen: sum() };

export const projectStanding = pgTable('project_standing', {
  projectId: uuid().primaryKey(),
  code: text().notNull(),
  unitId: uuid().notNull(),
  industryCode: text(),
  parkId: uuid(),
  leaderId: uuid(),
  stage: text().$type<Stage>().notNull(),
  side: text().$type<Side>(),
  signedOn: text(),
  startedOn: text(),
  productionOn: text(),
  investedFrom: text(),
  ...standingSums,
  datedStart: boolean().notNull(),
});

/** What words find and lists add up. Narrow, and laid by unit: some thousand hits then lie on few pages. */
export const projectSearch = pgTable('project_search', {
  projectId: uuid().primaryKey(),
  unitId: uuid().notNull(),
  updatedAt: instant().notNull(),
  ...standingSums,
  totalFen: bigint({ mode: 'number' }),
  stage: text().$type<Stage>().notNull(),
  words: text().notNull(),
  maskedWords: text(),
});

export const standingTotal = pgTable('standing_total', {
  unitId: uuid().notNull(),
  kind: text().$type<StandingKind>().notNull(),
  period: text(),
  stage: text().$type<Stage>().notNull(),
  side: text().$type<Side>(),
  band: bigint({ mode: 'number' }).notNull(),
  projects: integer().notNull(),
  ...standingSums,
});

export const listTotal = pgTable('list_total', {
  unitId: uuid().notNull(),
  facet: text().$type<ListFacet>().notNull(),
  industryCode: text(),
  band: bigint({ mode: 'number' }).notNull(),
  stage: text().$type<Stage>().notNull(),
  side: text().$type<Side>(),
  isSigned: boolean().notNull(),
  isStarted: boolean().notNull(),
  isArrived: boolean().notNull(),
  projects: integer().notNull(),
  ...standingSums,
});

/** What later rooms say of a project that its lists show. */
export const projectMark = pgTable('project_mark', { projectId: uuid().primaryKey(), light: text().$type<LightColour>().notNull() });
