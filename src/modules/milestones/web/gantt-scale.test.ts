import { expect, test } from 'vitest';
import { scaleOf } from './gantt-scale.ts';
import { stateOf } from './node-state.ts';

test('a year has its days in proportion, and as many months as can be read', () => {
  const scale = scaleOf(['2026-03-02', '2026-12-30', '2026-01-15'], 100, 465);
  expect([scale.start('2026-01-01'), scale.end('2026-12-31'), scale.end('2026-01-01')]).toEqual([100, 465, 101]);
  expect(scale.months).toHaveLength(12);
  expect(
    scaleOf(['2026-01-01', '2028-12-31'], 0, 1)
      .months.map((m) => m.month)
      .slice(0, 3),
  ).toEqual(['2026-01', '2026-04', '2026-07']);
});
test('a node is done, late, bound to be late, under way or waiting', () => {
  const node = { finishedOn: null, startedOn: null, lateDays: null, slack: 0 };
  expect(stateOf({ ...node, finishedOn: '2026-01-01', lateDays: 3, slack: null })).toBe('done');
  expect(stateOf({ ...node, lateDays: 1, slack: -1 })).toBe('late');
  expect([stateOf({ ...node, slack: -1, startedOn: '2026-01-01' }), stateOf({ ...node, slack: 0 })]).toEqual(['behind', 'waiting']);
  expect(stateOf({ ...node, startedOn: '2026-01-01' })).toBe('running');
});
