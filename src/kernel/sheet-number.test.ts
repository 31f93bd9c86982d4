import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainDecimal } from './sheet-number.ts';

test.each<[string | number, string]>([
  ['0.30000000000000004', '0.3'],
  [0.1 + 0.2, '0.3'],
  ['1.23E+17', '123000000000000000'],
  ['1e-7', '0.0000001'],
  ['-2.5e3', '-2500'],
  ['33010012345678901', '33010012345678900'],
  ['20301533997.17', '20301533997.17'],
  ['1.50', '1.5'],
  ['-0', '0'],
  ['-0.0', '0'],
  ['007', '7'],
  ['100', '100'],
])('%s is kept as %s', (stored, text) => {
  expect(plainDecimal(stored)).toBe(text);
});
test.each(['', ' ', 'abc', 'NaN', 'Infinity', '1,000'])('%j is no number', (stored) => {
  expect(plainDecimal(stored)).toBeNull();
});
test('a decimal of up to 15 digits comes out of a stored float as it was typed', () => {
  fc.assert(
    fc.property(fc.integer({ min: -(10 ** 15) + 1, max: 10 ** 15 - 1 }), fc.integer({ min: 0, max: 10 }), (n, places) => {
      const text = plainDecimal(n / 10 ** places)!;
      expect(text).toMatch(/^-?\d+(\.\d*[1-9])?$/);
      expect(Number(text)).toBe(n / 10 ** places);
      expect(plainDecimal(text)).toBe(text);
    }),
  );
});
