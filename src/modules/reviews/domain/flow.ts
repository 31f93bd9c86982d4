import * as z from 'zod';
import { businessRoles } from '../../../kernel/actor.ts';

/** 会签: everybody; 或签: anybody; 依次: one after the other. */
export const modes = ['all', 'any', 'order'] as const;
export type Mode = (typeof modes)[number];
/** Whoever holds the role and answers for the subject's unit (本单位), or holds it in the district (全区). */
export const relations = ['unit', 'district'] as const;

const SeatRule = z.strictObject({ role: z.enum(businessRoles), of: z.enum(relations) });
/** `dueDays`: working days to sign in, when asked. */
export const StepRule = z.strictObject({
  name: z.string().min(1).max(40),
  mode: z.enum(modes),
  seats: z.array(SeatRule).min(1).max(20),
  dueDays: z.int().min(1).max(365).optional(),
});
export type StepRule = z.output<typeof StepRule>;
/** A flow as the reference room keeps it, one kind of rule a flow, with versions and effective days. */
export const ReviewFlow = z.strictObject({ steps: z.array(StepRule).min(1).max(12) });
export type ReviewFlow = z.output<typeof ReviewFlow>;

export const flowRule = (flow: string) => `review-flow-${flow}`;
/** A flow that ships with the product, for the list of presets in app/wiring.ts. */
export const flowPreset = (flow: string, steps: readonly StepRule[]) => ({
  kind: flowRule(flow),
  preset: 'zhuchao-2026',
  effectiveFrom: '2020-01-01',
  effectiveTo: null,
  body: { steps } satisfies { steps: readonly StepRule[] },
});
