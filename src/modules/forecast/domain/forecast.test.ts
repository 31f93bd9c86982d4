import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldBack, paces } from '../../../../bench/held-back.ts';
import { addDays, addMonths, daysBetween, monthsFrom } from '../../../kernel/day.ts';
import { divideRounded } from '../../../kernel/number.ts';
import type { ForecastFacts, ForecastNode } from './facts.ts';
import { finish, measuredNodes, slipOf } from './finish.ts';
import { quantile, rootOf, spreadOf, sumAhead } from './range.ts';
import { defaultForecastRules as rules, ForecastRules } from './rule.ts';
import { monthsAhead, yearEnd } from './year-end.ts';

const wan = 1_000_000;
const through = '2026-07';
/** At work since 2025-08, a hundred 万元 every month, of a total of 3000; the plan of this year is 2400, due 1400. */
const steady = (more: Partial<ForecastFacts> = {}, fen = 100 * wan): ForecastFacts => {
  const months = monthsFrom('2025-08', through).map((month) => ({ month, fen }));
  return {
    today: '2026-08-10',
    stage: 'building',
    promisedOn: '2027-06-30',
    completedOn: null,
    totalFen: 3000 * wan,
    through,
    investedFen: 12 * fen,
    yearDoneFen: 7 * fen,
    months,
    yearPlan: { plannedFen: 1400 * wan, totalFen: 2400 * wan },
    nodes: [],
    ...more,
  };
};
const node = (key: string, more: Partial<ForecastNode>): ForecastNode => ({
  key,
  name: key,
  days: 100,
  unit: 'calendar',
  after: [],
  isOutdoor: false,
  startOn: '2026-01-01',
  finishOn: '2026-04-10',
  startedOn: null,
  finishedOn: null,
  ...more,
});
const end = (facts: ForecastFacts) => finish({ facts, rules, paces });
const codes = ({ reasons }: { reasons: readonly { code: string }[] }) => reasons.map((r) => r.code);

describe('全年完成预测 by example', () => {
  test('pace and plan are weighed: 5 × 100 at the pace, 1000 × 700/1400 by the plan', () => {
    const { forecast, reasons } = yearEnd(steady(), rules);
    // 500 × 70 % + 500 × 30 %
    expect(forecast).toEqual({
      year: 2026,
      doneFen: 700 * wan,
      planFen: 2400 * wan,
      range: { low: 1200 * wan, likely: 1200 * wan, high: 1200 * wan },
    });
    expect(reasons).toEqual([
      { about: 'year', code: 'pace', details: { n: 6, paceFen: 100 * wan, ahead: 5, sumFen: 500 * wan } },
      { about: 'year', code: 'plan_curve', details: { doneFen: 700 * wan, dueFen: 1400 * wan, restFen: 1000 * wan, sumFen: 500 * wan } },
    ]);
  });
  test('months that differ give a range; those that do not give none', () => {
    const months = steady().months.map((m, i) => ({ ...m, fen: (i % 2 ? 150 : 50) * wan }));
    const { range } = yearEnd(steady({ months, yearPlan: null }), rules).forecast!;
    // 7/6 of √(1/5 + 1/6) of ±50 a month
    expect(range).toEqual({ low: 1_023_400_000, likely: 1200 * wan, high: 1_376_600_000 });
  });
  test('no more than the total still leaves', () => {
    const { forecast, reasons } = yearEnd(steady({ totalFen: 1500 * wan }), rules);
    expect(forecast!.range.likely).toBe((700 + 1500 * 0.92 - 1200) * wan);
    expect(codes({ reasons })).toContain('capped');
  });
  test('too little history is said: then there is the plan and nothing else, or no forecast', () => {
    const months = steady().months.slice(-2);
    const withPlan = yearEnd(steady({ months }), rules);
    expect(codes(withPlan)).toEqual(['little_history', 'plan_only']);
    expect(withPlan.forecast!.range).toEqual({ low: 700 * wan, likely: 1700 * wan, high: 1700 * wan });
    const without = yearEnd(steady({ months, yearPlan: null }), rules);
    expect([without.forecast, codes(without)]).toEqual([null, ['little_history', 'no_year_plan']]);
  });
  test('in January all twelve months are to come, in the January after December nothing is', () => {
    expect(monthsAhead({ today: '2026-01-10', through: '2025-12' })).toBe(12);
    expect(monthsAhead({ today: '2026-12-31', through: '2026-11' })).toBe(1);
    expect(monthsAhead({ today: '2026-12-31', through: '2026-12' })).toBe(0);
  });
});

describe('投产预测 by example', () => {
  test('by money: what is left of 92 % of the total at the pace, then 75 days', () => {
    const { forecast, reasons } = end(steady());
    // 2760 − 1200 = 1560; at 1200 a year 475 days (rounded up) after 31 July 2026, and 75 days
    expect(forecast).toMatchObject({ likely: addDays('2026-07-31', 475 + 75), isBeyond: false });
    expect(codes({ reasons })).toEqual(['no_nodes', 'money']);
    expect(slipOf('2027-06-30', forecast)).toBe(216);
  });
  test('nothing invested in the last months: beyond what is forecast, and said', () => {
    const found = end(steady({ months: steady().months.map((m) => ({ ...m, fen: 0 })) }));
    expect(found.forecast).toMatchObject({ likely: '2031-07-31', isBeyond: true });
    expect(codes(found)).toEqual(['no_nodes', 'no_pace', 'beyond']);
  });
  test('by nodes: from today on, as much longer as those before took', () => {
    const nodes = [
      node('a', { startedOn: '2026-01-01', finishedOn: '2026-04-30' }),
      node('b', { startedOn: '2026-01-01', finishedOn: '2026-04-30' }),
      node('c', { after: ['a'], startOn: '2026-04-11', finishOn: '2026-07-19' }),
    ];
    const found = end(steady({ nodes, months: [] }));
    // 120 days for 100: a hundred days take 120 from 10 August on
    expect(found.forecast).toMatchObject({ low: '2026-12-07', likely: '2026-12-07', high: '2026-12-07' });
    expect(found.reasons.slice(0, 2)).toEqual([
      { about: 'finish', code: 'node_late', details: { name: 'c', due: '2026-07-19', days: 22 } },
      { about: 'finish', code: 'stretch', details: { n: 2, took: 240, planned: 200 } },
    ]);
  });
  test('of two that say something both are weighed, and said to be far apart', () => {
    const nodes = [node('a', { days: 10, startOn: '2026-08-10', finishOn: '2026-08-19' })];
    const [both, money] = [end(steady({ nodes })), end(steady()).forecast!];
    const byNodes = end(steady({ nodes, months: [] })).forecast!;
    expect(byNodes.likely).toBe('2026-08-19');
    const days = daysBetween(byNodes.likely, money.likely);
    // three fifths of the way from the nodes to the money
    expect(both.forecast!.likely).toBe(addDays(byNodes.likely, Number(divideRounded(BigInt(days) * 3n, 5n))));
    expect(both.reasons.at(-1)).toEqual({ about: 'finish', code: 'apart', details: { n: days } });
  });
  test('what was completed comes to production; what neither has a plan nor a history has no forecast', () => {
    const completed = end(steady({ stage: 'completed', completedOn: '2026-07' }));
    expect(completed.forecast).toMatchObject({ low: '2026-08-30', likely: '2026-10-14', high: '2026-11-28' });
    const nothing = end(steady({ months: [], totalFen: null }));
    expect([nothing.forecast, codes(nothing)]).toEqual([null, ['no_nodes', 'little_history', 'no_basis']]);
  });
  test('a node that runs longer than planned tells it before its end', () => {
    expect(measuredNodes(steady({ nodes: [node('a', { startedOn: '2026-01-01' })] }))).toMatchObject([
      { planned: 100, took: 222, isOpen: true },
    ]);
    expect(measuredNodes(steady({ nodes: [node('a', { startedOn: '2026-08-01' })] }))).toEqual([]);
  });
});

describe('whatever is known', () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 3, maxLength: 18 });
  const cases = [...heldBack(60, 5)];
  const anyCase = fc.integer({ min: 0, max: cases.length - 1 }).map((i) => cases[i]!.facts);

  test('the range holds what is likely', () => {
    for (const { facts } of cases) {
      const day = end(facts).forecast!;
      expect(day.low <= day.likely && day.likely <= day.high && day.low >= facts.today).toBe(true);
      const { range, doneFen } = yearEnd(facts, rules).forecast!;
      expect(doneFen <= range.low && range.low <= range.likely && range.likely <= range.high).toBe(true);
    }
  });
  test('a node finished later never gives an earlier day', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), fc.integer({ min: 1, max: 200 }), (facts, pick, days) => {
        const done = facts.nodes.filter((n) => n.finishedOn !== null && n.finishedOn < facts.today);
        fc.pre(done.length > 0);
        const { key, finishedOn } = done[pick % done.length]!;
        const at = addDays(finishedOn!, days) < facts.today ? addDays(finishedOn!, days) : facts.today;
        const later = { ...facts, nodes: facts.nodes.map((n) => (n.key === key ? { ...n, finishedOn: at } : n)) };
        const [a, b] = [end(facts).forecast!, end(later).forecast!];
        expect(b.low >= a.low && b.likely >= a.likely && b.high >= a.high).toBe(true);
      }),
    );
  });
  test('less invested in a month never gives an earlier day, nor more in the year', () => {
    fc.assert(
      fc.property(anyCase, fc.nat(), (facts, less) => {
        const last = facts.months.at(-1)!;
        fc.pre(last.month.startsWith(facts.today.slice(0, 4)));
        const off = less > last.fen ? last.fen : less;
        const poorer = {
          ...facts,
          months: [...facts.months.slice(0, -1), { ...last, fen: last.fen - off }],
          investedFen: facts.investedFen - off,
          yearDoneFen: facts.yearDoneFen - off,
        };
        const [a, b] = [end(facts).forecast!, end(poorer).forecast!];
        expect(b.low >= a.low && b.likely >= a.likely && b.high >= a.high).toBe(true);
        const [rich, poor] = [yearEnd(facts, rules).forecast!.range, yearEnd(poorer, rules).forecast!.range];
        expect(poor.low <= rich.low && poor.likely <= rich.likely && poor.high <= rich.high).toBe(true);
      }),
    );
  });
  test('more months to come are known less well each, and never better than none', () => {
    fc.assert(
      fc.property(amounts, fc.integer({ min: 1, max: 24 }), fc.nat(9999), (values, ahead, share) => {
        // Whatever a district takes for slow and for quick, also where both lie above the mean or below it.
        const { low, likely, high } = sumAhead(values, ahead, { low: share, high: share + 1 });
        expect(0 <= low && low <= likely && likely <= high).toBe(true);
        expect(spreadOf(values.length, ahead + 1)).toBeLessThanOrEqual(spreadOf(values.length, ahead));
      }),
    );
  });
  test('roots and quantiles are whole numbers of the values', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), amounts, (square, values) => {
        const root = rootOf(square);
        expect(root * root <= square && square < (root + 1n) * (root + 1n)).toBe(true);
        for (const q of [0, 1000, 5000, 9000, 10_000]) expect(values).toContain(quantile(values, q));
      }),
    );
    // Between two, a low share takes the lower one and a high share the higher one.
    expect([1000, 5000, 9000].map((q) => quantile([3, 1, 6, 2, 5, 4], q))).toEqual([1, 3, 6]);
  });
  test('the rule that ships is one, and its three numbers ascend', () => {
    expect(ForecastRules.parse(rules)).toEqual(rules);
    expect(ForecastRules.safeParse({ ...rules, toProduction: { low: 2, likely: 1, high: 3 } }).success).toBe(false);
    expect(addMonths(through, rules.mostMonths)).toBe('2031-07');
  });
});
