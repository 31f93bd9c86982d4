import * as z from 'zod';
import { contract } from '../../kernel/contract.ts';
import { FigureQuery, figuresContract, FigureValue } from '../figures/contract.ts';
import { deliveryKeys } from './domain/delivery-card.ts';
import { ageKeys } from '../problems/domain/problem.ts';

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

const DeliveryFigure = z.object({
  key: z.enum(deliveryKeys),
  /** Of a count. */
  value: z.int().nullable(),
  /** Of a rate. */
  ratio: FigureValue.shape.ratio,
});
export type DeliveryFigure = z.output<typeof DeliveryFigure>;
const DeliveryUnit = z.object({
  unitId: id,
  unitName: z.string(),
  /** Are its numbers those of the units below it too? */
  isWhole: z.boolean(),
  red: z.int(),
  yellow: z.int(),
  green: z.int(),
  owed: z.int(),
  reported: z.int(),
  onTime: z.int(),
  overdueNodes: z.int(),
  latePermits: z.int(),
  decided: z.int(),
  decidedOnTime: z.int(),
  openProblems: z.int(),
  overdueProblems: z.int(),
  overdueTasks: z.int(),
});
export type DeliveryUnit = z.output<typeof DeliveryUnit>;

export const cockpitContract = contract({
  delivery: {
    method: 'GET',
    path: '/cockpit/delivery',
    summary: 'How projects go on: lights, reports, milestones, approvals, problems and tasks as they stand, with the units below',
    access: 'business',
    query: z.object({ unitId: id.optional() }),
    result: z.object({
      today: z.string(),
      /** The month that lights are for, and the latest whose reports are due. */
      lightMonth: z.string(),
      reportMonth: z.string(),
      figures: z.array(DeliveryFigure),
      units: z.array(DeliveryUnit),
      /** Problems that are not closed. */
      ages: z.array(z.object({ age: z.enum(ageKeys as [(typeof ageKeys)[number], ...typeof ageKeys]), open: z.int(), overdue: z.int() })),
    }),
  },
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
    kept: true,
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
