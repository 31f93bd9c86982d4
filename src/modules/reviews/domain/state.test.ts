import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { modes, type StepRule } from './flow.ts';
import { addSeat, again, begin, pass, passOn, sendBack, type State, waiting, withdraw } from './state.ts';

const seat = (role: StepRule['seats'][number]['role']) => ({ role, of: 'unit' as const });
const three = [seat('statistics'), seat('finance'), seat('auditor')];
const step = (mode: StepRule['mode'], seats = three): StepRule => ({ name: mode, mode, seats });
const sure = (state: State | Refusal): State => {
  if (state instanceof Refusal) throw state;
  return state;
};
const open = (steps: StepRule[], state: State) => waiting(steps, state).map((s) => s.no);
const codeOf = (answer: State | Refusal) => (answer instanceof Refusal ? answer.code : null);

describe('a step', () => {
  test('会签 needs everybody, in any order', () => {
    const steps = [step('all')];
    let s = begin(steps);
    expect(open(steps, s)).toEqual([0, 1, 2]);
    s = sure(pass(steps, s, 2, 'c'));
    s = sure(pass(steps, s, 0, 'a'));
    expect([s.status, open(steps, s)]).toEqual(['open', [1]]);
    expect(sure(pass(steps, s, 1, 'b')).status).toBe('approved');
  });
  test('或签 needs one', () => {
    const steps = [step('any')];
    expect(sure(pass(steps, begin(steps), 1, 'b')).status).toBe('approved');
  });
  test('依次 takes one after the other', () => {
    const steps = [step('order')];
    const s = begin(steps);
    expect(open(steps, s)).toEqual([0]);
    expect(codeOf(pass(steps, s, 1, 'b'))).toBe('review.seat_not_waiting');
    expect(open(steps, sure(pass(steps, s, 0, 'a')))).toEqual([1]);
  });
  test('one person signs once, whatever seats they could sit on', () => {
    const steps = [step('all')];
    expect(codeOf(pass(steps, sure(pass(steps, begin(steps), 0, 'a')), 1, 'a'))).toBe('review.already_signed');
  });
  test.each(modes)('加签 must sign in %s too', (mode) => {
    const steps = [step(mode, [seat('statistics')])];
    const s = sure(addSeat(begin(steps), 'x'));
    const half = sure(pass(steps, s, 0, 'a'));
    expect([half.status, open(steps, half)]).toEqual(['open', [1]]);
    expect(sure(pass(steps, half, 1, 'x')).status).toBe('approved');
  });
  test('转办 gives a waiting seat to one person', () => {
    const steps = [step('any')];
    expect(sure(passOn(steps, begin(steps), 1, 'x')).seats[1]!.personId).toBe('x');
    expect(codeOf(passOn(steps, begin(steps), 9, 'x'))).toBe('review.seat_not_waiting');
  });
});

describe('退回', () => {
  const steps = [step('any'), step('any'), step('any')];
  const third = () => sure(pass(steps, sure(pass(steps, begin(steps), 0, 'a')), 0, 'b'));
  test('goes to any earlier step, where it must be signed anew', () => {
    expect(sure(sendBack(steps, third(), 1))).toMatchObject({ status: 'open', step: 1, round: 2 });
    expect(sure(sendBack(steps, third(), 0)).seats.every((s) => s.signedBy === null)).toBe(true);
    for (const to of [2, 3, -1, 0.5]) expect(codeOf(sendBack(steps, third(), to))).toBe('review.no_such_step');
  });
  test('to its submitter waits until it is submitted again, from the first step on', () => {
    const returned = sure(sendBack(steps, third(), null));
    expect(open(steps, returned)).toEqual([]);
    expect(sure(again(steps, returned))).toMatchObject({ status: 'open', step: 0, round: 2 });
    expect(codeOf(again(steps, third()))).toBe('review.not_returned');
  });
});

const stepOf = fc.record({
  name: fc.constant('s'),
  mode: fc.constantFrom(...modes),
  seats: fc.array(fc.constantFrom(...three), { minLength: 1, maxLength: 4 }),
});
const act = fc.oneof(
  fc.record({ act: fc.constant('pass' as const), no: fc.nat(6), by: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f') }),
  fc.record({ act: fc.constant('back' as const), to: fc.option(fc.integer({ min: -1, max: 4 })) }),
  fc.record({ act: fc.constant('add' as const), who: fc.constantFrom('x', 'y') }),
  fc.record({ act: fc.constant('give' as const), no: fc.nat(6), who: fc.constantFrom('x', 'y') }),
  fc.record({ act: fc.constant('again' as const) }),
  fc.record({ act: fc.constant('withdraw' as const) }),
);
type Act = Parameters<Parameters<typeof act.map>[0]>[0];

function doIt(steps: StepRule[], state: State, a: Act): State | Refusal {
  if (a.act === 'pass') return pass(steps, state, a.no, a.by);
  if (a.act === 'back') return sendBack(steps, state, a.to);
  if (a.act === 'add') return addSeat(state, a.who);
  if (a.act === 'give') return passOn(steps, state, a.no, a.who);
  return a.act === 'again' ? again(steps, state) : withdraw(state);
}

test('whatever is done, in whatever order: one outcome, nothing signed twice, never an end without its signatures', () =>
  fc.assert(
    fc.property(fc.array(stepOf, { minLength: 1, maxLength: 4 }), fc.array(act, { maxLength: 40 }), (steps, acts) => {
      let state = begin(steps);
      let ended: State['status'] | null = null;
      for (const a of acts) {
        const before = waiting(steps, state).map((s) => s.no);
        const next = doIt(steps, state, a);
        if (ended) expect(next).toBeInstanceOf(Refusal);
        if (next instanceof Refusal) continue;
        if (a.act === 'pass') expect(before).toContain(a.no);
        expect(next.round).toBeGreaterThanOrEqual(state.round);
        const signers = next.seats.flatMap((s) => s.signedBy ?? []);
        expect(new Set(signers).size).toBe(signers.length);
        // Where it is open, somebody is asked; where it is not, nobody is.
        expect(waiting(steps, next).length > 0).toBe(next.status === 'open');
        if (next.status === 'approved') {
          const { mode } = steps[next.step]!;
          const own = next.seats.filter((s) => !s.isAdded);
          expect(next.step).toBe(steps.length - 1);
          expect(mode === 'any' ? own.some((s) => s.signedBy) : own.every((s) => s.signedBy)).toBe(true);
          expect(next.seats.filter((s) => s.isAdded).every((s) => s.signedBy)).toBe(true);
        }
        if (next.status === 'approved' || next.status === 'withdrawn') ended = next.status;
        state = next;
      }
    }),
  ));

test('a returned review can be submitted again and then be approved by as many signatures as its steps need', () =>
  fc.assert(
    fc.property(fc.array(stepOf, { minLength: 1, maxLength: 4 }), (steps) => {
      let state = sure(again(steps, sure(sendBack(steps, begin(steps), null))));
      for (let n = 0; state.status === 'open'; n += 1) {
        expect(n).toBeLessThan(20);
        state = sure(pass(steps, state, waiting(steps, state)[0]!.no, `p${n}`));
      }
      expect(state).toMatchObject({ status: 'approved', round: 2 });
    }),
  ));
