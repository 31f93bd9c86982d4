import { expect, test } from 'vitest';
import { tableDefaults } from '../../../web/kit/table-state.ts';
import { arrivalRate, exportedColumns, filterOf, pageOf } from './list-query.ts';

const state = (part: Partial<typeof tableDefaults>) => ({ ...tableDefaults, ...part });

test('a year in the filter of signing means all its months', () => {
  expect(filterOf(state({ filters: { signedOn: '2025..2025' } }))).toEqual({ signedFrom: '2025-01', signedTo: '2025-12' });
  expect(filterOf(state({ filters: { signedOn: '..2026-03-09' } }))).toEqual({ signedTo: '2026-03' });
});

test('amounts are asked for in fen with either end open', () => {
  expect(filterOf(state({ filters: { agreedFen: '1000000..', investedFen: '..5' } }))).toEqual({ agreedMin: '1000000', investedMax: '5' });
});

test('filters that the server does not know are not sent', () => {
  expect(filterOf(state({ filters: { signed: 'true', nonsense: 'x' } }))).toEqual({
    signed: 'true',
    side: 'none,suspended',
  });
});

test('signed projects that left the pool are shown to who asks for them', () => {
  expect(filterOf(state({ filters: { signed: 'true', side: 'withdrawn' } }))).toEqual({ signed: 'true', side: 'withdrawn' });
});

test('the third page of twenty is asked for as such', () => {
  expect(pageOf(state({ page: 3, size: 20, q: '铸造' }))).toEqual({ q: '铸造', page: 3, size: 20 });
});

test('a column that shows stage and standing aside is exported as both', () => {
  expect(exportedColumns(['name', 'stage', 'rate'])).toBe('name,stage,side,arrivalRate');
});

test('nothing agreed has no rate, which is not a rate of zero', () => {
  expect(arrivalRate({ arrivedFen: 5, agreedFen: 0 })).toBeNull();
  expect(arrivalRate({ arrivedFen: 0, agreedFen: 5 })).toBe('0.00');
});
