import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, type Day } from '../../../kernel/day.ts';
import { isWorkingDay, workingDaysBetween } from '../../../kernel/working-day.ts';
import { type Due, isAnswered, startOf, stepFor, tellFrom, type Threshold } from './due.ts';
import { type Call, callsAt, keyOfCall, overOf, type Told, toTell } from './telling.ts';

const civil: Threshold = { calendar: 'civil', soonDays: 7, everyDays: 7, aboveAfter: 7 };
const working: Threshold = { calendar: 'working', soonDays: 3, everyDays: 2, aboveAfter: 2 };
const due = (dueOn: Day, contactOn: Day | null = null): Due => ({
  kind: 'milestone',
  subject: 'milestone',
  subjectId: 'p',
  part: 'land',
  projectId: 'p',
  unitId: 'u',
  dueOn,
  contactOn,
  to: null,
  also: [],
  state: null,
  above: null,
  isForNamed: false,
  link: '/',
  params: {},
});

const who = (id: string) => ({ id, unitId: 'u', maySee: true });
const ways = (threshold: Threshold) => ({ of: () => threshold, aboveAfter: threshold.aboveAfter });

/** Looks after one thing on these days, as the job would: what was told, and when. */
function run(days: readonly Day[], of: (day: Day) => Due | null, threshold: Threshold): Told[] {
  let told: Told[] = [];
  for (const [i, today] of days.entries()) {
    const now = of(today);
    const calls = now ? callsAt({ due: now, reopenedAt: null, to: [who('me')], above: [who('head')] }, ways(threshold), today) : [];
    const all = new Map(calls.map((c): [string, Call] => [keyOfCall(c), c]));
    const over = overOf(told, all);
    const fresh = toTell(told, all, { over, today });
    const again = new Set(fresh.map(keyOfCall));
    const rows = fresh.map((c, n): Told => {
      const { kind, subjectId, part, dueOn } = c.due;
      const at = { toldOn: today, toldAt: new Date(`${today}T00:00:00+08:00`), isCleared: false, isPutAway: false };
      return { id: `${i} ${n}`, personId: c.person.id, kind, subjectId, part, step: c.step, dueOn, ...at };
    });
    const isOver = (r: Told) => over.includes(r) || again.has(`${r.personId} milestone p land`);
    told = [...told.map((r) => (isOver(r) ? { ...r, isCleared: true } : r)), ...rows];
  }
  return told;
}
const said = (told: readonly Told[], personId = 'me') => told.filter((r) => r.personId === personId).map((r) => [r.step, r.toldOn]);
const daysFrom = (first: Day, count: number) => Array.from({ length: count }, (_, i) => addDays(first, i));

describe('when a thing is told of', () => {
  test('it is told ahead, on its day, when it is overdue, again each week, and to the head a week later', () => {
    const told = run(daysFrom('2026-03-01', 31), () => due('2026-03-10'), civil);
    expect(said(told)).toEqual([
      ['soon', '2026-03-03'],
      ['soon', '2026-03-10'],
      ['overdue', '2026-03-11'],
      ['overdue', '2026-03-18'],
      ['overdue', '2026-03-25'],
    ]);
    expect(said(told, 'head')).toEqual([
      ['above', '2026-03-18'],
      ['above', '2026-03-25'],
    ]);
  });

  test('R1 a job that was down for three days loses none and tells none four times', () => {
    const days = daysFrom('2026-03-01', 31);
    const down = days.filter((d) => d < '2026-03-11' || d > '2026-03-13');
    expect(said(run(down, () => due('2026-03-10'), civil))).toEqual([
      ['soon', '2026-03-03'],
      ['soon', '2026-03-10'],
      ['overdue', '2026-03-14'],
      ['overdue', '2026-03-21'],
      ['overdue', '2026-03-28'],
    ]);
  });

  test('R1 whatever days the job misses, what is overdue is told by the first day it runs, once each span', () =>
    fc.assert(
      fc.property(fc.subarray(daysFrom('2026-03-01', 60), { minLength: 1 }), fc.integer({ min: 1, max: 9 }), (days, everyDays) => {
        const told = said(
          run(days, () => due('2026-03-10'), { ...civil, everyDays }),
          'me',
        ).filter(([step]) => step === 'overdue');
        const late = days.filter((d) => d > '2026-03-10');
        expect(told[0]?.[1]).toBe(late[0]);
        for (let i = 1; i < told.length; i += 1) expect(addDays(told[i - 1]![1]!, everyDays) <= told[i]![1]!).toBe(true);
        // Nothing is lost: between two tellings no day of a run lies beyond the span.
        for (const [i, [, on]] of told.entries()) {
          const next = late.find((d) => d >= addDays(on!, everyDays));
          expect(told[i + 1]?.[1]).toBe(next);
        }
      }),
    ));

  test('R2 the span runs from the day of the contact, not from the day it was typed', () => {
    // Typed on the 20th: somebody was there on the 16th.
    const told = run(daysFrom('2026-03-11', 20), (d) => due('2026-03-10', d >= '2026-03-20' ? '2026-03-16' : null), civil);
    expect(said(told)).toEqual([
      ['overdue', '2026-03-11'],
      ['overdue', '2026-03-18'],
      ['overdue', '2026-03-23'],
      ['overdue', '2026-03-30'],
    ]);
    // The telling of the 18th was spared by it, and is taken back; that of the 11th was before it.
    expect(isAnswered('2026-03-18', '2026-03-16', civil)).toBe(true);
    expect(isAnswered('2026-03-11', '2026-03-01', civil)).toBe(false);
  });

  test('R3 any day of a month will do, also the last of a short one', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1500 }), (n) => {
        const on = addDays('2024-01-01', n);
        expect([stepFor(due(on), civil, on), stepFor(due(on), civil, addDays(on, 1)), stepFor(due(on), civil, addDays(on, -7))]).toEqual([
          'soon',
          'overdue',
          'soon',
        ]);
        expect(stepFor(due(on), civil, addDays(on, -8))).toBeNull();
      }),
    ));

  test('R12 where the rule counts working days, a holiday is passed over and nobody is told on it', () => {
    // 国庆 2025: 1–8 October free; 28 September and 11 October worked.
    expect(startOf('soon', '2025-10-09', working)).toBe('2025-09-28');
    expect(startOf('overdue', '2025-09-30', working)).toBe('2025-10-09');
    const told = run(daysFrom('2025-09-20', 30), () => due('2025-09-30'), working);
    expect(said(told)).toEqual([
      ['soon', '2025-09-26'],
      ['soon', '2025-09-29'],
      ['overdue', '2025-10-09'],
      ['overdue', '2025-10-11'],
      ['overdue', '2025-10-14'],
      ['overdue', '2025-10-16'],
    ]);
    expect(said(run(daysFrom('2025-09-20', 30), () => due('2025-09-30'), civil)).map(([, on]) => on)).toContain('2025-10-01');
  });

  test('R12 every telling of such a kind is on a working day, and never sooner than the rule says', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max: 10 }), (n, soonDays) => {
        const on = addDays('2025-01-01', n);
        const threshold = { ...working, soonDays };
        const told = run(daysFrom(addDays(on, -25), 50), () => due(on), threshold);
        for (const { toldOn, step } of told) {
          expect(isWorkingDay(toldOn)).toBe(true);
          if (step === 'soon') expect(workingDaysBetween(toldOn, on)).toBeLessThanOrEqual(soonDays);
          else expect(toldOn > on).toBe(true);
        }
      }),
    ));

  test('a telling is never earlier than its step, the last telling and the last contact allow', () => {
    const day = fc.integer({ min: 0, max: 400 }).map((n) => addDays('2026-01-01', n));
    fc.assert(
      fc.property(day, fc.option(day), fc.option(day), (start, contactOn, toldOn) => {
        const from = tellFrom(start, { contactOn, toldOn }, civil);
        expect(from >= start).toBe(true);
        for (const last of [contactOn, toldOn]) if (last) expect(from >= addDays(last, 7)).toBe(true);
      }),
    );
  });
});
