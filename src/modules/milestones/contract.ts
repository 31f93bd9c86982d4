import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { ListedNode, NodeFilter, page } from './domain/list-view.ts';
import { NewActual, NewPlan, PlanTrial, ProjectPlan } from './domain/plan-view.ts';
import { projectClasses } from './domain/node.ts';
import { Shutdowns } from './domain/shutdown.ts';
import { PlanTemplate, WholeDay } from './domain/template.ts';
import { yearShapes } from './domain/year-plan.ts';

const id = z.uuid();
const fen = z.int();
const ofProject = z.object({ id });
const access = 'business';
const recorded = z.object({ id });

const version = <B extends z.ZodType>(body: B) =>
  z.object({ id, version: z.int(), effectiveFrom: z.string(), preset: z.string().nullable(), body, publishedAt: z.iso.datetime() });
const months = z.array(z.int()).length(12);

export const YearPlan = z.object({
  id,
  year: z.int(),
  shape: z.enum(yearShapes),
  monthsFen: months,
  totalFen: fen,
  reason: z.string().nullable(),
  recordedByName: z.string(),
  recordedAt: z.iso.datetime(),
});
export type YearPlan = z.output<typeof YearPlan>;

export const milestonesContract = contract({
  ofProject: {
    method: 'GET',
    path: '/projects/:id/milestones',
    summary: 'The plan of a project: its nodes, what became of them, and every earlier plan',
    access,
    params: ofProject,
    result: ProjectPlan,
  },
  tryPlan: {
    method: 'POST',
    path: '/projects/:id/milestones/trial',
    summary: 'The dates that a plan would have; writes nothing',
    access,
    params: ofProject,
    body: NewPlan,
    result: PlanTrial,
  },
  makePlan: {
    method: 'POST',
    path: '/projects/:id/milestones/plans',
    summary: 'Make the first plan of a project, or one in the place of that in force',
    access,
    params: ofProject,
    body: NewPlan,
    result: z.object({ id, no: z.int() }),
  },
  recordActual: {
    method: 'POST',
    path: '/projects/:id/milestones/actuals',
    summary: 'Record when a node began or was finished',
    access,
    params: ofProject,
    body: NewActual,
    result: recorded,
  },
  sheet: {
    method: 'GET',
    path: '/projects/:id/milestones/sheet',
    summary: '倒排工期表 as a Word file',
    access,
    download: true,
    params: ofProject,
    result: z.unknown(),
  },
  yearPlans: {
    method: 'GET',
    path: '/projects/:id/year-plans',
    summary: 'What is to be invested in each year, month by month, with what stood before',
    access,
    params: ofProject,
    result: z.object({ items: z.array(YearPlan.extend({ earlier: z.array(YearPlan) })), can: z.object({ plan: z.boolean() }) }),
  },
  planYear: {
    method: 'POST',
    path: '/projects/:id/year-plans',
    summary: 'Plan the investment of a year, or plan it anew',
    access,
    params: ofProject,
    body: z.strictObject({
      year: z.int().min(2000).max(2100),
      /** Evenly over months of the year, or month by month. */
      spread: z.discriminatedUnion('shape', [
        z.strictObject({
          shape: z.literal('linear'),
          totalFen: z.int().min(1),
          firstMonth: z.int().min(1).max(12),
          lastMonth: z.int().min(1).max(12),
        }),
        z.strictObject({ shape: z.literal('curve'), monthsFen: months }),
      ]),
      insteadOf: id.nullable().default(null),
      reason: z.string().trim().max(500).nullable().default(null),
    }),
    result: recorded,
  },
  list: {
    method: 'GET',
    path: '/milestones',
    summary: 'Milestones of the plans in force over all projects: overdue, due, open, done',
    access,
    query: NodeFilter.extend(page),
    result: z.object({ items: z.array(ListedNode), total: z.int(), projects: z.int() }),
  },
  exportList: {
    method: 'GET',
    path: '/milestones/export',
    summary: 'The filtered milestones as a file',
    access,
    download: true,
    query: NodeFilter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
    result: z.unknown(),
  },
  templates: {
    method: 'GET',
    path: '/milestones/templates',
    summary: 'The nodes of every class of projects and the days on which work outdoors stands still, every version',
    access,
    result: z.object({
      items: z.array(z.object({ class: z.enum(projectClasses), versions: z.array(version(PlanTemplate)) })),
      shutdowns: z.array(version(Shutdowns)),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publishTemplate: {
    method: 'POST',
    path: '/milestones/templates/:class',
    summary: 'Publish the next version of the nodes of a class',
    access: ['promotion_admin'],
    params: z.object({ class: z.enum(projectClasses) }),
    body: z.strictObject({ effectiveFrom: WholeDay, body: PlanTemplate }),
    result: z.object({ id, version: z.int() }),
  },
  publishShutdowns: {
    method: 'POST',
    path: '/milestones/shutdowns',
    summary: 'Publish the next version of the days on which work outdoors stands still',
    access: ['promotion_admin'],
    body: z.strictObject({ effectiveFrom: WholeDay, body: Shutdowns }),
    result: z.object({ id, version: z.int() }),
  },
});
