import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { checkInvestment, type InvestmentEntry, investmentJudge, type ProjectWork } from './investment-check.ts';

const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);
const done = (amountFen: number, month = '2026-05'): InvestmentEntry => ({
  projectId: 'p',
  month,
  civilFen: amountFen,
  installationFen: 0,
  equipmentFen: 0,
  otherFen: 0,
  amountFen,
});
const judge = (entry: InvestmentEntry, work: ProjectWork) => {
  const { learn, judge: of } = investmentJudge();
  learn(new Map([['p', work]]));
  return of(entry);
};

describe('one month of investment by itself', () => {
  test('建筑 + 安装 + 设备 + 其他 make up the amount', () => {
    const parts = { month: '2026-05', civilFen: 1, installationFen: 20, equipmentFen: 300, otherFen: 4000 };
    expect(checkInvestment({ ...parts, amountFen: 4321 }, '2026-05-01')).toBe(true);
    expect(codeOf(checkInvestment({ ...parts, amountFen: 4320 }, '2026-05-01'))).toBe('investment.parts_differ_from_amount');
  });
  test('the present month may be recorded, the next may not', () => {
    expect(checkInvestment(done(1, '2026-05'), '2026-05-01')).toBe(true);
    expect(codeOf(checkInvestment(done(1, '2026-06'), '2026-05-31'))).toBe('investment.month_in_future');
    expect(codeOf(checkInvestment(done(1, '2026-13'), '2026-05-31'))).toBe('date.unreadable');
    expect(codeOf(checkInvestment(done(1, '2026'), '2026-05-31'))).toBe('date.unreadable');
  });
  test('a month without work is a fact and is kept', () => {
    expect(checkInvestment(done(0), '2026-05-31')).toBe(true);
  });
});

describe('what looks wrong about a month', () => {
  test('nothing, when it is like the month before', () => {
    expect(judge(done(100), { investedFen: 300, months: { '2026-04': 300 } })).toEqual([]);
  });
  test('a cumulative figure that falls', () => {
    expect(judge(done(-1), { investedFen: 300, months: {} })).toEqual([{ code: 'cumulative_falls', beforeFen: 300, afterFen: 299 }]);
  });
  test('ten times the month before', () => {
    const work = { investedFen: 30, months: { '2026-04': 30 } };
    expect(judge(done(299), work)).toEqual([]);
    expect(judge(done(300), work)).toEqual([{ code: 'far_above_last_month', month: '2026-05', monthFen: 300, lastMonthFen: 30 }]);
  });
  test('a month that is recorded already, even with 0', () => {
    expect(judge(done(5), { investedFen: 0, months: { '2026-05': 0 } })).toEqual([
      { code: 'month_has_rows', month: '2026-05', alreadyFen: 0 },
    ]);
    const { lacks, judge: next } = investmentJudge();
    expect(lacks([done(5), done(6)])).toEqual(['p']);
    expect([done(5), done(6)].map((d) => next(d).map((x) => x.code))).toEqual([[], ['month_has_rows']]);
    expect(lacks([done(7)])).toEqual([]);
  });
});
