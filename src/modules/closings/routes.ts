import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { reopenMonth } from '../funds/month-commands.ts';
import { closeWithFigures } from './commands.ts';
import { closingsContract } from './contract.ts';
import { lacksOf, listClosings } from './queries.ts';

export function closingsRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'closings', closingsContract, {
    list: (_, actor) => listClosings(db, actor, now()),
    preview: async ({ query }, actor) => ({ month: query.month, lacks: await lacksOf(db, query.month, actor, now()) }),
    close: ({ body }, actor) => closeWithFigures(db, body, actor, now()),
    reopen: async ({ body }, actor) => ({ id: (await reopenMonth(db, body, actor, now())).id }),
  });
}
