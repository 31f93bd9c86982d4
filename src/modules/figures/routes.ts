import type { FastifyInstance } from 'fastify';
import type { Db } from '../../platform/db.ts';
import { mount } from '../../platform/http.ts';
import { standingClosings } from '../funds/month-queries.ts';
import { figuresContract } from './contract.ts';
import { figureGroups } from './group-queries.ts';
import { figureCards, figureRows, figureValues } from './queries.ts';
import { exportWhy } from './why-sheet.ts';
import { whyChanged } from './why-queries.ts';
import { figureCurrencies, figureTrend } from './trend-queries.ts';

export function figuresRoutes(app: FastifyInstance, { db, now }: { db: Db; now: () => Date }) {
  mount(app, 'figures', figuresContract, {
    list: ({ query }, actor) => figureValues(db, query, actor, now()),
    cards: ({ query }, actor) => figureCards(db, query, actor, now()),
    closings: async () => ({ items: (await standingClosings(db)).map(({ month, closedAt }) => ({ month, closedAt })) }),
    rows: ({ params, query }, actor) => figureRows(db, params.key, query, actor, now()),
    groups: ({ params, query }, actor) => figureGroups(db, params.key, query, actor, now()),
    why: ({ params, query }, actor) => whyChanged(db, params.key, query, actor, now()),
    exportWhy: ({ params, query }, actor) => exportWhy(db, params.key, query, actor, now()),
    trend: ({ query }, actor) => figureTrend(db, query, actor, now()),
    currencies: ({ query }, actor) => figureCurrencies(db, query, actor, now()),
  });
}
