import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Refusal } from '../../../kernel/refusal.ts';
import { type ArrivalEntry, asKept, judgeArrivals, type Known, type ProjectMoney, readArrival } from './arrival-check.ts';
import { answers } from './entry.ts';
import { noMoney, plus } from './money-entry.ts';

const codeOf = (answer: unknown) => (answer instanceof Refusal ? answer.code : answer);
const today = '2026-06-15';
const yuan = (fen: number) => plus(noMoney, 'CNY', fen, fen);
const arrival = (amount: number, change: Partial<ArrivalEntry> = {}): ArrivalEntry => ({
  projectId: 'p',
  arrivedOn: '2026-05-20',
  currency: 'CNY',
  amountMinor: amount,
  amountFen: amount,
  kind: 'civil',
  voucherNo: null,
  ...change,
});
const project: ProjectMoney = { signedOn: '2026-01-10', agreed: yuan(1000), arrived: noMoney, total: yuan(2000), months: {} };
const known = (change: Partial<ProjectMoney> = {}, vouchers: Known['vouchers'] = new Map()): Known => ({
  projects: new Map([['p', { ...project, ...change }]]),
  vouchers,
});
const judge = (entry: ArrivalEntry, k = known()) => judgeArrivals([entry], k, today)[0]!;

describe('an arrival by itself', () => {
  const given = {
    projectId: 'p',
    arrivedOn: '2025',
    currency: 'USD',
    rate: '7',
    rateSource: 'bank',
    rateOn: '2025-03',
    amountMinor: 5,
    kind: 'civil',
    voucherNo: ' ',
  } as const;
  test('its fen follow from its own money; a blank voucher number is none', () => {
    expect(readArrival(given)).toEqual({ ...given, amountFen: 35, voucherNo: null });
  });
  test.each([
    [{ amountMinor: 0 }, 'arrival.amount_zero'],
    [{ arrivedOn: '2026-02-30' }, 'date.unreadable'],
    [{ voucherOn: '2026-13' }, 'date.unreadable'],
    [{ payerDivision: '33010' }, 'arrival.division_unreadable'],
    [{ kind: 'gift' as 'land' }, 'arrival.kind_unknown'],
    [{ rate: null }, 'money.rate_unreadable'],
    [{ amountMinor: 9e15 }, 'amount.too_large'],
  ])('%j is refused: %s', (change, code) => {
    expect(codeOf(readArrival({ ...given, ...change }))).toBe(code);
  });
});

describe('what looks wrong about an arrival', () => {
  test('nothing, when it is within the agreement, after the signing and not in the future', () => {
    expect(judge(arrival(1000))).toEqual([]);
  });
  test('one fen more than agreed', () => {
    expect(judge(arrival(1001))).toEqual([{ code: 'arrived_above_agreed', arrived: yuan(1001), agreed: yuan(1000) }]);
    expect(judge(arrival(1), known({ arrived: yuan(1000) }))).toMatchObject([{ code: 'arrived_above_agreed' }]);
  });
  test('one fen more than 备案总投资', () => {
    expect(judge(arrival(2000), known({ agreed: yuan(5000) }))).toEqual([]);
    expect(judge(arrival(2001), known({ agreed: yuan(5000) }))).toEqual([
      { code: 'arrived_above_total', arrived: yuan(2001), total: yuan(2000) },
    ]);
    expect(judge(arrival(2001), known({ agreed: yuan(5000), total: null }))).toEqual([]);
  });
  test('the day before the signing, but not a month or year that may lie after it', () => {
    expect(judge(arrival(1, { arrivedOn: '2026-01-09' }))).toEqual([
      { code: 'before_signing', arrivedOn: '2026-01-09', signedOn: '2026-01-10' },
    ]);
    expect(judge(arrival(1, { arrivedOn: '2026-01-10' }))).toEqual([]);
    expect(judge(arrival(1, { arrivedOn: '2026-01' }))).toEqual([]);
    expect(judge(arrival(1, { arrivedOn: '2025' }))).toMatchObject([{ code: 'before_signing' }]);
    expect(judge(arrival(1, { arrivedOn: '2025' }), known({ signedOn: '2025-12' }))).toEqual([]);
  });
  test('money without any 投资协议 is said once, not as an excess over nothing', () => {
    expect(judge(arrival(1), known({ signedOn: null, agreed: noMoney }))).toEqual([
      { code: 'before_signing', arrivedOn: '2026-05-20', signedOn: null },
    ]);
  });
  test('a day in the future', () => {
    expect(judge(arrival(1, { arrivedOn: '2026-06-15' }))).toEqual([]);
    expect(judge(arrival(1, { arrivedOn: '2026-06-16' }))).toEqual([{ code: 'in_future', arrivedOn: '2026-06-16', today }]);
    expect(judge(arrival(1, { arrivedOn: '2026-06' }))).toEqual([]);
  });
  test('ten times the month before, counting what the month already holds', () => {
    const months = { '2026-04': 30, '2026-05': 100 };
    expect(judge(arrival(199), known({ months }))).toEqual([]);
    expect(judge(arrival(200), known({ months }))).toEqual([
      { code: 'far_above_last_month', month: '2026-05', monthFen: 300, lastMonthFen: 30 },
    ]);
    expect(judge(arrival(900), known({ months: { '2026-03': 1 } }))).toEqual([]);
  });
  test('a sum that falls, without saying that it is still too high', () => {
    expect(judge(arrival(-10), known({ arrived: yuan(5000) }))).toEqual([{ code: 'cumulative_falls', beforeFen: 5000, afterFen: 4990 }]);
  });
  test('a voucher number used elsewhere, naming only projects the reader may know of', () => {
    const shown = [{ projectId: 'q', projectName: 'Cold store', arrivedOn: '2026-02', amountFen: 7 }];
    const faults = judge(arrival(1, { voucherNo: 'JZ-7' }), known({}, new Map([['JZ-7', { uses: 3, shown }]])));
    expect(faults).toEqual([{ code: 'same_voucher', voucherNo: 'JZ-7', uses: 3, shown }]);
    expect(faults.map(asKept)).toEqual([{ code: 'same_voucher', voucherNo: 'JZ-7', uses: 3, shown: [] }]);
  });
});

describe('many arrivals at once', () => {
  test('each is judged as if those before it were recorded', () => {
    const rows = [arrival(600, { voucherNo: 'A' }), arrival(400), arrival(1, { voucherNo: 'A' })];
    expect(judgeArrivals(rows, known(), today).map((faults) => faults.map((f) => f.code))).toEqual([
      [],
      [],
      ['arrived_above_agreed', 'same_voucher'],
    ]);
  });
  test('one batch or one by one: the same faults', () => {
    const entry = fc.record({
      amount: fc.integer({ min: 1, max: 900 }),
      month: fc.constantFrom('2026-02', '2026-03', '2026-04', '2025'),
      projectId: fc.constantFrom('p', 'q'),
    });
    fc.assert(
      fc.property(fc.array(entry, { maxLength: 12 }), (given) => {
        const rows = given.map((g) => arrival(g.amount, { arrivedOn: g.month, projectId: g.projectId }));
        const both: Known = {
          projects: new Map([
            ['p', project],
            ['q', { ...project, agreed: yuan(300) }],
          ]),
          vouchers: new Map(),
        };
        const together = judgeArrivals(rows, both, today);
        const apart = rows.map((row, i) => judgeArrivals(rows.slice(0, i).concat(row), both, today).at(-1));
        expect(together).toEqual(apart);
        const sums = Map.groupBy(rows, (r) => r.projectId);
        for (const [id, own] of sums) {
          const isOver = own.reduce((s, r) => s + r.amountFen, 0) > both.projects.get(id)!.agreed.fen;
          expect(together[rows.lastIndexOf(own.at(-1)!)]!.some((f) => f.code === 'arrived_above_agreed')).toBe(isOver);
        }
      }),
    );
  });
});

test('an acknowledgement counts only with a reason and for every fault', () => {
  const faults = [{ code: 'in_future' }, { code: 'same_voucher' }];
  expect(answers(null, [])).toBe(true);
  expect(answers(null, faults)).toBe(false);
  expect(answers({ codes: ['in_future'], reason: 'paid ahead' }, faults)).toBe(false);
  expect(answers({ codes: ['in_future', 'same_voucher'], reason: '  ' }, faults)).toBe(false);
  expect(answers({ codes: ['in_future', 'same_voucher'], reason: 'one slip for two plots' }, faults)).toBe(true);
});
