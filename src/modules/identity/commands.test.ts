import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { createUnit, editUnit, ensureRootUnit, importUnits, setUnitActive } from './commands.ts';
import type { UnitKind } from './domain/unit.ts';
import { createPerson, grantRoles } from './person-commands.ts';
import { actorById, operatorActor, unitIdsBelow, unitsByCode, unitsByName, unitTree } from './queries.ts';
import { visitor } from './session-commands.ts';

const now = new Date('2026-11-20T09:00:00+08:00');
let house: Awaited<ReturnType<typeof testDatabase>>;
let system: Actor;
const ids: Record<string, string> = {};
const make = async (name: string, kind: UnitKind, parent: string, orderNo: number) => {
  ids[name] = (await createUnit(house.db, { parentId: ids[parent]!, code: name, name, kind, orderNo }, system, now)).id;
};

beforeAll(async () => {
  house = await testDatabase();
  ids['区'] = (await ensureRootUnit(house.db, { name: '区', code: '000000' }, visitor, now)).id;
  system = await operatorActor(house.db, 'system_admin');
  await make('北乡', 'township', '区', 30);
  await make('招商局', 'department', '区', 10);
  await make('园区', 'park', '区', 20);
  await make('项目科', 'section', '招商局', 1);
  await make('北乡经发办', 'section', '北乡', 1);
});
afterAll(() => house.close());
const fields = (name: string, kind: UnitKind, parent: string | null) => ({
  parentId: parent && ids[parent]!,
  code: name,
  name,
  shortName: null,
  kind,
  orderNo: 1,
});

describe('units', () => {
  test('are listed in establishment order', async () => {
    expect((await unitTree(house.db)).map((u) => u.name)).toEqual(['区', '招商局', '项目科', '园区', '北乡', '北乡经发办']);
  });

  test('a person acts for their unit and what is below it, and for no other', async () => {
    const { id } = await createPerson(house.db, { unitId: ids['北乡']!, name: '甲' }, system, now);
    await grantRoles(house.db, { id, roles: ['promoter'] }, await operatorActor(house.db, 'security_admin'), now);
    const actor = (await actorById(house.db, id))!;
    expect(actor.unitIds.toSorted()).toEqual([ids['北乡']!, ids['北乡经发办']!].toSorted());
    expect((await unitIdsBelow(house.db, ids['北乡']!)).toSorted()).toEqual(actor.unitIds.toSorted());
    await make('北乡工业办', 'section', '北乡', 2);
    expect((await actorById(house.db, id))!.unitIds).toContain(ids['北乡工业办']);
  });

  test('stand only where their kind belongs, under one root, with a code of their own', async () => {
    const create = (input: ReturnType<typeof fields>) => createUnit(house.db, input, system, now);
    await expect(create(fields('乡中乡', 'township', '北乡'))).rejects.toMatchObject({ code: 'unit.wrong_place' });
    await expect(create(fields('又一区', 'district', null))).rejects.toMatchObject({ code: 'unit.root_exists' });
    await expect(create(fields('招商局', 'department', '区'))).rejects.toMatchObject({ code: 'unit.code_taken' });
    await expect(
      createUnit(house.db, fields('甲', 'section', '北乡'), { ...system, roles: ['promotion_admin'] }, now),
    ).rejects.toMatchObject({ kind: 'forbidden' });
  });

  test('never hang below themselves, nor change on stale sight', async () => {
    await make('上科', 'section', '招商局', 5);
    await make('下科', 'section', '上科', 1);
    const edit = { ...fields('上科', 'section', '下科'), id: ids['上科']!, version: 1 };
    await expect(editUnit(house.db, edit, system, now)).rejects.toMatchObject({ code: 'unit.below_itself' });
    await editUnit(house.db, { ...edit, parentId: ids['园区']! }, system, now);
    await expect(editUnit(house.db, { ...edit, parentId: ids['园区']! }, system, now)).rejects.toMatchObject({
      kind: 'conflict',
      details: { version: 2 },
    });
    await expect(
      editUnit(house.db, { ...fields('招商局', 'section', '区'), id: ids['招商局']!, version: 1 }, system, now),
    ).rejects.toMatchObject({ code: 'unit.wrong_place' });
  });

  test('two moves at once cannot make a circle', async () => {
    await make('左科', 'section', '招商局', 6);
    await make('右科', 'section', '招商局', 7);
    const under = (name: string, parent: string) =>
      editUnit(house.db, { ...fields(name, 'section', parent), id: ids[name]!, version: 1 }, system, now);
    // Held back until both have begun, so that neither has seen the other's move.
    const blocker = await house.pool.connect();
    await blocker.query('begin');
    await blocker.query('select 1 from unit where id = any($1) for update', [[ids['左科'], ids['右科']]]);
    const moves = Promise.allSettled([under('左科', '右科'), under('右科', '左科')]);
    await house.untilWaiting(2);
    await blocker.query('commit');
    blocker.release();
    const both = await moves;
    expect(both.filter((b) => b.status === 'rejected').map((b) => b.reason.code)).toEqual(['unit.below_itself']);
  });

  test('close only when empty, and the root never', async () => {
    const close = (name: string) => setUnitActive(house.db, { id: ids[name]!, isActive: false, version: 1 }, system, now);
    await expect(close('区')).rejects.toMatchObject({ code: 'unit.root_stays' });
    await expect(close('招商局')).rejects.toMatchObject({ code: 'unit.has_units' });
    await make('空科', 'section', '招商局', 9);
    await createPerson(house.db, { unitId: ids['空科']!, name: '乙' }, system, now);
    await expect(close('空科')).rejects.toMatchObject({ code: 'unit.has_people', details: { people: 1 } });
    await close('项目科');
    await expect(createPerson(house.db, { unitId: ids['项目科']!, name: '丙' }, system, now)).rejects.toMatchObject({
      code: 'person.unit_unknown',
    });
  });
});

describe('a list of units', () => {
  const row = (n: number, code: string, kind: UnitKind | null, parentCode: string | null) => ({
    row: n,
    code,
    name: `${code}名`,
    shortName: null,
    kind,
    parentCode,
    orderNo: n,
  });
  test('comes in whatever its order; the same list again changes nothing', async () => {
    const rows = [row(2, 'S1', 'section', 'T1'), row(3, 'T1', 'township', null), row(4, 'S2', 'section', 'S1')];
    expect(await importUnits(house.db, rows, system, now)).toEqual({ created: 3, updated: 0, unchanged: 0 });
    expect(await importUnits(house.db, rows, system, now)).toEqual({ created: 0, updated: 0, unchanged: 3 });
    const codes = await unitsByCode(house.db);
    expect(await unitIdsBelow(house.db, codes.get('T1')!)).toEqual([codes.get('T1'), codes.get('S1'), codes.get('S2')]);
    expect((await unitsByName(house.db)).get('S1名')).toEqual([codes.get('S1')]);
  });
  test('is refused whole, with every fault named by its row', async () => {
    const rows = [
      row(2, 'A', 'section', 'NONE'),
      row(3, 'B', 'section', 'A'),
      row(4, 'C', 'township', 'S1'),
      row(5, 'D', 'section', 'E'),
      row(6, 'E', 'section', 'D'),
      row(7, 'D', 'section', null),
      row(8, 'T1', 'park', null),
    ];
    const refused = importUnits(house.db, rows, system, now);
    await expect(refused).rejects.toMatchObject({ code: 'unit.rows_refused' });
    const { details } = (await refused.catch((e: unknown) => e)) as { details: { faults: { row: number; code: string }[] } };
    expect(details.faults.map((f) => [f.row, f.code])).toEqual([
      [2, 'unit.parent_unknown'],
      [3, 'unit.parent_refused'],
      [4, 'unit.wrong_place'],
      [5, 'unit.below_itself'],
      [6, 'unit.below_itself'],
      [7, 'unit.twice_in_file'],
    ]);
    expect((await unitsByCode(house.db)).has('B')).toBe(false);
  });
});
