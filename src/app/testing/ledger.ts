import { v7 } from 'uuid';
import type { Actor, Role } from '../../kernel/actor.ts';
import { businessRoles } from '../../kernel/actor.ts';
import { testDatabase } from '../../platform/test-database.ts';

/** An invented district to test the ledger in: a township with a section below it, a second township, a park, a bureau. */
export async function openLedger(now: Date) {
  const house = await testDatabase();
  const { pool } = house;
  const unit = async (name: string, kind: string, parentId: string | null) => {
    const id = v7();
    await pool.query('insert into unit (id, parent_id, code, name, kind, created_at) values ($1, $2, $3, $4, $5, $6)', [
      id,
      parentId,
      name,
      name,
      kind,
      now,
    ]);
    return id;
  };
  const district = await unit('示范区', 'district', null);
  const north = await unit('北山镇', 'township', district);
  const section = await unit('北山镇招商办', 'section', north);
  const south = await unit('南河镇', 'township', district);
  const park = await unit('循环产业园', 'park', district);
  const bureau = await unit('招商局', 'department', district);
  const units = { district, north, section, south, park, bureau };
  const below: Record<string, string[]> = {
    [district]: Object.values(units),
    [north]: [north, section],
    [south]: [south],
    [section]: [section],
    [park]: [park],
    [bureau]: [bureau],
  };

  /** A new person of a unit with these roles, who can act at once. */
  const person = async (unitId: string, ...roles: Role[]): Promise<Actor> => {
    const id = v7();
    const name = `测试${id.slice(-4)}`;
    await pool.query('insert into person (id, unit_id, name, created_at) values ($1, $2, $3, $4)', [id, unitId, name, now]);
    return { id, name, unitId, unitIds: below[unitId] ?? [unitId], roles };
  };
  const everyone = Object.fromEntries(
    await Promise.all(
      businessRoles.map(async (role) => [role, await person(role === 'promoter' || role === 'unit_head' ? north : bureau, role)]),
    ),
  ) as Record<(typeof businessRoles)[number], Actor>;

  const words = [
    ['source', 'lead'],
    ['source', 'event'],
    ['nature', 'new'],
    ['investor_kind', 'private'],
  ];
  for (const [dictionary, code] of words) {
    await pool.query('insert into dictionary_entry (id, dictionary, code, name_zh, name_en, order_no) values ($1, $2, $3, $3, $3, 1)', [
      v7(),
      dictionary,
      code,
    ]);
  }
  for (const code of ['3217', '7810']) {
    await pool.query(
      "insert into industry (code, id, level, section, name, initials, origin) values ($1, $2, 4, 'C', $1, 'x', 'standard')",
      [code, v7()],
    );
  }
  return { ...house, units, everyone, person };
}
