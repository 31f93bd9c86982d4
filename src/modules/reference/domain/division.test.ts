import fc from 'fast-check';
import { expect, test } from 'vitest';
import { divisionRows, latestYear, linesOf, readShipped } from '../shipped.ts';
import { chainOf, historyOf, rollUp, successorsOf } from './division.ts';

const [divisions] = await readShipped();
const rows = divisionRows(linesOf(divisions!));
const china = historyOf(rows);
const codes = [...new Set(rows.map((r) => r.code))];

test.each([
  ['a county that became a city and then a district (余杭)', '330125', 2024, ['330110']],
  ['the same county between the two changes', '330125', 1995, ['330184']],
  ['the same county before the first change', '330125', 1990, ['330125']],
  ['a district that gave away a part and goes on (余杭区 → 临平区)', '330110', 2024, ['330110']],
  ['two districts merged into one (崇文区)', '110103', 2024, ['110101']],
  ['a county divided among districts (抚宁县)', '130323', 2024, ['130302', '130304', '130306']],
  ['a city that was renamed and kept its code (襄樊 → 襄阳)', '420600', 2024, ['420600']],
  ['a city that became a municipality (重庆)', '510200', 2024, ['500000']],
  ['a prefecture that was dissolved: where its counties went (邯郸地区)', '132100', 2024, ['130400']],
  ['a code that never was', '999999', 2024, []],
])('%s', (_, code, year, expected) => expect(successorsOf(china, code, year)).toEqual(expected));

test('a code that was given twice is told apart by the year it was written in', () => {
  expect(successorsOf(china, '132201', 2024, 1982)).toEqual(['130502', '130503']);
  expect(successorsOf(china, '132201', 2024, 1990)).toEqual(['130581']);
});

test('a district rolls up to its prefecture and province; one of a municipality has no prefecture; one divided has no county', () => {
  expect(rollUp(china, '330125', 2024)).toEqual({ currentCodes: ['330110'], county: '330110', prefecture: '330100', province: '330000' });
  expect(rollUp(china, '110103', 2024)).toMatchObject({ county: '110101', prefecture: null, province: '110000' });
  expect(rollUp(china, '130323', 2024)).toMatchObject({ county: null, prefecture: '130300', province: '130000' });
  expect(rollUp(china, '429004', 2024)).toMatchObject({ county: '429004', prefecture: null, province: '420000' });
});

test('every code that ever was stands for something in use today, in one province', () => {
  for (const code of codes) {
    const { currentCodes, province } = rollUp(china, code, latestYear);
    expect(currentCodes, code).not.toEqual([]);
    expect(
      currentCodes.every((c) => china.of(c).some((p) => p.lastYear === null)),
      code,
    ).toBe(true);
    expect(province, code).toMatch(/0000$/);
  }
});

test('what stands in a year is in use in that year, and standing still once there', () => {
  fc.assert(
    fc.property(fc.constantFrom(...codes), fc.integer({ min: 1981, max: 2024 }), (code, year) => {
      fc.pre(china.of(code)[0]!.firstYear <= year);
      for (const c of successorsOf(china, code, year)) {
        expect(chainOf(china, c, year), `${code} ${year} ${c}`).not.toEqual([]);
        expect(successorsOf(china, c, year)).toEqual([c]);
      }
    }),
    { numRuns: 2000 },
  );
});

test('3,213 divisions of the history are in use, and every name of the history has its pinyin', () => {
  expect(rows.filter((r) => r.lastYear === null && r.level !== 'zone')).toHaveLength(3213);
  expect(rows.filter((r) => r.level !== 'zone')).toHaveLength(6823);
  expect(rows.filter((r) => !/^[a-z]+$/.test(r.pinyin))).toEqual([]);
});
