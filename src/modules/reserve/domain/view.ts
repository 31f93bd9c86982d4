import * as z from 'zod';
import { recordShape } from '../../projects/domain/record.ts';
import { eventKinds, ideaStates, itemStates } from './idea.ts';
import { criteria } from './rule.ts';

const id = z.uuid();
const instant = z.iso.datetime();
const fen = z.int().min(0).max(Number.MAX_SAFE_INTEGER).nullable();
const text = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .nullable()
    .transform((v) => v || null);

/** What people fill in of an idea. */
export const IdeaFields = z.strictObject({
  name: z.string().trim().min(1).max(200),
  theme: z.string().min(1).max(30),
  unitId: id,
  personId: id.nullable(),
  industryCode: recordShape.industryCode,
  place: recordShape.place,
  summary: text(4000),
  totalFen: fen,
  landMu: recordShape.landMu,
  taxFen: fen,
  jobs: z.int().min(0).max(1_000_000).nullable(),
  chainFit: z.int().min(0).max(5).nullable(),
  chainWords: text(500),
  flowsFen: z.array(z.int()).max(40),
});
export type IdeaFields = z.output<typeof IdeaFields>;
export const IdeaPatch = IdeaFields.partial();
export type IdeaPatch = z.output<typeof IdeaPatch>;
export const NewIdea = IdeaPatch.required({ name: true, theme: true, unitId: true });
export type NewIdea = z.output<typeof NewIdea>;

const Told = z.object({ value: z.int().nullable(), why: z.string().nullable() });
const Benefits = z.record(z.enum(criteria), Told);
export const IdeaRow = z.object({
  id,
  year: z.int(),
  no: z.int(),
  name: z.string(),
  theme: z.string(),
  unitId: id,
  unitName: z.string(),
  industryCode: z.string().nullable(),
  industryName: z.string().nullable(),
  totalFen: z.int().nullable(),
  state: z.enum(ideaStates),
  readiness: z.object({ done: z.int(), needed: z.int() }),
  projectId: id.nullable(),
  updatedAt: instant,
});
export type IdeaRow = z.output<typeof IdeaRow>;

const Item = z.object({
  key: z.string(),
  state: z.enum(itemStates),
  happenedOn: z.string().nullable(),
  evidence: z.string().nullable(),
  by: z.string().nullable(),
  papers: z.array(z.object({ id, name: z.string() })),
});
export const IdeaView = IdeaRow.extend({
  ...IdeaFields.omit({ name: true, theme: true, unitId: true, industryCode: true, totalFen: true }).shape,
  summary: z.string().nullable(),
  place: z.string().nullable(),
  landMu: z.string().nullable(),
  chainWords: z.string().nullable(),
  personName: z.string().nullable(),
  version: z.int(),
  createdBy: z.string(),
  createdAt: instant,
  items: z.array(Item),
  benefits: Benefits,
  discountRate: z.int(),
  ruleVersion: z.int(),
  /** The project that came of it, where the reader may see it. */
  project: z.object({ id, code: z.string(), name: z.string() }).nullable(),
  events: z.array(
    z.object({
      id,
      kind: z.enum(eventKinds),
      words: z.string().nullable(),
      changes: z.record(z.string(), z.unknown()).nullable(),
      by: z.string(),
      at: instant,
    }),
  ),
  can: z.object({ keep: z.boolean(), promote: z.boolean() }),
});
export type IdeaView = z.output<typeof IdeaView>;

export const Compared = IdeaRow.extend({
  landMu: z.string().nullable(),
  taxFen: z.int().nullable(),
  jobs: z.int().nullable(),
  chainFit: z.int().nullable(),
  flowsFen: z.array(z.int()),
  benefits: Benefits,
  points: z.record(z.enum(criteria), z.int().nullable()),
  score: z.int(),
});
export type Compared = z.output<typeof Compared>;

export const IdeaFilter = z.object({
  state: z.enum(ideaStates).optional(),
  theme: z.string().max(30).optional(),
  /** Ready: all of 前期工作 that it needs is done. */
  ready: z.enum(['true', 'false']).optional(),
  unit: id.optional(),
  q: z.string().trim().max(60).optional(),
});
export type IdeaFilter = z.output<typeof IdeaFilter>;
