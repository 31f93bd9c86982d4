import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { milestonesContract } from './contract.ts';
import { exportNodes } from './export-queries.ts';
import { listNodes } from './list-queries.ts';
import { makePlan, recordActual } from './plan-commands.ts';
import { planOf, tryPlan } from './plan-queries.ts';
import { publishShutdowns, publishTemplate } from './rule-commands.ts';
import { templatesOf } from './rule-queries.ts';
import { planSheet } from './sheet-queries.ts';
import { planYear } from './year-plan-commands.ts';
import { yearPlansOf } from './year-plan-queries.ts';

export function milestonesRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'milestones', milestonesContract, {
    ofProject: ({ params }, actor) => planOf(db, params.id, actor, now()),
    tryPlan: ({ params, body }, actor) => tryPlan(db, params.id, body, actor, now()),
    makePlan: ({ params, body }, actor) => makePlan(db, { projectId: params.id, ...body }, actor, now()),
    recordActual: ({ params, body }, actor) => recordActual(db, { projectId: params.id, ...body }, actor, now()),
    sheet: ({ params }, actor) => planSheet(db, params.id, actor, now()),
    yearPlans: ({ params }, actor) => yearPlansOf(db, params.id, actor),
    planYear: ({ params, body }, actor) => planYear(db, { projectId: params.id, ...body }, actor, now()),
    list: ({ query }, actor) => listNodes(db, query, actor, now()),
    exportList: ({ query }, actor) => exportNodes(db, query, actor, now()),
    templates: (_, actor) => templatesOf(db, actor),
    publishTemplate: ({ params, body }, actor) => publishTemplate(db, { ...params, ...body }, actor, now()),
    publishShutdowns: ({ body }, actor) => publishShutdowns(db, body, actor, now()),
  });
}
