import * as z from 'zod';
import { stages } from '../../projects/domain/stage.ts';

/** Ten-thousandths: 9500 is 95 %. */
const share = z.int().min(0).max(10_000);
const ascending = ({ low, likely, high }: Readonly<{ low: number; likely: number; high: number }>) => low <= likely && likely <= high;
const three = (most: number) => {
  const of = z.int().min(0).max(most);
  return z.strictObject({ low: of, likely: of, high: of }).refine(ascending, { error: 'forecast.not_ascending' });
};

/** What a rule row of kind `forecast` says: how a forecast is made (滑期预测). */
export const ForecastRules = z.strictObject({
  /** Projects at these stages are forecast. */
  stages: z.array(z.enum(stages)).min(1),
  /** How many of the last months tell the pace, and how many there must be at least. */
  recentMonths: z.int().min(2).max(24),
  leastMonths: z.int().min(1).max(12),
  /** How many finished nodes there must be before their time says anything of the others. */
  leastNodes: z.int().min(1).max(10),
  /** Which of a project's own months, and nodes, are taken for a slow and for a quick one: the lowest tenth and the highest. */
  quantiles: z.strictObject({ low: share, high: share }).refine((q) => q.low < q.high, { error: 'forecast.not_ascending' }),
  /** Without nodes of its own a project may take so much more time than planned. */
  unknownStretch: z.int().min(10_000).max(50_000),
  /** The plan of the year against the pace of the last months. */
  planWeight: share,
  /** Production by the money that is still to be spent against production by the nodes of the plan. */
  moneyWeight: share,
  /** What is built is finished when so much of the total investment has been spent. */
  completesAt: three(10_000),
  /** Days from the end of building to production. */
  toProduction: three(1500),
  /** Nothing is said of what lies further ahead. */
  mostMonths: z.int().min(6).max(120),
});
export type ForecastRules = z.output<typeof ForecastRules>;

export const defaultForecastRules: ForecastRules = {
  stages: ['signed', 'preparing', 'building', 'completed'],
  recentMonths: 6,
  leastMonths: 3,
  leastNodes: 2,
  quantiles: { low: 1000, high: 9000 },
  unknownStretch: 20_000,
  planWeight: 3000,
  moneyWeight: 6000,
  completesAt: { low: 8500, likely: 9200, high: 10_000 },
  toProduction: { low: 30, likely: 75, high: 120 },
  mostMonths: 60,
};
export const forecastPreset = {
  kind: 'forecast',
  preset: 'zhuchao-2026',
  effectiveFrom: '2000-01-01',
  effectiveTo: null,
  body: defaultForecastRules,
};
