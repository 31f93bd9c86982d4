import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { follows, isOverdue, type Step, standingOf, stepKinds, supervisionNo } from './supervision.ts';

const step = (kind: Step['kind'], on: string, dueOn: string | null = null): Step => ({ kind, on, dueOn });

describe('where a unit stands with a task', () => {
  test('given more time, fed back, returned, fed back again, accepted: it was done on the day of the feedback that was accepted', () => {
    const steps = [
      step('extended', '2026-06-08', '2026-06-20'),
      step('fed_back', '2026-06-15'),
      step('returned', '2026-06-16', '2026-06-25'),
      step('fed_back', '2026-06-24'),
      step('accepted', '2026-06-30'),
    ];
    const after = (n: number) => standingOf('2026-06-10', steps.slice(0, n));
    expect(after(0)).toEqual({ state: 'waiting', dueOn: '2026-06-10', doneOn: null, events: 0 });
    expect(after(1)).toMatchObject({ state: 'waiting', dueOn: '2026-06-20' });
    expect(after(2)).toMatchObject({ state: 'fed_back', doneOn: '2026-06-15' });
    expect(after(3)).toMatchObject({ state: 'returned', doneOn: null, dueOn: '2026-06-25' });
    expect(after(5)).toEqual({ state: 'accepted', dueOn: '2026-06-25', doneOn: '2026-06-24', events: 5 });
  });
  test('late from the day after its last day; what was fed back in time is not late while it waits to be accepted', () => {
    const open = standingOf('2026-06-10', []);
    expect([isOverdue(open, '2026-06-10'), isOverdue(open, '2026-06-11')]).toEqual([false, true]);
    expect(isOverdue(standingOf('2026-06-10', [step('fed_back', '2026-06-10')]), '2026-07-01')).toBe(false);
    expect(isOverdue(standingOf('2026-06-10', [step('fed_back', '2026-06-11'), step('accepted', '2026-06-12')]), '2026-07-01')).toBe(true);
  });
  test('more time is given before the feedback, not while it waits to be accepted', () => {
    const given = (steps: Step[]) => follows(standingOf('2026-06-10', steps).state, 'extended') === true;
    const fed = [step('fed_back', '2026-06-09')];
    expect([given([]), given(fed), given([...fed, step('returned', '2026-06-10')])]).toEqual([true, false, true]);
  });
  test('nothing follows acceptance, and nothing is accepted or returned that was not fed back', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stepKinds), { maxLength: 20 }), (kinds) => {
        const done: Step[] = [];
        for (const kind of kinds) {
          const before = standingOf('2026-06-10', done);
          if (follows(before.state, kind) !== true) continue;
          expect(before.state).not.toBe('accepted');
          if (kind === 'accepted' || kind === 'returned') expect(before.state).toBe('fed_back');
          done.push(step(kind, '2026-06-09', kind === 'extended' ? '2026-06-12' : null));
        }
      }),
    );
  });
});

test('is numbered as papers number it', () => expect(supervisionNo({ year: 2026, no: 3 })).toBe('督办〔2026〕3号'));
