import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  endOfDay,
  firstDayOf,
  isDay,
  isOnOrBefore,
  isPartialDate,
  lastDayOf,
  monthOf,
  monthsFrom,
  precisionOf,
  startOfDay,
  yearOf,
} from './day.ts';

const days = fc
  .date({ min: new Date('1950-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((d) => d.toISOString().slice(0, 10));
const months = days.map((day) => day.slice(0, 7));
const partials = fc.tuple(days, fc.constantFrom(4, 7, 10)).map(([day, length]) => day.slice(0, length));

describe('the business day', () => {
  test('changes at midnight in Shanghai', () => {
    expect(dayOf(new Date('2026-03-05T15:59:59.999Z'))).toBe('2026-03-05');
    expect(dayOf(new Date('2026-03-05T16:00:00Z'))).toBe('2026-03-06');
  });
  test('begins and ends on itself', () => {
    fc.assert(
      fc.property(
        days,
        (day) =>
          dayOf(startOfDay(day)) === day &&
          dayOf(endOfDay(day)) === day &&
          dayOf(new Date(endOfDay(day).getTime() + 1)) === addDays(day, 1),
      ),
    );
  });
});

describe('a date may be known to the day, the month or the year', () => {
  test.each(['2026', '2026-03', '2026-12', '2024-02-29', '2026-01-31'])('%s is one', (text) => {
    expect(isPartialDate(text)).toBe(true);
  });
  test.each([
    '',
    '26',
    '2026-3',
    '2026-00',
    '2026-13',
    '2026-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-01-32',
    '2026-01-00',
    '2026/03/05',
    '2026-03-05T00:00',
    ' 2026',
  ])('%j is none', (text) => {
    expect(isPartialDate(text)).toBe(false);
  });
  test('its first and last day bound it', () => {
    fc.assert(
      fc.property(partials, (date) => {
        const [first, last] = [firstDayOf(date), lastDayOf(date)];
        return (
          isDay(first) &&
          isDay(last) &&
          first <= last &&
          first.startsWith(date) &&
          last.startsWith(date) &&
          !addDays(last, 1).startsWith(date) &&
          !addDays(first, -1).startsWith(date)
        );
      }),
    );
  });
  test('precision, year and month are read off it', () => {
    expect(['2026', '2026-03', '2026-03-05'].map((d) => [precisionOf(d), yearOf(d), monthOf(d)])).toEqual([
      ['year', '2026', null],
      ['month', '2026', '2026-03'],
      ['day', '2026', '2026-03'],
    ]);
  });
  test('a month counts from its first day on', () => {
    expect([
      isOnOrBefore('2026-03', '2026-02-28'),
      isOnOrBefore('2026-03', '2026-03-01'),
      isOnOrBefore('2026', '2026-01-01'),
      isOnOrBefore('2026-03-05', '2026-03-04'),
    ]).toEqual([false, true, true, false]);
  });
});

describe('counting', () => {
  test('months forth and back come home', () => {
    fc.assert(fc.property(months, fc.integer({ min: -600, max: 600 }), (month, n) => addMonths(addMonths(month, n), -n) === month));
    expect([addMonths('2026-01', -1), addMonths('2026-12', 1), addMonths('2026-03', 0)]).toEqual(['2025-12', '2027-01', '2026-03']);
  });
  test('days between are the days to add', () => {
    fc.assert(fc.property(days, fc.integer({ min: -40_000, max: 40_000 }), (day, n) => daysBetween(day, addDays(day, n)) === n));
    expect(daysBetween('2024-02-28', '2024-03-01')).toBe(2);
  });
  test('every month of a span is listed once, both ends included', () => {
    expect(monthsFrom('2025-11', '2026-02')).toEqual(['2025-11', '2025-12', '2026-01', '2026-02']);
    expect(monthsFrom('2026-02', '2026-01')).toEqual([]);
  });
});
