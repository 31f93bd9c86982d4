import { boolean, integer, jsonb, pgTable, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Channel, NoticeGroup, NoticeKind } from './domain/kind.ts';
import type { RobotKind } from './domain/robot-kind.ts';

const instant = () => timestamp({ withTimezone: true });
export type Params = Readonly<Record<string, string | number>>;
export type DeliveryError = Readonly<{ code: string; details: Record<string, unknown> }>;

export const notice = pgTable('notice', {
  id: uuid().primaryKey(),
  personId: uuid().notNull(),
  kind: text().$type<NoticeKind>().notNull(),
  subject: text().notNull(),
  subjectId: uuid().notNull(),
  projectId: uuid(),
  link: text().notNull(),
  params: jsonb().$type<Params>().notNull(),
  key: text().notNull(),
  createdAt: instant().notNull(),
  readAt: instant(),
  dismissedAt: instant(),
  clearedAt: instant(),
});

export const noticeRobot = pgTable('notice_robot', {
  id: uuid().primaryKey(),
  name: text().notNull(),
  kind: text().$type<RobotKind>().notNull(),
  unitId: uuid().notNull(),
  url: text().notNull(),
  secret: text(),
  isActive: boolean().notNull().default(true),
  version: integer().notNull().default(1),
  createdAt: instant().notNull(),
});

export const noticeChoice = pgTable('notice_choice', {
  personId: uuid().primaryKey(),
  email: text(),
  robotId: uuid(),
  mailGroups: text().array().$type<NoticeGroup[]>().notNull().default([]),
  robotGroups: text().array().$type<NoticeGroup[]>().notNull().default([]),
});

export const deliveryStates = ['waiting', 'sending', 'sent', 'failed', 'dropped'] as const;
export const noticeDelivery = pgTable('notice_delivery', {
  id: uuid().primaryKey(),
  noticeId: uuid().notNull(),
  personId: uuid().notNull(),
  channel: text().$type<Channel>().notNull(),
  status: text().$type<(typeof deliveryStates)[number]>().notNull(),
  tries: integer().notNull().default(0),
  nextTryAt: instant().notNull(),
  claimedUntil: instant(),
  error: jsonb().$type<DeliveryError>(),
  createdAt: instant().notNull(),
  endedAt: instant(),
});
