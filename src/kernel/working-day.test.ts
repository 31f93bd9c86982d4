import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, daysBetween, type Day } from './day.ts';
import {
  halfWorkingDaysAfter,
  isCalendarPublished,
  isWorkingDay,
  unpublishedYears,
  workingDayFrom,
  workingDaysAfter,
  workingDaysBefore,
  workingDaysBetween,
  workingDayUpTo,
} from './working-day.ts';

/** 国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号: days off from–to, and weekend days that are worked (上班). */
const published: Record<number, Readonly<{ off: readonly [string, string][]; worked: readonly string[]; workingDays: number }>> = {
  2024: {
    off: [
      ['01-01', '01-01'],
      ['02-10', '02-17'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-10', '06-10'],
      ['09-15', '09-17'],
      ['10-01', '10-07'],
    ],
    worked: ['02-04', '02-18', '04-07', '04-28', '05-11', '09-14', '09-29', '10-12'],
    workingDays: 251,
  },
  2025: {
    off: [
      ['01-01', '01-01'],
      ['01-28', '02-04'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['05-31', '06-02'],
      ['10-01', '10-08'],
    ],
    worked: ['01-26', '02-08', '04-27', '09-28', '10-11'],
    workingDays: 248,
  },
  2026: {
    off: [
      ['01-01', '01-03'],
      ['02-15', '02-23'],
      ['04-04', '04-06'],
      ['05-01', '05-05'],
      ['06-19', '06-21'],
      ['09-25', '09-27'],
      ['10-01', '10-07'],
    ],
    worked: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
    workingDays: 248,
  },
};

function isWorkedByNotice(day: Day): boolean {
  const { off, worked } = published[Number(day.slice(0, 4))]!;
  const at = day.slice(5);
  if (worked.includes(at)) return true;
  if (off.some(([from, to]) => from <= at && at <= to)) return false;
  return ![0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}
const every = Array.from({ length: daysBetween('2024-01-01', '2026-12-31') + 1 }, (_, i) => addDays('2024-01-01', i));
const someDay = fc.constantFrom(...every);
const few = fc.integer({ min: 0, max: 60 });

describe('working days against the published calendars', () => {
  test.each([2024, 2025, 2026])('every day of %i is worked or free as the notice says', (year) => {
    const days = every.filter((d) => d.startsWith(String(year)));
    expect(days.filter((d) => isWorkingDay(d) !== isWorkedByNotice(d))).toEqual([]);
    expect(days.filter(isWorkingDay)).toHaveLength(published[year]!.workingDays);
  });
  test('a term over National Day, over 春节 with its 调休, and over the turn of a year', () => {
    expect(workingDaysAfter('2026-09-29', 3)).toBe('2026-10-09');
    expect(workingDaysAfter('2026-10-09', 1)).toBe('2026-10-10');
    expect(workingDaysAfter('2026-02-13', 2)).toBe('2026-02-24');
    expect(workingDaysAfter('2025-12-31', 1)).toBe('2026-01-04');
    expect(workingDaysBefore('2026-01-04', 1)).toBe('2025-12-31');
    expect(workingDaysBefore('2026-02-24', 1)).toBe('2026-02-14');
    expect(workingDaysBefore('2025-01-01', 1)).toBe('2024-12-31');
    expect(workingDaysAfter('2024-01-01', 251)).toBe('2024-12-31');
    expect(workingDaysAfter('2026-03-04', 0)).toBe('2026-03-04');
    expect([workingDayFrom('2026-10-01'), workingDayUpTo('2026-10-07')]).toEqual(['2026-10-08', '2026-09-30']);
    expect([workingDayFrom('2026-10-10'), workingDayUpTo('2026-10-10')]).toEqual(['2026-10-10', '2026-10-10']);
  });
  test('half a working day ends at noon of the next one', () => {
    expect(halfWorkingDaysAfter('2026-09-30', 1)).toEqual({ day: '2026-10-08', by: 'noon' });
    expect(halfWorkingDaysAfter('2026-09-30', 2)).toEqual({ day: '2026-10-08', by: 'evening' });
    expect(halfWorkingDaysAfter('2026-09-30', 5)).toEqual({ day: '2026-10-10', by: 'noon' });
    expect(halfWorkingDaysAfter('2026-09-30', 0)).toEqual({ day: '2026-09-30', by: 'evening' });
  });
});

describe('working-day arithmetic by property', () => {
  test('what is so many working days after is a working day, with so many between', () =>
    fc.assert(
      fc.property(someDay, few, (day, count) => {
        const end = workingDaysAfter(day, count);
        const stepped = every.filter((d) => d > day && d <= end).filter(isWorkedByNotice).length;
        if (end <= '2026-12-31') expect(stepped).toBe(count);
        expect(workingDaysBetween(day, end)).toBe(count);
        expect(workingDaysBetween(end, day)).toBe(count === 0 ? 0 : -count);
        if (count > 0) expect(isWorkingDay(end)).toBe(true);
      }),
    ));
  test('before undoes after from a working day, and terms add up', () =>
    fc.assert(
      fc.property(someDay, few, few, (any, a, b) => {
        const day = workingDayFrom(any);
        expect(workingDaysBefore(workingDaysAfter(day, a), a)).toBe(day);
        expect(workingDaysAfter(workingDaysBefore(day, a), a)).toBe(day);
        expect(workingDaysAfter(workingDaysAfter(day, a), b)).toBe(workingDaysAfter(day, a + b));
      }),
    ));
  test('later days never end earlier', () =>
    fc.assert(
      fc.property(someDay, someDay, few, (a, b, count) => {
        const [first, second] = a < b ? [a, b] : [b, a];
        expect(workingDaysAfter(first, count) <= workingDaysAfter(second, count)).toBe(true);
        expect(workingDaysBefore(first, count) <= workingDaysBefore(second, count)).toBe(true);
      }),
    ));
});

test('a year whose notice is not out yet is told, and there only weekends are free', () => {
  expect([2024, 2025, 2026].map(isCalendarPublished)).toEqual([true, true, true]);
  expect(isCalendarPublished(2031)).toBe(false);
  expect(unpublishedYears('2026-12-01', '2026-12-31')).toEqual([]);
  expect(unpublishedYears('2026-12-01', '2031-01-05').at(-1)).toBe(2031);
  expect(isWorkingDay('2031-10-01')).toBe(true);
  expect(isWorkingDay('2031-10-04')).toBe(false);
});

test('working days are known to the runtime itself, and not only to the test runner', () => {
  const ask = `import { workingDaysAfter } from '${import.meta.dirname}/working-day.ts'; console.log(workingDaysAfter('2026-09-29', 3));`;
  expect(execFileSync(process.execPath, ['--input-type=module', '-e', ask], { encoding: 'utf8' }).trim()).toBe('2026-10-09');
});
