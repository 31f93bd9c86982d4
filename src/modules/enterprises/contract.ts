import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { paging } from '../../kernel/paging.ts';
import { EnterprisePatch, enterpriseShape, oldNameShape } from './domain/enterprise.ts';

const id = z.uuid();
const params = z.object({ id });
const maybe = z.string().nullable();
const instant = z.iso.datetime();
const brief = z.object({ id, name: z.string() });

const Row = z.object({
  id,
  name: z.string(),
  uscc: maybe,
  usccReason: maybe,
  industryCode: maybe,
  industryName: maybe,
  divisionCode: maybe,
  divisionName: maybe,
  phone: maybe,
  address: maybe,
  source: z.enum(['own', 'official']),
  unitName: z.string(),
  mergedInto: brief.nullable(),
  version: z.int(),
  updatedAt: instant,
});
export type EnterpriseRow = z.output<typeof Row>;
const OldName = z.object({ id, name: z.string(), usedFrom: maybe, usedUntil: maybe, recordedAt: instant });
/** Somebody already in the register who looks the same: by code, by name, or by a name it had. */
const LookAlike = z.object({ id, name: z.string(), uscc: maybe, oldName: maybe, by: z.enum(['uscc', 'name', 'old_name']) });
export type LookAlike = z.output<typeof LookAlike>;
const NewEnterprise = z.strictObject({
  ...EnterprisePatch.shape,
  name: enterpriseShape.name,
  /** Said after the look-alikes were seen: it is another company. */
  isSeen: z.boolean().default(false),
});

export const enterprisesContract = contract({
  list: {
    method: 'GET',
    path: '/enterprises',
    summary: 'The register of enterprises, by name, initials, former name or code',
    access: 'business',
    query: z.object({
      q: z.string().trim().max(100).optional(),
      industry: z.string().max(60).optional(),
      division: z.string().max(60).optional(),
      merged: z.enum(['true', 'false']).optional(),
      ...paging(),
    }),
    result: z.object({ items: z.array(Row), total: z.int(), can: z.object({ create: z.boolean() }) }),
  },
  lookAlikes: {
    method: 'GET',
    path: '/enterprises/look-alikes',
    summary: 'Who in the register has this code, or a name that reads the same',
    access: 'business',
    query: z.object({ name: z.string().trim().max(200).optional(), uscc: z.string().trim().max(40).optional() }),
    result: z.object({ items: z.array(LookAlike) }),
  },
  create: {
    method: 'POST',
    path: '/enterprises',
    summary: 'Enter an enterprise',
    access: 'business',
    body: NewEnterprise,
    result: z.object({ id, version: z.int() }),
  },
  get: {
    method: 'GET',
    path: '/enterprises/:id',
    summary: 'One enterprise with the names it had; one merged into another says into which',
    access: 'business',
    params,
    result: z.object({ enterprise: Row, names: z.array(OldName), absorbed: z.array(brief), can: z.object({ edit: z.boolean() }) }),
  },
  update: {
    method: 'PATCH',
    path: '/enterprises/:id',
    summary: 'Edit an enterprise; a name that changes becomes a former name',
    access: 'business',
    params,
    body: z.strictObject({
      version: z.int(),
      patch: EnterprisePatch,
      /** Until when the name that changes was used. */ usedUntil: oldNameShape.usedUntil.optional(),
    }),
    result: z.object({ version: z.int() }),
  },
  addName: {
    method: 'POST',
    path: '/enterprises/:id/names',
    summary: 'Add a name that an enterprise had',
    access: 'business',
    params,
    body: z.strictObject(oldNameShape),
    result: z.object({ id }),
  },
});
