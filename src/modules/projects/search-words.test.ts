import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bigrams, nameKey, searchKey } from '../../kernel/name-key.ts';
import { testDatabase } from '../../platform/test-database.ts';

let t: Awaited<ReturnType<typeof testDatabase>>;
beforeAll(async () => {
  t = await testDatabase();
});
afterAll(() => t.close());

const unitId = '018f0000-0000-7000-8000-0000000abcde';
// What names are written with. Newer characters are left out: the database and Node learn them at different times.
const scripts = [
  [0x1, 0x6ff],
  [0x1e00, 0x20bf],
  [0x2100, 0x22ff],
  [0x2460, 0x27ff],
  [0x3000, 0x318f],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xffef],
] as const;
const character = fc
  .oneof(...scripts.map(([min, max]) => fc.integer({ min, max })))
  .map((c) => String.fromCodePoint(c))
  .filter((c) => !/\p{Cn}/u.test(c));
const text = fc.string({ unit: character, maxLength: 12 });
const name = fc.oneof(text, fc.stringMatching(/^[合肥长鑫存储（）()·\-Ａａé A-Z0-9]{0,12}(有限公司|股份有限公司|)$/));

test('the database spells a name for search as the words that are looked for are spelled', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 50, maxLength: 100 }), async (names) => {
      const { rows } = await t.pool.query<{ key: string }>(
        'select search_key(n) as key from unnest($1::text[]) with ordinality u (n, i) order by i',
        [names],
      );
      expect(rows.map((r) => r.key)).toEqual(names.map(searchKey));
    }),
    { numRuns: 40 },
  );
});

test('every two neighbouring characters of every name are a key of its unit, and nothing else is', async () => {
  await fc.assert(
    fc.asyncProperty(fc.tuple(name, name, name), async ([named, investor, masked]) => {
      const { rows } = await t.pool.query<{ words: string; keys: string[]; wanted: string[] }>(
        `with w as (select project_words($1, $2, $3, $4, 'ab cd') as words, search_key($5) as masked)
         select words, array(select distinct k from unnest(project_search_keys($6, words, masked)) k order by k) as keys,
           array(select distinct unit_search_key($6) | gram_search_key(g) as k from unnest($7::text[]) g order by k) as wanted from w`,
        [
          named,
          nameKey(named),
          investor,
          nameKey(investor),
          masked,
          unitId,
          bigrams([named, nameKey(named), investor, nameKey(investor), masked, 'ab', 'cd']),
        ],
      );
      const [found] = rows;
      expect(found!.keys).toEqual(found!.wanted);
      for (const line of [searchKey(named), nameKey(named), searchKey(investor), nameKey(investor), 'ab', 'cd'])
        expect(found!.words).toContain(line);
    }),
  );
});
