import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../kernel/day.ts';
import { isWorkingDay, workingDaysBetween } from '../../../kernel/working-day.ts';
import {
  ageKeys,
  ages,
  alikeness,
  type EventKind,
  eventKinds,
  follows,
  isOverdue,
  type ProblemEvent,
  standingEvents,
  standingOf,
  tiers,
} from './problem.ts';
import { dueOn, problemPreset, ProblemRules } from './rule.ts';

const raised = { ownerUnitId: 'land', raisedOn: '2026-06-01', dueOn: '2026-06-08' };
let serial = 0;
const event = (kind: EventKind, happenedOn: string, more: Partial<ProblemEvent> = {}): ProblemEvent => ({
  id: String(++serial),
  takesBack: null,
  kind,
  happenedOn,
  ownerUnitId: null,
  tier: null,
  dueOn: null,
  ...more,
});

describe('where a problem stands follows from what happened to it', () => {
  test('from its unit to the leader, solved, declined, solved again, confirmed, reopened', () => {
    const story = [
      event('acted', '2026-06-03'),
      event('escalated', '2026-06-09', { tier: 'leader', dueOn: '2026-06-16' }),
      event('solved', '2026-06-12'),
      event('declined', '2026-06-15', { dueOn: '2026-06-23' }),
      event('solved', '2026-06-17'),
      event('confirmed', '2026-06-18'),
      event('reopened', '2026-07-01', { dueOn: '2026-07-08' }),
    ];
    const after = (n: number) => standingOf(raised, story.slice(0, n));
    expect(after(0)).toMatchObject({ state: 'open', tier: 'unit', dueOn: '2026-06-08', lateOn: null, events: 0 });
    expect(after(1)).toMatchObject({ actedOn: '2026-06-03', lateOn: null });
    expect(after(2)).toMatchObject({ tier: 'leader', dueOn: '2026-06-16', lateOn: '2026-06-08' });
    expect(after(3)).toMatchObject({ state: 'solved' });
    expect(after(4)).toMatchObject({ state: 'open', dueOn: '2026-06-23', lateOn: '2026-06-08' });
    expect(after(6)).toMatchObject({ state: 'closed', closedOn: '2026-06-18' });
    expect(after(7)).toMatchObject({ state: 'open', tier: 'leader', lateOn: null, closedOn: null, dueOn: '2026-07-08', events: 7 });
  });
  test('its last day itself is not late, the day after is; one that went up because it was late stays late', () => {
    const open = standingOf(raised, []);
    expect([isOverdue(open, '2026-06-08'), isOverdue(open, '2026-06-09')]).toEqual([false, true]);
    const above = standingOf(raised, [event('escalated', '2026-06-09', { tier: 'leader', dueOn: '2026-06-16' })]);
    expect(isOverdue(above, '2026-06-10')).toBe(true);
    expect(isOverdue({ ...above, state: 'solved' }, '2026-06-30')).toBe(false);
  });
  test('whatever may happen, happens in order: nothing leads out of the tiers, and what is closed or merged only opens again', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...eventKinds), { maxLength: 30 }), (kinds) => {
        const done: ProblemEvent[] = [];
        for (const kind of kinds) {
          const before = standingOf(raised, done);
          if (kind === 'taken_back' || follows(before, kind) !== true) continue;
          const tier = kind === 'escalated' ? tiers[tiers.indexOf(before.tier) + 1]! : null;
          done.push(event(kind, '2026-06-02', { tier }));
          const after = standingOf(raised, done);
          expect(after.events).toBe(before.events + 1);
          if (before.state === 'closed' || before.state === 'merged') expect(['reopened', 'linked']).toContain(kind);
          if (after.state === 'closed') expect(after.closedOn).not.toBeNull();
          expect(tiers.indexOf(after.tier)).toBeGreaterThanOrEqual(tiers.indexOf(before.tier));
        }
      }),
    );
  });
});

describe('what was entered last is taken back', () => {
  const some = fc.array(
    fc.record({
      kind: fc.constantFrom(...eventKinds.filter((k) => k !== 'taken_back')),
      happenedOn: fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-06-01', n)),
      dueOn: fc.option(fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-06-01', n))),
      tier: fc.option(fc.constantFrom(...tiers)),
      ownerUnitId: fc.option(fc.constantFrom('land', 'power')),
    }),
    { minLength: 1, maxLength: 12 },
  );
  const takingBack = ({ id }: ProblemEvent) => event('taken_back', '2026-08-01', { takesBack: id });
  test('and it stands where it stood before, step by step to where it began; every entry counts', () => {
    fc.assert(
      fc.property(some, (given) => {
        const all: ProblemEvent[] = given.map(({ kind, happenedOn, ...more }) => event(kind, happenedOn, more));
        const entered = [...all];
        for (const last of all.toReversed()) {
          entered.push(takingBack(last));
          const stood = standingOf(raised, all.slice(0, all.indexOf(last)));
          expect(standingOf(raised, entered)).toEqual({ ...stood, events: entered.length });
        }
        expect(standingEvents(entered)).toEqual([]);
      }),
    );
  });
  test('the raising itself: it is withdrawn, and nothing follows that', () => {
    const gone = standingOf(raised, [event('taken_back', '2026-06-02')]);
    expect(gone).toMatchObject({ state: 'withdrawn', events: 1 });
    expect(eventKinds.filter((kind) => follows(gone, kind) === true)).toEqual([]);
    expect(isOverdue(gone, '2026-12-01')).toBe(false);
  });
});

describe('the days of a level', () => {
  const rules = ProblemRules.parse(problemPreset.body);
  test('are working days, the first not counted: over a weekend, over 国庆 with its 调休', () => {
    expect(dueOn(rules, 'urgent', 'unit', '2026-06-05')).toBe('2026-06-08');
    expect(dueOn(rules, 'general', 'unit', '2026-06-01')).toBe('2026-06-08');
    expect(dueOn(rules, 'major', 'unit', '2026-09-30')).toBe('2026-10-10');
  });
  test('always end on a working day, so many after', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 700 }),
        fc.constantFrom('general', 'major', 'urgent'),
        fc.constantFrom(...tiers),
        (n, level, tier) => {
          const from = addDays('2024-01-01', n);
          const due = dueOn(rules, level, tier, from);
          expect(isWorkingDay(due)).toBe(true);
          expect(workingDaysBetween(from, due)).toBe(rules.levels.find((l) => l.key === level)!.days[tier]);
        },
      ),
    );
  });
});

test('ages lie side by side without a gap', () => {
  const bands = ageKeys.map((key) => ages[key]);
  for (const [i, [first]] of bands.entries()) expect(first).toBe(i === 0 ? 0 : bands[i - 1]![1] + 1);
});

test('titles are alike by the pairs they share', () => {
  expect(alikeness('变压器增容未批复', '变压器增容尚未批复')).toBeGreaterThan(0.7);
  expect(alikeness('变压器增容未批复', '用地手续待办结')).toBe(0);
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      const share = alikeness(a, b);
      expect(share).toBe(alikeness(b, a));
      expect(share >= 0 && share <= 1).toBe(true);
    }),
  );
});
