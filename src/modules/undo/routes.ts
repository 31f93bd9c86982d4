import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import type { FactsOf } from '../projects/queries.ts';
import { undoAct } from './commands.ts';
import { undoContract } from './contract.ts';
import { listActs } from './queries.ts';

type Parts = { db: Db; factsOf: FactsOf; now?: () => Date };
export function undoRoutes(app: FastifyInstance, { db, factsOf, now = () => new Date() }: Parts) {
  const undo = undoAct(factsOf);
  mount(app, 'undo', undoContract, {
    list: async (_, actor) => ({ items: await listActs(db, { actor, now: now() }) }),
    undo: ({ body }, actor) => undo(db, body, actor, now()),
  });
}
