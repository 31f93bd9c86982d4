import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { ageKeys, eventKinds, sources, states, tiers } from './domain/problem.ts';
import { ProblemRules } from './domain/rule.ts';

const id = z.uuid();
const instant = z.iso.datetime();
const access = 'business';
const Day = z.string().refine(isDay, 'YYYY-MM-DD');
const words = z.string().trim().min(1).max(2000);
const ofProject = z.object({ id });
const ofProblem = z.object({ id, entryId: id });

const Row = z.object({
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitName: z.string(),
  id,
  year: z.int(),
  no: z.int(),
  type: z.string(),
  level: z.string(),
  /** Blank to whoever may not know the investor yet. */
  title: z.string(),
  source: z.enum(sources),
  state: z.enum(states),
  tier: z.enum(tiers),
  ownerUnitId: id,
  ownerName: z.string(),
  dueOn: z.string(),
  lateOn: z.string().nullable(),
  isOverdue: z.boolean(),
  raisedOn: z.string(),
  closedOn: z.string().nullable(),
  ageDays: z.int(),
});
export type ProblemRow = z.output<typeof Row>;

const Event = z.object({
  id,
  kind: z.enum(eventKinds),
  words: z.string().nullable(),
  ownerName: z.string().nullable(),
  tier: z.enum(tiers).nullable(),
  dueOn: z.string().nullable(),
  other: z.object({ projectId: id, id, year: z.int(), no: z.int() }).nullable(),
  toldBy: z.string().nullable(),
  /** It was taken back later. */
  isGone: z.boolean(),
  happenedOn: z.string(),
  by: z.string(),
  at: instant,
  evidence: z.array(z.object({ id, name: z.string() })),
});
const Near = Row.pick({ projectId: true, id: true, year: true, no: true, title: true, projectName: true, state: true });
export type NearProblem = z.output<typeof Near>;
const Problem = Row.extend({
  words: z.string(),
  sourceId: id.nullable(),
  sourceOn: z.string().nullable(),
  isProjectVisible: z.boolean(),
  raisedBy: z.string(),
  raisedAt: instant,
  events: z.array(Event),
  /** Problems that were merged into this one, those said to be like it, and those that read alike. */
  mergedHere: z.array(Near),
  linked: z.array(Near),
  similar: z.array(Near),
  can: z.record(z.enum(eventKinds), z.boolean()),
});
export type ProblemView = z.output<typeof Problem>;

const flag = z.enum(['true', 'false']);
const Filter = z.object({
  /** `live`: open or solved. */
  state: z.enum([...states, 'live']).optional(),
  type: z.string().max(30).optional(),
  level: z.string().max(30).optional(),
  tier: z.enum(tiers).optional(),
  /** The project's unit, and the unit that is to solve it; each with those below it. */
  unit: id.optional(),
  owner: id.optional(),
  overdue: flag.optional(),
  age: z.enum(ageKeys as [(typeof ageKeys)[number], ...typeof ageKeys]).optional(),
  q: z.string().trim().max(60).optional(),
});
export type ProblemFilter = z.output<typeof Filter>;
const page = { page: z.coerce.number().int().min(1).default(1), size: z.coerce.number().int().min(1).max(200).default(50) };
const counts = { open: z.int(), overdue: z.int(), solved: z.int() };

/** How many events the writer had seen: nobody decides on what somebody else has changed meanwhile. */
const seen = { events: z.int().min(0) };
const told = { toldBy: z.string().trim().min(1).max(60), happenedOn: Day.optional() };
const other = { otherProjectId: id, otherId: id };
/** Papers of what was done, sent in before. */
const papers = { uploadIds: z.array(id).max(20).optional() };
export const NewEvent = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('acted'), ...seen, words, ...papers }),
  z.strictObject({ kind: z.literal('assigned'), ...seen, words, ownerUnitId: id }),
  z.strictObject({ kind: z.literal('escalated'), ...seen, words }),
  z.strictObject({ kind: z.literal('solved'), ...seen, words, ...papers }),
  z.strictObject({ kind: z.literal('confirmed'), ...seen, words: words.nullable().default(null), ...told }),
  z.strictObject({ kind: z.literal('declined'), ...seen, words, ...told }),
  z.strictObject({ kind: z.literal('reopened'), ...seen, words }),
  z.strictObject({ kind: z.literal('merged'), ...seen, words, ...other }),
  z.strictObject({ kind: z.literal('taken_back'), ...seen, words }),
  z.strictObject({ kind: z.literal('linked'), ...seen, words: words.nullable().default(null), ...other }),
]);
export type NewEvent = z.output<typeof NewEvent>;

export const problemsContract = contract({
  list: {
    method: 'GET',
    path: '/problems',
    summary: 'The pool of problems, the most pressing first',
    access,
    query: Filter.extend(page),
    result: z.object({ items: z.array(Row), total: z.int(), ...counts }),
  },
  board: {
    method: 'GET',
    path: '/problems/board',
    summary: 'The same as a board: at each tier, waiting for the enterprise, closed',
    access,
    query: Filter.omit({ state: true, tier: true }),
    result: z.object({
      columns: z.array(z.object({ key: z.enum([...tiers, 'solved', 'closed']), total: z.int(), items: z.array(Row) })),
    }),
  },
  figures: {
    method: 'GET',
    path: '/problems/figures',
    summary: 'Problems that are not closed, by age and by the unit that is to solve them',
    access,
    result: z.object({
      ages: z.array(z.object({ age: z.enum(ageKeys as [(typeof ageKeys)[number], ...typeof ageKeys]), ...counts })),
      owners: z.array(z.object({ unitId: id, unitName: z.string(), ...counts, oldestDays: z.int() })),
    }),
  },
  exportList: {
    method: 'GET',
    path: '/problems/export',
    summary: 'The filtered problems as a file',
    access,
    download: true,
    query: Filter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
    result: z.unknown(),
  },
  ofProject: {
    method: 'GET',
    path: '/projects/:id/problems',
    summary: 'The problems of a project, and what its reports say that nobody has raised yet',
    access,
    params: ofProject,
    result: z.object({
      items: z.array(Row),
      unraised: z.array(z.object({ reportId: id, month: z.string(), words: z.string() })),
      unitId: id,
      can: z.object({ raise: z.boolean() }),
    }),
  },
  raise: {
    method: 'POST',
    path: '/projects/:id/problems',
    summary: 'Raise a problem of a project',
    access,
    params: ofProject,
    body: z.strictObject({
      type: z.string().min(1).max(30),
      level: z.string().min(1).max(30),
      title: z.string().trim().min(1).max(60),
      words,
      ownerUnitId: id,
      source: z.enum(sources).default('project'),
      /** The report it is raised from. */
      sourceId: id.nullable().default(null),
      /** The day of the visit or of the meeting. */
      sourceOn: Day.nullable().default(null),
    }),
    result: z.object({ id, year: z.int(), no: z.int(), dueOn: z.string() }),
  },
  get: {
    method: 'GET',
    path: '/projects/:id/problems/:entryId',
    summary: 'A problem with everything that each did about it',
    access,
    params: ofProblem,
    result: Problem,
  },
  record: {
    method: 'POST',
    path: '/projects/:id/problems/:entryId/events',
    summary:
      'Say what was done about a problem, hand it on, escalate, solve, confirm, decline, reopen, merge or link it, or take back one’s own last act',
    access,
    params: ofProblem,
    body: NewEvent,
    result: z.object({ id, state: z.enum(states) }),
  },
  rules: {
    method: 'GET',
    path: '/problems/rules',
    summary: 'Types and levels of problems with their working days, every version',
    access,
    result: z.object({
      current: z.object({ rules: ProblemRules, version: z.int() }),
      versions: z.array(z.object({ version: z.int(), effectiveFrom: z.string(), rules: ProblemRules, publishedAt: instant })),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publish: {
    method: 'POST',
    path: '/problems/rules',
    summary: 'Publish types and levels of problems from a day on',
    access: ['promotion_admin'],
    body: z.strictObject({ rules: ProblemRules, effectiveFrom: Day }),
    result: z.object({ version: z.int() }),
  },
});
