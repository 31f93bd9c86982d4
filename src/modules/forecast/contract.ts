import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { isDay } from '../../kernel/day.ts';
import { paging } from '../../kernel/paging.ts';
import { ForecastRules } from './domain/rule.ts';
import { ForecastFilter, ForecastRow, ProjectForecast, slipStates } from './domain/view.ts';

export const forecastContract = contract({
  list: {
    method: 'GET',
    path: '/forecasts',
    summary: 'When projects are likely to produce, the latest against their promise first',
    access: 'business',
    query: ForecastFilter.extend(paging()),
    result: z.object({
      /** When they were forecast; none yet in a new installation. */
      madeOn: z.string().nullable(),
      items: z.array(ForecastRow),
      total: z.int(),
      counts: z.record(z.enum(slipStates), z.int()),
    }),
  },
  exportList: {
    method: 'GET',
    path: '/forecasts/export',
    summary: 'The filtered forecasts as a file',
    access: 'business',
    download: true,
    query: ForecastFilter.extend({ language: z.enum(['zh', 'en']).default('zh') }),
    result: z.unknown(),
  },
  ofProject: {
    method: 'GET',
    path: '/projects/:id/forecast',
    summary: 'When a project is likely to produce and what it is likely to invest this year, as a range with its reasons',
    access: 'business',
    params: z.object({ id: z.uuid() }),
    result: ProjectForecast,
  },
  rules: {
    method: 'GET',
    path: '/forecasts/rules',
    summary: 'By what forecasts are made, every version',
    access: 'business',
    result: z.object({
      current: z.object({ rules: ForecastRules, version: z.int() }),
      versions: z.array(z.object({ version: z.int(), effectiveFrom: z.string(), publishedAt: z.iso.datetime() })),
      can: z.object({ publish: z.boolean() }),
    }),
  },
  publish: {
    method: 'POST',
    path: '/forecasts/rules',
    summary: 'Publish by what forecasts are made, from a day on',
    access: ['promotion_admin'],
    body: z.strictObject({ rules: ForecastRules, effectiveFrom: z.string().refine(isDay, 'YYYY-MM-DD') }),
    result: z.object({ version: z.int() }),
  },
});
