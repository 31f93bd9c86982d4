import type { Paces } from '../../milestones/domain/schedule.ts';
import type { ForecastFacts } from './facts.ts';
import { finish, slipOf } from './finish.ts';
import type { ForecastRules } from './rule.ts';
import type { Forecast } from './view.ts';
import { yearEnd } from './year-end.ts';

/** The forecast of a project: its day of production and its investment of the year, each with its reasons. */
export function forecastOf(facts: ForecastFacts, rules: ForecastRules, paces: Paces): Forecast {
  const [end, year] = [finish({ facts, rules, paces }), yearEnd(facts, rules)];
  return {
    through: facts.through,
    promisedOn: facts.promisedOn,
    finish: end.forecast,
    lateDays: slipOf(facts.promisedOn, end.forecast),
    year: year.forecast && {
      ...year.forecast.range,
      year: year.forecast.year,
      doneFen: year.forecast.doneFen,
      planFen: year.forecast.planFen,
    },
    reasons: [...end.reasons, ...year.reasons].map((r) => ({ ...r, details: { ...r.details } })),
  };
}
