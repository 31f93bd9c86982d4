import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { projectClasses } from '../milestones/domain/node.ts';
import { WholeDay } from '../milestones/domain/template.ts';
import { PermitAct } from './domain/act.ts';
import { ListedPermit, page, PermitFilter, sorting } from './domain/list-view.ts';
import { Departments, Fee, Fees, PermitTemplate } from './domain/permit.ts';
import { PermitView } from './domain/permit-view.ts';

const id = z.uuid();
const ofProject = z.object({ id });
const access = 'business';
const reason = z.string().trim().min(1).max(500);
const keys = z.array(z.string().max(40)).min(1).max(60);
/** Everyone whose work is with approvals: what each may do is asked of the project and the approval. */
const workers = ['promoter', 'unit_head', 'promotion_admin', 'approval', 'development'] as const;
const rulers = ['promotion_admin', 'approval'] as const;
const publishers = ['promotion_admin'] as const;

const version = <B extends z.ZodType>(body: B) =>
  z.object({ id, version: z.int(), effectiveFrom: z.string(), preset: z.string().nullable(), body, publishedAt: z.iso.datetime() });
const published = z.object({ id, version: z.int() });
const publishing = <B extends z.ZodType>(body: B) => z.strictObject({ effectiveFrom: WholeDay, body });

const ProjectPermits = z.object({
  today: z.string(),
  /** The national code of the project, under which everything is applied for. */
  nationalCode: z.string().nullable(),
  class: z.enum(projectClasses).nullable(),
  isGreen: z.boolean(),
  green: z.array(z.object({ id, isGreen: z.boolean(), reason: z.string().nullable(), by: z.string(), at: z.iso.datetime() })),
  agent: z.object({ id, name: z.string() }).nullable(),
  permits: z.array(PermitView),
  fees: z.array(Fee),
  /** Years whose holidays are not published yet: there only weekends are free. */
  unpublished: z.array(z.int()),
  can: z.object({ plan: z.boolean(), arrange: z.boolean() }),
});
export type ProjectPermits = z.output<typeof ProjectPermits>;

export const permitsContract = contract({
  ofProject: {
    method: 'GET',
    path: '/projects/:id/permits',
    summary: 'The approvals that a project needs, where each stands, and its clocks in working days',
    access,
    params: ofProject,
    result: ProjectPermits,
  },
  plan: {
    method: 'POST',
    path: '/projects/:id/permits',
    summary: 'Lay down approvals of the template of a class that the project needs',
    access: workers,
    params: ofProject,
    body: z.strictObject({ class: z.enum(projectClasses), keys }),
    result: z.object({ added: z.int() }),
  },
  act: {
    method: 'POST',
    path: '/projects/:id/permits/:permitId/entries',
    summary: 'Record what happened to an approval',
    access: workers,
    params: z.object({ id, permitId: id }),
    body: z.strictObject({
      act: PermitAct,
      /** The entry that was the last when this was written. */
      last: id.nullable(),
      uploadIds: z.array(id).max(20).default([]),
    }),
    result: z.object({ id }),
  },
  setAgent: {
    method: 'POST',
    path: '/projects/:id/permit-agents',
    summary: 'Say who runs the errands of a project (代办员), or that nobody does any more',
    access: rulers,
    params: ofProject,
    body: z.strictObject({ personId: id.nullable() }),
    result: z.object({ id }),
  },
  setChannel: {
    method: 'POST',
    path: '/projects/:id/permit-channels',
    summary: 'Put a project on the green channel, or take it off',
    access: rulers,
    params: ofProject,
    body: z.strictObject({ isGreen: z.boolean(), reason }),
    result: z.object({ id }),
  },
  list: {
    method: 'GET',
    path: '/permits',
    summary: 'Approvals over all projects: due today, late, standing still, with gaps, expiring',
    access,
    query: PermitFilter.extend(sorting).extend(page),
    result: z.object({
      today: z.string(),
      items: z.array(ListedPermit),
      total: z.int(),
      projects: z.int(),
      /** Decided this year, and of those as promised. */
      decided: z.int(),
      onTime: z.int(),
    }),
  },
  exportList: {
    method: 'GET',
    path: '/permits/export',
    summary: 'The filtered approvals as a file',
    access,
    download: true,
    query: PermitFilter.extend(sorting).extend({ language: z.enum(['zh', 'en']).default('zh') }),
    result: z.unknown(),
  },
  rules: {
    method: 'GET',
    path: '/permits/rules',
    summary: 'The approvals of every class, the departments of this district and the fees, every version',
    access,
    result: z.object({
      items: z.array(z.object({ class: z.enum(projectClasses), versions: z.array(version(PermitTemplate)) })),
      departments: z.array(version(Departments)),
      fees: z.array(version(Fees)),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publishTemplate: {
    method: 'POST',
    path: '/permits/rules/templates/:class',
    summary: 'Publish the next version of the approvals of a class',
    access: publishers,
    params: z.object({ class: z.enum(projectClasses) }),
    body: publishing(PermitTemplate),
    result: published,
  },
  publishDepartments: {
    method: 'POST',
    path: '/permits/rules/departments',
    summary: 'Publish which unit each department is',
    access: publishers,
    body: publishing(Departments),
    result: published,
  },
  publishFees: {
    method: 'POST',
    path: '/permits/rules/fees',
    summary: 'Publish the list of fees with their basis in law',
    access: publishers,
    body: publishing(Fees),
    result: published,
  },
});
