import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Attempt, secondsLocked, triesLeft } from './lockout.ts';

const rule = { failures: 5, minutes: 15 };
const start = Date.parse('2026-11-20T09:00:00+08:00');
const at = (seconds: number) => new Date(start + seconds * 1000);
const failed = (...seconds: number[]): Attempt[] => seconds.toReversed().map((s) => ({ at: at(s), succeeded: false }));

describe('the lock after failures', () => {
  test('four failures do not lock, the fifth does', () => {
    expect(secondsLocked(failed(0, 1, 2, 3), at(4), rule)).toBe(0);
    expect(triesLeft(failed(0, 1, 2, 3), at(4), rule)).toBe(1);
    expect(secondsLocked(failed(0, 1, 2, 3, 4), at(4), rule)).toBe(900);
  });
  test('the lock holds to the last second of the fifteenth minute and no longer', () => {
    const five = failed(0, 1, 2, 3, 4);
    expect(secondsLocked(five, at(4 + 899), rule)).toBe(1);
    expect(secondsLocked(five, at(4 + 900), rule)).toBe(0);
    expect(secondsLocked(five, at(4 + 901), rule)).toBe(0);
  });
  test('a success takes the failures before it away', () => {
    const latest = [...failed(10, 11, 12, 13), { at: at(5), succeeded: true }, ...failed(0, 1, 2, 3)];
    expect(secondsLocked(latest.slice(0, 5), at(14), rule)).toBe(0);
    expect(triesLeft(latest.slice(0, 5), at(14), rule)).toBe(1);
  });
  test('failures spread over more than fifteen minutes do not lock', () => {
    expect(secondsLocked(failed(0, 1, 2, 3, 901), at(901), rule)).toBe(0);
    expect(secondsLocked(failed(0, 1, 2, 3, 899), at(899), rule)).toBe(900);
  });
  test('after the lock five tries are free again', () => {
    expect(triesLeft(failed(0, 1, 2, 3, 4), at(4 + 900), rule)).toBe(5);
  });
  test('whatever came before, a success is never followed by a lock', () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 300 }), { maxLength: 20 });
    fc.assert(
      fc.property(gaps, (list) => {
        const latest = [{ at: at(10_000), succeeded: true }, ...failed(...list)].slice(0, 5);
        expect(secondsLocked(latest, at(10_000), rule)).toBe(0);
      }),
    );
  });
});
