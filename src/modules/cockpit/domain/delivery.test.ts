import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type DeliveryCounts, deliveryCounts, figuresOf, noCounts, rolledUp, sumOf, type UnitCounts } from './delivery.ts';
import { deliveryCards, deliveryKeys } from './delivery-card.ts';

const tree = [
  { id: 'district', name: '区', parentId: null },
  { id: 'east', name: '东乡', parentId: 'district' },
  { id: 'village', name: '东村', parentId: 'east' },
  { id: 'hamlet', name: '东庄', parentId: 'village' },
  { id: 'west', name: '西乡', parentId: 'district' },
];

test('a unit counts with all that are below it; what the root has by itself stands first and opens no list', () => {
  const counts: UnitCounts[] = [
    { unitId: 'hamlet', red: 1 },
    { unitId: 'west', red: 2 },
    { unitId: 'village', owed: 4, reported: 3 },
    { unitId: 'district', red: 5 },
  ];
  expect(rolledUp(tree, 'district', counts).map((u) => [u.unitName, u.isWhole, u.red, u.owed])).toEqual([
    ['区', false, 5, 0],
    ['东乡', true, 1, 4],
    ['西乡', true, 2, 0],
  ]);
  // Of a scope of one unit only what is of it.
  expect(rolledUp(tree, 'east', counts).map((u) => [u.unitName, u.red, u.owed])).toEqual([['东村', 1, 4]]);
  expect(rolledUp(tree, 'west', counts).map((u) => [u.unitName, u.isWhole, u.red])).toEqual([['西乡', true, 2]]);
});

const count = fc.record({
  unitId: fc.constantFrom(...tree.map((u) => u.id)),
  ...Object.fromEntries(deliveryCounts.map((key) => [key, fc.nat(1000)])),
}) as fc.Arbitrary<UnitCounts>;
test('units of the whole district add up to it', () => {
  fc.assert(
    fc.property(fc.array(count, { maxLength: 20 }), (counts) => {
      expect(sumOf(rolledUp(tree, 'district', counts))).toEqual(sumOf(counts));
    }),
  );
});

test('a rate keeps what it was made of and says nothing of nothing', () => {
  const sums: DeliveryCounts = { ...noCounts, owed: 3, reported: 2, onTime: 1, red: 7 };
  const of = Object.fromEntries(figuresOf(sums).map((f) => [f.key, f]));
  expect(of['report_completeness']).toEqual({
    key: 'report_completeness',
    value: null,
    ratio: { numerator: 2, denominator: 3, percent: '66.7' },
  });
  expect(of['red_lights']).toEqual({ key: 'red_lights', value: 7, ratio: null });
  expect(of['permits_on_time']!.ratio).toEqual({ numerator: 0, denominator: 0, percent: null });
});

test('every figure has its card in both languages; a rate says what it divides', () => {
  for (const key of deliveryKeys)
    for (const words of [deliveryCards[key].zh, deliveryCards[key].en]) {
      expect(Object.values(words).every((text) => text.trim() !== '')).toBe(true);
      expect(words.denominator !== undefined).toBe(deliveryCards[key].kind === 'rate');
    }
});
