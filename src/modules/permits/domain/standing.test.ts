import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { PermitAct } from './act.ts';
import { judge, nextActs } from './guard.ts';
import { checkFees, checkTemplate, type PermitRule } from './permit.ts';
import { permitFees, permitTemplates } from './preset.ts';
import { dues, type PermitEvent, standingOf, validUntil } from './standing.ts';

const rules = permitTemplates.industrial_new.permits;
const construction = rules.find((p) => p.key === 'construction')!;
const today = '2027-12-31';
const base = { mode: null, cause: null, number: null, untilOn: null, missing: null, months: null, isGreen: false, takesBack: null };
let serial = 0;
const event = (kind: PermitEvent['kind'], happenedOn: string, more: Partial<PermitEvent> = {}): PermitEvent => ({
  ...base,
  id: `e${++serial}`,
  kind,
  happenedOn,
  ...(kind === 'accepted' && { mode: 'full' as const }),
  ...more,
});
const granted = (on: string) => [event('applied', on), event('accepted', on), event('granted', on)];
const code = (answer: true | Refusal) => (answer === true ? true : answer.code);
const may = (act: unknown, events: PermitEvent[], rule: PermitRule = construction, hasPromise = true) => {
  const said = PermitAct.parse(act);
  return code(judge(said, standingOf(events, said.on), rule, { today, hasPromise }));
};
const extend = (on: string, months = 3) => ({ kind: 'extended', on, months, reason: '资金未到位' });

describe('T8 施工许可', () => {
  test('granted on 2026-01-05, building begins by 2026-04-05; two extensions make it 2026-10-05 at the latest', () => {
    const first = granted('2026-01-05');
    expect(validUntil(standingOf(first, today), construction)).toBe('2026-04-05');
    expect(may(extend('2026-04-05'), first)).toBe(true);
    const once = [...first, event('extended', '2026-04-05', { months: 3 })];
    expect(validUntil(standingOf(once, today), construction)).toBe('2026-07-05');
    const twice = [...once, event('extended', '2026-07-01', { months: 3 })];
    expect(validUntil(standingOf(twice, today), construction)).toBe('2026-10-05');
    expect(may(extend('2026-10-01'), twice)).toBe('permit.extended_enough');
  });
  test('is extended by three months at most, and before it ends', () => {
    expect(may(extend('2026-04-05', 4), granted('2026-01-05'))).toBe('permit.extension_too_long');
    expect(may(extend('2026-04-06'), granted('2026-01-05'))).toBe('permit.expired');
    expect(may(extend('2026-02-01'), [event('applied', '2026-01-05')])).toBe('permit.nothing_to_extend');
  });
  test('extensions count from its own day: the end of a short month costs no days', () => {
    const events = [...granted('2026-11-30'), event('extended', '2027-02-01', { months: 3 })];
    expect(validUntil(standingOf(events, today), construction)).toBe('2027-05-30');
  });
});

describe('one-time notice', () => {
  test('is given once: what is missing is told together', () => {
    const told = [event('applied', '2026-03-02'), event('told', '2026-03-04', { missing: ['图纸'] }), event('applied', '2026-03-10')];
    expect(standingOf(told, '2026-03-11')).toMatchObject({ state: 'applied', told: { on: '2026-03-04' } });
    expect(may({ kind: 'told', on: '2026-03-11', missing: ['合同'] }, told)).toBe('permit.told_once');
  });
  test('within five working days, else it counts as accepted from the application (行政许可法第三十二条)', () => {
    const applied = [event('applied', '2026-03-02')];
    expect(standingOf(applied, '2026-03-09')).toMatchObject({ state: 'applied', isDeemed: false });
    const late = standingOf(applied, '2026-03-10');
    expect(late).toMatchObject({ state: 'running', acceptedOn: '2026-03-02', isDeemed: true });
    expect(dues(late, construction).promised?.day).toBe('2026-03-05');
    expect(may({ kind: 'told', on: '2026-03-10', missing: ['合同'] }, applied)).toBe('permit.not_now');
    expect(may({ kind: 'granted', on: '2026-03-10' }, applied)).toBe(true);
    expect(standingOf([...applied, event('granted', '2026-03-10')], today)).toMatchObject({ acceptedOn: '2026-03-02', isDeemed: true });
    expect(may({ kind: 'accepted', on: '2026-03-10', mode: 'full' }, applied)).toBe(true);
    const recorded = [...applied, event('accepted', '2026-03-10')];
    expect(standingOf(recorded, '2026-03-11')).toMatchObject({ acceptedOn: '2026-03-02', isDeemed: true });
  });
});

describe('容缺 and 告知承诺', () => {
  const lacking = { kind: 'accepted', on: '2026-03-03', mode: 'lacking', missing: ['施工合同'], until: '2026-03-20' };
  const applied = [event('applied', '2026-03-02')];
  const accepted = [...applied, event('accepted', '2026-03-03', { mode: 'lacking', missing: ['施工合同', '保函'], untilOn: '2026-03-20' })];
  test('need the item to allow it, a signed promise, what is missing and a later day', () => {
    expect(may(lacking, applied)).toBe(true);
    expect(may(lacking, applied, construction, false)).toBe('permit.promise_required');
    expect(may({ ...lacking, missing: null }, applied)).toBe('permit.missing_required');
    expect(may({ ...lacking, until: '2026-03-03' }, applied)).toBe('permit.until_required');
    expect(may(lacking, applied, { ...construction, mayLack: false })).toBe('permit.mode_not_allowed');
    expect(may({ ...lacking, mode: 'promise', missing: null, until: null }, applied)).toBe('permit.mode_not_allowed');
  });
  test('nothing is granted while something is missing', () => {
    const one = [...accepted, event('filled', '2026-03-10', { missing: ['保函'] })];
    expect(may({ kind: 'granted', on: '2026-03-10' }, one)).toBe('permit.gaps_open');
    expect(may({ kind: 'filled', on: '2026-03-10', missing: ['别的'] }, one)).toBe('permit.no_such_gap');
    const all = [...one, event('filled', '2026-03-11', { missing: ['施工合同'] })];
    expect(may({ kind: 'granted', on: '2026-03-12' }, all)).toBe(true);
  });
  test('end on their day: the day itself is in time, the day after it was never accepted and is applied for anew', () => {
    expect(standingOf(accepted, '2026-03-20').state).toBe('running');
    expect(standingOf(accepted, '2026-03-21').state).toBe('lapsed');
    expect(may({ kind: 'filled', on: '2026-03-20', missing: ['保函'] }, accepted)).toBe(true);
    expect(may({ kind: 'filled', on: '2026-03-21', missing: ['保函'] }, accepted)).toBe('permit.not_now');
    expect(may({ kind: 'applied', on: '2026-03-21' }, accepted)).toBe(true);
  });
});

describe('the clock', () => {
  const running = [event('applied', '2026-03-02'), event('accepted', '2026-03-02')];
  test('a decision waits until a stopped clock goes on', () => {
    const stopped = [...running, event('stopped', '2026-03-03', { cause: 'publicity' })];
    expect(may({ kind: 'granted', on: '2026-03-05' }, stopped)).toBe('permit.not_now');
    expect(may({ kind: 'resumed', on: '2026-03-05' }, stopped)).toBe(true);
    expect(dues(standingOf(stopped, '2026-03-05'), construction)).toEqual({ legal: null, promised: null });
  });
  test('on the green channel the shorter promise counts, from what was so when it was accepted', () => {
    const green = [event('applied', '2026-03-02', { isGreen: true }), event('accepted', '2026-03-02', { isGreen: true })];
    expect(dues(standingOf(green, today), construction).promised?.day).toBe('2026-03-03');
    expect(dues(standingOf(running, today), construction).promised?.day).toBe('2026-03-05');
    expect(dues(standingOf(green, today), construction).legal?.day).toBe('2026-03-11');
  });
  test('nothing is entered before the last step or of a day to come', () => {
    expect(may({ kind: 'stopped', on: '2026-03-01', cause: 'expert', reason: '评审' }, running)).toBe('permit.before_last');
    expect(may({ kind: 'granted', on: '2028-01-01' }, running)).toBe('permit.in_future');
  });
});

test('a blue seal is no permit, and stays when what is missing is told', () => {
  const events = [event('reviewed', '2026-02-01'), event('applied', '2026-03-02'), event('told', '2026-03-03', { missing: ['图纸'] })];
  expect(standingOf(events, '2026-03-04')).toMatchObject({ state: 'told', preReviewedOn: '2026-02-01', decidedOn: null });
  expect(validUntil(standingOf(events, today), construction)).toBeNull();
  expect(may({ kind: 'reviewed', on: '2026-02-02' }, [], { ...construction, mayPreReview: false })).toBe('permit.not_now');
});

test('what was entered last is taken back, and everything stands as before it', () => {
  const kinds = fc.constantFrom<PermitEvent['kind'][]>(
    ['applied'],
    ['applied', 'accepted'],
    ['applied', 'accepted', 'stopped'],
    ['applied', 'accepted', 'stopped', 'resumed', 'granted', 'extended'],
    ['applied', 'told', 'applied', 'accepted', 'declined', 'applied'],
    ['dropped', 'revived', 'applied'],
  );
  fc.assert(
    fc.property(kinds, fc.integer({ min: 1, max: 6 }), (all, at) => {
      const events = all.slice(0, at).map((kind) => event(kind, '2026-03-02', { cause: kind === 'stopped' ? 'expert' : null }));
      const last = events.at(-1)!;
      const back = [...events, event('taken_back', '2026-03-02', { takesBack: last.id })];
      expect(standingOf(back, '2026-03-03')).toEqual(standingOf(events.slice(0, -1), '2026-03-03'));
    }),
  );
});
test('whatever can come next is not refused for how the approval stands', () => {
  const states = [[], [event('applied', '2026-03-02')], granted('2026-03-02'), [event('dropped', '2026-03-02')]];
  for (const events of states)
    for (const kind of nextActs(standingOf(events, '2026-03-02'), construction)) {
      const act = { kind, on: '2026-03-02', reason: '原因', cause: 'expert', mode: 'full', months: 3, missing: ['图纸'] };
      const keys: Record<string, readonly string[]> = { stopped: ['cause', 'reason'], accepted: ['mode'], extended: ['months', 'reason'] };
      const own =
        keys[kind] ?? (['declined', 'dropped', 'revived', 'taken_back'].includes(kind) ? ['reason'] : kind === 'told' ? ['missing'] : []);
      const said = Object.fromEntries(Object.entries(act).filter(([k]) => k === 'kind' || k === 'on' || own.includes(k)));
      expect([kind, may(said, events)]).toEqual([kind, true]);
    }
});

describe('templates and fees', () => {
  test('what ships can be put in order and promises no more than the law gives', () => {
    for (const template of Object.values(permitTemplates)) expect(checkTemplate(template)).toBe(true);
    expect(checkFees(permitFees)).toBe(true);
  });
  test('faults are named', () => {
    const template = (change: Partial<PermitRule>) =>
      checkTemplate({ permits: rules.map((p) => (p.key === 'filing' ? { ...p, ...change } : p)) });
    expect(code(template({ after: ['acceptance', 'filing'] }))).toBe('permit.cycle');
    expect(code(template({ after: ['nothing'] }))).toBe('permit.after_unknown');
    expect(code(template({ promisedDays: 4 }))).toBe('permit.promise_too_long');
    expect(code(template({ greenDays: 1.5 }))).toBe('permit.promise_too_long');
    expect(code(template({ key: 'fire' }))).toBe('permit.key_twice');
  });
  test('a relief that is not for everyone is refused (公平竞争审查条例第十条)', () => {
    const [first] = permitFees.filter((f) => f.isFree);
    expect(code(checkFees([{ ...first!, appliesToEveryone: false }]))).toBe('permit.selective_relief');
    expect(code(checkFees([first!, first!]))).toBe('permit.key_twice');
  });
});
