import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { internalRate, netPresentValue, payback, perMu } from './benefit.ts';
import { reservePreset, ReserveRules } from './rule.ts';
import { benefitsOf, scoresOf } from './score.ts';

const wan = 1_000_000;
const wans = (...flows: number[]) => flows.map((n) => n * wan);
const none = (why: string) => ({ value: null, why });
const of = (value: number) => ({ value, why: null });

describe('净现值 by example', () => {
  test('discounts from the second year on and rounds once, to the fen', () => {
    // −1000 + 300/1.08 + 420/1.08² + 680/1.08³ = 177.666006… 万元
    expect(netPresentValue(wans(-1000, 300, 420, 680), 800)).toBe(177_666_006);
    expect(netPresentValue([-100, 108], 800)).toBe(0);
    // half a fen goes away from zero
    expect([netPresentValue([0, 1], 10_000), netPresentValue([0, -1], 10_000)]).toEqual([1, -1]);
    expect(netPresentValue([], 800)).toBe(0);
    expect(netPresentValue(wans(-5, 2, 4), 0)).toBe(wan);
  });
});

describe('内部收益率 by example', () => {
  test('known answers', () => {
    expect(internalRate([-100, 110])).toEqual(of(1000));
    expect(internalRate(wans(-1000, 300, 420, 680))).toEqual(of(1634));
    expect(internalRate([-1000, 500, 500])).toEqual(of(0));
    // ten even years of 150 for 1000: 8.1442 %
    expect(internalRate([-1000, ...Array.from({ length: 10 }, () => 150)])).toEqual(of(814));
    // less comes back than went out
    expect(internalRate([-1000, 400, 400])).toEqual(of(-1367));
    // 0.005 points are rounded up
    expect(internalRate([-20_000, 20_001])).toEqual(of(1));
    expect(internalRate([-20_001, 20_002])).toEqual(of(0));
  });
  test('boundaries: nothing, no change of sign, more than one, income first, beyond what is computed', () => {
    expect(internalRate([])).toEqual(none('no_flows'));
    expect(internalRate([0, 0])).toEqual(none('no_flows'));
    expect(internalRate([-5, -5])).toEqual(none('no_sign_change'));
    expect(internalRate([5])).toEqual(none('no_sign_change'));
    // 10 % and 20 % both make nothing of it
    expect(internalRate([-100, 230, -132])).toEqual(none('many_sign_changes'));
    expect(internalRate([100, -110])).toEqual(none('income_first'));
    expect(internalRate([-1, 12])).toEqual(none('beyond'));
    expect(internalRate([-1_000_000, 1])).toEqual(none('beyond'));
  });
});

describe('投资回收期 by example', () => {
  test('from the start of building, with the part of the year in which it is made up', () => {
    // short of 200 after the third year, of the 400 of the fourth
    expect(payback([-1000, 400, 400, 400])).toEqual(of(350));
    expect(payback([-1000, 500, 500])).toEqual(of(300));
    expect(payback([-600, -400, 0, 300, 700])).toEqual(of(500));
    // made up, lost again, made up for good
    expect(payback([-100, 200, -200, 150])).toEqual(of(367));
  });
  test('boundaries: nothing went out, or it never comes back', () => {
    expect(payback([])).toEqual(none('no_flows'));
    expect(payback([0, 5])).toEqual(none('no_flows'));
    expect(payback([-100, 50])).toEqual(none('never'));
    expect(payback([10, -5, 5])).toEqual(of(0));
  });
});

describe('whatever flows', () => {
  const fen = fc.integer({ min: 1, max: 9_000_000_000_000 });
  /** Out for some years, then in. */
  const invested = fc
    .tuple(fc.array(fen, { minLength: 1, maxLength: 5 }), fc.array(fen, { minLength: 1, maxLength: 25 }))
    .map(([out, back]) => [...out.map((n) => -n), ...back]);

  test('the rate lies where the net present value changes its sign', () => {
    fc.assert(
      fc.property(invested, (flows) => {
        const { value } = internalRate(flows);
        fc.pre(value !== null && value > -9990);
        expect(netPresentValue(flows, value! - 1)).toBeGreaterThanOrEqual(0);
        expect(netPresentValue(flows, value! + 1)).toBeLessThanOrEqual(0);
      }),
    );
  });
  test('a larger rate never makes an investment worth more, and more income never makes it worth less', () => {
    fc.assert(
      fc.property(invested, fc.integer({ min: 0, max: 4000 }), fc.integer({ min: 1, max: 900 }), fen, (flows, rate, more, extra) => {
        const signs = flows.findIndex((f) => f > 0);
        // Each year that is discounted more is worth less from the first income on; what went out before it is, too.
        fc.pre(signs === 1);
        expect(netPresentValue(flows, rate + more)).toBeLessThanOrEqual(netPresentValue(flows, rate));
        expect(netPresentValue([...flows.slice(0, -1), flows.at(-1)! + extra], rate)).toBeGreaterThanOrEqual(netPresentValue(flows, rate));
      }),
    );
  });
  test('all the money is back by the payback and not a year before', () => {
    fc.assert(
      fc.property(invested, (flows) => {
        const { value } = payback(flows);
        const total = flows.reduce((n, f) => n + BigInt(f), 0n);
        expect(value === null).toBe(total < 0n);
        if (value === null) return;
        expect(value).toBeLessThanOrEqual(flows.length * 100);
        expect(value).toBeGreaterThan(0);
      }),
    );
  });
  test('amounts and land scaled alike give the same for each mu', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 9 }),
        (fen, mu, k) => {
          expect(perMu(fen * k, mu * k)).toBe(perMu(fen, mu));
        },
      ),
    );
    expect([perMu(100, null), perMu(null, 100), perMu(100, 0), perMu(100, 300)]).toEqual([null, null, null, 33]);
  });
});

describe('效益比选', () => {
  const rules = reservePreset.body;
  const candidate = { totalFen: 1000 * wan, land: 10_000, taxFen: 50 * wan, jobs: 100, chain: 4, flows: wans(-1000, 300, 420, 680) };
  test('the best has all points, the others in proportion; what is not known has none', () => {
    const half = { ...candidate, jobs: 50, chain: null, flows: wans(-1000, 100, 200, 300, 400, 500) };
    const [best, other] = scoresOf([benefitsOf(candidate, rules), benefitsOf(half, rules)], rules);
    expect(best).toMatchObject({ points: { npv: 10_000, irr: 10_000, payback: 10_000, jobs: 10_000, chain: 10_000 }, score: 10_000 });
    // payback 3.41 and 5.00 years
    expect(other!.points).toMatchObject({ jobs: 5000, chain: null, intensity: 10_000, payback: 6820 });
  });
  test('alone each has all points of what is known and worth something', () => {
    expect(scoresOf([benefitsOf(candidate, rules)], rules)[0]!.score).toBe(10_000);
    const nothing = { totalFen: null, land: null, taxFen: null, jobs: null, chain: null, flows: [] };
    expect(scoresOf([benefitsOf(nothing, rules)], rules)[0]).toEqual({
      points: { npv: null, irr: null, payback: null, intensity: null, tax: null, jobs: null, chain: null },
      score: 0,
    });
  });
  test('the rule that ships is one; one that weighs nothing is none', () => {
    expect(ReserveRules.parse(rules)).toEqual(rules);
    const weights = Object.fromEntries(Object.keys(rules.weights).map((k) => [k, 0]));
    expect(ReserveRules.safeParse({ ...rules, weights }).success).toBe(false);
  });
});
