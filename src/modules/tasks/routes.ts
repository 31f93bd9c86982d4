import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { cancelTask } from './commands.ts';
import { tasksContract } from './contract.ts';
import { getTask, watchTask } from './queries.ts';

export function tasksRoutes(app: FastifyInstance, { db }: { db: Db }) {
  mount(app, 'tasks', tasksContract, {
    get: ({ params }, actor) => getTask(db, params.id, actor),
    watch: ({ params, signal }, actor) => watchTask(db, params.id, actor, signal),
    cancel: async ({ params }, actor) => {
      await cancelTask(db, params, actor);
      return getTask(db, params.id, actor);
    },
  });
}
