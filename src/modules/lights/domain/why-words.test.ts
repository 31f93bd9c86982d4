import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sentenceOf, zhWhy } from './why-words.ts';

const said = (code: string, details: Record<string, string | number>) => sentenceOf({ key: 'x', colour: 'red', code, details });

test('a sentence of a paper has its dates as papers have them, as far as they are known', () => {
  const points = { month: '2025-09', done: '40.00', schedule: '70.00', behind: '30.00' };
  expect(said('points', points)).toBe('截至2025年9月完成 40.00%，序时 70.00%，落后 30.00 个百分点');
  expect(said('overdue_day', { due: '2026-04-08', event: 'started' })).toBe('应于2026年4月8日开工，至今未办');
  expect(said('not_yet', { due: '2027', event: 'production' })).toBe('应于2027年投产，未到时间');
  // What only looks like a date stays what somebody called it.
  expect(said('missed', { node: '2026-04', due: '2026-05-01' })).toBe('节点“2026-04”应于2026年5月1日完成，已逾期');
});

test('no sentence writes a date with hyphens, whichever it is', () => {
  const codes = Object.keys(zhWhy).flatMap((key) => (key.startsWith('lights.why.') ? [key.slice('lights.why.'.length)] : []));
  const date = fc.constantFrom('2025-09', '2026-12-31', '2026-01-05', '2027');
  fc.assert(
    fc.property(fc.constantFrom(...codes), date, date, date, (code, month, due, on) => {
      expect(said(code, { month, due, on, event: 'started', node: '设备进场', n: 3, periods: 2 })).not.toMatch(/\d{4}-\d/);
    }),
  );
});
