import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from './refusal.ts';
import { isBlank, readDecimal, readFlag, readPercent, readWhole, shiftedBy, type CellValue } from './sheet-value.ts';

const text = (value: string): CellValue => ({ kind: 'text', text: value });
const number = (value: string, percent?: true): CellValue => ({ kind: 'number', text: value, ...(percent ? { percent } : {}) });
const got = (answer: unknown) =>
  answer instanceof Refusal ? answer.code : typeof answer === 'object' ? (answer as { value: unknown }).value : answer;

describe('nothing', () => {
  test.each(['-', '—', '——', '/', '\\', '…', 'N/A', 'n/a', '暂无', ' 无数据', '空', '－', '  '])('%j says nothing', (value) => {
    expect(isBlank(text(value))).toBe(true);
  });
  test.each(['1-', '2026年', '暂停', '空压机', '无人机', '约', 'n', '-1'])('%j says something', (value) => {
    expect(isBlank(text(value))).toBe(false);
  });
  test('无, 否 and 0 say something', () => {
    expect([text('无'), text('否'), text('0'), number('0'), { kind: 'error', text: '#N/A' } as const].map(isBlank)).toEqual(
      Array(5).fill(false),
    );
    expect(isBlank({ kind: 'empty', text: '' })).toBe(true);
  });
});

describe('whole numbers', () => {
  test.each<[CellValue, number]>([
    [number('120'), 120],
    [text('1,200'), 1200],
    [text('１２０'), 120],
    [text('120人'), 120],
    [text('3.0'), 3],
    [number('-2'), -2],
  ])('%o is read', (cell, value) => {
    expect(readWhole(cell)).toEqual({ value, remark: null });
  });
  test('约 and 余 are kept as a remark', () => {
    expect(readWhole(text('约200余人'))).toEqual({ value: 200, remark: '约200余人' });
  });
  test('one and a half is refused where whole numbers are due', () => {
    expect(readWhole(number('1.5'))).toMatchObject({ code: 'number.not_whole', details: { found: '1.5', expected: 'whole' } });
  });
  test.each(['', '若干', '1200万', '1,20', '2-3', '１．２．３'])('%j is refused', (value) => {
    expect(got(readWhole(text(value)))).toBe('number.unreadable');
  });
  test('errors and dates are refused by name', () => {
    expect(got(readWhole({ kind: 'error', text: '#REF!' }))).toBe('cell.error');
    expect(got(readWhole({ kind: 'date', text: '2026-01-01' }))).toBe('number.unreadable');
    expect(got(readWhole(number('12345678901234567890')))).toBe('number.too_large');
  });
});

test('a decimal may carry its unit, thousands and hedges', () => {
  expect(readDecimal(text('1,200.50'))).toEqual({ value: '1200.50', remark: null });
  expect(readDecimal(text('约 35.5亩'), '亩')).toEqual({ value: '35.5', remark: '约 35.5亩' });
  expect(got(readDecimal(text('35亩')))).toBe('number.unreadable');
});

test('a percentage is read in points however it is written', () => {
  expect(
    [text('58.3%'), text('５８．３％'), number('58.3'), number('0.583', true), number('1', true), number('0.0005', true)].map((cell) =>
      got(readPercent(cell)),
    ),
  ).toEqual(['58.3', '58.3', '58.3', '58.3', '100', '0.05']);
});

test('moving the point forth and back changes nothing', () => {
  const decimal = fc
    .tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.stringMatching(/^[0-9]{0,5}[1-9]$|^$/))
    .map(([whole, fraction]) => (fraction ? `${whole}.${fraction}` : `${whole}`));
  fc.assert(
    fc.property(decimal, fc.integer({ min: -6, max: 6 }), (value, places) => shiftedBy(shiftedBy(value, places), -places) === value),
  );
  expect([shiftedBy('32.73', -2), shiftedBy('5', -3), shiftedBy('0.05', 2), shiftedBy('-120', -1)]).toEqual([
    '0.3273',
    '0.005',
    '5',
    '-12',
  ]);
});

test('yes and no in every habit; anything else is refused', () => {
  expect(['是', '√', '有', 'Y', 'TRUE', '1', '✔'].map((v) => readFlag(text(v)))).toEqual(Array(7).fill(true));
  expect(['否', '×', '无', 'n', 'false', '0', 'X'].map((v) => readFlag(text(v)))).toEqual(Array(7).fill(false));
  expect([readFlag({ kind: 'boolean', text: 'TRUE' }), readFlag(number('0'))]).toEqual([true, false]);
  expect(['也许', '', '2'].map((v) => got(readFlag(text(v))))).toEqual(Array(3).fill('flag.unreadable'));
  expect(got(readFlag({ kind: 'error', text: '#N/A' }))).toBe('cell.error');
});
