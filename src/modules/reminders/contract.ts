import * as z from 'zod';
import { businessRoles } from '../../kernel/actor.ts';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { reminderKinds } from './domain/due.ts';
import { Floor, mostSoonDays, ReminderRules } from './domain/rule.ts';

const id = z.uuid();
const ReminderView = z.object({
  id,
  kind: z.enum(reminderKinds),
  subject: z.string(),
  step: z.string(),
  dueOn: z.string(),
  /** The name of its project as the reader may know it now; null when it is of none, or of one they may not see. */
  title: z.string().nullable(),
  link: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  toldOn: z.string(),
});
export type ReminderView = z.output<typeof ReminderView>;

const instant = z.iso.datetime();
const day = z.string().max(10);
const version = z.object({ version: z.int(), effectiveFrom: z.string(), publishedAt: instant });
const Wish = z.strictObject({ soonDays: z.int().min(0).max(mostSoonDays), everyDays: z.int().min(1).max(60) });
const ChoiceView = z.object({
  kind: z.enum(reminderKinds),
  calendar: z.enum(['working', 'civil']),
  soonDays: z.int(),
  everyDays: z.int(),
  /** The fewest days ahead and the most days between that the reader's unit allows. */
  least: z.int(),
  most: z.int(),
  isSent: z.boolean(),
});
export type ChoiceView = z.output<typeof ChoiceView>;

export const remindersContract = contract({
  list: {
    method: 'GET',
    path: '/reminders',
    summary: 'What the reader was reminded of and still is to be done, the earliest day first',
    access: businessRoles,
    query: z.object({ kind: z.enum(reminderKinds).optional(), step: z.string().max(30).optional(), ...paging() }),
    result: z.object({ items: z.array(ReminderView), total: z.int() }),
  },
  dismiss: {
    method: 'POST',
    path: '/reminders/:id/dismiss',
    summary: 'Put a reminder away, for me alone',
    access: businessRoles,
    params: z.object({ id }),
    result: z.object({}),
  },
  choices: {
    method: 'GET',
    path: '/reminders/choices',
    summary: 'How early and how often I am reminded of each kind',
    access: businessRoles,
    result: z.object({ items: z.array(ChoiceView) }),
  },
  choose: {
    method: 'PUT',
    path: '/reminders/choices',
    summary: 'Say how early and how often I want to be reminded, never less than my unit asks',
    access: businessRoles,
    body: z.strictObject({ kinds: z.partialRecord(z.enum(reminderKinds), Wish) }),
    result: z.object({}),
  },
  rules: {
    method: 'GET',
    path: '/reminders/rules',
    summary: 'What everybody is told at least, and what a unit of mine asks beyond that',
    access: businessRoles,
    query: z.object({ unit: id.optional() }),
    result: z.object({
      current: z.object({ rules: ReminderRules, version: z.int() }),
      versions: z.array(version),
      unit: z.object({ id, kinds: ReminderRules.shape.kinds, versions: z.array(version) }).nullable(),
      units: z.array(z.object({ id, name: z.string() })),
      /** When everybody was last looked after. */
      lastRun: z.object({ at: instant, told: z.int(), cleared: z.int() }).nullable(),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publish: {
    method: 'POST',
    path: '/reminders/rules',
    summary: 'Publish what everybody is told at least, from a day on',
    access: ['promotion_admin'],
    body: z.strictObject({ rules: ReminderRules, effectiveFrom: day }),
    result: z.object({ version: z.int() }),
  },
  floor: {
    method: 'POST',
    path: '/reminders/floors/:unitId',
    summary: 'Have the people of a unit told earlier and more often, from a day on',
    access: ['promotion_admin', 'unit_head'],
    params: z.object({ unitId: id }),
    body: z.strictObject({ kinds: Floor, effectiveFrom: day }),
    result: z.object({ version: z.int() }),
  },
});
