import { describe, expect, test } from 'vitest';
import { checkActual, eventDay, lateDays } from './standing.ts';

const today = '2026-06-15';
const open = { startedOn: null, finishedOn: null };
const said = { kind: 'finished' as const, happenedOn: '2026-06-10', reason: null };

describe('what may be said of a node', () => {
  test.each([
    ['done by today', said, open, true],
    ['today itself', { ...said, happenedOn: today }, open, true],
    ['tomorrow', { ...said, happenedOn: '2026-06-16' }, open, 'milestone.in_future'],
    ['finished on the day it began', said, { ...open, startedOn: '2026-06-10' }, true],
    ['finished the day before it began', said, { ...open, startedOn: '2026-06-11' }, 'milestone.finished_before_start'],
    [
      'begun the day after it was finished',
      { ...said, kind: 'started' as const },
      { ...open, finishedOn: '2026-06-09' },
      'milestone.finished_before_start',
    ],
    ['the same again', said, { ...open, finishedOn: '2026-06-10' }, 'milestone.nothing_changed'],
    ['another day without a reason', said, { ...open, finishedOn: '2026-06-09' }, 'milestone.reason_required'],
    ['another day with its reason', { ...said, reason: '笔误' }, { ...open, finishedOn: '2026-06-09' }, true],
    ['taken back', { ...said, happenedOn: null, reason: '误报' }, { ...open, finishedOn: '2026-06-09' }, true],
    ['taken back though nothing was said', { ...said, happenedOn: null, reason: '误报' }, open, 'milestone.nothing_changed'],
  ])('%s', (_, asked, known, answer) => {
    const found = checkActual(asked, known, today);
    expect(found === true ? true : found.code).toBe(answer);
  });
});

test('a node is late from the day after its last one', () => {
  expect([lateDays(today, null, today), lateDays('2026-06-14', null, today)]).toEqual([null, 1]);
  expect([lateDays('2026-06-01', '2026-06-01', today), lateDays('2026-06-01', '2026-06-03', today)]).toEqual([null, 2]);
});

test('an event is done when the record says so and the project stands there', () => {
  const dates = { stage: 'building' as const, started: '2026-05', completed: '2026-06-01', production: null };
  expect(eventDay('started', dates, today)).toBe('2026-05-31');
  expect(eventDay('started', { ...dates, started: '2026-06' }, today)).toBe(today);
  expect(eventDay('started', { ...dates, stage: 'preparing' }, today)).toBeNull();
  expect(eventDay('completed', dates, today)).toBeNull();
  expect(eventDay('completed', { ...dates, stage: 'completed' }, today)).toBe('2026-06-01');
  expect([eventDay('production', { ...dates, stage: 'producing' }, today), eventDay(null, dates, today)]).toEqual([null, null]);
});
