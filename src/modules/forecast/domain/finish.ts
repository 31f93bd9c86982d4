import { addMonths, type Day, dayAt, dayNumber, daysBetween, lastDayOf } from '../../../kernel/day.ts';
import { divideRounded, largest } from '../../../kernel/number.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type Paces, schedule } from '../../milestones/domain/schedule.ts';
import { lateDays } from '../../milestones/domain/standing.ts';
import { stageNo } from '../../projects/domain/stage.ts';
import type { ForecastFacts, ForecastNode, Reason } from './facts.ts';
import { quantile, type Range, spreadOf, sumAhead, whole } from './range.ts';
import type { ForecastRules } from './rule.ts';

/** The day of production: the earliest, the most likely and the latest. */
export type Finish = Readonly<{ low: Day; likely: Day; high: Day; isBeyond: boolean }>;
type Asked = Readonly<{ facts: ForecastFacts; rules: ForecastRules; paces: Paces }>;
type Said = Readonly<{ days: Range | null; reasons: readonly Reason[] }>;

const why = (code: string, details: Reason['details'] = {}): Reason => ({ about: 'finish', code, details });
const each = (of: (key: 'low' | 'likely' | 'high') => number): Range => ({ low: of('low'), likely: of('likely'), high: of('high') });
/** Either that there is, or the two weighed. */
function together(nodes: Range | null, money: Range | null, weight: number): Range | null {
  if (!nodes || !money) return nodes ?? money;
  const mixed = (k: keyof Range) => BigInt(nodes[k]) * BigInt(whole - weight) + BigInt(money[k]) * BigInt(weight);
  return each((k) => Number(divideRounded(mixed(k), BigInt(whole))));
}
const farApart = 180;
const shown = (days: Range): Record<string, string> => ({ low: dayAt(days.low), likely: dayAt(days.likely), high: dayAt(days.high) });

/**
 * 投产预测: by the nodes of the plan and by the money that is still to be spent, each with its range; both are weighed. More delay of a
 * node, or less invested in a month, never gives an earlier day.
 */
export function finish({ facts, rules, paces }: Asked): Readonly<{ forecast: Finish | null; reasons: readonly Reason[] }> {
  const [nodes, money] = [byNodes({ facts, rules, paces }), byMoney(facts, rules)];
  const found = together(nodes.days, money.days, rules.moneyWeight);
  const reasons = [...nodes.reasons, ...money.reasons];
  const apart = nodes.days && money.days ? nodes.days.likely - money.days.likely : 0;
  if (apart > farApart || apart < -farApart) reasons.push(why('apart', { n: apart > 0 ? apart : -apart }));
  if (!found) return { forecast: null, reasons: [...reasons, why('no_basis')] };
  const today = dayNumber(facts.today);
  const horizon = dayNumber(lastDayOf(addMonths(facts.through, rules.mostMonths)));
  const held = each((k) => (found[k] > horizon ? horizon : largest(found[k], today)));
  const isBeyond = found.likely >= horizon;
  if (isBeyond) reasons.push(why('beyond', { n: rules.mostMonths }));
  return { forecast: { low: dayAt(held.low), likely: dayAt(held.likely), high: dayAt(held.high), isBeyond }, reasons };
}

const spanOf = (from: Day, to: Day) => daysBetween(from, to) + 1;
/** Nodes that tell how long things take here: planned against what they took. What runs longer than planned tells it before its end. */
export function measuredNodes({ nodes, today }: Pick<ForecastFacts, 'nodes' | 'today'>) {
  return nodes.flatMap(({ key, name, days, startOn, finishOn, startedOn, finishedOn }) => {
    if (days === 0 || startedOn === null || startOn > finishOn) return [];
    const planned = spanOf(startOn, finishOn);
    const took = largest(1, spanOf(startedOn, finishedOn ?? today));
    return finishedOn !== null || took > planned ? [{ key, name, planned, took, isOpen: finishedOn === null }] : [];
  });
}

/** Time taken out of time planned, in ten-thousandths; `null` where too few nodes tell it. */
function stretchOf(facts: ForecastFacts, rules: ForecastRules): Readonly<{ stretch: Range; reason: Reason }> {
  const measured = measuredNodes(facts);
  if (measured.length < rules.leastNodes) {
    const stretch = { low: whole, likely: whole, high: rules.unknownStretch };
    return { stretch, reason: why('few_nodes', { n: measured.length, least: rules.leastNodes }) };
  }
  const sum = (of: 'took' | 'planned') => measured.reduce((all, m) => all + m[of], 0);
  const [took, planned] = [sum('took'), sum('planned')];
  const likely = Number(divideRounded(BigInt(took) * BigInt(whole), BigInt(planned)));
  const single = measured.map((m) => Number(divideRounded(BigInt(m.took) * BigInt(whole), BigInt(m.planned))));
  const spread = spreadOf(measured.length, largest(1, facts.nodes.filter((n) => n.finishedOn === null && n.days > 0).length));
  const at = (value: number) =>
    Number(divideRounded(BigInt(likely) * BigInt(whole) + BigInt(spread) * BigInt(value - likely), BigInt(whole)));
  const [low, high] = [at(quantile(single, rules.quantiles.low)), at(quantile(single, rules.quantiles.high))];
  const stretch = { low: low < likely ? largest(0, low) : likely, likely, high: largest(high, likely) };
  return { stretch, reason: why('stretch', { n: measured.length, took, planned }) };
}

const longer = (node: ForecastNode, stretch: number): ForecastNode =>
  node.finishedOn !== null ? node : { ...node, days: Number((BigInt(node.days) * BigInt(stretch) + BigInt(whole - 1)) / BigInt(whole)) };

const namedLate = 3;
/** What is not done goes on from today in the plan's own order, and takes as much longer than planned as the nodes before it did. */
function byNodes({ facts, rules, paces }: Asked): Said {
  const { nodes, today, promisedOn } = facts;
  if (nodes.length === 0) return { days: null, reasons: [why('no_nodes')] };
  const late = nodes
    .filter((n) => n.finishedOn === null)
    .flatMap((n) => ({ name: n.name, due: n.finishOn, days: lateDays(n.finishOn, null, today) ?? 0 }))
    .filter((n) => n.days > 0)
    .toSorted((a, b) => b.days - a.days);
  const { stretch, reason } = stretchOf(facts, rules);
  const done = new Map(nodes.map((n) => [n.key, n]));
  const end = (by: number) => {
    const found = schedule({ nodes: nodes.map((n) => longer(n, by)), promisedOn: promisedOn ?? today, from: today, done, paces });
    return found instanceof Refusal ? null : dayNumber(found.finishOn);
  };
  const [low, likely, high] = [end(stretch.low), end(stretch.likely), end(stretch.high)];
  if (low === null || likely === null || high === null) return { days: null, reasons: [why('no_nodes')] };
  const days = { low, likely, high };
  const overdue = late.slice(0, namedLate).map((n) => why('node_late', n));
  const more = late.length > namedLate ? [why('nodes_late', { n: late.length })] : [];
  return { days, reasons: [...overdue, ...more, reason, why('nodes', shown(days))] };
}

/** What is left of the total investment takes as long as it does at the pace of the last months; then comes what leads to production. */
function byMoney(facts: ForecastFacts, rules: ForecastRules): Said {
  const { completedOn, stage, totalFen, months } = facts;
  const today = dayNumber(facts.today);
  if (stageNo(stage) >= stageNo('completed')) {
    const from = completedOn === null ? today : dayNumber(lastDayOf(completedOn));
    const days = each((k) => largest(from + rules.toProduction[k], today));
    return { days, reasons: [why('completed', { ...(completedOn !== null && { on: completedOn }), ...shown(days) })] };
  }
  const recent = months.slice(-rules.recentMonths).map((m) => m.fen);
  if (recent.length < rules.leastMonths)
    return { days: null, reasons: [why('little_history', { n: recent.length, least: rules.leastMonths })] };
  if (totalFen === null || totalFen <= 0) return { days: null, reasons: [why('no_total')] };
  return spending(facts, rules, recent, totalFen);
}

function spending(facts: ForecastFacts, rules: ForecastRules, recent: readonly number[], totalFen: number): Said {
  const n = recent.length;
  const year = sumAhead(recent, 12, rules.quantiles, spreadOf(n, n));
  const [end, today] = [dayNumber(lastDayOf(facts.through)), dayNumber(facts.today)];
  const horizon = dayNumber(lastDayOf(addMonths(facts.through, rules.mostMonths)));
  const left = (share: number) => {
    const fen = (BigInt(totalFen) * BigInt(share)) / BigInt(whole) - BigInt(facts.investedFen);
    return fen > 0n ? fen : 0n;
  };
  /** The morning after which nothing is left to spend, at so much a year. */
  const spentBy = (fen: bigint, aYear: number) => {
    if (fen === 0n) return largest(end, today);
    if (aYear === 0) return horizon;
    const days = (fen * 365n + BigInt(aYear) - 1n) / BigInt(aYear);
    return largest(Number(days > BigInt(horizon - end) ? BigInt(horizon - end) : days) + end, today);
  };
  const { completesAt, toProduction } = rules;
  const days = {
    low: spentBy(left(completesAt.low), year.high) + toProduction.low,
    likely: spentBy(left(completesAt.likely), year.likely) + toProduction.likely,
    high: spentBy(left(completesAt.high), year.low) + toProduction.high,
  };
  const perMonthFen = Number(divideRounded(BigInt(year.likely), 12n));
  const restFen = Number(left(completesAt.likely));
  const code = restFen === 0 ? 'spent' : year.likely === 0 ? 'no_pace' : 'money';
  return { days, reasons: [why(code, { n, paceFen: perMonthFen, restFen, investedFen: facts.investedFen, totalFen, ...shown(days) })] };
}

/** Days that production is likely to be late; below zero: early. */
export const slipOf = (promisedOn: Day | null, forecast: Finish | null): number | null =>
  promisedOn && forecast ? daysBetween(promisedOn, forecast.likely) : null;
