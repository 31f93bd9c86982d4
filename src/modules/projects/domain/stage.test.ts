import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import {
  checkHappenedOn,
  nextStage,
  planExit,
  planMove,
  planReopen,
  type Side,
  sides,
  stageNo,
  stages,
  transitions,
  withdrawalReasons,
} from './stage.ts';

const stage = fc.constantFrom(...stages);
const side = fc.constantFrom(...sides);
const text = fc.constantFrom('', '  ', '投资方撤回', '改为二期');
const code = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);

describe('moving', () => {
  test('there is a move from every stage to every other, and none to itself', () => {
    for (const from of stages) {
      expect(Object.keys(transitions[from]).toSorted()).toEqual(stages.filter((s) => s !== from).toSorted());
    }
  });
  test('one step is forward, more are a skip, back is a regress', () => {
    fc.assert(
      fc.property(stage, stage, (from, to) => {
        const step = stageNo(to) - stageNo(from);
        expect(transitions[from][to]).toBe(step === 0 ? undefined : step === 1 ? 'forward' : step > 1 ? 'skip' : 'regress');
        expect(nextStage(from) === to).toBe(step === 1);
      }),
    );
  });
  test('G4 G5 a skip or a step back without a reason is refused, one step forward needs none', () => {
    fc.assert(
      fc.property(stage, stage, text, (from, to, reason) => {
        fc.pre(from !== to);
        const kind = transitions[from][to]!;
        expect(code(planMove({ stage: from, side: null }, to, reason))).toBe(
          kind === 'forward' || reason.trim() ? kind : 'project.reason_required',
        );
        expect(code(planMove({ stage: from, side: null }, to, null))).toBe(kind === 'forward' ? kind : 'project.reason_required');
      }),
    );
  });
  test('a project that stands aside does not move', () => {
    fc.assert(
      fc.property(stage, side, stage, (from, aside, to) => {
        expect(code(planMove({ stage: from, side: aside }, to, '原因'))).toBe('project.stands_aside');
      }),
    );
  });
});

describe('G9 standing aside', () => {
  const exit = (s: Side, reason: string, exitTo: string | null) =>
    code(planExit({ stage: 'signed', side: null }, { side: s, reason, exitTo }));
  test('says why, whatever the kind', () => {
    for (const s of sides) expect(exit(s, ' ', 'funding')).toBe('project.reason_required');
  });
  test('a transferred project says where to, a withdrawn one the class of reason, a merged one what remains', () => {
    expect(exit('transferred', '政策更优', null)).toBe('project.exit_to_required');
    expect(exit('transferred', '政策更优', '邻区')).toBe('transferred');
    expect(exit('withdrawn', '资金断裂', null)).toBe('project.exit_to_required');
    expect(exit('withdrawn', '资金断裂', '资金')).toBe('project.exit_to_unknown');
    for (const reason of withdrawalReasons) expect(exit('withdrawn', '资金断裂', reason)).toBe('withdrawn');
    expect(exit('merged', '重复', '')).toBe('project.exit_to_required');
    expect(exit('suspended', '等待用地指标', null)).toBe('suspended');
  });
  test('who stands aside already cannot step aside again, and comes back only with a reason, to the same stage', () => {
    fc.assert(
      fc.property(stage, side, side, (at, now, next) => {
        expect(code(planExit({ stage: at, side: now }, { side: next, reason: 'x', exitTo: 'funding' }))).toBe('project.stands_aside');
        expect(planReopen({ stage: at, side: now }, '恢复洽谈')).toBe(at);
        expect(code(planReopen({ stage: at, side: now }, ' '))).toBe('project.reason_required');
        expect(code(planReopen({ stage: at, side: null }, '恢复'))).toBe('project.not_aside');
      }),
    );
  });
});

describe('the day of a change', () => {
  test.each([
    ['2026-11-20', null, 'ok'],
    ['2026-11-21', null, 'project.date_in_future'],
    ['2026-12', null, 'project.date_in_future'],
    ['2026-11', null, 'ok'],
    ['2026', '2026-06-01', 'ok'],
    ['2026-05', '2026-06-01', 'project.before_last_move'],
    ['2026-06', '2026-06-30', 'ok'],
    ['2025', '2026', 'project.before_last_move'],
  ])('%s after %s, on 2026-11-20: %s', (on, last, answer) => {
    expect(code(checkHappenedOn(on, last, '2026-11-20'))).toBe(answer === 'ok' ? on : answer);
  });
});
