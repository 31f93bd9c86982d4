import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { forecastContract } from './contract.ts';
import { exportForecasts } from './export-queries.ts';
import { forecastOfProject, listForecasts } from './queries.ts';

export function forecastRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'forecast', forecastContract, {
    list: ({ query }, actor) => listForecasts(db, query, actor),
    exportList: ({ query }, actor) => exportForecasts(db, query, actor, now()),
    ofProject: ({ params }, actor) => forecastOfProject(db, params.id, actor, now()),
  });
}
