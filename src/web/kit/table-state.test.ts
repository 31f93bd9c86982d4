import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  choicesIn,
  nextSort,
  rangeIn,
  rangeText,
  readTableState,
  tableDefaults,
  withFilter as filterBy,
  writeTableState,
} from './table-state.ts';

const word = fc.stringMatching(/^[a-zA-Z一-龥0-9]{1,8}$/);
const key = word.filter((k) => !['page', 'size', 'sort', 'q', 'cols', 'row'].includes(k));
const state = fc
  .record({
    page: fc.integer({ min: 1, max: 9999 }),
    size: fc.constantFrom(20, 50, 100, 200),
    sort: fc.option(word),
    desc: fc.boolean(),
    q: fc.string(),
    filters: fc.dictionary(key, word),
    cols: fc.option(fc.array(word, { minLength: 1 })),
    row: fc.option(word),
  })
  .map((s) => ({ ...s, desc: s.sort !== null && s.desc, filters: { ...s.filters } }));
const withFilter = { ...tableDefaults, filters: { stage: '在建' }, sort: 'amount', desc: true };

test('an address brings back exactly the table that wrote it', () => {
  fc.assert(
    fc.property(state, fc.constantFrom(tableDefaults, withFilter), fc.constantFrom('', 'arrivals.'), (s, defaults, prefix) => {
      const address = writeTableState(new URLSearchParams(), s, defaults, prefix).toString();
      expect(readTableState(new URLSearchParams(address), defaults, prefix)).toEqual(s);
    }),
  );
});
test('two tables on one page do not disturb each other', () => {
  fc.assert(
    fc.property(state, state, (a, b) => {
      const address = writeTableState(writeTableState(new URLSearchParams(), a), b, tableDefaults, 'arrivals.');
      expect(readTableState(address)).toEqual(a);
      expect(readTableState(address, tableDefaults, 'arrivals.')).toEqual(b);
    }),
  );
});
test('a table as it usually is leaves the address clean', () => {
  expect(writeTableState(new URLSearchParams(), tableDefaults).toString()).toBe('');
});
test('clearing the filters that a table begins with is kept in the address', () => {
  const address = writeTableState(new URLSearchParams(), { ...withFilter, filters: {} }, withFilter);
  expect(readTableState(address, withFilter).filters).toEqual({});
});
test('nonsense in the address is as if nothing were said', () => {
  expect(readTableState(new URLSearchParams('page=-1&size=x'))).toMatchObject({ page: 1, size: 50 });
});
test('choices and ranges come back from their text', () => {
  expect(choicesIn('在建,投产')).toEqual(['在建', '投产']);
  expect(rangeIn(rangeText('2025-01', ''))).toEqual({ from: '2025-01' });
  expect(rangeText('', '')).toBe('');
});

test('pressing a header sorts one way, then the other, then not at all; numbers begin with the largest', () => {
  const press = (numeric: boolean) => {
    const seen = [tableDefaults];
    for (let i = 0; i < 3; i++) seen.push({ ...seen.at(-1)!, ...nextSort(seen.at(-1)!, 'x', numeric) });
    return seen.slice(1).map((s) => (s.sort ? (s.desc ? 'largest' : 'smallest') : 'none'));
  };
  expect(press(false)).toEqual(['smallest', 'largest', 'none']);
  expect(press(true)).toEqual(['largest', 'smallest', 'none']);
});
test('a filter replaces its own earlier value and leaves the others', () => {
  const before = { ...tableDefaults, filters: { stage: '在建', unit: 'a' } };
  expect(filterBy(before, 'stage', '投产')).toEqual({ filters: { stage: '投产', unit: 'a' } });
  expect(filterBy(before, 'stage', '')).toEqual({ filters: { unit: 'a' } });
});
