import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { paging } from '../../kernel/paging.ts';
import { itemStates, setStates } from './domain/idea.ts';
import { ReserveRules } from './domain/rule.ts';
import { Compared, IdeaFields, IdeaFilter, IdeaPatch, IdeaRow, IdeaView, NewIdea } from './domain/view.ts';

const id = z.uuid();
const access = 'business';
const Day = z.string().refine(isDay, 'YYYY-MM-DD');
const reason = z.string().trim().min(1).max(500);
const ofIdea = z.object({ id });
const version = z.int().min(1);

export const reserveContract = contract({
  list: {
    method: 'GET',
    path: '/ideas',
    summary: 'Ideas in the reserve, the latest first',
    access,
    query: IdeaFilter.extend(paging()),
    result: z.object({
      items: z.array(IdeaRow),
      total: z.int(),
      /** Of all that the filters leave. */
      totalFen: z.int(),
      can: z.object({ create: z.boolean() }),
    }),
  },
  exportReport: {
    method: 'GET',
    path: '/ideas/report',
    summary: 'The filtered ideas as the consolidated report to 发改 (.xlsx)',
    access,
    download: true,
    query: IdeaFilter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
    result: z.unknown(),
  },
  compare: {
    method: 'GET',
    path: '/ideas/comparison',
    summary: 'Candidates side by side: their benefits, points and score',
    access,
    query: z.object({
      /** Ids, with commas between. */
      ids: z.string().max(800).optional(),
    }),
    result: z.object({ rules: ReserveRules, ruleVersion: z.int(), items: z.array(Compared) }),
  },
  create: {
    method: 'POST',
    path: '/ideas',
    summary: 'Put an idea into the reserve',
    access,
    body: NewIdea,
    result: z.object({ id, year: z.int(), no: z.int() }),
  },
  get: {
    method: 'GET',
    path: '/ideas/:id',
    summary: 'An idea: its packaging sheet, readiness, benefits and history',
    access,
    params: ofIdea,
    result: IdeaView,
  },
  edit: {
    method: 'PATCH',
    path: '/ideas/:id',
    summary: 'Change an idea',
    access,
    params: ofIdea,
    body: z.strictObject({ version, patch: IdeaPatch }),
    result: z.object({ version: z.int() }),
  },
  setItem: {
    method: 'POST',
    path: '/ideas/:id/readiness',
    summary: 'Say how far an item of 前期工作 is',
    access,
    params: ofIdea,
    body: z.strictObject({
      item: z.string().min(1).max(30),
      state: z.enum(itemStates),
      happenedOn: Day.nullable().default(null),
      evidence: z.string().trim().min(1).max(200).nullable().default(null),
      /** Papers that it rests on, sent in before. */
      uploadIds: z.array(id).max(20).optional(),
    }),
    result: z.object({ id }),
  },
  setState: {
    method: 'POST',
    path: '/ideas/:id/state',
    summary: 'Put an idea off, give it up, or take it up again',
    access,
    params: ofIdea,
    body: z.strictObject({ version, to: z.enum(setStates), reason }),
    result: z.object({ version: z.int() }),
  },
  promote: {
    method: 'POST',
    path: '/ideas/:id/project',
    summary: 'Make a project at 谋划 of an idea, once',
    access,
    params: ofIdea,
    body: z.strictObject({
      version,
      ...IdeaFields.pick({ name: true, unitId: true }).shape,
      industryCode: z.string().min(1).max(10),
      totalMinor: z.int().min(1),
      personId: id,
      source: z.string().min(1).max(50),
      place: IdeaFields.shape.place.default(null),
      duplicateReason: reason.optional(),
    }),
    result: z.object({ projectId: id, code: z.string() }),
  },
  sheet: {
    method: 'GET',
    path: '/ideas/:id/sheet',
    summary: 'The packaging sheet of an idea as a Word file',
    access,
    download: true,
    params: ofIdea,
    result: z.unknown(),
  },
  ofProject: {
    method: 'GET',
    path: '/projects/:id/idea',
    summary: 'The idea that a project came from, if it did',
    access,
    params: ofIdea,
    result: z.object({ idea: IdeaRow.nullable() }),
  },
  rules: {
    method: 'GET',
    path: '/reserve/rules',
    summary: 'Themes, items of 前期工作 and weights, every version',
    access,
    result: z.object({
      current: z.object({ rules: ReserveRules, version: z.int() }),
      versions: z.array(z.object({ version: z.int(), effectiveFrom: z.string(), publishedAt: z.iso.datetime() })),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publish: {
    method: 'POST',
    path: '/reserve/rules',
    summary: 'Publish themes, items and weights from a day on',
    access: ['promotion_admin', 'development'],
    body: z.strictObject({ rules: ReserveRules, effectiveFrom: Day }),
    result: z.object({ version: z.int() }),
  },
});
