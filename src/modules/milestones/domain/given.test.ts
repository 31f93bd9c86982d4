import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '../../../kernel/day.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { type GivenNode, givenNodes } from './given.ts';
import { inOrder } from './node.ts';

const given = (name: string, startOn: string, finishOn: string): GivenNode => ({ name, startOn, finishOn, role: 'unit', deliverable: '' });

test('what a node waits for follows from the dates, and events from their names', () => {
  const nodes = givenNodes([
    given('立项', '2026-01-01', '2026-01-31'),
    given('设计', '2026-02-01', '2026-03-31'),
    given('招标', '2026-02-15', '2026-03-31'),
    given('正式开工', '2026-04-01', '2026-04-01'),
    given('二期开工', '2026-04-01', '2026-04-10'),
    given('竣工投产', '2026-09-01', '2026-09-30'),
  ]);
  expect(nodes.map((n) => [n.key, n.days, n.after.join(), n.event])).toEqual([
    ['node_1', 31, '', null],
    ['node_2', 59, 'node_1', null],
    ['node_3', 45, 'node_1', null],
    ['node_4', 1, 'node_2,node_3', 'started'],
    ['node_5', 10, 'node_2,node_3', null],
    ['node_6', 30, 'node_5', 'completed'],
  ]);
});

test('whatever dates a table gives, its nodes can be put in order', () =>
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(300), fc.nat(60)), { minLength: 1, maxLength: 30 }), (spans) => {
      const nodes = givenNodes(
        spans.map(([from, days], i) => given(`节点${i}`, addDays('2026-01-01', from), addDays('2026-01-01', from + days))),
      );
      expect(inOrder(nodes)).not.toBeInstanceOf(Refusal);
    }),
  ));
