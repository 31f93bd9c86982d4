import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { amountUnits } from '../../kernel/money.ts';
import { paging } from '../../kernel/paging.ts';
import { stages } from '../projects/domain/stage.ts';
import { reportStates } from './domain/report.ts';
import { ReportRules } from './domain/rules.ts';

const id = z.uuid();
const fen = z.int();
const given = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'YYYY-MM');
const text = (most: number) => z.string().trim().max(most).nullable().default(null);
const instant = z.iso.datetime();

const Parts = z.object({ civilFen: fen, installationFen: fen, equipmentFen: fen, otherFen: fen });
/** One report as it was sent; whatever came later, it stays. */
const Report = Parts.extend({
  id,
  isUnchanged: z.boolean(),
  /** Withheld, with the problems and reasons, from a reader who may not know the investor. */
  summary: z.string().nullable(),
  problems: z.string().nullable(),
  oldBuildingFen: fen,
  landFen: fen,
  amountFen: fen,
  reason: z.string().nullable(),
  by: z.string(),
  at: instant,
  outcome: z.enum(['accepted', 'returned']).nullable(),
  note: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
});
export type Report = z.output<typeof Report>;

const standing = {
  month: z.string(),
  /** Null when nobody has to report it. */
  state: z.enum(reportStates).nullable(),
  dueOn: z.string(),
  reportedOn: z.string().nullable(),
  isLate: z.boolean(),
};

/** A month of a project, ready to be reported: what the ledger holds of it already, and every report of it so far, the latest first. */
const ReportForm = z.object({
  project: z.object({ id, code: z.string(), name: z.string(), unitName: z.string(), stage: z.enum(stages), totalFen: fen.nullable() }),
  ...standing,
  /** The months that the report is about; none for a month that has no report of its own. */
  covers: z.array(z.string()),
  opensOn: z.string(),
  isClosed: z.boolean(),
  exception: z.object({ untilOn: z.string(), reason: z.string() }).nullable(),
  ledger: z.object({ typed: Parts, earlierYearsFen: fen, earlierThisYearFen: fen }),
  reports: z.array(Report),
  can: z.object({ report: z.boolean(), decide: z.boolean(), except: z.boolean() }),
});
export type ReportForm = z.output<typeof ReportForm>;

const ProjectMonth = z.object({ ...standing, amountFen: fen.nullable(), summary: z.string().nullable(), isUnchanged: z.boolean() });
const ReportRow = z.object({
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitId: id,
  unitName: z.string(),
  ...standing,
  reportId: id.nullable(),
  amountFen: fen.nullable(),
  isUnchanged: z.boolean(),
  summary: z.string().nullable(),
  problems: z.string().nullable(),
  by: z.string().nullable(),
  can: z.object({ report: z.boolean(), decide: z.boolean() }),
});
export type ReportRow = z.output<typeof ReportRow>;

export const ReportFilter = z.object({
  /** The latest that can be reported when not said. */
  month: Month.optional(),
  unit: id.optional(),
  state: z.enum(reportStates).optional(),
  late: z.enum(['true', 'false']).optional(),
  problems: z.enum(['true']).optional(),
  q: z.string().trim().max(60).optional(),
});
export type ReportFilter = z.output<typeof ReportFilter>;
const page = paging();

/** 完整率 and 及时率 are facts about reports of a month: owed, sent, sent in time. */
const counts = {
  owed: z.int(),
  reported: z.int(),
  onTime: z.int(),
  late: z.int(),
  missing: z.int(),
  submitted: z.int(),
  returned: z.int(),
  accepted: z.int(),
};
const Completeness = z.object({
  month: z.string(),
  dueOn: z.string(),
  /** Months of which anything is owed, the latest first. */
  months: z.array(z.string()),
  units: z.array(z.object({ unitId: id, unitName: z.string(), ...counts })),
  total: z.object(counts),
});
export type Completeness = z.output<typeof Completeness>;

const ofProject = z.object({ id });
const access = 'business';
const writers = ['promotion_admin', 'promoter', 'unit_head'] as const;
const key = z.strictObject({ projectId: id, id });

export const progressContract = contract({
  list: {
    method: 'GET',
    path: '/reports',
    summary: 'Reports owed for a month, and where each stands',
    access,
    query: ReportFilter.extend({
      sort: z.enum(['project', 'unit', 'reported', 'amount']).default('unit'),
      order: z.enum(['asc', 'desc']).default('asc'),
      ...page,
    }),
    result: z.object({
      items: z.array(ReportRow),
      total: z.int(),
      amountFen: fen,
      month: z.string(),
      dueOn: z.string(),
      can: z.object({ report: z.boolean(), decide: z.boolean() }),
    }),
  },
  completeness: {
    method: 'GET',
    path: '/reports/completeness',
    summary: 'How complete and how timely the reports of a month are, unit by unit',
    access,
    query: z.object({ month: Month.optional() }),
    result: Completeness,
  },
  ofProject: {
    method: 'GET',
    path: '/projects/:id/reports',
    summary: 'The months of a project, with what was reported of each',
    access,
    params: ofProject,
    result: z.object({ months: z.array(ProjectMonth), openMonth: z.string(), can: z.object({ report: z.boolean() }) }),
  },
  form: {
    method: 'GET',
    path: '/projects/:id/report',
    summary: 'A month of a project, ready to be reported',
    access,
    params: ofProject,
    query: z.object({ month: Month }),
    result: ReportForm,
  },
  submit: {
    method: 'POST',
    path: '/projects/:id/reports',
    summary: 'Report a month of a project, or report it anew',
    access: writers,
    params: ofProject,
    body: z.strictObject({
      month: Month,
      isUnchanged: z.boolean().default(false),
      summary: text(1000),
      problems: text(2000),
      civilFen: given.default(0),
      installationFen: given.default(0),
      equipmentFen: given.default(0),
      otherFen: given.default(0),
      oldBuildingFen: given.default(0),
      landFen: given.default(0),
      /** Compared with the ledger where they are said. */
      yearFen: fen.nullable().default(null),
      totalFen: fen.nullable().default(null),
      /** Why an amount far above the month before is right. */
      reason: text(500),
      /** The report that this one takes the place of, as the sender knew it. */
      supersedes: id.nullable().default(null),
    }),
    result: z.object({ id }),
  },
  unchanged: {
    method: 'POST',
    path: '/reports/unchanged',
    summary: 'Report of projects that nothing has changed in a month',
    access: writers,
    body: z.strictObject({ month: Month, projectIds: z.array(id).min(1).max(500) }),
    result: z.object({ reported: z.int() }),
  },
  accept: {
    method: 'POST',
    path: '/reports/accept',
    summary: 'Accept reports; the ledger comes to what they say',
    access: ['promotion_admin', 'unit_head'],
    body: z.strictObject({ reports: z.array(key).min(1).max(500) }),
    result: z.object({ accepted: z.int(), entries: z.int() }),
  },
  sendBack: {
    method: 'POST',
    path: '/projects/:id/reports/:entryId/return',
    summary: 'Return a report to whoever sent it',
    access: ['promotion_admin', 'unit_head'],
    params: z.object({ id, entryId: id }),
    body: z.strictObject({ note: z.string().trim().min(1).max(500) }),
    result: z.object({ id }),
  },
  except: {
    method: 'POST',
    path: '/projects/:id/report-exceptions',
    summary: 'Let a project report a closed month until a day',
    access: ['promotion_admin'],
    params: ofProject,
    body: z.strictObject({ month: Month, untilOn: z.string().refine(isDay, 'YYYY-MM-DD'), reason: z.string().trim().min(1).max(500) }),
    result: z.object({ id }),
  },
  exportList: {
    method: 'GET',
    path: '/reports/export',
    summary: "The month's reports as a workbook",
    access,
    download: true,
    query: ReportFilter.extend({ language: z.enum(['zh', 'en']).default('zh'), amountUnit: z.enum(amountUnits).default('万元') }),
    result: z.unknown(),
  },
  rules: {
    method: 'GET',
    path: '/reports/rules',
    summary: 'The rules of monthly reports in force, and their versions',
    access,
    result: z.object({
      current: z.object({ rules: ReportRules, version: z.int() }),
      versions: z.array(z.object({ version: z.int(), effectiveFrom: z.string(), rules: ReportRules, publishedAt: instant })),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publish: {
    method: 'POST',
    path: '/reports/rules',
    summary: 'Publish rules of monthly reports from a month on',
    access: ['promotion_admin'],
    body: z.strictObject({ rules: ReportRules, fromMonth: Month }),
    result: z.object({ version: z.int() }),
  },
});
