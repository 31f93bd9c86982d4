import * as z from 'zod';
import { roles } from '../../kernel/actor.ts';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { paging } from '../../kernel/paging.ts';
import { login, personFields, Person, phone } from './domain/person-shape.ts';
import { longestPassword } from './domain/password.ts';
import { roleClasses } from './domain/unit.ts';
import { Unit, unitFields } from './domain/unit-shape.ts';

const id = z.uuid();
const instant = z.iso.datetime();
const version = z.int().min(1);
const line = (most: number) => z.string().trim().min(1).max(most);
const password = z
  .string()
  .min(1)
  .max(longestPassword * 2);
const code = z
  .string()
  .trim()
  .regex(/^\d{6}$/);
const byId = z.object({ id });
const done = z.object({});
const day = z.string().refine(isDay).optional();

export const Me = z.object({
  person: z.object({ id, name: z.string(), post: z.string().nullable(), login: z.string().nullable(), unitId: id, unitName: z.string() }),
  /** Empty until a password that must be changed is changed. */
  roles: z.array(z.enum(roles)),
  roleClass: z.enum(roleClasses),
  idleMinutes: z.int(),
  mustChangePassword: z.boolean(),
  hasTotp: z.boolean(),
});
export type Me = z.output<typeof Me>;

export const Session = z.object({
  id,
  ip: z.string(),
  userAgent: z.string(),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  isCurrent: z.boolean(),
});
export type Session = z.output<typeof Session>;

const auditFilter = z.object({
  actorId: id.optional(),
  action: z.string().trim().max(100).optional(),
  subject: z.string().trim().max(100).optional(),
  subjectId: id.optional(),
  from: day,
  to: day,
});
/** A link noted outside the system: its place in the chain and its hash. */
const ChainAnchor = z.object({ position: z.int().min(1), hash: z.string().regex(/^[0-9a-f]{64}$/) });
/** What a check of the chain found: the result of its long work. */
export const ChainCheck = z.object({
  isClean: z.boolean(),
  position: z.int(),
  hash: z.string(),
  checked: z.int(),
  waiting: z.int(),
  faultCount: z.int(),
  faults: z.array(
    z.object({
      fault: z.enum(['changed', 'missing', 'gap', 'anchor', 'unlinked']),
      position: z.int().nullable(),
      seq: z.int().nullable(),
    }),
  ),
});
export type ChainCheck = z.output<typeof ChainCheck>;
export const AuditEntry = z.object({
  seq: z.int(),
  at: instant,
  actorId: id,
  actorName: z.string(),
  action: z.string(),
  subject: z.string(),
  subjectId: id,
  before: z.unknown(),
  after: z.unknown(),
  requestId: z.string().nullable(),
});
export type AuditEntry = z.output<typeof AuditEntry>;
const firstAdmin = z.object({ name: line(50), login, password });

export const identityContract = contract({
  setupStatus: {
    method: 'GET',
    path: '/setup',
    summary: 'Is the system set up?',
    access: 'public',
    result: z.object({ isSetUp: z.boolean(), unit: z.object({ name: z.string(), code: z.string() }).nullable() }),
  },
  setUp: {
    method: 'POST',
    path: '/setup',
    summary: 'First run: the root unit and the three administrators',
    access: 'public',
    body: z.object({
      unit: z.object({ name: line(100), code: line(32).optional() }),
      system: firstAdmin,
      security: firstAdmin,
      audit: firstAdmin,
    }),
    result: done,
  },
  signIn: {
    method: 'POST',
    path: '/session',
    summary: 'Sign in',
    access: 'public',
    body: z.object({ login: z.string().max(200), password, code: code.optional() }),
    result: done,
  },
  session: { method: 'GET', path: '/session', summary: 'Who is signed in', access: 'session', result: Me },
  signOut: { method: 'POST', path: '/session/end', summary: 'Sign out', access: 'session', result: done },

  mySessions: { method: 'GET', path: '/account/sessions', summary: 'My sessions', access: 'session', result: z.array(Session) },
  changePassword: {
    method: 'POST',
    path: '/account/password',
    summary: 'Change my password',
    access: 'session',
    body: z.object({ current: password, next: password }),
    result: done,
  },
  beginTotp: {
    method: 'POST',
    path: '/account/totp',
    summary: 'Begin to enrol an authenticator app',
    access: 'session',
    body: z.object({ password }),
    result: z.object({ secret: z.string(), uri: z.string() }),
  },
  confirmTotp: {
    method: 'POST',
    path: '/account/totp/confirm',
    summary: 'Confirm the authenticator app by its first code',
    access: 'session',
    body: z.object({ code }),
    result: done,
  },
  disableTotp: {
    method: 'POST',
    path: '/account/totp/disable',
    summary: 'Sign in without the authenticator app again',
    access: 'session',
    body: z.object({ password }),
    result: done,
  },
  revokeSession: {
    method: 'DELETE',
    path: '/sessions/:id',
    summary: 'End a session: my own, or another’s as security administrator',
    access: 'session',
    params: byId,
    result: done,
  },

  units: {
    method: 'GET',
    path: '/units',
    summary: 'The tree of units in establishment order',
    access: 'session',
    result: z.object({ items: z.array(Unit), can: z.object({ edit: z.boolean() }) }),
  },
  createUnit: { method: 'POST', path: '/units', summary: 'Create a unit', access: ['system_admin'], body: unitFields, result: byId },
  editUnit: {
    method: 'PUT',
    path: '/units/:id',
    summary: 'Change a unit or its place',
    access: ['system_admin'],
    params: byId,
    body: unitFields.extend({ version }),
    result: z.object({ version }),
  },
  setUnitActive: {
    method: 'PUT',
    path: '/units/:id/active',
    summary: 'Close a unit, or open it again',
    access: ['system_admin'],
    params: byId,
    body: z.object({ isActive: z.boolean(), version }),
    result: z.object({ version }),
  },

  people: {
    method: 'GET',
    path: '/people',
    summary: 'People, to pick from or to administer',
    access: 'session',
    query: z.object({
      q: z.string().trim().max(100).optional(),
      unitId: id.optional(),
      role: z.enum(roles).optional(),
      includeInactive: z.stringbool().optional(),
      ...paging(),
    }),
    result: z.object({ items: z.array(Person), total: z.int(), can: z.object({ create: z.boolean() }) }),
  },
  createPerson: {
    method: 'POST',
    path: '/people',
    summary: 'Create a person; with a login, also a one-time password',
    access: ['system_admin'],
    body: personFields.extend({ phone }),
    result: z.object({ id, password: z.string().nullable() }),
  },
  editPerson: {
    method: 'PUT',
    path: '/people/:id',
    summary: 'Change a person; a telephone number that is not sent stays',
    access: ['system_admin'],
    params: byId,
    body: personFields.extend({ phone: phone.optional(), version }),
    result: z.object({ version }),
  },
  setPersonActive: {
    method: 'PUT',
    path: '/people/:id/active',
    summary: 'Close an account, or open it again',
    access: ['system_admin'],
    params: byId,
    body: z.object({ isActive: z.boolean(), version }),
    result: z.object({ version }),
  },
  revealPhone: {
    method: 'POST',
    path: '/people/:id/phone',
    summary: 'Show a telephone number; the showing is recorded',
    access: ['system_admin'],
    params: byId,
    result: z.object({ phone: z.string().nullable() }),
  },
  resetPassword: {
    method: 'POST',
    path: '/people/:id/password',
    summary: 'Set a one-time password that must be changed',
    access: ['system_admin', 'security_admin', 'audit_admin'],
    params: byId,
    body: z.object({ clearTotp: z.boolean().default(false) }),
    result: z.object({ password: z.string() }),
  },
  grantRoles: {
    method: 'PUT',
    path: '/people/:id/roles',
    summary: 'The roles that a person shall hold from now on',
    access: ['security_admin'],
    params: byId,
    body: z.object({ roles: z.array(z.enum(roles)).max(roles.length), version }),
    result: z.object({ version }),
  },
  sessionsOf: {
    method: 'GET',
    path: '/people/:id/sessions',
    summary: 'A person’s sessions',
    access: ['security_admin'],
    params: byId,
    result: z.array(Session),
  },

  audit: {
    method: 'GET',
    path: '/audit',
    summary: 'The audit trace, newest first',
    access: ['audit_admin'],
    query: auditFilter.extend(paging()),
    result: z.object({ items: z.array(AuditEntry), total: z.int() }),
  },
  exportAudit: {
    method: 'GET',
    path: '/audit/export',
    summary: 'The audit trace as .xlsx',
    access: ['audit_admin'],
    query: auditFilter,
    download: true,
    result: z.unknown(),
  },
  auditChain: {
    method: 'GET',
    path: '/audit/chain',
    summary: 'Where the hash chain over the audit trace stands',
    access: ['audit_admin'],
    result: z.object({ position: z.int(), hash: z.string(), waiting: z.int() }),
  },
  checkAudit: {
    method: 'POST',
    path: '/audit/chain/check',
    summary: 'Recompute the whole chain as long work; a link noted earlier can be looked for',
    access: ['audit_admin'],
    body: z.object({ anchor: ChainAnchor.optional() }),
    result: z.object({ taskId: id }),
  },
  exportChain: {
    method: 'GET',
    path: '/audit/chain/export',
    summary: 'Every entry with its link as text, to be checked by anyone without this product',
    access: ['audit_admin'],
    download: true,
    result: z.unknown(),
  },
});
