import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { addFormerName, createEnterprise, updateEnterprise } from './commands.ts';
import { enterprisesContract } from './contract.ts';
import { getEnterprise, listEnterprises, lookAlikes } from './queries.ts';

type Parts = { db: Db; now?: () => Date };

export function enterprisesRoutes(app: FastifyInstance, { db, now = () => new Date() }: Parts) {
  mount(app, 'enterprises', enterprisesContract, {
    list: (asked, actor) => listEnterprises(db, asked, actor),
    lookAlikes: async ({ query }) => ({ items: await lookAlikes(db, query) }),
    create: ({ body }, actor) => createEnterprise(db, body, actor, now()),
    get: ({ params }, actor) => getEnterprise(db, params.id, actor),
    update: ({ params, body }, actor) => updateEnterprise(db, { ...params, ...body }, actor, now()),
    addName: ({ params, body }, actor) => addFormerName(db, { ...params, ...body }, actor, now()),
  });
}
