import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../kernel/day.ts';
import { type LightFacts, lightOf, noPast, percentText, type Schedule, wholeMonths } from './light.ts';
import { sentenceOf } from './why-words.ts';
import { type Colour, colours, leastTotal, LightRules, lightPresets, type PresetKey, presetKeys, type Rule } from './rule.ts';

const wan = 1_000_000;
const never = { due: null, happened: null };
const facts = (more: Partial<LightFacts> = {}): LightFacts => ({
  month: '2026-07',
  today: '2026-08-03',
  stage: 'building',
  schedule: null,
  totalFen: null,
  events: { started: never, completed: never, production: never, natong: never, report: never },
  updatedOn: '2026-08-01',
  missed: null,
  ...more,
});
/** The year plan of T2: 1.2亿, seven twelfths of it due by the end of July. */
const year = (doneFen: number): Schedule => ({ doneFen, plannedFen: 7000 * wan, yearPlanFen: 12_000 * wan });
const rules = (key: PresetKey) => LightRules.parse(lightPresets[key]);
const progress = (key: PresetKey, doneFen: number) =>
  lightOf(rules(key), facts({ schedule: year(doneFen) })).dimensions.find((d) => d.key === 'progress')!;
const only = (rule: Rule, more: Partial<LightFacts>, past: readonly Colour[] = []) =>
  lightOf(
    { title: 't', stages: ['planning', 'negotiating', 'building'], yearPlanFromFen: 0, betterAfter: 1, dimensions: [{ key: 'it', rule }] },
    facts(more),
    { ...noPast, dimensions: { it: past } },
  ).dimensions[0]!;

test.each(presetKeys)('the published rule %s can be read', (key) => expect(LightRules.safeParse(lightPresets[key]).success).toBe(true));

describe('T2 year plan 1.2亿, end of July, 序时 58.33 %', () => {
  test('银川: exactly 10 points behind is yellow, a fen less behind is green; exactly 30 is yellow, a fen more is red', () => {
    expect(progress('yinchuan-2025', 5800 * wan)).toMatchObject({
      colour: 'yellow',
      details: { done: '48.33', schedule: '58.33', behind: '10.00' },
    });
    expect(progress('yinchuan-2025', 5800 * wan + 1).colour).toBe('green');
    expect(progress('yinchuan-2025', 3400 * wan)).toMatchObject({ colour: 'yellow', details: { done: '28.33', behind: '30.00' } });
    expect(progress('yinchuan-2025', 3400 * wan - 1).colour).toBe('red');
    expect(progress('yinchuan-2025', 33_984 * 100_000)).toMatchObject({ colour: 'red', details: { done: '28.32', behind: '30.01' } });
  });
  test('武汉: under 0.80 of 序时 is yellow, under 0.60 is red; 46.66 % is yellow and 34.99 % red', () => {
    expect([5600 * wan, 5600 * wan - 1, 4200 * wan, 4200 * wan - 1].map((done) => progress('wuhan', done).colour)).toEqual([
      'green',
      'yellow',
      'yellow',
      'red',
    ]);
    expect(progress('wuhan', 55_992 * 100_000)).toMatchObject({ colour: 'yellow', details: { done: '46.66' } });
    expect(progress('wuhan', 41_988 * 100_000)).toMatchObject({ colour: 'red', details: { done: '34.99' } });
  });
  test('三亚: a shortfall up to half of 序时 is yellow, beyond it red, none green; only with a year plan of 1000万 or more', () => {
    expect([7000 * wan, 7000 * wan - 1, 3500 * wan, 3500 * wan - 1].map((done) => progress('sanya-2022', done).colour)).toEqual([
      'green',
      'yellow',
      'yellow',
      'red',
    ]);
    const small = (yearPlanFen: number) =>
      lightOf(rules('sanya-2022'), facts({ schedule: { doneFen: 0, plannedFen: 1, yearPlanFen } })).colour;
    expect([small(1000 * wan), small(1000 * wan - 1)]).toEqual(['red', 'none']);
  });
  test('邯郸: 2 months without movement yellow, 3 red, 6 out of the pool', () => {
    const after = (updatedOn: string) =>
      lightOf(rules('handan-2024'), facts({ stage: 'negotiating', today: '2026-08-15', updatedOn })).dimensions[0]!;
    expect(after('2026-06-16')).toMatchObject({ colour: 'green', details: { n: 1 } });
    expect(after('2026-06-15')).toMatchObject({ colour: 'yellow', details: { n: 2 } });
    expect(after('2026-05-16')).toMatchObject({ colour: 'yellow' });
    expect(after('2026-05-15')).toMatchObject({ colour: 'red', code: 'silent_month' });
    expect(after('2026-02-16')).toMatchObject({ colour: 'red', code: 'silent_month', details: { n: 5 } });
    expect(after('2026-02-15')).toMatchObject({ colour: 'red', code: 'remove_month', details: { n: 6 } });
  });
  test('光谷: 45, 30 and 20 days by stage, 7 days for the report', () => {
    const silent = (stage: LightFacts['stage'], days: number) =>
      lightOf(rules('guanggu-2026'), facts({ stage, updatedOn: addDays('2026-08-03', -days) })).colour;
    expect([silent('planning', 44), silent('planning', 45)]).toEqual(['green', 'yellow']);
    expect([silent('negotiating', 29), silent('negotiating', 30)]).toEqual(['green', 'yellow']);
    expect([silent('signed', 19), silent('signed', 20)]).toEqual(['green', 'yellow']);
    const report = (today: string) =>
      lightOf(rules('guanggu-2026'), facts({ today, events: { ...facts().events, report: { due: '2026-07-31', happened: null } } })).colour;
    expect([report('2026-08-06'), report('2026-08-07')]).toEqual(['green', 'yellow']);
  });
  test('银川: not started in its month is yellow, three months running red; not in 库 one month after start yellow, after more than two red', () => {
    const start = (due: string) =>
      lightOf(rules('yinchuan-2025'), facts({ events: { ...facts().events, started: { due, happened: null } } })).dimensions.find(
        (d) => d.key === 'start',
      )!;
    expect(['2026-08', '2026-07', '2026-06', '2026-05'].map((due) => start(due).colour)).toEqual(['green', 'yellow', 'yellow', 'red']);
    expect(start('2026-05').details).toMatchObject({ periods: 3 });
    const natong = (due: string) =>
      lightOf(rules('yinchuan-2025'), facts({ events: { ...facts().events, natong: { due, happened: null } } })).dimensions.find(
        (d) => d.key === 'natong',
      )!.colour;
    expect(['2026-07', '2026-06', '2026-05', '2026-04'].map(natong)).toEqual(['green', 'yellow', 'yellow', 'red']);
  });
  test('银川: 入库 is asked from a total of 500万 on; a fen less is not asked, says why, and makes no light red', () => {
    const light = (totalFen: number | null, happened: string | null = null) =>
      lightOf(rules('yinchuan-2025'), facts({ totalFen, events: { ...facts().events, natong: { due: '2026-01', happened } } }));
    const natong = (...asked: Parameters<typeof light>) => light(...asked).dimensions.find((d) => d.key === 'natong')!;
    expect(natong(500 * wan)).toMatchObject({ colour: 'red', code: 'overdue_month' });
    expect(natong(500 * wan - 1)).toEqual({ key: 'natong', colour: 'none', code: 'too_small', details: { event: 'natong', least: '500' } });
    expect([light(500 * wan).colour, light(500 * wan - 1).colour, light(null).colour]).toEqual(['red', 'none', 'red']);
    // Whoever is in it all the same is.
    expect(natong(1, '2026-03')).toMatchObject({ colour: 'green', code: 'happened' });
    expect(sentenceOf(natong(500 * wan - 1))).toBe('总投资不足 500 万元，不要求入库纳统');
  });
  test('a rule that was published before a least total could be said asks every project', () => {
    const old = { type: 'daysOverdue', event: 'natong', unit: 'month', yellow: { at: 1, inclusive: true }, red: null };
    const published = LightRules.parse({ ...lightPresets['yinchuan-2025'], dimensions: [{ key: 'natong', rule: old }] });
    const asked = facts({ totalFen: 1, events: { ...facts().events, natong: { due: '2026-01', happened: null } } });
    expect(lightOf(published, asked).colour).toBe('yellow');
    expect([500_000_000, 1_000_000_000, 505_000_000, 1_000_000].map(leastTotal)).toEqual(['500', '1000', '505', '1']);
  });
});

describe('each type of rule', () => {
  const at = (value: number, inclusive = true) => ({ at: value, inclusive });
  test('the bound of a level holds on both sides, inclusive and not, for any number', () => {
    const cases = fc.record({ at: fc.integer({ min: 1, max: 400 }), inclusive: fc.boolean(), more: fc.integer({ min: -3, max: 3 }) });
    fc.assert(
      fc.property(cases, ({ at: n, inclusive, more }) => {
        const days = Math.max(n + more, 0);
        const missed = only(
          { type: 'milestoneMissed', yellow: at(n, inclusive), red: null },
          { missed: { name: '封顶', finishOn: '2026-07-01', days } },
        );
        expect(missed.colour).toBe((inclusive ? days >= n : days > n) ? 'yellow' : 'green');
      }),
    );
  });
  test('a share of 序时 agrees with fractions for any amounts, to the fen', () => {
    const fen = fc.integer({ min: 1, max: 9_000_000_000_000 });
    fc.assert(
      fc.property(fen, fen, fc.integer({ min: 1, max: 10_000 }), (plannedFen, doneFen, yellowBelow) => {
        const schedule = { doneFen, plannedFen, yearPlanFen: plannedFen };
        const { colour } = only({ type: 'ratioToSchedule', yellowBelow, redBelow: 0 }, { schedule });
        expect(colour).toBe(BigInt(doneFen) * 10_000n < BigInt(yellowBelow) * BigInt(plannedFen) ? 'yellow' : 'green');
      }),
    );
  });
  test('a threshold met to the fen is on its inclusive side, a fen either way is not', () => {
    const year10k = fc.integer({ min: 1, max: 900_000_000 }).map((n) => n * 10_000);
    fc.assert(
      fc.property(year10k, fc.integer({ min: 1, max: 4000 }), (yearPlanFen, points) => {
        const behind = (yearPlanFen / 10_000) * points;
        const judge = (doneFen: number) =>
          only(
            { type: 'pointsBehindSchedule', yellow: at(points), red: at(points, false) },
            { schedule: { doneFen, plannedFen: yearPlanFen, yearPlanFen } },
          ).colour;
        expect([judge(yearPlanFen - behind + 1), judge(yearPlanFen - behind), judge(yearPlanFen - behind - 1)]).toEqual([
          'green',
          'yellow',
          'red',
        ]);
      }),
    );
  });
  test('without a plan, without an update, at another stage, or not due: not judged', () => {
    expect(only({ type: 'ratioToSchedule', yellowBelow: 8000, redBelow: 6000 }, {})).toMatchObject({ colour: 'none', code: 'no_plan' });
    const silent: Rule = { type: 'daysSinceUpdate', unit: 'day', stages: ['planning'], yellow: at(1), red: null, remove: null };
    expect(only(silent, {})).toMatchObject({ colour: 'none', code: 'other_stage' });
    expect(only(silent, { stage: 'planning', updatedOn: null })).toMatchObject({ code: 'never_updated' });
    expect(only({ type: 'daysOverdue', event: 'completed', unit: 'day', yellow: at(1), red: null, fromTotalFen: 0 }, {})).toMatchObject({
      code: 'not_due',
    });
  });
  test('overdue counts from the last day of a date known to its month; what has happened is green', () => {
    const rule: Rule = { type: 'daysOverdue', event: 'completed', unit: 'day', yellow: at(1), red: at(30, false), fromTotalFen: 0 };
    const due = (day: string, happened: string | null = null) =>
      only(rule, { events: { ...facts().events, completed: { due: day, happened } } });
    expect([due('2026-08-03').colour, due('2026-08-02').colour, due('2026-07').colour]).toEqual(['green', 'yellow', 'yellow']);
    expect([due('2026-07-04').colour, due('2026-07-03').colour]).toEqual(['yellow', 'red']);
    expect(due('2026-01-01', '2026-02-01')).toMatchObject({ colour: 'green', code: 'happened' });
  });
  test('so many yellow months running are red; a green one in between begins anew; a red one counts', () => {
    const rule: Rule = { type: 'consecutivePeriods', periods: 3, rule: { type: 'ratioToSchedule', yellowBelow: 8000, redBelow: 0 } };
    const after = (past: readonly Colour[]) => only(rule, { schedule: year(1) }, past).colour;
    expect([after([]), after(['yellow']), after(['yellow', 'yellow']), after(['red', 'yellow'])]).toEqual([
      'yellow',
      'yellow',
      'red',
      'red',
    ]);
    expect(after(['yellow', 'green', 'yellow'])).toBe('yellow');
    expect(only(rule, { schedule: year(7000 * wan) }, ['yellow', 'yellow']).colour).toBe('green');
  });
  test('任一 is as bad as the worst, 全部 as mild as the mildest', () => {
    const behind: Rule & { type: 'ratioToSchedule' } = { type: 'ratioToSchedule', yellowBelow: 8000, redBelow: 6000 };
    const node: Rule & { type: 'milestoneMissed' } = { type: 'milestoneMissed', yellow: at(1), red: at(30) };
    const both = (mode: 'all' | 'any', days: number) =>
      only({ type: 'compound', mode, rules: [behind, node] }, { schedule: year(0), missed: { name: '封顶', finishOn: '2026-07-01', days } })
        .colour;
    expect([both('any', 0), both('all', 0), both('any', 5), both('all', 5), both('all', 30)]).toEqual([
      'red',
      'green',
      'red',
      'yellow',
      'red',
    ]);
  });
});

describe('a light does not flicker', () => {
  const held = (betterAfter: number, judged: readonly Colour[], shown: Colour, doneFen: number) =>
    lightOf({ ...rules('wuhan'), betterAfter }, facts({ schedule: year(doneFen) }), { dimensions: {}, judged, shown });
  test('worse at once, better only when that has held', () => {
    expect(held(2, ['green'], 'green', 0).colour).toBe('red');
    expect(held(2, ['red'], 'red', 7000 * wan)).toMatchObject({ colour: 'red', judged: 'green' });
    expect(held(2, ['green', 'red'], 'red', 7000 * wan).colour).toBe('green');
    expect(held(2, ['yellow', 'red'], 'red', 7000 * wan).colour).toBe('yellow');
    // Of three months asked for only two are known.
    expect(held(3, ['green'], 'red', 7000 * wan).colour).toBe('red');
    expect(held(1, ['red'], 'red', 7000 * wan).colour).toBe('green');
  });
  test('property: never milder than the month says, and never worse than it was or is', () => {
    const colour = fc.constantFrom(...colours.slice(1));
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }),
        fc.array(colour, { maxLength: 6 }),
        colour,
        fc.integer({ min: 0, max: 7000 }),
        (n, past, shown, done) => {
          const light = held(n, past, shown, done * wan);
          const rank = (c: Colour) => colours.indexOf(c);
          expect(rank(light.colour)).toBeGreaterThanOrEqual(rank(light.judged));
          expect(rank(light.colour)).toBeLessThanOrEqual(Math.max(rank(light.judged), rank(shown)));
        },
      ),
    );
  });
});

test('percent has two decimals, rounded; months are whole ones, also at the ends of months', () => {
  expect([percentText(1, 3), percentText(0, 5), percentText(5, 0), percentText(1, 10_000), percentText(7, 7)]).toEqual([
    '33.33',
    '0.00',
    '0.00',
    '0.01',
    '100.00',
  ]);
  expect([
    wholeMonths('2026-01-31', '2026-02-28'),
    wholeMonths('2026-01-15', '2026-03-14'),
    wholeMonths('2025-12-15', '2026-03-15'),
  ]).toEqual([1, 1, 3]);
});
