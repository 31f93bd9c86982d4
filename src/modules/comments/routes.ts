import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { type IsOfProject, retractComment, watchProject, writeComment } from './commands.ts';
import { commentsContract } from './contract.ts';
import { listComments } from './queries.ts';

type Parts = { db: Db; isOfProject: IsOfProject; now?: () => Date };

export function commentsRoutes(app: FastifyInstance, { db, isOfProject, now = () => new Date() }: Parts) {
  const write = writeComment(isOfProject);
  mount(app, 'comments', commentsContract, {
    list: ({ params }, actor) => listComments(db, params.id, actor),
    write: ({ params, body }, actor) => write(db, { ...params, ...body }, actor, now()),
    retract: ({ params }, actor) => retractComment(db, params, actor, now()),
    watch: ({ params, body }, actor) => watchProject(db, { ...params, ...body }, actor, now()),
  });
}
