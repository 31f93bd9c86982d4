import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { makeHandover } from './commands.ts';
import { handoversContract } from './contract.ts';
import { getHandover, listHandovers, previewHandover } from './queries.ts';

export function handoversRoutes(app: FastifyInstance, { db, now = () => new Date() }: { db: Db; now?: () => Date }) {
  mount(app, 'handovers', handoversContract, {
    list: (_, actor) => listHandovers(db, actor),
    preview: ({ query }, actor) => previewHandover(db, query, { actor, now: now() }),
    make: ({ body }, actor) => makeHandover(db, body, actor, now()),
    get: ({ params }, actor) => getHandover(db, params.id, actor),
  });
}
