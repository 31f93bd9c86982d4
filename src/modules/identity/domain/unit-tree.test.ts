import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inEstablishmentOrder, subtreeIds } from './unit-tree.ts';

const unit = (id: string, parentId: string | null, orderNo: number) => ({ id, parentId, orderNo, code: id });
const district = [
  unit('区', null, 0),
  unit('乡镇', '区', 30),
  unit('招商局', '区', 10),
  unit('发改局', '区', 20),
  unit('项目科', '招商局', 1),
  unit('综合科', '招商局', 0),
];

/** Any tree: each unit hangs below one that was there before. */
const trees = fc
  .array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 9 })), { maxLength: 40 })
  .map((seeds) => [unit('u0', null, 0), ...seeds.map(([parent, order], i) => unit(`u${i + 1}`, `u${parent % (i + 1)}`, order))]);

describe('the tree of units', () => {
  test('is listed in establishment order, children after their parent', () => {
    expect(inEstablishmentOrder(district).map((u) => `${u.depth} ${u.id}`)).toEqual([
      '0 区',
      '1 招商局',
      '2 综合科',
      '2 项目科',
      '1 发改局',
      '1 乡镇',
    ]);
  });
  test('a unit’s subtree is itself and what is below it, not its siblings', () => {
    expect(subtreeIds(district, '招商局').toSorted()).toEqual(['招商局', '综合科', '项目科'].toSorted());
    expect(subtreeIds(district, '发改局')).toEqual(['发改局']);
  });
  test('every unit is listed once, whatever the order of the rows', () => {
    fc.assert(
      fc.property(trees, (units) => {
        const listed = inEstablishmentOrder(units.toReversed());
        expect(listed.map((u) => u.id).toSorted()).toEqual(units.map((u) => u.id).toSorted());
        expect(listed).toEqual(inEstablishmentOrder(units));
      }),
    );
  });
  test('the subtrees of siblings share nothing', () => {
    fc.assert(
      fc.property(trees, (units) => {
        const parts = units.filter((u) => u.parentId === 'u0').flatMap((u) => subtreeIds(units, u.id));
        expect(new Set(parts).size).toBe(units.length - 1);
        expect(parts.length).toBe(units.length - 1);
      }),
    );
  });
});
