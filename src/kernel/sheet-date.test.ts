import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPartialDate } from './day.ts';
import { Refusal } from './refusal.ts';
import { readDate, readPeriod, serialText, type DateContext } from './sheet-date.ts';

const text = (value: string, context?: DateContext) => shown(readDate({ kind: 'text', text: value }, context));
const number = (value: string) => shown(readDate({ kind: 'number', text: value }));
const shown = (answer: ReturnType<typeof readDate>) =>
  answer instanceof Refusal ? answer.code : answer.remark === null ? answer.date : `${answer.date} ~ ${answer.remark}`;

describe('a date is kept as precisely as it was written', () => {
  test.each([
    ['2026-9-2', '2026-09-02'],
    ['2026.09.02', '2026-09-02'],
    ['2026/3/5', '2026-03-05'],
    ['2026年3月5日', '2026-03-05'],
    ['2026年3月5号', '2026-03-05'],
    ['20260305', '2026-03-05'],
    ['２０２６－３－５', '2026-03-05'],
    ['2026 . 3 . 5', '2026-03-05'],
    ['2026-03-05 14:30:00', '2026-03-05'],
    ['2026-03-05T16:30:00Z', '2026-03-06'],
    ['2026-3', '2026-03'],
    ['2026.09', '2026-09'],
    ['2026.3', '2026-03'],
    ['2026.10', '2026-10'],
    ['2026.1', '2026-01'],
    ['2026/3', '2026-03'],
    ['2026年3月', '2026-03'],
    ['2026年3月份', '2026-03'],
    ['202603', '2026-03'],
    ['2026', '2026'],
    ['2026年', '2026'],
    ['46086', '2026-03-05'],
  ])('%s → %s', (found, date) => {
    expect(text(found)).toBe(date);
  });
  test('a date cell loses its time of day', () => {
    expect([readDate({ kind: 'date', text: '2026-03-05 23:59:59' }), readDate({ kind: 'date', text: '2026-03' })]).toEqual([
      { date: '2026-03-05', remark: null },
      { date: '2026-03', remark: null },
    ]);
  });
  test('a number cell is a serial, a year, a month or a day by its size', () => {
    expect(['46086', '46086.75', '2026', '202603', '20260305', '2026.3', '2026.11', '2026.01'].map(number)).toEqual([
      '2026-03-05',
      '2026-03-05',
      '2026',
      '2026-03',
      '2026-03-05',
      '2026-03',
      '2026-11',
      '2026-01',
    ]);
  });
});

describe('a date known only roughly becomes the period that contains it, with the words as remark', () => {
  test.each([
    ['2026年3月底', '2026-03 ~ 2026年3月底'],
    ['2026年3月上旬', '2026-03 ~ 2026年3月上旬'],
    ['2026年底前', '2026 ~ 2026年底前'],
    ['2026年上半年', '2026 ~ 2026年上半年'],
    ['2026年第三季度', '2026 ~ 2026年第三季度'],
    ['预计2026年6月开工', '2026-06 ~ 预计2026年6月开工'],
    ['2026年6月30日前', '2026-06-30 ~ 2026年6月30日前'],
  ])('%s → %s', (found, date) => {
    expect(text(found)).toBe(date);
  });
  test('an entry without a year takes that of the ledger, and only then', () => {
    expect(['3月底', '年底前', '3月15日', '6月'].map((found) => text(found, { year: 2026 }))).toEqual([
      '2026-03 ~ 3月底',
      '2026 ~ 年底前',
      '2026-03-15 ~ 3月15日',
      '2026-06 ~ 6月',
    ]);
    expect(['3月底', '年底前', '3月15日', '6月', '3.15'].map((found) => text(found))).toEqual(Array(5).fill('date.year_missing'));
  });
});

describe('what cannot be read for certain is refused by name', () => {
  test('a number cell 2026.1 may be January or October', () => {
    expect(readDate({ kind: 'number', text: '2026.1' })).toMatchObject({
      code: 'date.ambiguous_month',
      details: { found: '2026.1', candidates: ['2026-01', '2026-10'] },
    });
  });
  test.each([
    ['26.3', 'date.year_two_digits'],
    ['26年3月', 'date.year_two_digits'],
    ['26-3-5', 'date.year_two_digits'],
    ['3/5/2026', 'date.day_month_order'],
    ['2026-02-30', 'date.not_real'],
    ['2026.13', 'date.not_real'],
    ['20261301', 'date.not_real'],
    ['3026', 'date.year_out_of_range'],
    ['2025—2027', 'date.period'],
    ['2025-2027', 'date.period'],
    ['1-2月', 'date.several_months'],
    ['2026年1-2月', 'date.several_months'],
    ['待定', 'date.unreadable'],
    ['12:30:00', 'date.unreadable'],
    ['', 'date.unreadable'],
  ])('%j: %s', (found, code) => {
    expect(text(found)).toBe(code);
  });
  test('numbers that are no date, errors and ticks', () => {
    expect(['12', '2026.5678', '999999', '-46086', '1.5'].map(number)).toEqual([
      'date.unreadable',
      'date.unreadable',
      'date.year_out_of_range',
      'date.unreadable',
      'date.unreadable',
    ]);
    expect(shown(readDate({ kind: 'error', text: '#REF!' }))).toBe('cell.error');
    expect(shown(readDate({ kind: 'boolean', text: 'TRUE' }))).toBe('date.unreadable');
    expect(shown(readDate({ kind: 'date', text: '1900-01-00' }))).toBe('date.not_real');
  });
});

describe('periods', () => {
  const period = (found: string) => {
    const answer = readPeriod({ kind: 'text', text: found });
    return answer instanceof Refusal ? answer.code : `${answer.from}/${answer.to}`;
  };
  test.each([
    ['2025—2027', '2025/2027'],
    ['2025-2027', '2025/2027'],
    ['2025年-2027年', '2025/2027'],
    ['2025~2027年', '2025/2027'],
    ['2025.3-2026.10', '2025-03/2026-10'],
    ['2025-03-2026-10', '2025-03/2026-10'],
    ['2025-03-01至2026-10-31', '2025-03-01/2026-10-31'],
    ['2025年3月至2026年10月', '2025-03/2026-10'],
    ['2025年3月—10月', '2025-03/2025-10'],
    ['2025年3月-10月', '2025-03/2025-10'],
    ['2026', '2026/2026'],
    ['2025-10', '2025-10/2025-10'],
    ['2027-2025', 'date.period_reversed'],
    ['2025—', 'date.unreadable'],
    ['长期', 'date.unreadable'],
  ])('%s → %s', (found, answer) => {
    expect(period(found)).toBe(answer);
  });
});

test('any real day written in any of the plain forms is read as itself', () => {
  const day = fc
    .date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true })
    .map((d) => d.toISOString().slice(0, 10));
  fc.assert(
    fc.property(day, (date) => {
      const [y, m, d] = date.split('-').map(Number);
      const forms = [date, `${y}-${m}-${d}`, `${y}.${m}.${d}`, `${y}/${m}/${d}`, `${y}年${m}月${d}日`, date.replaceAll('-', '')];
      expect(forms.map((form) => text(form))).toEqual(forms.map(() => date));
    }),
  );
});
test('no text makes the reader throw, and what it reads is a date', () => {
  const anything = fc.oneof(fc.string(), fc.stringMatching(/^[0-9年月日底前.—~至-]{0,14}$/));
  fc.assert(
    fc.property(anything, fc.constantFrom('text', 'number', 'date' as const), (found, kind) => {
      const answer = readDate({ kind: kind as 'text', text: found }, { year: 2026 });
      const period = readPeriod({ kind: 'text', text: found });
      return (answer instanceof Refusal || isPartialDate(answer.date)) && (period instanceof Refusal || isPartialDate(period.from));
    }),
    { numRuns: 500 },
  );
});

describe('Excel serials', () => {
  test.each<[number, string | null]>([
    [0, '1900-01-00'],
    [1, '1900-01-01'],
    [59, '1900-02-28'],
    [60, '1900-02-29'],
    [61, '1900-03-01'],
    [46_086, '2026-03-05'],
    [46_086.5, '2026-03-05 12:00:00'],
    [46_086.999_999_9, '2026-03-06'],
    [0.75, '18:00:00'],
    [2_958_465, '9999-12-31'],
    [2_958_466, null],
    [-1, null],
  ])('%s is %s', (serial, shownAs) => {
    expect(serialText(serial)).toBe(shownAs);
  });
  test('the 1904 system counts from the first of January 1904', () => {
    expect([serialText(0, true), serialText(42_735, true)]).toEqual(['1904-01-01', '2021-01-01']);
  });
});
