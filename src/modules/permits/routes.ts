import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { actOnPermit, layPermits, setAgent, setChannel } from './commands.ts';
import { permitsContract } from './contract.ts';
import { exportPermits } from './export-queries.ts';
import { listPermits } from './list-queries.ts';
import { permitsOf } from './project-queries.ts';
import { publishDepartments, publishFees, publishTemplate } from './rule-commands.ts';
import { permitRulesOf } from './rule-queries.ts';

export function permitsRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'permits', permitsContract, {
    ofProject: ({ params }, actor) => permitsOf(db, params.id, actor, now()),
    plan: ({ params, body }, actor) => layPermits(db, { projectId: params.id, ...body }, actor, now()),
    act: ({ params, body }, actor) => actOnPermit(db, { projectId: params.id, permitId: params.permitId, ...body }, actor, now()),
    setAgent: ({ params, body }, actor) => setAgent(db, { projectId: params.id, ...body }, actor, now()),
    setChannel: ({ params, body }, actor) => setChannel(db, { projectId: params.id, ...body }, actor, now()),
    list: ({ query }, actor) => listPermits(db, query, actor, now()),
    exportList: ({ query }, actor) => exportPermits(db, query, actor, now()),
    rules: (_, actor) => permitRulesOf(db, actor),
    publishTemplate: ({ params, body }, actor) => publishTemplate(db, { ...params, ...body }, actor, now()),
    publishDepartments: ({ body }, actor) => publishDepartments(db, body, actor, now()),
    publishFees: ({ body }, actor) => publishFees(db, body, actor, now()),
  });
}
