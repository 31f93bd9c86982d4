import * as z from 'zod';
import { isDay } from '../../../kernel/day.ts';
import { PlanNodes, type ProjectClass } from './node.ts';

/** The usual nodes of a class of projects. A rule of kind `milestones.<class>`. */
export const PlanTemplate = z.strictObject({ title: z.string().trim().min(1).max(60), nodes: PlanNodes });
export type PlanTemplate = z.output<typeof PlanTemplate>;
export const templateKind = (of: ProjectClass) => `milestones.${of}`;
export const WholeDay = z.string().refine(isDay, { error: 'date.unreadable' });
