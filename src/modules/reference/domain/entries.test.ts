import { expect, test } from 'vitest';
import { fitCode } from './dictionary.ts';
import { placeBelow } from './industry.ts';

test('a word has a lower-case English code', () => {
  expect(fitCode('fund_led')).toBe('fund_led');
  for (const code of ['基金', 'Fund', '1st', '', 'a'.repeat(41), 'a b'])
    expect(fitCode(code)).toMatchObject({ code: 'dictionary.code_shape' });
});

test('an industry of the district’s own extends the code above it by one digit', () => {
  expect(placeBelow({ code: '391', level: 3, section: 'C' }, '3918')).toEqual({ level: 4, section: 'C' });
  expect(placeBelow({ code: '39', level: 2, section: 'C' }, '398')).toEqual({ level: 3, section: 'C' });
  expect(placeBelow({ code: 'C', level: 1, section: 'C' }, '98')).toEqual({ level: 2, section: 'C' });
  for (const code of ['3928', '39', '39188', 'x', '391A'])
    expect(placeBelow({ code: '391', level: 3, section: 'C' }, code)).toMatchObject({ code: 'industry.code_shape' });
  expect(placeBelow({ code: '3911', level: 4, section: 'C' }, '39111')).toMatchObject({ code: 'industry.no_level_below' });
});
