import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths, monthsFrom } from '../../../kernel/day.ts';
import { Refusal } from '../../../kernel/refusal.ts';
import { sumOfParts } from '../../funds/domain/investment-check.ts';
import { checkReport, type GivenReport, isLate, lackingEntry, type LedgerMonth, noMoney, parts, totalsOf } from './report.ts';
import { coveredMonths, defaultReportRules as rules, dueOn, isExempt, openMonth, opensOn } from './rules.ts';

const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);
const { oldBuildingFen: _, landFen: __, ...none } = noMoney;
const empty: LedgerMonth = { typed: none, earlierYearsFen: 0, earlierThisYearFen: 0 };
const given = (more: Partial<GivenReport> = {}): GivenReport => ({
  month: '2026-07',
  isUnchanged: false,
  summary: '主体封顶',
  ...noMoney,
  civilFen: 100,
  ...more,
});

describe('which months are reported, and when (T11)', () => {
  test('January is exempt, and February’s report covers both', () => {
    expect(isExempt(rules, '2026-01')).toBe(true);
    expect(coveredMonths(rules, '2026-01')).toEqual([]);
    expect(coveredMonths(rules, '2026-02')).toEqual(['2026-01', '2026-02']);
    expect(coveredMonths(rules, '2026-03')).toEqual(['2026-03']);
  });
  test('without combining, the exempt month is in no report', () => {
    expect(coveredMonths({ ...rules, combines: false }, '2026-02')).toEqual(['2026-02']);
    expect(coveredMonths({ ...rules, exempt: [] }, '2026-01')).toEqual(['2026-01']);
  });
  test('R12 due by the fifth of the next month, or the next working day: over weekends, holidays and worked Saturdays', () => {
    const calendar = { ...rules, onWorkingDay: false };
    expect([dueOn(rules, '2026-07'), dueOn(rules, '2026-12')]).toEqual(['2026-08-05', '2027-01-05']);
    expect([dueOn(rules, '2026-06'), dueOn(calendar, '2026-06')]).toEqual(['2026-07-06', '2026-07-05']);
    // 2026-10-05 lies in the national holiday, which ends on the 7th; Saturday 2025-10-11 was worked.
    expect(dueOn(rules, '2026-09')).toBe('2026-10-08');
    expect(dueOn({ ...rules, dueOnDay: 11 }, '2025-09')).toBe('2025-10-11');
  });
  test('open from the twenty-fifth', () => {
    expect(openMonth(rules, '2026-07-24')).toBe('2026-06');
    expect(openMonth(rules, '2026-07-25')).toBe('2026-07');
    expect([openMonth(rules, '2026-01-31'), openMonth(rules, '2026-02-24'), openMonth(rules, '2026-02-25')]).toEqual([
      '2025-12',
      '2025-12',
      '2026-02',
    ]);
  });
  test('every month is covered by exactly one report, and the open one is open', () => {
    const months = fc.integer({ min: 0, max: 600 }).map((n) => addMonths('2000-01', n));
    const exempt = fc.subarray(monthsFrom('2000-01', '2000-11').map((m) => m.slice(5)));
    fc.assert(
      fc.property(exempt, months, fc.integer({ min: 1, max: 28 }), (some, from, opensOnDay) => {
        const own = { ...rules, exempt: some, opensOnDay };
        const all = monthsFrom(from, addMonths(from, 23)).flatMap((m) => coveredMonths(own, m));
        expect(new Set(all).size).toBe(all.length);
        const ends = all.at(-1)!;
        expect(all).toEqual(monthsFrom(all[0]!, ends));
        const day = `${from}-${String(opensOnDay).padStart(2, '0')}`;
        expect(opensOn(own, openMonth(own, day)) <= day).toBe(true);
      }),
    );
  });
});

describe('what a report says of money (rules.md §3.8)', () => {
  test('自年初累计 and 自开始累计 follow from the ledger, and are refused when they are said otherwise', () => {
    const ledger = { ...empty, earlierYearsFen: 1000, earlierThisYearFen: 50 };
    expect(checkReport(given(), ledger)).toEqual({ amountFen: 100, yearFen: 150, totalFen: 1150 });
    expect(checkReport(given({ yearFen: 150, totalFen: 1150 }), ledger)).toMatchObject({ totalFen: 1150 });
    expect(codeOf(checkReport(given({ yearFen: 149 }), ledger))).toBe('report.year_total_differs');
    expect(codeOf(checkReport(given({ totalFen: 1151 }), ledger))).toBe('report.total_differs');
    expect(codeOf(checkReport(given({ totalFen: 0 }), ledger))).toBe('report.total_differs');
  });
  test('其他 holds at least 旧建筑物购置 and 建设用地费', () => {
    const other = (otherFen: number) => given({ otherFen, oldBuildingFen: 30, landFen: 20 });
    expect(codeOf(checkReport(other(49), empty))).toBe('report.other_below_its_parts');
    expect(checkReport(other(50), empty)).toMatchObject({ amountFen: 150 });
  });
  test('a sentence is asked for, unless nothing has changed', () => {
    expect(codeOf(checkReport(given({ summary: ' ' }), empty))).toBe('report.summary_required');
    expect(checkReport(given({ civilFen: 0, isUnchanged: true, summary: null }), empty)).toMatchObject({ amountFen: 0 });
    expect(codeOf(checkReport(given({ isUnchanged: true, summary: null }), empty))).toBe('report.unchanged_has_money');
  });
  test('what was typed into the ledger for the month is part of it, and cannot be reported away', () => {
    const ledger = { ...empty, typed: { ...none, civilFen: 60 } };
    expect(codeOf(checkReport(given({ civilFen: 59 }), ledger))).toBe('report.below_ledger');
    expect(lackingEntry(given({ civilFen: 60 }), ledger.typed)).toBeNull();
    expect(lackingEntry(given({ civilFen: 100 }), ledger.typed)).toEqual({ ...none, civilFen: 40 });
  });
  test('property: the ledger and what it lacks come to the report, and the identities hold', () => {
    const fen = fc.integer({ min: 0, max: 10_000_000_000 });
    const four = fc.record({ civilFen: fen, installationFen: fen, equipmentFen: fen, otherFen: fen });
    fc.assert(
      fc.property(four, four, fen, fen, (report, typed, earlierYearsFen, earlierThisYearFen) => {
        const lacks = lackingEntry(report, typed);
        for (const part of parts) expect(typed[part] + (lacks?.[part] ?? 0)).toBe(report[part]);
        const { amountFen, yearFen, totalFen } = totalsOf(sumOfParts(report), { typed, earlierYearsFen, earlierThisYearFen });
        expect(amountFen).toBe(report.civilFen + report.installationFen + report.equipmentFen + report.otherFen);
        expect(totalFen).toBe(earlierYearsFen + yearFen);
      }),
    );
  });
});

test('late is after the day; on the day is in time; missing becomes late when the day is past', () => {
  const due = { dueOn: '2026-08-05' };
  expect(isLate({ ...due, reportedOn: '2026-08-05' }, '2026-09-01')).toBe(false);
  expect(isLate({ ...due, reportedOn: '2026-08-06' }, '2026-09-01')).toBe(true);
  expect(isLate({ ...due, reportedOn: null }, '2026-08-05')).toBe(false);
  expect(isLate({ ...due, reportedOn: null }, '2026-08-06')).toBe(true);
});
