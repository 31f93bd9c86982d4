import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { FigureQuery, figuresContract, FigureValue } from '../figures/contract.ts';

const id = z.uuid();
/** Figures by which units may be ranked on the first page. */
export const rankings = ['signed_amount', 'signed_count', 'arrived_amount', 'invested_amount', 'arrival_rate', 'start_rate'] as const;
export type RankBy = (typeof rankings)[number];
const changeKinds = ['agreement', 'arrival', 'investment', 'stage'] as const;
export const Change = z.object({
  kind: z.enum(changeKinds),
  projectId: id,
  code: z.string(),
  name: z.string(),
  unitName: z.string(),
  happenedOn: z.string(),
  recordedAt: z.iso.datetime(),
  recordedBy: z.string(),
  amountFen: z.int().nullable(),
  isReversal: z.boolean(),
  fromStage: z.string().nullable(),
  toStage: z.string().nullable(),
  toSide: z.string().nullable(),
});
export type Change = z.output<typeof Change>;
const Groups = figuresContract.groups.result.shape.groups;

export const cockpitContract = contract({
  view: {
    method: 'GET',
    path: '/cockpit',
    summary: 'The first page: figures of my scope, funnel, ranking, trend, what changed, who has not reported',
    access: 'business',
    query: FigureQuery.extend({
      rankBy: z
        .enum(['signed_count', 'signed_amount', 'arrived_amount', 'invested_amount', 'arrival_rate', 'start_rate'])
        .default('signed_amount'),
    }),
    result: z.object({
      asked: figuresContract.list.result.shape.asked,
      unitName: z.string(),
      figures: z.array(FigureValue),
      funnel: Groups,
      ranking: Groups,
      trend: figuresContract.trend.result.shape.months,
      changes: z.array(Change),
      /** The month units report on: the last full month by `through`. */
      reportMonth: z.string(),
      units: z.int(),
      silent: z.array(z.object({ id, name: z.string() })),
    }),
  },
});
export type CockpitView = z.output<typeof cockpitContract.view.result>;
