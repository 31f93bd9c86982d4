import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { Judged } from '../lights/contract.ts';
import { raises } from '../lights/domain/escalation.ts';
import { colours } from '../lights/domain/rule.ts';
import { stages } from '../projects/domain/stage.ts';
import { itemSources, meetingKinds, meetingStates } from './domain/meeting.ts';
import { stepKinds, supervisionSources, unitStates } from './domain/supervision.ts';

const id = z.uuid();
const instant = z.iso.datetime();
const access = 'business';
const Day = z.string().refine(isDay, 'YYYY-MM-DD');
const params = z.object({ id });
const page = { page: z.coerce.number().int().min(1).default(1), size: z.coerce.number().int().min(1).max(200).default(50) };

const Meeting = z.object({
  id,
  kind: z.enum(meetingKinds),
  title: z.string(),
  heldOn: z.string(),
  place: z.string(),
  state: z.enum(meetingStates),
  items: z.int(),
  tasks: z.int(),
  tasksDone: z.int(),
});
export type MeetingRow = z.output<typeof Meeting>;

/** A thing to be put on the table; its title is blank to whoever may not know the investor yet. */
const Candidate = z.object({
  source: z.enum(itemSources),
  projectId: id,
  projectName: z.string(),
  unitName: z.string(),
  stage: z.enum(stages),
  problemId: id.nullable(),
  title: z.string(),
  since: z.string(),
  /** Of a red light: what it is red for. */
  why: Judged.nullable(),
});
export type Candidate = z.output<typeof Candidate>;
const Item = z.object({
  id,
  source: z.enum(itemSources),
  projectId: id.nullable(),
  projectName: z.string().nullable(),
  unitName: z.string().nullable(),
  problemId: id.nullable(),
  title: z.string(),
  stageThen: z.enum(stages).nullable(),
  stageNow: z.enum(stages).nullable(),
  /** Of a red light: what it was red for when the meeting was held, or is. */
  why: Judged.nullable(),
  /** Where it stands aside nothing new is raised. */
  mayRaise: z.boolean(),
});
export type MeetingItem = z.output<typeof Item>;
const NewItem = z.strictObject({
  source: z.enum(itemSources),
  projectId: id.nullable().default(null),
  problemId: id.nullable().default(null),
  title: z.string().trim().max(200).default(''),
});
export type NewItem = z.output<typeof NewItem>;
const items = z.array(NewItem).max(300);

const TaskUnit = z.object({
  unitId: id,
  unitName: z.string(),
  state: z.enum(unitStates),
  dueOn: z.string(),
  doneOn: z.string().nullable(),
  isOverdue: z.boolean(),
});
const Task = z.object({
  id,
  year: z.int(),
  no: z.int(),
  source: z.enum(supervisionSources),
  title: z.string(),
  projectId: id.nullable(),
  projectName: z.string().nullable(),
  dueOn: z.string(),
  issuedOn: z.string(),
  units: z.array(TaskUnit),
});
export type TaskRow = z.output<typeof Task>;
const Step = z.object({
  id,
  unitId: id,
  kind: z.enum(stepKinds),
  words: z.string(),
  dueOn: z.string().nullable(),
  by: z.string(),
  at: instant,
  evidence: z.array(z.object({ id, name: z.string() })),
});
const counts = { total: z.int(), signed: z.int(), started: z.int(), producing: z.int() };

const meetingFields = {
  title: z.string().trim().min(1).max(80),
  heldOn: Day,
  place: z.string().trim().max(80).default(''),
};

const TaskFilter = z.object({
  state: z.enum([...unitStates, 'overdue', 'live']).optional(),
  unit: id.optional(),
  q: z.string().trim().max(60).optional(),
});
export type TaskFilter = z.output<typeof TaskFilter>;

export const meetingsContract = contract({
  list: {
    method: 'GET',
    path: '/meetings',
    summary: 'Meetings and ceremonies, the latest first',
    access,
    query: z.object({ kind: z.enum(meetingKinds).optional(), ...page }),
    result: z.object({ items: z.array(Meeting), total: z.int(), can: z.object({ hold: z.boolean() }) }),
  },
  candidates: {
    method: 'GET',
    path: '/meetings/candidates',
    summary: 'What could be put on the agenda: open problems, red lights, late approvals, overdue milestones; of a ceremony, its projects',
    access: ['promotion_admin'],
    query: z.object({ kind: z.enum(meetingKinds) }),
    result: z.object({ items: z.array(Candidate) }),
  },
  plan: {
    method: 'POST',
    path: '/meetings',
    summary: 'Plan a meeting or a ceremony with its agenda',
    access: ['promotion_admin'],
    body: z.strictObject({ kind: z.enum(meetingKinds), ...meetingFields, items: items.default([]) }),
    result: z.object({ id }),
  },
  get: {
    method: 'GET',
    path: '/meetings/:id',
    summary: 'A meeting: its agenda, its decisions, and what became of the projects of a ceremony',
    access,
    params,
    result: Meeting.omit({ items: true, tasks: true, tasksDone: true }).extend({
      version: z.int(),
      minutes: z.string().nullable(),
      agenda: z.array(Item),
      tasks: z.array(Task),
      conversion: z.object(counts).nullable(),
      can: z.object({ edit: z.boolean(), decide: z.boolean() }),
    }),
  },
  edit: {
    method: 'PUT',
    path: '/meetings/:id',
    summary: 'Change a meeting, its agenda or its minutes until it is held',
    access: ['promotion_admin'],
    params,
    body: z.strictObject({ version: z.int(), ...meetingFields, minutes: z.string().max(20_000), items }),
    result: z.object({ version: z.int() }),
  },
  hold: {
    method: 'POST',
    path: '/meetings/:id/hold',
    summary: 'Say that a meeting was held: its agenda and its minutes stay as they are',
    access: ['promotion_admin'],
    params,
    body: z.strictObject({ version: z.int() }),
    result: z.object({ version: z.int() }),
  },
  onePagers: {
    method: 'GET',
    path: '/meetings/:id/one-pagers',
    summary: 'A page for every project on the agenda, as one Word file',
    access,
    download: true,
    params,
    result: z.unknown(),
  },
  onePager: {
    method: 'GET',
    path: '/projects/:id/one-pager',
    summary: 'A page about one project as a Word file',
    access,
    download: true,
    params,
    result: z.unknown(),
  },
  minutesFile: {
    method: 'GET',
    path: '/meetings/:id/minutes',
    summary: 'The minutes with agenda and decisions as a Word file',
    access: ['promotion_admin', 'leader'],
    download: true,
    params,
    result: z.unknown(),
  },
  tasks: {
    method: 'GET',
    path: '/supervisions',
    summary: 'What was decided or instructed, with where each unit stands',
    access,
    query: TaskFilter.extend(page),
    result: z.object({ items: z.array(Task), total: z.int(), can: z.object({ issue: z.boolean() }) }),
  },
  suggested: {
    method: 'GET',
    path: '/supervisions/suggested',
    summary: 'Projects whose light has stood until the rules ask for a talk or a letter of supervision',
    access: ['promotion_admin', 'supervision'],
    result: z.object({
      items: z.array(
        z.object({
          projectId: id,
          projectName: z.string(),
          unitId: id,
          unitName: z.string(),
          colour: z.enum(['yellow', 'red']),
          months: z.int(),
          raise: z.enum(raises),
          why: z.array(Judged),
        }),
      ),
    }),
  },
  exportTasks: {
    method: 'GET',
    path: '/supervisions/export',
    summary: 'The filtered tasks as a file, a line for each unit (督办台账)',
    access,
    download: true,
    query: TaskFilter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
    result: z.unknown(),
  },
  issue: {
    method: 'POST',
    path: '/supervisions',
    summary: 'Make a decision, an instruction or what a light asks for a numbered task of units',
    access: ['promotion_admin', 'supervision'],
    body: z.strictObject({
      meetingId: id.nullable().default(null),
      leaderId: id.nullable().default(null),
      projectId: id.nullable().default(null),
      title: z.string().trim().min(1).max(80),
      words: z.string().trim().min(1).max(2000),
      dueOn: Day,
      unitIds: z.array(id).min(1).max(30),
      /** It answers the light that its project has now, and comes of no meeting and no leader. */
      ofLight: z.boolean().default(false),
    }),
    result: z.object({ id, year: z.int(), no: z.int() }),
  },
  task: {
    method: 'GET',
    path: '/supervisions/:id',
    summary: 'A task with what each unit did about it',
    access,
    params,
    result: Task.extend({
      words: z.string(),
      meeting: z.object({ id, title: z.string() }).nullable(),
      leader: z.string().nullable(),
      /** What the rules said of its project when it was raised from its light. */
      light: z.object({ colour: z.enum(colours), month: z.string(), why: z.array(Judged) }).nullable(),
      issuedBy: z.string(),
      steps: z.array(Step),
      can: z.record(id, z.array(z.enum(stepKinds))),
    }),
  },
  record: {
    method: 'POST',
    path: '/supervisions/:id/steps',
    summary: 'Feed back, or give more time, accept or return what was fed back',
    access,
    params,
    body: z.strictObject({
      unitId: id,
      kind: z.enum(stepKinds),
      words: z.string().trim().min(1).max(2000),
      /** The new last day: needed to give more time, free to set with a return. */
      dueOn: Day.nullable().default(null),
      /** How many steps of the unit the writer had seen. */
      events: z.int().min(0),
      /** Papers of what was done, sent in before. */
      uploadIds: z.array(id).max(20).default([]),
    }),
    result: z.object({ state: z.enum(unitStates) }),
  },
  letter: {
    method: 'GET',
    path: '/supervisions/:id/letter',
    summary: '督办函 as a Word file',
    access,
    download: true,
    params,
    result: z.unknown(),
  },
  notice: {
    method: 'GET',
    path: '/supervisions/:id/units/:unitId/notice',
    summary: '督办通知 to one unit of a task, with where it stands, as a Word file',
    access,
    download: true,
    params: z.object({ id, unitId: id }),
    result: z.unknown(),
  },
});
