import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { markSeen } from './commands.ts';
import { deskContract } from './contract.ts';
import { type Contributor, deskOf } from './queries.ts';

type Parts = { db: Db; contributors: readonly Contributor[]; now?: () => Date };

export function deskRoutes(app: FastifyInstance, { db, contributors, now = () => new Date() }: Parts) {
  mount(app, 'desk', deskContract, {
    get: (_, actor) => deskOf(db, contributors, actor, now()),
    seen: (_, actor) => markSeen(db, {}, actor, now()),
  });
}
