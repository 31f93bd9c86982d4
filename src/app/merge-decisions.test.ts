import { afterAll, beforeAll, expect, test } from 'vitest';
import { mergeDecisions } from '../modules/duplicates/domain/merge-decision.ts';
import { testDatabase } from '../platform/test-database.ts';

let t: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

/** Columns that refer to a project or an enterprise: by a foreign key, or by their name. */
async function references(target: 'project' | 'enterprise'): Promise<string[]> {
  const { rows } = await t.pool.query<{ name: string }>(
    `select c.conrelid::regclass::text || '.' || a.attname as name from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = any(c.conkey)
       where c.contype = 'f' and c.confrelid = $1::regclass
     union select table_name || '.' || column_name from information_schema.columns where table_schema = 'public' and column_name ~ ('(^|_)' || $1 || '_id$')`,
    [target],
  );
  return rows.map((r) => r.name).toSorted();
}

test.each(['project', 'enterprise'] as const)(
  'D4 every column that refers to a %s has a decision for mergers (add yours to duplicates/domain/merge-decision.ts)',
  async (target) => {
    const found = await references(target);
    expect(found.length).toBeGreaterThan(3);
    expect(found).toEqual(Object.keys(mergeDecisions[target]).toSorted());
  },
);
