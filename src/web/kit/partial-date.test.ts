import { expect, test } from 'vitest';
import { readPartialDate } from './partial-date.ts';

test.each([
  ['2026', '2026'],
  ['2026年', '2026'],
  ['2026-3', '2026-03'],
  ['2026.03', '2026-03'],
  ['2026/3', '2026-03'],
  ['2026年3月', '2026-03'],
  ['202603', '2026-03'],
  ['2026-3-5', '2026-03-05'],
  ['2026年3月5日', '2026-03-05'],
  ['20260305', '2026-03-05'],
  [' ２０２６．３ ', '2026-03'],
  ['2024-2-29', '2024-02-29'],
])('%s is kept as %s, to the precision written', (text, date) => expect(readPartialDate(text)).toBe(date));

test.each(['', '3月', '26-3', '2026-13', '2026-2-30', '2026-3-5-1', '明年', '2026-00'])('%s is no date', (text) =>
  expect(readPartialDate(text)).toBeNull(),
);
