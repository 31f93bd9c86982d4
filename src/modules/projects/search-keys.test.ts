import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bigrams } from '../../kernel/name-key.ts';
import { testDatabase } from '../../platform/test-database.ts';
import { searchKeys } from './domain/search-keys.ts';

let t: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

test('the keys words are looked for by are those the database keeps', async () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', minLength: 2 }), { minLength: 1, maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(texts, fc.uuid(), async (of, unit) => {
      const grams = bigrams(of.map((text) => text.replaceAll('\0', '')));
      const { rows } = await t.pool.query<{ keys: string[] }>('select project_search_keys($1, $2)::text[] as keys', [unit, grams]);
      expect(rows[0]!.keys).toEqual(grams.flatMap((gram) => [...searchKeys(gram, null), ...searchKeys(gram, [unit])]));
    }),
  );
});
