import { sql } from 'drizzle-orm';
import { CasingCache } from 'drizzle-orm/casing';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../../platform/test-database.ts';
import * as tables from './tables.ts';

let house: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  house = await testDatabase();
});
afterAll(() => house.close());
const casing = new CasingCache('snake_case');

test.each(Object.values(tables).map((t) => [getTableConfig(t).name, t] as const))(
  'the migration and tables.ts agree on %s',
  async (name, table: PgTable) => {
    const { rows } = await house.db.execute(sql`
    select a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attnotnull as "notNull" from pg_attribute a
    where a.attrelid = ${name}::regclass and a.attnum > 0 and not a.attisdropped order by 1`);
    const declared = getTableConfig(table).columns.map((c) => ({
      name: casing.getColumnCasing(c),
      type: c.getSQLType().replace(/numeric\((\d+), /, 'numeric($1,'),
      notNull: c.notNull,
    }));
    expect(rows).toEqual(declared.toSorted((a, b) => (a.name < b.name ? -1 : 1)));
  },
);
