import * as z from 'zod';
import { isPartialDate } from '../../../kernel/day.ts';
import { paging } from '../../../kernel/paging.ts';
import { lightColours } from './mark.ts';
import { sides, stages } from './stage.ts';

const id = z.uuid();
const fen = z.int();
const sorts = [
  'updatedAt',
  'createdAt',
  'code',
  'name',
  'stage',
  'unit',
  'signedOn',
  'startedOn',
  'totalFen',
  'agreedFen',
  'arrivedFen',
  'investedFen',
] as const;
const flag = z.enum(['true', 'false']).optional();
const month = z
  .string()
  .refine((t) => isPartialDate(t) && t.length === 7)
  .optional();
const amount = z.coerce.number<string | number>().int().safe().optional();
const listed = <T extends readonly [string, ...string[]]>(of: T) =>
  z
    .string()
    .refine((t) => t.split(',').every((v) => of.includes(v)), { error: 'list.unknown_value' })
    .optional();

/** What narrows the list; lists are written with commas, amounts are fen, months 'YYYY-MM'. */
export const ProjectFilter = z.object({
  q: z.string().trim().max(100).optional(),
  stage: listed(stages),
  side: listed(['none', ...sides]),
  light: listed(lightColours),
  unit: id.optional(),
  industry: z.string().max(10).optional(),
  park: id.optional(),
  leader: id.optional(),
  person: id.optional(),
  signedFrom: month,
  signedTo: month,
  signed: flag,
  started: flag,
  arrivals: flag,
  batch: id.optional(),
  totalMin: amount,
  totalMax: amount,
  agreedMin: amount,
  agreedMax: amount,
  arrivedMin: amount,
  arrivedMax: amount,
  investedMin: amount,
  investedMax: amount,
});
export type ProjectFilter = z.output<typeof ProjectFilter>;
export const ListOrder = z.object({ sort: z.enum(sorts).default('updatedAt'), order: z.enum(['asc', 'desc']).default('desc') });
export const ListQuery = ProjectFilter.extend(ListOrder.shape).extend(paging());
export type ListQuery = z.output<typeof ListQuery>;
/** Sums of the whole filtered set, not of the page. */
export const Totals = z.object({
  count: z.int(),
  totalFen: fen,
  agreedFen: fen,
  attractedFen: fen,
  fixedFen: fen,
  arrivedFen: fen,
  investedFen: fen,
});
export type Totals = z.output<typeof Totals>;
