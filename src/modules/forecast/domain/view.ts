import * as z from 'zod';
import { stages } from '../../projects/domain/stage.ts';

const id = z.uuid();
/** late: production likely after the promise. beyond: nothing to be seen of it. unknown: no promise, or no forecast. */
export const slipStates = ['late', 'on_time', 'beyond', 'unknown'] as const;
export type SlipState = (typeof slipStates)[number];

export const ForecastFilter = z.object({
  state: z.enum(slipStates).optional(),
  /** At least so many days late. */
  lateFrom: z.coerce.number<string | number>().int().min(1).max(3650).optional(),
  stage: z.enum(stages).optional(),
  unit: id.optional(),
  q: z.string().trim().max(60).optional(),
});
export type ForecastFilter = z.output<typeof ForecastFilter>;

export const ReasonView = z.object({
  about: z.enum(['finish', 'year']),
  /** Its sentence is 'forecast.why.<code>'; details that end in Fen are amounts. */
  code: z.string(),
  details: z.record(z.string(), z.union([z.string(), z.number()])),
});
export type ReasonView = z.output<typeof ReasonView>;

const fen = z.int();
export const FinishView = z.object({ low: z.string(), likely: z.string(), high: z.string(), isBeyond: z.boolean() });
export const YearView = z.object({
  year: z.int(),
  doneFen: fen,
  planFen: fen.nullable(),
  low: fen,
  likely: fen,
  high: fen,
});

/** A forecast of a project, beside what was promised. */
export const Forecast = z.object({
  through: z.string(),
  promisedOn: z.string().nullable(),
  finish: FinishView.nullable(),
  lateDays: z.int().nullable(),
  year: YearView.nullable(),
  reasons: z.array(ReasonView),
});
export type Forecast = z.output<typeof Forecast>;

export const ForecastRow = Forecast.extend({
  projectId: id,
  projectCode: z.string(),
  projectName: z.string(),
  unitId: id,
  unitName: z.string(),
  stage: z.enum(stages),
  madeOn: z.string(),
});
export type ForecastRow = z.output<typeof ForecastRow>;

export const ProjectForecast = z.object({
  today: z.string(),
  ruleVersion: z.int(),
  /** None of a project that stands aside, is in production or has not been signed. */
  forecast: Forecast.nullable(),
  /** What it is made from: the months that tell the pace, and the nodes that tell how long things take. */
  months: z.array(z.object({ month: z.string(), fen })),
  nodes: z.array(z.object({ key: z.string(), name: z.string(), planned: z.int(), took: z.int(), isOpen: z.boolean() })),
});
export type ProjectForecast = z.output<typeof ProjectForecast>;
