import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amountUnits, convert, formatFen, grouped, parseAmount, type AmountUnit } from './money.ts';
import { Refusal } from './refusal.ts';

const minor = (text: string, unit: AmountUnit, currency?: string) => {
  const answer = parseAmount(text, unit, currency);
  return answer instanceof Refusal ? answer.code : answer.minor;
};

describe('an amount is read exactly', () => {
  test.each<[string, AmountUnit, number]>([
    ['48.33', '亿元', 483_300_000_000],
    ['15.82', '亿元', 158_200_000_000],
    ['34.17', '亿元', 341_700_000_000],
    ['20,301,533,997.17', '元', 2_030_153_399_717],
    ['1,200.50', '元', 120_050],
    ['１，２００．５０', '元', 120_050],
    ['1200', '万元', 1_200_000_000],
    ['0.0001', '万元', 100],
    ['-5', '元', -500],
    ['0', '亿元', 0],
    ['90071992547409.91', '元', Number.MAX_SAFE_INTEGER],
  ])('%s in %s', (text, unit, fen) => {
    expect(minor(text, unit)).toBe(fen);
  });
  test('the unit in the text overrides that of the column', () => {
    expect(['1200万元', '1200万', '12000000元', '0.12亿', '１２００万元', '1200 万元'].map((text) => minor(text, '亿元'))).toEqual(
      Array(6).fill(1_200_000_000),
    );
  });
  test('亿 and 万 in one text add up', () => {
    expect([minor('1亿2000万', '元'), minor('3亿500万元', '亿元'), minor('1.5亿0.5万', '元')]).toEqual([
      12_000_000_000, 30_500_000_000, 15_000_500_000,
    ]);
  });
  test('hedges are read past and kept as a remark', () => {
    for (const text of ['约3.5亿元', '3.5亿余元', '3.5亿元左右', '大约3.5亿', '近 3.5亿元', '3.5亿多元', '超3.5亿元']) {
      expect(parseAmount(text, '万元'), text).toEqual({ minor: 35_000_000_000, remark: text });
    }
    expect(parseAmount('3.5亿元', '万元')).toEqual({ minor: 35_000_000_000, remark: null });
  });
  test('a hedge inside a number makes no larger number of it', () => {
    expect([minor('3余5', '万元'), minor('1多2.5', '万元')]).toEqual(['amount.unreadable', 'amount.unreadable']);
  });
  test('the currency of the column may be named, another one is refused', () => {
    expect([minor('500万美元', '元', 'USD'), minor('US$1,000.50', '元', 'USD'), minor('￥100', '元'), minor('人民币100元', '元')]).toEqual([
      500_000_000, 100_050, 10_000, 10_000,
    ]);
    expect([minor('500万美元', '万元'), minor('€5', '元', 'USD'), minor('￥100', '元', 'USD')]).toEqual(
      Array(3).fill('amount.other_currency'),
    );
  });
});

describe('an amount that cannot be read is refused by name', () => {
  test.each(['', '-', '待定', '1,20', '1,2000', '12,00.5', '1.2.3', '1e5', '100-200', '(100)', '5千万', '亿', '万元', '.'])(
    '%j',
    (text) => {
      expect(minor(text, '万元')).toBe('amount.unreadable');
    },
  );
  test('less than a fen and more than the books hold', () => {
    expect(minor('0.001', '元')).toBe('amount.finer_than_fen');
    expect(minor('1.23456789', '万元')).toBe('amount.finer_than_fen');
    expect(minor('90071992547409.92', '元')).toBe('amount.too_large');
    expect(minor('-999999', '亿元')).toBe('amount.too_large');
  });
  test('it says what was found', () => {
    expect(parseAmount('待定', '元')).toMatchObject({ kind: 'invalid', details: { found: '待定', expected: 'decimal' } });
  });
});

const anyFen = fc.integer({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER });
test('what is written in full in any unit is read back to the fen', () => {
  fc.assert(
    fc.property(anyFen, fc.constantFrom(...amountUnits), (fen, unit) => {
      const text = formatFen(fen, unit, { 元: 2, 万元: 6, 亿元: 10 }[unit]);
      expect(parseAmount(text, unit)).toEqual({ minor: fen, remark: null });
      expect(parseAmount(grouped(text), unit)).toEqual({ minor: fen, remark: null });
    }),
  );
});
test('no text whatever makes the reader throw, and what it reads is a whole number of fen', () => {
  const texts = fc.oneof(fc.string(), fc.stringMatching(/^[约近]?[0-9.,亿万元余多-]{0,12}$/));
  fc.assert(
    fc.property(texts, fc.constantFrom(...amountUnits), (text, unit) => {
      const answer = parseAmount(text, unit);
      return answer instanceof Refusal || Number.isSafeInteger(answer.minor);
    }),
  );
});

describe('an amount is shown', () => {
  test('rounded half away from zero in the unit the reader chose', () => {
    expect([
      formatFen(483_300_000_000, '亿元'),
      formatFen(483_349_999_999, '亿元'),
      formatFen(483_350_000_000, '亿元', 1),
      formatFen(-150, '元', 0),
    ]).toEqual(['48.33', '48.33', '48.3', '-2']);
    expect(formatFen(483_500_000_000, '亿元', 1)).toBe('48.4');
    expect(formatFen(-1, '亿元')).toBe('0.00');
  });
  test('with thousands apart', () => {
    expect(['20301533997.17', '-1234', '999', '0.1234'].map(grouped)).toEqual(['20,301,533,997.17', '-1,234', '999', '0.1234']);
  });
});

test('foreign money becomes fen by the stated rate, rounded once', () => {
  expect([convert(10_000, '7.1234'), convert(1, '0.5'), convert(-1, '0.5'), convert(0, '7')]).toEqual([71_234, 1, -1, 0]);
  expect([convert(100, '0'), convert(100, '-7'), convert(100, 'seven')]).toEqual([null, null, null]);
});
