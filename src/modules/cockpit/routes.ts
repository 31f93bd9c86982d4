import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { cockpitContract } from './contract.ts';
import { deliveryView } from './delivery-queries.ts';
import { cockpitView } from './queries.ts';

export function cockpitRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'cockpit', cockpitContract, {
    view: ({ query }, actor) => cockpitView(db, { query }, actor, now()),
    delivery: ({ query }, actor) => deliveryView(db, query.unitId, actor, now()),
  });
}
