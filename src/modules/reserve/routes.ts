import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { createIdea, editIdea, promoteIdea, publishReserveRules, setIdeaState, setItem } from './commands.ts';
import { reserveContract } from './contract.ts';
import { exportReport, ideaSheet } from './file-queries.ts';
import { compareIdeas, ideaOf, ideaOfProject, listIdeas } from './queries.ts';
import { listReserveRules } from './rule-queries.ts';

export function reserveRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'reserve', reserveContract, {
    list: ({ query }, actor) => listIdeas(db, query, actor, now()),
    exportReport: ({ query }, actor) => exportReport(db, query, actor, now()),
    compare: ({ query }, actor) => compareIdeas(db, query.ids, actor, now()),
    create: ({ body }, actor) => createIdea(db, body, actor, now()),
    get: ({ params }, actor) => ideaOf(db, params.id, actor, now()),
    edit: ({ params, body }, actor) => editIdea(db, { id: params.id, ...body }, actor, now()),
    setItem: ({ params, body }, actor) => setItem(db, { id: params.id, ...body }, actor, now()),
    setState: ({ params, body }, actor) => setIdeaState(db, { id: params.id, ...body }, actor, now()),
    promote: ({ params, body }, actor) => promoteIdea(db, { id: params.id, ...body }, actor, now()),
    sheet: ({ params }, actor) => ideaSheet(db, params.id, actor, now()),
    ofProject: ({ params }, actor) => ideaOfProject(db, params.id, actor, now()),
    rules: (_, actor) => listReserveRules(db, actor, now()),
    publish: ({ body }, actor) => publishReserveRules(db, body, actor, now()),
  });
}
