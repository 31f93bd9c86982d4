import { divideRounded } from '../../../kernel/number.ts';
import type { ForecastFacts, Reason } from './facts.ts';
import { type Range, sumAhead, whole, within } from './range.ts';
import type { ForecastRules } from './rule.ts';

export type YearEnd = Readonly<{ year: number; doneFen: number; planFen: number | null; range: Range }>;
type Found = Readonly<{ forecast: YearEnd | null; reasons: readonly Reason[] }>;

const why = (code: string, details: Reason['details'] = {}): Reason => ({ about: 'year', code, details });
const plus = (done: number, { low, likely, high }: Range): Range => ({ low: done + low, likely: done + likely, high: done + high });

/** Months of this year that are still to come after the last one known. */
export function monthsAhead({ today, through }: Pick<ForecastFacts, 'today' | 'through'>): number {
  const [year, over] = [today.slice(0, 4), Number(through.slice(5))];
  return through.slice(0, 4) < year ? 12 : 12 - over;
}

/** 全年完成预测: what this year's investment comes to, from the pace of the last months and from the plan of the year. */
export function yearEnd(facts: ForecastFacts, rules: ForecastRules): Found {
  const { today, yearDoneFen, yearPlan, months } = facts;
  const recent = months.slice(-rules.recentMonths).map((m) => m.fen);
  const ahead = monthsAhead(facts);
  const head = { year: Number(today.slice(0, 4)), doneFen: yearDoneFen, planFen: yearPlan?.totalFen ?? null };
  if (ahead === 0) return { forecast: { ...head, range: plus(yearDoneFen, nothing) }, reasons: [why('year_over')] };
  const rest = yearPlan ? within(yearPlan.totalFen - yearPlan.plannedFen, 0, yearPlan.totalFen) : 0;
  if (recent.length < rules.leastMonths) {
    const little = why('little_history', { n: recent.length, least: rules.leastMonths });
    if (!yearPlan) return { forecast: null, reasons: [little, why('no_year_plan')] };
    // Nothing but the plan is known: anything from nothing more to all of it.
    const range = plus(yearDoneFen, { low: 0, likely: rest, high: rest });
    return { forecast: { ...head, range }, reasons: [little, why('plan_only', { restFen: rest })] };
  }
  const byPace = sumAhead(recent, ahead, rules.quantiles);
  const reasons = [why('pace', { n: recent.length, paceFen: perMonth(recent), ahead, sumFen: byPace.likely })];
  const blended = yearPlan && yearPlan.plannedFen > 0 ? blend(byPace, facts, rest, rules, reasons) : byPace;
  if (!yearPlan) reasons.push(why('no_year_plan'));
  return { forecast: { ...head, range: plus(yearDoneFen, capped(blended, facts, rules, reasons)) }, reasons };
}
const nothing: Range = { low: 0, likely: 0, high: 0 };
const perMonth = (months: readonly number[]) => Number(divideRounded(BigInt(months.reduce((a, b) => a + b, 0)), BigInt(months.length)));

/** The plan's own curve, done as well as it was until now, beside the pace. */
function blend(byPace: Range, { yearDoneFen, yearPlan }: ForecastFacts, rest: number, rules: ForecastRules, reasons: Reason[]): Range {
  const due = yearPlan!.plannedFen;
  const byPlan = Number(divideRounded(BigInt(rest) * BigInt(yearDoneFen), BigInt(due)));
  reasons.push(why('plan_curve', { doneFen: yearDoneFen, dueFen: due, restFen: rest, sumFen: byPlan }));
  const mixed = BigInt(byPace.likely) * BigInt(whole - rules.planWeight) + BigInt(byPlan) * BigInt(rules.planWeight);
  const likely = Number(divideRounded(mixed, BigInt(whole)));
  return { low: within(byPace.low, 0, likely), likely, high: byPace.high > likely ? byPace.high : likely };
}

/** No more is spent than the total still leaves; what is above its total already may go on being so. */
function capped(range: Range, { totalFen, investedFen }: ForecastFacts, { completesAt }: ForecastRules, reasons: Reason[]): Range {
  if (totalFen === null || totalFen <= 0) return range;
  const left = (share: number) => {
    const fen = Number(divideRounded(BigInt(totalFen) * BigInt(share), BigInt(whole))) - investedFen;
    return fen > 0 ? fen : 0;
  };
  const [low, likely] = [within(range.low, 0, left(completesAt.low)), within(range.likely, 0, left(completesAt.likely))];
  if (likely < range.likely) reasons.push(why('capped', { leftFen: likely, totalFen, investedFen }));
  const most = investedFen >= totalFen ? range.high : within(range.high, 0, left(whole));
  return { low, likely, high: most > likely ? most : likely };
}
