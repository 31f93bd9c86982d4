import { expect, test } from 'vitest';
import { tableDefaults } from '../../../web/kit/table-state.ts';
import { askedOf, exportedColumns } from './list-query.ts';

test('dates are asked for by month or year, whatever was typed', () => {
  const state = { ...tableDefaults, filters: { arrivedOn: '2025..2026-03-09', unit: 'u', other: 'x' }, sort: 'amountFen', desc: true };
  expect(askedOf(state, 'arrivedOn')).toEqual({ unit: 'u', from: '2025', to: '2026-03', sort: 'amountFen', order: 'desc' });
});

test('who recorded an entry is exported with the day', () => {
  expect(exportedColumns(['projectName', 'recordedAt'])).toBe('projectName,recordedByName,recordedOn');
});
