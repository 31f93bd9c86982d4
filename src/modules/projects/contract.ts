import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { bulkEndpoints } from './domain/bulk.ts';
import { DateAuthority, NewDate, ProjectDates } from './domain/date-view.ts';
import { GateDraft, GateShortfall, GateVersions } from './domain/gate-view.ts';
import { ListOrder, ListQuery, ProjectFilter, Totals } from './domain/list-filter.ts';
import { lightColours } from './domain/mark.ts';
import { History, ProjectPage } from './domain/project-page.ts';
import { ProjectView } from './domain/project-view.ts';
import { frozenFields, partialDate, RecordPatch, recordShape } from './domain/record.ts';
import { SavedView, SavedViewInput } from './domain/saved-view.ts';
import { exitSides, firstStages, sides, stages } from './domain/stage.ts';

const id = z.uuid();
const params = z.object({ id });
const version = z.int();
const stage = z.enum(stages);
const side = z.enum(sides);
const reason = z.string().trim().min(1).max(1000);
const words = z.string().max(1000);
const saved = z.object({ version });

/** `recognised`: dates that stand, under 'started.statistics'. */
const ListRow = ProjectView.extend({
  recognised: z.record(z.string(), z.string()),
  /** Its light; null where it has none. */
  light: z.enum(lightColours).nullable(),
  can: z.object({ edit: z.boolean() }),
});

/** Records of the register of enterprises: the investor (group), and the company registered here, which may come later. */
const links = { investorId: id.nullable().optional(), companyId: id.nullable().optional() };
const happened = { happenedOn: partialDate, version };
const NewProject = z.strictObject({
  ...RecordPatch.shape,
  name: recordShape.name,
  unitId: recordShape.unitId,
  stage: z.enum(firstStages).default('planning'),
  happenedOn: partialDate.optional(),
  ...links,
  /** Why it is entered though another project looks the same; goes into the pool of look-alikes. */
  duplicateReason: reason.optional(),
});
const Restated = z.strictObject(
  Object.fromEntries(frozenFields.map((f) => [f, RecordPatch.shape[f]])) as Pick<typeof RecordPatch.shape, (typeof frozenFields)[number]>,
);

export const projectsContract = contract({
  list: {
    method: 'GET',
    path: '/projects',
    summary: 'Projects the reader may see, with the totals of the whole filtered set',
    access: 'business',
    query: ListQuery,
    kept: true,
    result: z.object({ items: z.array(ListRow), totals: Totals, can: z.object({ create: z.boolean(), bulk: z.boolean() }) }),
  },
  export: {
    method: 'GET',
    path: '/projects/export',
    summary: 'The filtered list as a file, with the chosen columns',
    access: 'business',
    download: true,
    query: ProjectFilter.extend(ListOrder.shape).extend({
      format: z.enum(['xlsx', 'csv']).default('xlsx'),
      columns: z.string().max(2000).optional(),
      language: z.enum(['zh', 'en']).default('zh'),
      amountUnit: z.enum(['元', '万元', '亿元']).default('万元'),
    }),
    result: z.unknown(),
  },
  template: {
    method: 'GET',
    path: '/projects/template',
    summary: 'An empty ledger with every column that an import reads',
    access: 'business',
    download: true,
    query: z.object({ language: z.enum(['zh', 'en']).default('zh'), amountUnit: z.enum(['元', '万元', '亿元']).default('万元') }),
    result: z.unknown(),
  },
  gate: {
    method: 'GET',
    path: '/projects/gate',
    summary: 'What every stage asks for, and the versions published',
    access: 'business',
    result: GateVersions,
  },
  previewGate: {
    method: 'POST',
    path: '/projects/gate/preview',
    summary: 'Which projects past a stage would lack what another gate asks anew; writes nothing',
    access: ['promotion_admin'],
    body: GateDraft,
    result: GateShortfall,
  },
  publishGate: {
    method: 'POST',
    path: '/projects/gate',
    summary: 'Publish the next version of the gate from a day on',
    access: ['promotion_admin'],
    body: GateDraft,
    result: z.object({ id, version: z.int() }),
  },
  requirements: {
    method: 'GET',
    path: '/projects/requirements',
    summary: 'The fields each stage may not leave blank, as of today',
    access: 'business',
    result: z.object({ stages: z.array(z.object({ stage, fields: z.array(z.string()) })), withholdable: z.array(z.string()) }),
  },
  ...bulkEndpoints,
  create: {
    method: 'POST',
    path: '/projects',
    summary: 'Register a project',
    access: 'business',
    body: NewProject,
    result: z.object({
      id,
      code: z.string(),
      version,
      warnings: z.array(z.object({ field: z.string(), code: z.string(), details: z.record(z.string(), z.unknown()) })),
    }),
  },
  get: {
    method: 'GET',
    path: '/projects/:id',
    summary: 'One project with everything on its page',
    access: 'business',
    params,
    kept: true,
    result: ProjectPage,
  },
  history: {
    method: 'GET',
    path: '/projects/:id/history',
    summary: 'Every change of one project',
    access: 'business',
    params,
    result: History,
  },
  update: {
    method: 'PATCH',
    path: '/projects/:id',
    summary: 'Edit a project; only what changes is checked',
    access: 'business',
    params,
    body: z.strictObject({ version, patch: RecordPatch }),
    result: saved,
  },
  restate: {
    method: 'POST',
    path: '/projects/:id/restate',
    summary: 'Change what was frozen when the project landed',
    access: ['promotion_admin'],
    params,
    body: z.strictObject({ version, patch: Restated, reason }),
    result: saved,
  },
  linkEnterprises: {
    method: 'PUT',
    path: '/projects/:id/enterprises',
    summary: 'Say which enterprises of the register its investor and its local company are',
    access: 'business',
    params,
    body: z.strictObject({ version, ...links }),
    result: saved,
  },
  byEnterprise: {
    method: 'GET',
    path: '/enterprises/:id/projects',
    summary: 'Projects of an enterprise that the reader may see',
    access: 'business',
    params,
    result: z.object({
      items: z.array(
        z.object({
          id,
          code: z.string(),
          name: z.string(),
          stage,
          side: side.nullable(),
          unitName: z.string(),
          roles: z.array(z.enum(['investor', 'company'])),
        }),
      ),
    }),
  },
  move: {
    method: 'POST',
    path: '/projects/:id/move',
    summary: 'Move a project to another stage',
    access: 'business',
    params,
    body: z.strictObject({ ...happened, to: stage, reason: reason.optional() }),
    result: saved,
  },
  propose: {
    method: 'POST',
    path: '/projects/:id/proposal',
    summary: 'Propose a move that another person verifies',
    access: 'business',
    params,
    body: z.strictObject({ ...happened, to: stage, reason: reason.optional() }),
    result: saved,
  },
  decide: {
    method: 'POST',
    path: '/projects/:id/proposal/decision',
    summary: 'Verify, return or withdraw the open proposal',
    access: 'business',
    params,
    body: z.strictObject({
      version,
      proposalId: id,
      verdict: z.enum(['verified', 'returned', 'withdrawn']),
      note: z.string().trim().max(1000).optional(),
    }),
    result: saved,
  },
  exit: {
    method: 'POST',
    path: '/projects/:id/exit',
    summary: 'Let a project stand aside: withdrawn, suspended, transferred',
    access: 'business',
    params,
    body: z.strictObject({ ...happened, side: z.enum(exitSides), reason: words, exitTo: z.string().trim().max(200).optional() }),
    result: saved,
  },
  reopen: {
    method: 'POST',
    path: '/projects/:id/reopen',
    summary: 'Bring a project back that stood aside',
    access: 'business',
    params,
    body: z.strictObject({ ...happened, reason: words }),
    result: saved,
  },
  addCode: {
    method: 'POST',
    path: '/projects/:id/codes',
    summary: 'Record a code that an authority gave',
    access: 'business',
    params,
    body: z.strictObject({ version, scheme: z.enum(['national', 'province', 'city', 'other']), code: z.string().trim().min(1).max(60) }),
    result: saved,
  },
  addNote: {
    method: 'POST',
    path: '/projects/:id/notes',
    summary: 'One sentence of progress',
    access: 'business',
    params,
    body: z.strictObject({ body: z.string().trim().min(1).max(500), happenedOn: partialDate.optional() }),
    result: z.object({ id }),
  },
  dates: {
    method: 'GET',
    path: '/projects/:id/dates',
    summary: 'Dates of start, statistics, scale and production: claimed, and recognised by each authority',
    access: 'business',
    params,
    result: ProjectDates,
  },
  recordDate: {
    method: 'POST',
    path: '/projects/:id/dates',
    summary: 'Write down a date as claimed or as an authority recognises it',
    access: 'business',
    params,
    body: NewDate,
    result: z.object({ id }),
  },
  authorities: {
    method: 'GET',
    path: '/projects/authorities',
    summary: 'Authorities that recognise dates, and the events that each dates',
    access: 'business',
    result: z.object({ items: z.array(DateAuthority) }),
  },
  views: {
    method: 'GET',
    path: '/views',
    summary: 'Saved views of a list: mine and the shared ones',
    access: 'business',
    query: z.object({ list: z.string().max(30) }),
    result: z.object({ items: z.array(SavedView) }),
  },
  saveView: {
    method: 'PUT',
    path: '/views',
    summary: 'Save a view under a name of mine',
    access: 'business',
    body: SavedViewInput,
    result: z.object({ id }),
  },
  removeView: { method: 'DELETE', path: '/views/:id', summary: 'Remove a view of mine', access: 'business', params, result: z.object({}) },
});
