import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { channels, noticeGroups, noticeKinds } from './domain/kind.ts';
import { robotKinds } from './domain/robot-kind.ts';

const id = z.uuid();
const params = z.object({ id });
const instant = z.iso.datetime();
const page = paging();
const groups = z
  .array(z.enum(noticeGroups))
  .max(noticeGroups.length)
  .transform((all) => [...new Set(all)]);
const fault = z.object({ code: z.string(), details: z.record(z.string(), z.unknown()) });

const NoticeView = z.object({
  id,
  kind: z.enum(noticeKinds),
  group: z.enum(noticeGroups),
  subject: z.string(),
  /** The name of what it is about as the reader may know it now; null when there is none to know. */
  title: z.string().nullable(),
  /** Is it about a project at all? */
  isOfProject: z.boolean(),
  link: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
  createdAt: instant,
  isRead: z.boolean(),
});
export type NoticeView = z.output<typeof NoticeView>;

const Choices = z.object({
  email: z.string().nullable(),
  robotId: id.nullable(),
  mailGroups: z.array(z.enum(noticeGroups)),
  robotGroups: z.array(z.enum(noticeGroups)),
  /** Can this installation send e-mail at all? */
  hasMail: z.boolean(),
  robots: z.array(z.object({ id, name: z.string(), kind: z.enum(robotKinds) })),
  /** Messages to the reader that could not be delivered lately. */
  failures: z.array(z.object({ channel: z.enum(channels), at: instant, error: fault.nullable(), count: z.int() })),
});
export type Choices = z.output<typeof Choices>;

const RobotView = z.object({
  id,
  name: z.string(),
  kind: z.enum(robotKinds),
  unitId: id,
  unitName: z.string(),
  /** Its address without what opens the group. */
  host: z.string(),
  hasSecret: z.boolean(),
  isActive: z.boolean(),
  version: z.int(),
});
export type RobotView = z.output<typeof RobotView>;
const robotFields = {
  name: z.string().trim().min(1).max(50),
  kind: z.enum(robotKinds),
  unitId: id,
};
const url = z.string().trim().min(1).max(1000);
const secret = z.string().trim().min(1).max(200);

export const DeliveryView = z.object({
  id,
  personName: z.string(),
  unitName: z.string(),
  channel: z.enum(channels),
  status: z.enum(['waiting', 'sending', 'sent', 'failed', 'dropped']),
  kind: z.enum(noticeKinds),
  tries: z.int(),
  nextTryAt: instant.nullable(),
  error: fault.nullable(),
  createdAt: instant,
  endedAt: instant.nullable(),
});
export type DeliveryView = z.output<typeof DeliveryView>;

export const noticesContract = contract({
  list: {
    method: 'GET',
    path: '/notices',
    summary: "The reader's own notices, newest first",
    access: 'session',
    query: z.object({ unread: z.stringbool().default(false), group: z.enum(noticeGroups).optional(), ...page }),
    result: z.object({ items: z.array(NoticeView), total: z.int(), unread: z.int() }),
  },
  unread: {
    method: 'GET',
    path: '/notices/unread',
    summary: 'How many notices the reader has not read',
    access: 'session',
    result: z.object({ unread: z.int() }),
  },
  read: {
    method: 'POST',
    path: '/notices/read',
    summary: 'Mark notices of mine as read: the named ones, or all',
    access: 'session',
    body: z.strictObject({ ids: z.array(id).max(200).optional() }),
    result: z.object({ read: z.int() }),
  },
  dismiss: {
    method: 'POST',
    path: '/notices/:id/dismiss',
    summary: 'Put a notice away, for me alone',
    access: 'session',
    params,
    result: z.object({}),
  },
  choices: {
    method: 'GET',
    path: '/notices/choices',
    summary: 'How I want to be told outside the product, and what could not be delivered to me',
    access: 'session',
    result: Choices,
  },
  choose: {
    method: 'PUT',
    path: '/notices/choices',
    summary: 'Say how I want to be told outside the product',
    access: 'session',
    body: z.strictObject({ email: z.email().max(200).nullable(), robotId: id.nullable(), mailGroups: groups, robotGroups: groups }),
    result: Choices,
  },
  robots: {
    method: 'GET',
    path: '/notices/robots',
    summary: 'Group robots, without what opens their groups',
    access: ['system_admin'],
    result: z.object({ items: z.array(RobotView), hasMail: z.boolean(), can: z.object({ edit: z.boolean() }) }),
  },
  addRobot: {
    method: 'POST',
    path: '/notices/robots',
    summary: 'Add a group robot',
    access: ['system_admin'],
    body: z.strictObject({ ...robotFields, url, secret: secret.nullable() }),
    result: z.object({ id }),
  },
  editRobot: {
    method: 'PUT',
    path: '/notices/robots/:id',
    summary: 'Change a group robot; an address or secret that is left out stays',
    access: ['system_admin'],
    params,
    body: z.strictObject({
      ...robotFields,
      url: url.optional(),
      secret: secret.nullable().optional(),
      isActive: z.boolean(),
      version: z.int(),
    }),
    result: z.object({ version: z.int() }),
  },
  tryRobot: {
    method: 'POST',
    path: '/notices/robots/:id/try',
    summary: 'Send a robot a trial message now, and say how it answered',
    access: ['system_admin'],
    params,
    result: z.object({ error: fault.nullable() }),
  },
  deliveries: {
    method: 'GET',
    path: '/notices/deliveries',
    summary: 'What became of messages to people, newest first',
    access: ['system_admin'],
    query: z.object({ status: z.enum(['waiting', 'sending', 'sent', 'failed', 'dropped']).optional(), ...page }),
    result: z.object({ items: z.array(DeliveryView), total: z.int() }),
  },
  retry: {
    method: 'POST',
    path: '/notices/deliveries/:id/retry',
    summary: 'Try a failed message again',
    access: ['system_admin'],
    params,
    result: z.object({}),
  },
});
