import * as z from 'zod';
import { roles } from '../../../kernel/actor.ts';
import { contract } from '../../../kernel/contract.ts';
import { BasisEntry, NewBasis } from './basis.ts';
import { EffectiveFrom } from './rule.ts';

const id = z.uuid();

export const basisEndpoints = contract({
  bases: {
    method: 'GET',
    path: '/recognition/bases',
    summary: 'Every 口径 and whether the reader judges under it',
    access: 'business',
    result: z.object({
      items: z.array(
        z.object({
          code: z.string(),
          nameZh: z.string(),
          nameEn: z.string(),
          isActive: z.boolean(),
          can: z.object({ give: z.boolean() }),
        }),
      ),
    }),
  },
  basisVersions: {
    method: 'GET',
    path: '/recognition/bases/versions',
    summary: 'Every version of the list of 口径, newest first, and what a next one may choose from',
    access: 'business',
    result: z.object({
      current: z.array(BasisEntry),
      items: z.array(
        z.object({ id, version: z.int(), effectiveFrom: z.string(), publishedAt: z.iso.datetime(), bases: z.array(BasisEntry) }),
      ),
      known: z.array(
        z.object({
          code: z.string(),
          roles: z.array(z.enum(roles)),
          rules: z.array(z.object({ version: z.int(), title: z.string() })),
        }),
      ),
      can: z.object({ publish: z.boolean(), add: z.boolean() }),
    }),
  },
  addBasis: {
    method: 'POST',
    path: '/recognition/bases/added',
    summary: 'Add a 口径 of the district’s own and say who judges under it; it is in use once the list is published with it',
    access: ['promotion_admin'],
    body: NewBasis,
    result: z.object({ code: z.string() }),
  },
  publishBases: {
    method: 'POST',
    path: '/recognition/bases',
    summary: 'Publish the next version of the list of 口径: names, order, which are in use, which rule applies',
    access: ['promotion_admin'],
    body: z.strictObject({ effectiveFrom: EffectiveFrom, bases: z.array(BasisEntry).min(1).max(20) }),
    result: z.object({ id, version: z.int() }),
  },
});
