import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, type Day } from '../../../kernel/day.ts';
import { Refusal, settle } from '../../../kernel/refusal.ts';
import { springFestivalOf } from '../../../kernel/lunar-year.ts';
import { isWorkingDay } from '../../../kernel/working-day.ts';
import { dayUnits, inOrder, type PlanNode } from './node.ts';
import { templates } from './preset.ts';
import { schedule } from './schedule.ts';
import { pacesWith, type Shutdown, Shutdowns } from './shutdown.ts';

type Node = Pick<PlanNode, 'key' | 'days' | 'unit' | 'after' | 'isOutdoor'>;
const winter: Shutdown = { kind: 'yearly', name: '冬休', from: '11-15', to: '03-15' };
const festival: Shutdown = { kind: 'spring_festival', name: '春节', before: 10, after: 16 };
const none = new Map<string, { startedOn: Day | null; finishedOn: Day | null }>();
const node = (key: string, days: number, after: string[] = [], more: Partial<Node> = {}): Node => ({
  key,
  days,
  after,
  unit: 'calendar',
  isOutdoor: false,
  ...more,
});
const made = new Map<string, ReturnType<typeof pacesWith>>();
/** Walks the same days once. */
function paces(shutdowns: readonly Shutdown[]) {
  const name = JSON.stringify(shutdowns);
  const found = made.get(name) ?? pacesWith(shutdowns);
  made.set(name, found);
  return found;
}
const plan = (nodes: readonly Node[], promisedOn: Day, from: Day, shutdowns: readonly Shutdown[] = [], done = none) =>
  settle(schedule({ nodes, promisedOn, from, done, paces: paces(shutdowns) }));
const of = (s: ReturnType<typeof plan>, key: string) => s.nodes.find((n) => n.key === key)!;

describe('倒排工期 by example', () => {
  const chain = [
    node('permit', 7, [], { unit: 'working' }),
    node('build', 100, ['permit']),
    node('order', 20, []),
    node('end', 0, ['build', 'order']),
  ];
  test('backwards from the promised day: the last day to begin each node', () => {
    const s = plan(chain, '2026-06-30', '2026-03-01');
    expect(of(s, 'end')).toMatchObject({ latestStartOn: '2026-06-30', latestFinishOn: '2026-06-30' });
    expect(of(s, 'build')).toMatchObject({ latestStartOn: '2026-03-23', latestFinishOn: '2026-06-30' });
    // seven working days up to Friday the 20th
    expect(of(s, 'permit')).toMatchObject({ latestStartOn: '2026-03-12', latestFinishOn: '2026-03-22' });
    expect(of(s, 'order')).toMatchObject({ latestStartOn: '2026-06-11', latestFinishOn: '2026-06-30' });
  });
  test('forwards from today: slack in the node’s own days, and the chain that decides', () => {
    const s = plan(chain, '2026-06-30', '2026-03-02');
    expect(of(s, 'permit')).toMatchObject({ earliestStartOn: '2026-03-02', earliestFinishOn: '2026-03-10', slack: 8, isCritical: true });
    expect(of(s, 'build')).toMatchObject({ earliestStartOn: '2026-03-11', earliestFinishOn: '2026-06-18', slack: 12, isCritical: true });
    expect(of(s, 'order')).toMatchObject({ slack: 101, isCritical: false });
    expect(s.finishOn).toBe('2026-06-18');
  });
  test('a promise that cannot be kept has slack below zero by as many days', () => {
    const s = plan(chain, '2026-05-31', '2026-03-02');
    expect([of(s, 'build').slack, of(s, 'end').slack, s.finishOn]).toEqual([-18, -18, '2026-06-18']);
  });
  test('winter and 春节 stop what is outdoors and nothing else', () => {
    const nodes = [node('ground', 10, [], { isOutdoor: true }), node('desk', 10, [])];
    const s = plan(nodes, '2026-12-31', '2025-11-13', [winter]);
    expect(of(s, 'ground')).toMatchObject({
      earliestStartOn: '2025-11-13',
      earliestFinishOn: '2026-03-23',
      latestFinishOn: '2026-12-31',
      latestStartOn: '2026-11-05',
    });
    expect(of(s, 'desk').earliestFinishOn).toBe('2025-11-22');
    // 正月初一 2026 is 17 February: 7 February to 4 March stand still.
    const f = plan([node('ground', 2, [], { isOutdoor: true })], '2026-12-31', '2026-02-06', [festival]);
    expect(of(f, 'ground').earliestFinishOn).toBe('2026-03-05');
  });
  test('what is done is done: the rest goes on from there, and finished nodes have no slack', () => {
    const done = new Map([
      ['permit', { startedOn: null, finishedOn: '2026-02-20' }],
      ['build', { startedOn: '2026-02-25', finishedOn: null }],
    ]);
    const s = plan(chain, '2026-06-30', '2026-03-02', [], done);
    expect(of(s, 'permit')).toMatchObject({ earliestFinishOn: '2026-02-20', slack: null, isCritical: false });
    expect(of(s, 'build')).toMatchObject({ earliestStartOn: '2026-02-25', earliestFinishOn: '2026-06-04', slack: 26, isCritical: true });
    const late = plan(chain, '2026-06-30', '2026-08-01', [], done);
    expect(of(late, 'build')).toMatchObject({ earliestFinishOn: '2026-08-01' });
  });
  test('正月初一 is known to 2100', () => {
    expect([2024, 2025, 2026, 2027].map(springFestivalOf)).toEqual(['2024-02-10', '2025-01-29', '2026-02-17', '2027-02-06']);
    expect([springFestivalOf(1900), springFestivalOf(2101)]).toEqual([null, null]);
  });
});

describe('no plan of nodes that cannot be put in order', () => {
  test.each([
    ['milestone.cycle', [node('a', 1, ['b']), node('b', 1, ['a'])]],
    ['milestone.cycle', [node('a', 1, ['a'])]],
    ['milestone.after_unknown', [node('a', 1, ['z'])]],
    ['milestone.key_twice', [node('a', 1), node('a', 2)]],
    ['milestone.too_long', [node('a', 2500), node('b', 2501)]],
  ])('%s', (code, nodes) => {
    expect(inOrder(nodes)).toMatchObject({ code });
    expect(schedule({ nodes, promisedOn: '2026-06-30', from: '2026-03-01', done: none, paces: pacesWith([]) })).toMatchObject({ code });
  });
  test('five thousand days in all are the most', () => expect(inOrder([node('a', 2500), node('b', 2500)])).toHaveLength(2));
  test('a year must leave a third of itself for work', () => {
    const shut = (from: string, to: string) => Shutdowns.safeParse({ shutdowns: [{ kind: 'yearly', name: 'x', from, to }] }).success;
    expect([shut('04-30', '12-31'), shut('04-29', '12-31')]).toEqual([true, false]);
  });
});

/** Networks without cycles: each node may wait for some of those before it. */
const network = (unit: fc.Arbitrary<Node['unit']>, isOutdoor: fc.Arbitrary<boolean>): fc.Arbitrary<Node[]> =>
  fc
    .array(fc.record({ days: fc.integer({ min: 0, max: 60 }), unit, isOutdoor, picks: fc.array(fc.nat(), { maxLength: 3 }) }), {
      minLength: 1,
      maxLength: 10,
    })
    .map((raw) =>
      raw.map(({ picks, ...rest }, i) => ({
        ...rest,
        key: `n${i}`,
        after: i === 0 ? [] : [...new Set(picks.map((p) => `n${p % i}`))],
      })),
    );
const anyNetwork = network(fc.constantFrom(...dayUnits), fc.boolean());
const evenNetwork = fc.tuple(fc.constantFrom(...dayUnits), fc.boolean()).chain(([u, o]) => network(fc.constant(u), fc.constant(o)));
const someDay = fc.integer({ min: 0, max: 900 }).map((n) => addDays('2024-06-01', n));
const stops = [winter, festival];

describe('倒排工期 by property', () => {
  test('no node begins before what it waits for is finished, neither at the latest nor at the earliest', () =>
    fc.assert(
      fc.property(anyNetwork, someDay, someDay, (nodes, promisedOn, from) => {
        const s = plan(nodes, promisedOn, from, stops);
        for (const { key, after, days } of nodes)
          for (const before of after) {
            // A node of no days is on the evening before what follows it.
            const gap = days > 0 ? 1 : 0;
            expect(daysBetween(of(s, before).latestFinishOn, of(s, key).latestStartOn)).toBeGreaterThanOrEqual(gap);
            if (of(s, key).earliestStartOn > from)
              expect(daysBetween(of(s, before).earliestFinishOn, of(s, key).earliestStartOn)).toBeGreaterThanOrEqual(gap);
          }
        for (const { latestFinishOn } of s.nodes) expect(latestFinishOn <= promisedOn).toBe(true);
      }),
    ));
  test('every node has its days: working days where it says so, none while it stands still', () =>
    fc.assert(
      fc.property(anyNetwork, someDay, someDay, (nodes, promisedOn, from) => {
        const s = plan(nodes, promisedOn, from, stops);
        for (const { key, days, unit, isOutdoor } of nodes) {
          if (days === 0) continue;
          const { latestStartOn, latestFinishOn } = of(s, key);
          const spent = Array.from({ length: daysBetween(latestStartOn, latestFinishOn) + 1 }, (_, i) => addDays(latestStartOn, i));
          const own = spent.filter((d) => (unit === 'calendar' || isWorkingDay(d)) && !(isOutdoor && stands(d)));
          expect(own).toHaveLength(days);
        }
      }),
    ));
  test('forwards from the day that backwards gives keeps the promise, and a day later breaks it', () =>
    fc.assert(
      fc.property(anyNetwork, someDay, (nodes, promisedOn) => {
        const latest = plan(nodes, promisedOn, promisedOn, stops).nodes;
        const begin = latest
          .filter((n) => nodes.find((m) => m.key === n.key)!.days > 0)
          .map((n) => n.latestStartOn)
          .toSorted()[0];
        if (begin === undefined) return;
        expect(plan(nodes, promisedOn, begin, stops).finishOn <= promisedOn).toBe(true);
        expect(plan(nodes, promisedOn, addDays(begin, 1), stops).finishOn > promisedOn).toBe(true);
      }),
    ));
  test('where all nodes count alike, those on the deciding chain have the least slack of all', () =>
    fc.assert(
      fc.property(evenNetwork, someDay, someDay, (nodes, promisedOn, from) => {
        const s = plan(nodes, promisedOn, from, stops);
        const least = Math.min(...s.nodes.map((n) => n.slack!));
        const critical = s.nodes.filter((n) => n.isCritical);
        expect(critical.length).toBeGreaterThan(0);
        expect(critical.map((n) => n.slack)).toEqual(critical.map(() => least));
      }),
    ));
  test('a day less on a node that is not on the chain brings nothing; the chain reaches back to a node that waits for none', () =>
    fc.assert(
      fc.property(anyNetwork, someDay, (nodes, from) => {
        const s = plan(nodes, '2027-06-30', from, stops);
        for (const n of nodes) {
          if (of(s, n.key).isCritical || n.days === 0) continue;
          const shorter = nodes.map((m) => (m === n ? { ...m, days: m.days - 1 } : m));
          expect(plan(shorter, '2027-06-30', from, stops).finishOn).toBe(s.finishOn);
        }
        expect(nodes.some((n) => n.after.length === 0 && of(s, n.key).isCritical)).toBe(true);
      }),
    ));
});
const stands = (day: Day) => {
  const at = day.slice(5);
  const from = daysBetween(springFestivalOf(Number(day.slice(0, 4)))!, day);
  return at >= '11-15' || at <= '03-15' || (from >= -10 && from < 16);
};

test('every template that ships is in order, and its production can be planned', () => {
  for (const { nodes } of Object.values(templates)) {
    expect(inOrder(nodes)).not.toBeInstanceOf(Refusal);
    expect(nodes.at(-1)).toMatchObject({ event: 'production', days: 0 });
    const s = plan(nodes, '2028-10-31', '2026-03-02', stops);
    expect(s.finishOn > '2026-03-02').toBe(true);
  }
});
