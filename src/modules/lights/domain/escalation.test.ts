import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths } from '../../../kernel/day.ts';
import { askedOf, Escalation, escalationPreset, monthsLit, reached, type Stage } from './escalation.ts';

const usual = Escalation.parse(escalationPreset.body);
const at = (colour: string, months: number, table = usual) =>
  reached(table, { colour, since: addMonths('2026-07', 1 - months), month: '2026-07' });

describe('how far a light has come', () => {
  test('yellow and red go their own ways, each as far as its months reach', () => {
    expect([1, 2, 3, 9].map((n) => at('yellow', n)?.stage.months)).toEqual([1, 1, 3, 3]);
    expect([1, 2, 3, 9].map((n) => [at('red', n)?.stage.months, at('red', n)?.stage.raise])).toEqual([
      [1, null],
      [2, 'talk'],
      [3, 'letter'],
      [3, 'letter'],
    ]);
    expect(at('green', 3)).toBeNull();
  });
  test('counts from the day after the month that made it so', () => {
    expect(at('red', 1)?.since).toBe('2026-08-01');
    expect(at('red', 2)).toMatchObject({ months: 2, since: '2026-08-01' });
    // Red since April: its third month was June, which was judged when it was over.
    expect(at('red', 4)).toMatchObject({ months: 4, since: '2026-07-01' });
  });
  test('a row may not be there twice', () => {
    const row = { colour: 'red', months: 2, tell: [], raise: null };
    expect(Escalation.safeParse({ stages: [row, { ...row, tell: ['leader'] }] }).success).toBe(false);
  });
  test('never goes back while a light stands, and never reaches a row whose months have not passed', () => {
    const row = fc.record({
      colour: fc.constantFrom('yellow' as const, 'red' as const),
      months: fc.integer({ min: 1, max: 12 }),
      tell: fc.constant([] as Stage['tell']),
      raise: fc.constant(null),
    });
    const table = fc.uniqueArray(row, { selector: (r) => `${r.colour} ${r.months}`, maxLength: 10 }).map((stages) => ({ stages }));
    fc.assert(
      fc.property(table, fc.integer({ min: 1, max: 20 }), (all, n) => {
        const [before, now] = [at('red', n, all)?.stage.months ?? 0, at('red', n + 1, all)?.stage.months ?? 0];
        expect(now).toBeGreaterThanOrEqual(before);
        expect(before).toBeLessThanOrEqual(n);
        for (const stage of all.stages)
          if (stage.colour === 'red' && stage.months <= n) expect(before).toBeGreaterThanOrEqual(stage.months);
      }),
    );
  });
  test('months count both ends, over years', () => {
    expect([monthsLit('2026-07', '2026-07'), monthsLit('2025-11', '2026-02')]).toEqual([1, 4]);
  });
});

describe('what a light asks for', () => {
  const asks = (months: number, talks: string[] = [], letters: string[] = []) =>
    askedOf(usual, { colour: 'red', since: addMonths('2026-07', 1 - months), month: '2026-07' }, { talks, letters })?.raise ?? null;
  test('is done by a talk where a talk is asked for, by a letter alone where a letter is, and asked anew at the next step', () => {
    expect([asks(1), asks(2), asks(3)]).toEqual([null, 'talk', 'letter']);
    // Red since June, its second month was judged on the first of August.
    expect([asks(2, ['2026-07-31']), asks(2, ['2026-08-01']), asks(2, [], ['2026-08-05'])]).toEqual(['talk', null, null]);
    expect([asks(3, ['2026-08-05']), asks(3, [], ['2026-07-31']), asks(3, [], ['2026-08-01'])]).toEqual(['letter', 'letter', null]);
  });
  test('whatever is done never makes a light ask for more', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 12 }), fc.array(day), fc.array(day), (n, talks, letters) => {
        const [none, done] = [asks(n), asks(n, talks, letters)];
        expect([null, none]).toContain(done);
        if (none === 'letter') expect(asks(n, talks)).toBe('letter');
      }),
    );
  });
});
