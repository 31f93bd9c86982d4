import * as z from 'zod';
import { type Refusal, refuse } from '../../../kernel/refusal.ts';
import { nodeRoles, type ProjectClass } from '../../milestones/domain/node.ts';

/** The four stages of 国办发〔2019〕11号, one lead department each; what does not wait for another runs in parallel. */
export const permitStages = ['siting', 'planning', 'construction', 'completion'] as const;
export type PermitStage = (typeof permitStages)[number];

const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
/** A limit in working days (行政许可法第八十二条); half days count. Nothing: decided on the spot. */
const days = z.number().min(0).max(300).multipleOf(0.5);

/** One approval as a class of projects needs it. */
export const PermitRule = z.strictObject({
  key,
  name: z.string().trim().min(1).max(60),
  stage: z.enum(permitStages),
  /** The department that decides. */
  role: z.enum(nodeRoles),
  /** Approvals that must be granted before. */
  after: z.array(key).max(20),
  legalDays: days,
  promisedDays: days,
  /** What is promised on the 绿色通道. */
  greenDays: days,
  /** 容缺受理, 告知承诺, 预审 (蓝章) may be used. */
  mayLack: z.boolean(),
  mayPromise: z.boolean(),
  mayPreReview: z.boolean(),
  /** How long it is valid from its day; none without an end. */
  validMonths: z.int().min(1).max(240).nullable(),
  extensions: z.int().min(0).max(9),
  extensionMonths: z.int().min(0).max(60),
  /** Once building has begun in time its end does not matter any more. */
  isUsedByStart: z.boolean(),
  basis: z.string().trim().max(200),
});
export type PermitRule = z.output<typeof PermitRule>;

/** What a class of projects needs. A rule of kind `permits.<class>`. */
export const PermitTemplate = z.strictObject({
  title: z.string().trim().min(1).max(60),
  leads: z.record(z.enum(permitStages), z.enum(nodeRoles)),
  permits: z.array(PermitRule).min(1).max(60),
});
export type PermitTemplate = z.output<typeof PermitTemplate>;
export const templateKind = (of: ProjectClass) => `permits.${of}`;

/** Refuses approvals that are there twice, wait for one that is not, wait for each other, or promise more than the law allows. */
export function checkTemplate({ permits }: Pick<PermitTemplate, 'permits'>): true | Refusal {
  const keys = new Set(permits.map((p) => p.key));
  const twice = permits.find((p, i) => permits.findIndex((q) => q.key === p.key) < i);
  if (twice) return refuse('invalid', 'permit.key_twice', { field: 'permits', key: twice.key });
  for (const { name, after, legalDays, promisedDays, greenDays } of permits) {
    const unknown = after.find((k) => !keys.has(k));
    if (unknown !== undefined) return refuse('invalid', 'permit.after_unknown', { field: 'permits', name, after: unknown });
    if (promisedDays > legalDays || greenDays > promisedDays)
      return refuse('invalid', 'permit.promise_too_long', {
        field: 'permits',
        name,
        legal: legalDays,
        promised: promisedDays,
        green: greenDays,
      });
  }
  const circle = waitingForEachOther(permits);
  return circle.length === 0 || refuse('invalid', 'permit.cycle', { field: 'permits', keys: circle });
}

function waitingForEachOther(permits: readonly PermitRule[]): string[] {
  const free = new Set<string>();
  for (let before = -1; before < free.size;) {
    before = free.size;
    for (const p of permits) if (p.after.every((k) => free.has(k))) free.add(p.key);
  }
  return permits.filter((p) => !free.has(p.key)).map((p) => p.key);
}

/** Which unit each department of the templates is in this district. A rule of kind `permits.departments`. */
export const Departments = z.strictObject({ departments: z.array(z.strictObject({ role: z.enum(nodeRoles), unitId: z.uuid() })).max(20) });
export const departmentsKind = 'permits.departments';

/** What is asked of whoever builds, and by which law; reliefs hold for everyone alike. A rule of kind `permits.fees`. */
export const Fee = z.strictObject({
  key,
  name: z.string().trim().min(1).max(60),
  /** The approval that it goes with; none goes with none in particular. */
  permit: key.nullable(),
  standard: z.string().trim().min(1).max(120),
  isFree: z.boolean(),
  basis: z.string().trim().min(1).max(200),
  appliesToEveryone: z.boolean(),
});
export type Fee = z.output<typeof Fee>;
export const Fees = z.strictObject({ fees: z.array(Fee).max(60) });
export const feesKind = 'permits.fees';

/**
 * Refuses a relief that is not for everyone (公平竞争审查条例第十条: no selective reduction of fees without a basis in law), and a fee
 * that is there twice.
 */
export function checkFees(fees: readonly Fee[]): true | Refusal {
  const twice = fees.find((f, i) => fees.findIndex((g) => g.key === f.key) < i);
  if (twice) return refuse('invalid', 'permit.key_twice', { field: 'fees', key: twice.key });
  const selective = fees.find((f) => f.isFree && !f.appliesToEveryone);
  return selective === undefined || refuse('rule', 'permit.selective_relief', { field: 'fees', name: selective.name });
}
