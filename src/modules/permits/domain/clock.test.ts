import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day } from '../../../kernel/day.ts';
import { isWorkingDay, workingDaysBetween } from '../../../kernel/working-day.ts';
import { daysLeft, dueOf, monthsAfter, type Stop, stoodDays, usedDays } from './clock.ts';

const stop = (from: Day, to: Day | null): Stop => ({ from, to, cause: 'expert' });

describe('a limit in working days', () => {
  test('runs from the working day after acceptance, over a holiday and a working Sunday (2026: 清明 4–6 April, 劳动节 1–5 May with 9 May worked)', () => {
    // Accepted on Thursday 2 April: Friday 3 is the first day, Tuesday 7 the second, Wednesday 8 the third.
    expect(dueOf('2026-04-02', [], 3)).toEqual({ day: '2026-04-08', by: 'evening' });
    // 30 April, then the holiday to 5 May; 6, 7, 8 and Saturday 9 May are worked.
    expect(dueOf('2026-04-29', [], 5)).toEqual({ day: '2026-05-09', by: 'evening' });
  });
  test('accepted on a Saturday, the next working day is the first', () => {
    expect(dueOf('2026-03-07', [], 1)).toEqual({ day: '2026-03-09', by: 'evening' });
  });
  test('half a day ends at noon of the next working day, none on the day itself', () => {
    expect(dueOf('2026-03-06', [], 0.5)).toEqual({ day: '2026-03-09', by: 'noon' });
    expect(dueOf('2026-03-06', [], 1.5)).toEqual({ day: '2026-03-10', by: 'noon' });
    expect(dueOf('2026-03-06', [], 0)).toEqual({ day: '2026-03-06', by: 'evening' });
  });
  test('stands still while stopped: the day of the stop counts, the day it goes on does not', () => {
    // Mon 2 accepted; Tue 3 and Wed 4 count (2); stopped on Wed; goes on Tue 10; Wed 11 is the third day.
    expect(dueOf('2026-03-02', [stop('2026-03-04', '2026-03-10')], 3)).toEqual({ day: '2026-03-11', by: 'evening' });
    expect(usedDays('2026-03-02', [stop('2026-03-04', '2026-03-10')], '2026-03-11')).toBe(3);
    expect(stoodDays([stop('2026-03-04', '2026-03-10')], '2026-03-11')).toBe(4);
  });
  test('has no last day while it stands still with days left; a stop after its last day changes nothing', () => {
    expect(dueOf('2026-03-02', [stop('2026-03-04', null)], 3)).toBeNull();
    expect(dueOf('2026-03-02', [stop('2026-03-04', null)], 2)).toEqual({ day: '2026-03-04', by: 'evening' });
    expect(usedDays('2026-03-02', [stop('2026-03-04', null)], '2026-03-20')).toBe(2);
  });
  test('left is none on the last day, below zero from the working day after it', () => {
    expect(daysLeft('2026-03-06', '2026-03-06')).toBe(0);
    expect(daysLeft('2026-03-06', '2026-03-07')).toBe(-1);
    expect(daysLeft('2026-03-06', '2026-03-09')).toBe(-1);
    expect(daysLeft('2026-03-09', '2026-03-06')).toBe(1);
  });
});

const day = fc.integer({ min: 0, max: 700 }).map((n) => addDays('2024-06-01', n));
/** Stops that follow each other, as they can be entered. */
const stopped = fc.tuple(day, fc.array(fc.integer({ min: 0, max: 25 }), { minLength: 0, maxLength: 6 })).map(([from, steps]) => {
  const days = steps.map((_, i) =>
    addDays(
      from,
      steps.slice(0, i + 1).reduce((sum, n) => sum + n, 0),
    ),
  );
  const stops = days.flatMap((on, i): Stop[] => (i % 2 === 0 && days[i + 1] !== undefined ? [stop(on, days[i + 1]!)] : []));
  return { from, stops };
});
test('what counted and what stood still are together every working day since acceptance', () => {
  fc.assert(
    fc.property(stopped, fc.integer({ min: 0, max: 400 }), ({ from, stops }, n) => {
      const until = addDays(from, n);
      const before = stops.filter((s) => s.from < until);
      expect(usedDays(from, stops, until) + stoodDays(before, until)).toBe(workingDaysBetween(from, until));
    }),
  );
});
test('on the last day exactly the limit has counted, and it is a working day', () => {
  fc.assert(
    fc.property(stopped, fc.integer({ min: 1, max: 60 }), ({ from, stops }, days) => {
      const due = dueOf(from, stops, days)!;
      expect(usedDays(from, stops, due.day)).toBe(days);
      expect(usedDays(from, stops, addDays(due.day, -1))).toBe(days - 1);
      expect(isWorkingDay(due.day)).toBe(true);
    }),
  );
});
test('a stop never brings the last day forward', () => {
  fc.assert(
    fc.property(stopped, fc.integer({ min: 0, max: 60 }), ({ from, stops }, days) => {
      expect(dueOf(from, stops, days)!.day >= dueOf(from, [], days)!.day).toBe(true);
    }),
  );
});

test('months later is the same day, or the last of a month that has no such day', () => {
  expect(monthsAfter('2026-01-05', 3)).toBe('2026-04-05');
  expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28');
  expect(monthsAfter('2027-11-30', 3)).toBe('2028-02-29');
  expect(monthsAfter('2026-11-30', 3)).toBe('2027-02-28');
});
