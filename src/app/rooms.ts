import type { FastifyInstance } from 'fastify';
import { cockpitRoutes } from '../modules/cockpit/routes.ts';
import { figuresRoutes } from '../modules/figures/routes.ts';
import { identityRoutes } from '../modules/identity/routes.ts';
import { referenceRoutes } from '../modules/reference/routes.ts';
import { tasksRoutes } from '../modules/tasks/routes.ts';
import type { Parts } from './server.ts';

/** Every room's doors, one line each, in the rooms' order. */
export const rooms: readonly ((api: FastifyInstance, parts: Required<Parts>) => void)[] = [
  identityRoutes,
  tasksRoutes,
  referenceRoutes,
  figuresRoutes,
  cockpitRoutes,
];
