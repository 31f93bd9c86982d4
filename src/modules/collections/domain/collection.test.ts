import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { costOf, costPreset } from './cost.ts';
import { type Field, readAnswer } from './field.ts';
import { dueOfRound, roundOn } from './round.ts';
import { likenessesOf, needsReason } from './similar.ts';

const field = (key: string, type: Field['type'], source: Field['source'] = 'new'): Field => ({
  key,
  source,
  of: null,
  label: key,
  type,
  unit: null,
  reason: null,
});
const rules = costPreset.body;
const unit = '019aaaaa-0000-7000-8000-000000000001';
const other = '019aaaaa-0000-7000-8000-000000000002';

describe('B05 what a collection costs', () => {
  test('fields still to fill × rows × minutes, and so many times a year; what is known costs nothing', () => {
    const known = [
      { unitId: unit, rows: 10, known: { f1: 10, f2: 4 } },
      { unitId: other, rows: 5, known: { f1: 5 } },
    ];
    const cost = costOf([field('f1', 'text', 'ledger'), field('f2', 'amount', 'ledger'), field('f3', 'yes_no')], 'monthly', known, rules);
    expect(cost).toMatchObject({
      cells: 45,
      known: 19,
      gaps: 26,
      minutesOnce: 6 * 3 + 10 + 5 * 3 + 5,
      timesAYear: 12,
      minutesYear: 48 * 12,
    });
    expect(cost.units).toEqual([
      { unitId: unit, rows: 10, gaps: 16, minutes: 28 },
      { unitId: other, rows: 5, gaps: 10, minutes: 20 },
    ]);
    expect(cost.needsApproval).toBe(false);
    expect(costOf([field('f3', 'text')], 'monthly', [{ unitId: unit, rows: 67, known: {} }], rules)).toMatchObject({
      minutesYear: 2412,
      needsApproval: true,
      approver: 'leader',
    });
  });
  test('for any units: the parts add up, nothing is below zero, and knowing one answer more never costs more', () => {
    const units = fc.array(fc.record({ rows: fc.integer({ min: 0, max: 50 }), share: fc.integer({ min: 0, max: 100 }) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(units, fc.constantFrom('once', 'monthly', 'quarterly'), (all, frequency) => {
        const fields = [field('f1', 'text', 'ledger'), field('f2', 'number')];
        const at = (more: number) =>
          all.map((u, i) => ({
            unitId: `${i}`,
            rows: u.rows,
            known: { f1: Math.min(u.rows, Math.floor((u.rows * u.share) / 100) + more) },
          }));
        const cost = costOf(fields, frequency, at(0), rules);
        expect(cost.known + cost.gaps).toBe(cost.cells);
        expect(cost.units.reduce((n, u) => n + u.minutes, 0)).toBe(cost.minutesOnce);
        expect(cost.minutesYear).toBe(cost.minutesOnce * cost.timesAYear);
        expect(Math.min(...cost.units.map((u) => u.gaps))).toBeGreaterThanOrEqual(0);
        expect(costOf(fields, frequency, at(1), rules).minutesYear).toBeLessThanOrEqual(cost.minutesYear);
      }),
    );
  });
});

describe('B05 a new question that the ledger has already', () => {
  const known = [
    { of: 'investorName', zh: '投资方', en: 'Investor', aliases: ['投资主体', '建设单位'], initials: ['tzf', 'tzzt', 'jsdw'] },
    { of: 'plannedStartOn', zh: '计划开工', en: 'Planned start', aliases: ['计划开工时间'], initials: ['jhkg', 'jhkgsj'] },
    { of: 'landMu', zh: '用地面积(亩)', en: 'Land (mu)', aliases: ['占地面积'], initials: ['ydmjm', 'zdmj'] },
  ];
  test.each([
    ['投资方', 'tzf', 'investorName', 'name', true],
    ['建设单位', 'jsdw', 'investorName', 'alias', true],
    ['用地面积（亩）', 'ydmjm', 'landMu', 'name', true],
    ['项目计划开工时间', 'xmjhkgsj', 'plannedStartOn', 'similar', false],
    ['记号可供时间', 'jhkgsj', 'plannedStartOn', 'initials', false],
  ])('%s', (label, initials, of, by, reason) => {
    const found = likenessesOf(label, initials, known);
    expect(found[0]).toMatchObject({ of, by });
    expect(needsReason(found)).toBe(reason);
  });
  test('a question of something else is no duplicate', () => {
    expect(likenessesOf('是否需要用工对接', 'sfxyygdj', known)).toEqual([]);
  });
});

test('answers are read by their type, and never through a float', () => {
  const read = (type: Field['type'], text: string) => readAnswer(field('f1', type), text, '甲');
  expect([
    read('amount', '１,２００．５０'),
    read('number', '0.1'),
    read('date', '2026-10'),
    read('yes_no', 'yes'),
    read('text', ' 甲 '),
    read('date', ' '),
  ]).toEqual(['1200.50', '0.1', '2026-10', 'yes', '甲', '']);
  for (const [type, text] of [
    ['amount', '12万'],
    ['number', '1e5'],
    ['date', '2026-13'],
    ['yes_no', '是'],
  ] as const)
    expect(read(type, text)).toMatchObject({ code: 'collection.answer_unreadable', details: { row: '甲', found: text } });
});

describe('rounds', () => {
  test('are due a month or a quarter after one another, on the last day of a shorter month', () => {
    expect([1, 2, 3].map((n) => dueOfRound('2026-01-31', 'monthly', n))).toEqual(['2026-01-31', '2026-02-28', '2026-03-31']);
    expect(dueOfRound('2026-11-05', 'quarterly', 2)).toBe('2027-02-05');
    expect(dueOfRound('2026-11-05', 'once', 3)).toBe('2026-11-05');
  });
  test('the next opens when the one before was due', () => {
    expect(['2026-11-05', '2026-11-06', '2026-12-06'].map((day) => roundOn('2026-11-05', 'monthly', day))).toEqual([1, 2, 3]);
    expect(roundOn('2026-11-05', 'once', '2027-01-01')).toBe(1);
  });
});
