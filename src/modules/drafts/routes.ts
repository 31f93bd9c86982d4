import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { removeDraft, saveDraft } from './commands.ts';
import { draftsContract } from './contract.ts';
import { draftsOf, getDraft } from './queries.ts';

export function draftsRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'drafts', draftsContract, {
    mine: async (_, actor) => ({ items: await draftsOf(db, actor) }),
    get: ({ query }, actor) => getDraft(db, query.form, actor),
    save: ({ query, body }, actor) => saveDraft(db, { ...query, ...body }, actor, now()),
    remove: ({ query }, actor) => removeDraft(db, query, actor, now()),
  });
}
