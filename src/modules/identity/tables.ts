import { bigint, boolean, integer, pgTable, primaryKey, text, timestamp, uuid } from 'drizzle-orm/pg-core';
import type { Role } from '../../kernel/actor.ts';
import type { RoleClass, UnitKind } from './domain/unit.ts';

const instant = () => timestamp({ withTimezone: true });

export const unit = pgTable('unit', {
  id: uuid().primaryKey(),
  parentId: uuid(),
  code: text().notNull(),
  name: text().notNull(),
  shortName: text(),
  kind: text().$type<UnitKind>().notNull(),
  orderNo: integer().notNull().default(0),
  isActive: boolean().notNull().default(true),
  version: integer().notNull().default(1),
  createdAt: instant().notNull(),
});

export const person = pgTable('person', {
  id: uuid().primaryKey(),
  unitId: uuid().notNull(),
  name: text().notNull(),
  initials: text().notNull().default(''),
  post: text(),
  rank: integer().notNull().default(100),
  phone: text(),
  login: text(),
  roleClass: text().$type<RoleClass>().notNull().default('business'),
  passwordHash: text(),
  passwordChangedAt: instant(),
  mustChangePassword: boolean().notNull().default(false),
  totpSecret: text(),
  totpConfirmedAt: instant(),
  totpLastStep: bigint({ mode: 'number' }),
  isActive: boolean().notNull().default(true),
  version: integer().notNull().default(1),
  createdAt: instant().notNull(),
});

export const personRole = pgTable(
  'person_role',
  {
    personId: uuid().notNull(),
    roleClass: text().$type<RoleClass>().notNull(),
    role: text().$type<Role>().notNull(),
    grantedAt: instant().notNull(),
  },
  (t) => [primaryKey({ columns: [t.personId, t.role] })],
);

export const passwordHistory = pgTable('password_history', {
  id: uuid().primaryKey(),
  personId: uuid().notNull(),
  passwordHash: text().notNull(),
  setAt: instant().notNull(),
});

export const session = pgTable('session', {
  id: uuid().primaryKey(),
  personId: uuid().notNull(),
  tokenHash: text().notNull(),
  ip: text().notNull(),
  userAgent: text().notNull(),
  createdAt: instant().notNull(),
  lastSeenAt: instant().notNull(),
  expiresAt: instant().notNull(),
  revokedAt: instant(),
});

export const signInAttempt = pgTable('sign_in_attempt', {
  id: uuid().primaryKey(),
  loginHash: text().notNull(),
  ip: text().notNull(),
  at: instant().notNull(),
  succeeded: boolean().notNull(),
});
