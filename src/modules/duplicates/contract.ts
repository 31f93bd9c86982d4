import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { recordShape } from '../projects/domain/record.ts';
import { sides, stages } from '../projects/domain/stage.ts';
import { levels } from './domain/rules.ts';
import { caseStatuses } from './domain/ruling.ts';

const id = z.uuid();
const maybe = z.string().nullable();
const instant = z.iso.datetime();
const level = z.enum(levels);
const sign = z.object({
  level,
  code: z.enum(['same_code', 'same_name', 'similar_name', 'same_deal', 'same_phone', 'same_place']),
  percent: z.number().optional(),
});
const reason = z.string().trim().min(1).max(1000);
const keepers = ['promoter', 'unit_head', 'promotion_admin', 'leader'] as const;

const Candidate = z.object({
  id,
  code: z.string(),
  name: z.string(),
  investorName: maybe,
  stage: z.enum(stages),
  side: z.enum(sides).nullable(),
  unitName: z.string(),
  personName: maybe,
  totalFen: z.int().nullable(),
  level,
  signs: z.array(sign),
});
export type Candidate = z.output<typeof Candidate>;
/** One project of a case; null to who may not see it. */
const Side = z.object({
  id,
  code: z.string(),
  name: z.string(),
  investorName: maybe,
  industryName: maybe,
  stage: z.enum(stages),
  side: z.enum(sides).nullable(),
  unitName: z.string(),
  totalFen: z.int().nullable(),
  agreedFen: z.int(),
  arrivedFen: z.int(),
});
const Case = z.object({
  id,
  projectId: id,
  level,
  signs: z.array(sign),
  status: z.enum(caseStatuses),
  openedHow: z.enum(['create', 'import']),
  openedAt: instant,
  openedByName: z.string(),
  dueAt: instant,
  isOverdue: z.boolean(),
  overrideReason: maybe,
  decidedAt: instant.nullable(),
  one: Side.nullable(),
  other: Side.nullable(),
  can: z.object({ decide: z.boolean(), merge: z.boolean() }),
});
export type DuplicateCase = z.output<typeof Case>;
const subject = z.enum(['project', 'enterprise']);
const from = z.enum(['into', 'from']);
const Brief = z.object({ id, code: maybe, name: z.string(), unitId: id, unitName: z.string(), version: z.int() });
const Sums = z.object({ agreedFen: z.int(), arrivedFen: z.int(), investedFen: z.int(), projects: z.int() });
const EntryBrief = z.object({
  ledger: z.enum(['agreement', 'arrival', 'investment']),
  id,
  on: z.string(),
  fen: z.int(),
  kind: z.string(),
  voucherNo: maybe,
});
const Preview = z.object({
  subject,
  from: Brief,
  into: Brief,
  fields: z.array(z.object({ field: z.string(), from: z.unknown(), into: z.unknown(), isConflict: z.boolean() })),
  stage: z.object({ from: z.enum(stages), into: z.enum(stages), outcome: z.enum(['same', 'ahead', 'behind']) }).nullable(),
  /** How many rows of each table speak of the one that is merged, and what becomes of them. */
  relations: z.array(z.object({ relation: z.string(), decision: z.enum(['stays', 'reposted', 'moves', 'merger']), count: z.int() })),
  /** Of both together: as they are, and as they will be when every double is left out. */
  sums: z.object({ before: Sums, withoutDoubles: Sums }).nullable(),
  doubles: z.array(z.object({ entry: EntryBrief, of: id })),
  /** Owners that are asked first. */
  owners: z.array(z.object({ unitId: id, unitName: z.string() })),
});
export type MergerPreview = z.output<typeof Preview>;
const Choices = z.strictObject({
  fields: z.record(z.string().max(40), from).default({}),
  stage: from.nullable().default(null),
  stageReason: z.string().trim().max(500).nullable().default(null),
  /** Doubles that are taken back and not entered again, and why. */
  leave: z.array(id).max(500).default([]),
  leaveReason: z.string().trim().max(500).nullable().default(null),
  shares: z
    .array(z.strictObject({ unitId: id, basisPoints: z.int().min(1).max(10_000) }))
    .max(10)
    .default([]),
  certificate: z.string().trim().max(200).nullable().default(null),
});
export type MergerChoices = z.output<typeof Choices>;
const pair = { subject, fromId: id, intoId: id };
const Merger = z.object({
  id,
  subject,
  status: z.enum(['asked', 'agreed', 'refused', 'done', 'undone']),
  fromId: id,
  fromName: maybe,
  intoId: id,
  intoName: maybe,
  reason: z.string(),
  askedAt: instant,
  askedByName: z.string(),
  doneAt: instant.nullable(),
  undoneAt: instant.nullable(),
  undoReason: maybe,
  consents: z.array(z.object({ unitId: id, unitName: z.string(), verdict: z.enum(['agreed', 'refused']).nullable(), note: maybe })),
  can: z.object({ consent: z.boolean(), carryOut: z.boolean(), undo: z.boolean() }),
});
export type MergerView = z.output<typeof Merger>;
const mergerParams = z.object({ id });
const caseParams = z.object({ id, entryId: id });

export const duplicatesContract = contract({
  check: {
    method: 'POST',
    path: '/duplicates/check',
    summary: 'Which projects a new one would look like, before it is saved',
    access: ['promoter', 'unit_head', 'promotion_admin'],
    body: z.strictObject({
      name: z.string().trim().max(200),
      investorName: recordShape.investorName.optional(),
      investorUscc: recordShape.investorUscc.optional(),
      investorId: id.nullable().optional(),
      industryCode: recordShape.industryCode.optional(),
      totalFen: z.int().min(0).nullable().optional(),
      contactPhone: recordShape.contactPhone.optional(),
      place: recordShape.place.optional(),
    }),
    result: z.object({ items: z.array(Candidate), isElsewhere: z.boolean(), isBlocked: z.boolean() }),
  },
  pool: {
    method: 'GET',
    path: '/duplicates',
    summary: 'The pool of look-alikes (查重池) that the reader has a part in',
    access: keepers,
    query: z.object({
      status: z.enum(['open', 'overdue', 'decided', 'all']).default('open'),
      level: level.optional(),
      project: id.optional(),
      ...paging(),
    }),
    result: z.object({ items: z.array(Case), total: z.int(), overdue: z.int() }),
  },
  case: {
    method: 'GET',
    path: '/duplicates/:id/:entryId',
    summary: 'One case with everything that was decided of it',
    access: keepers,
    params: caseParams,
    result: z.object({
      case: Case,
      rulings: z.array(z.object({ verdict: z.string(), reason: maybe, at: instant, byName: z.string() })),
    }),
  },
  rule: {
    method: 'POST',
    path: '/duplicates/:id/:entryId/ruling',
    summary: 'Decide a case: a hint that is let pass, or a project of its own',
    access: ['unit_head', 'promotion_admin'],
    params: caseParams,
    body: z.strictObject({ verdict: z.enum(['ignored', 'separate']), reason: reason.optional() }),
    result: z.object({}),
  },
  previewMerger: {
    method: 'POST',
    path: '/mergers/preview',
    summary: 'What a merger would do; writes nothing',
    access: ['promotion_admin'],
    body: z.strictObject(pair),
    result: Preview,
  },
  askMerger: {
    method: 'POST',
    path: '/mergers',
    summary: 'Merge two projects or enterprises: at once within a unit, else when both owners have agreed',
    access: ['promotion_admin'],
    body: z.strictObject({ ...pair, reason, choices: Choices }),
    result: z.object({ id, status: Merger.shape.status }),
  },
  mergers: {
    method: 'GET',
    path: '/mergers',
    summary: 'Mergers that the reader has a part in, newest first',
    access: keepers,
    query: z.object({ of: id.optional(), open: z.enum(['true', 'false']).optional() }),
    result: z.object({ items: z.array(Merger) }),
  },
  consentMerger: {
    method: 'POST',
    path: '/mergers/:id/consent',
    summary: 'Agree to a merger, or refuse it, for a unit that owns one of the two',
    access: ['unit_head'],
    params: mergerParams,
    body: z.strictObject({ verdict: z.enum(['agreed', 'refused']), note: z.string().trim().max(500).optional() }),
    result: z.object({ status: Merger.shape.status }),
  },
  carryOutMerger: {
    method: 'POST',
    path: '/mergers/:id/carry-out',
    summary: 'Do a merger that both owners have agreed to',
    access: ['promotion_admin'],
    params: mergerParams,
    result: z.object({ status: Merger.shape.status }),
  },
  undoMerger: {
    method: 'POST',
    path: '/mergers/:id/undo',
    summary: 'Take a merger back, unless what it did was changed since',
    access: ['promotion_admin'],
    params: mergerParams,
    body: z.strictObject({ reason }),
    result: z.object({ status: Merger.shape.status }),
  },
});
