import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { publishForecastRules } from './commands.ts';
import { forecastContract } from './contract.ts';
import { exportForecasts } from './export-queries.ts';
import { forecastOfProject, listForecasts } from './queries.ts';
import { listForecastRules } from './rule-queries.ts';

export function forecastRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'forecast', forecastContract, {
    list: ({ query }, actor) => listForecasts(db, query, actor),
    exportList: ({ query }, actor) => exportForecasts(db, query, actor, now()),
    rules: (_, actor) => listForecastRules(db, actor, now()),
    publish: ({ body }, actor) => publishForecastRules(db, body, actor, now()),
    ofProject: ({ params }, actor) => forecastOfProject(db, params.id, actor, now()),
  });
}
