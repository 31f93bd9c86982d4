import * as z from 'zod';
import { roles } from '../../../kernel/actor.ts';
import { loginPattern } from './person.ts';

const id = z.uuid();
const line = (most: number) => z.string().trim().min(1).max(most);
const optionalLine = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .transform((text) => text || null)
    .nullable();
export const login = z.string().trim().toLowerCase().regex(loginPattern);

export const Person = z.object({
  id,
  name: z.string(),
  post: z.string().nullable(),
  rank: z.int(),
  unitId: id,
  unitName: z.string(),
  isActive: z.boolean(),
  version: z.int().min(1),
  /** The security administrator's view. */
  roles: z.array(z.enum(roles)).nullable(),
  /** The system and the security administrator's view. */
  login: z.string().nullable(),
  /** The system administrator's view; the telephone number is masked. */
  account: z
    .object({
      phone: z.string().nullable(),
      hasPassword: z.boolean(),
      mustChangePassword: z.boolean(),
      hasTotp: z.boolean(),
      lastSignInAt: z.iso.datetime().nullable(),
    })
    .nullable(),
  can: z.object({
    edit: z.boolean(),
    deactivate: z.boolean(),
    resetPassword: z.boolean(),
    grantRoles: z.boolean(),
    readSessions: z.boolean(),
  }),
});
export type Person = z.output<typeof Person>;
export const personFields = z.object({
  unitId: id,
  name: line(50),
  post: optionalLine(100),
  rank: z.int().min(0).max(10_000),
  login: login.nullable(),
});
export const phone = z
  .string()
  .trim()
  .regex(/^[+\d][\d -]{4,19}$/)
  .nullable();
