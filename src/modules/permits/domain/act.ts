import * as z from 'zod';
import { WholeDay } from '../../milestones/domain/template.ts';
import { stopCauses } from './clock.ts';

const words = z.string().trim().max(500).nullable().default(null);
const reason = z.string().trim().min(1).max(500);
const on = WholeDay;
const things = z.array(z.string().trim().min(1).max(100)).min(1).max(30);
const number = z.string().trim().max(60).nullable().default(null);
export const acceptModes = ['full', 'lacking', 'promise'] as const;
export type AcceptMode = (typeof acceptModes)[number];

/** What can happen to an approval, each on its day. */
export const PermitAct = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('applied'), on, words }),
  /** 预审: a blue seal says that it would be granted; it is no permit. */
  z.strictObject({ kind: z.literal('reviewed'), on, number, words }),
  /** 一次性告知: everything that is missing, at once. */
  z.strictObject({ kind: z.literal('told'), on, missing: things, words }),
  /** lacking: 容缺受理, with what is missing and the day it is promised by. promise: 告知承诺. */
  z.strictObject({
    kind: z.literal('accepted'),
    on,
    mode: z.enum(acceptModes),
    missing: things.nullable().default(null),
    until: WholeDay.nullable().default(null),
    words,
  }),
  z.strictObject({ kind: z.literal('filled'), on, missing: things, words }),
  z.strictObject({ kind: z.literal('stopped'), on, cause: z.enum(stopCauses), reason }),
  z.strictObject({ kind: z.literal('resumed'), on, words }),
  z.strictObject({ kind: z.literal('granted'), on, number, words }),
  z.strictObject({ kind: z.literal('declined'), on, reason }),
  z.strictObject({ kind: z.literal('extended'), on, months: z.int().min(1).max(60), reason }),
  /** 无需办理, and needed after all. */
  z.strictObject({ kind: z.literal('dropped'), on, reason }),
  z.strictObject({ kind: z.literal('revived'), on, reason }),
  /** The last entry is taken back. */
  z.strictObject({ kind: z.literal('taken_back'), on, reason }),
]);
export type PermitAct = z.output<typeof PermitAct>;
export type ActKind = PermitAct['kind'];
export const actKinds = PermitAct.options.map((o) => o.shape.kind.value);
