import { expect, test } from 'vitest';
import { withRunningTotal } from './running.ts';

test('框架协议 adds nothing to the sum agreed, and a row taken back leaves nothing', () => {
  const rows = [
    { kind: 'framework', totalFen: 900 },
    { kind: 'investment', totalFen: 500 },
    { kind: 'supplement', totalFen: 50 },
    { kind: 'supplement', totalFen: -50 },
  ] as const;
  expect(withRunningTotal(rows).map((r) => r.cumulativeFen)).toEqual([0, 500, 550, 500]);
});
