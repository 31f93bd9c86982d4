import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayOf, lastDayOf } from '../kernel/day.ts';
import { closeWithFigures } from '../modules/closings/commands.ts';
import { lacksOf, listClosings, verifyClosings } from '../modules/closings/queries.ts';
import { figureKeys } from '../modules/figures/domain/card.ts';
import { figureRows, figureValues } from '../modules/figures/queries.ts';
import { whyChanged } from '../modules/figures/why-queries.ts';
import { correctAgreement, recordAgreement, reverseAgreement } from '../modules/funds/agreement-commands.ts';
import { correctArrival, recordArrival, reverseArrival } from '../modules/funds/arrival-commands.ts';
import { recordInvestment, reverseInvestment } from '../modules/funds/investment-commands.ts';
import { reopenMonth } from '../modules/funds/month-commands.ts';
import { fundsOfProject } from '../modules/funds/queries.ts';
import { verifyTotals } from '../modules/funds/verify-queries.ts';
import { restateProject, updateProject } from '../modules/projects/commands.ts';
import { recordDate } from '../modules/projects/date-commands.ts';
import { builtInAuthorities } from '../modules/projects/domain/authority-date.ts';
import { advanceByLedger } from '../modules/projects/ledger-commands.ts';
import { exitProject, reopenProject } from '../modules/projects/move-commands.ts';
import { visibleProject } from '../modules/projects/queries.ts';
import { publishRule } from '../modules/reference/commands.ts';
import { aDistrict, anAgreement, anArrival, anInvestment } from './testing/months.ts';
import './wiring.ts';

const none = { numerator: 0, denominator: 0 };
describe('a closed month', () => {
  let d: Awaited<ReturnType<typeof aDistrict>>;
  let a: string;
  let b: string;
  let first: { id: string };
  let atClosing: Awaited<ReturnType<typeof d.all>>;

  beforeAll(async () => {
    d = await aDistrict();
    [a, b] = [await d.enter(d.units.north, '2026-08'), await d.enter(d.units.south, '2026-08')];
    await recordAgreement(d.db, { ...anAgreement('2026-08-11', 900_000_000), projectId: a }, d.bureau, d.now());
    await recordAgreement(d.db, { ...anAgreement('2026-08-12', 400_000_000), projectId: b }, d.bureau, d.now());
    first = await recordArrival(d.db, { ...anArrival('2026-08-15', 50_000_001), projectId: a }, d.bureau, d.now());
    await recordInvestment(d.db, { ...anInvestment('2026-08', 70_000_003), projectId: a }, d.bureau, d.now());
    d.at('2026-09-05');
    await d.close('2026-08');
    atClosing = await d.all({ through: lastDayOf('2026-08') });
  });
  afterAll(() => d.close_());

  test('I14 months close in order only, when they are over, and reopen from the last back with a reason', async () => {
    await expect(d.close('2026-09')).rejects.toMatchObject({ code: 'month.not_over' });
    await expect(d.close('2026-06')).rejects.toMatchObject({ code: 'month.out_of_order', details: { expected: '2026-09' } });
    const reopen = (month: string, reason: string) => reopenMonth(d.db, { month, reason }, d.bureau, d.now());
    await expect(reopen('2026-07', '更正')).rejects.toMatchObject({ code: 'month.reopens_from_the_last' });
    await expect(reopen('2026-08', ' ')).rejects.toMatchObject({ code: 'month.reason_required' });
    await expect(reopenMonth(d.db, { month: '2026-08', reason: '更正' }, d.everyone.auditor, d.now())).rejects.toMatchObject({
      kind: 'forbidden',
    });
  });

  test('what it lacks is read before it is closed', async () => {
    const lacks = await lacksOf(d.db, '2026-08', d.bureau, d.now());
    expect(lacks).toContainEqual({ kind: 'arrivals_without_evidence', count: 1, names: [expect.stringContaining('项目')] });
    d.at('2026-10-02');
    const unread = closeWithFigures(d.db, { month: '2026-09', acknowledged: false, note: null }, d.bureau, d.now());
    await expect(unread).rejects.toMatchObject({ code: 'closing.not_acknowledged' });
  });

  test('ten late entries, reversals and a merge later it says the same to the fen, and “why” lists exactly those', async () => {
    d.at('2026-09-10');
    const ids: string[] = [];
    for (let i = 1; i <= 10; i += 1) {
      const late = await recordArrival(d.db, { ...anArrival('2026-08-20', 1_000_000 + i), projectId: i % 2 ? a : b }, d.bureau, d.now());
      ids.push(late.id);
    }
    ids.push((await reverseArrival(d.db, { projectId: a, id: first.id, reason: '重复登记' }, d.bureau, d.now())).id);
    ids.push((await reverseArrival(d.db, { projectId: b, id: ids[1]!, reason: '重复登记' }, d.bureau, d.now())).id);
    const survivor = (await visibleProject(d.db, a, d.bureau)).code;
    const merge = {
      id: b,
      version: await d.version(b),
      side: 'merged' as const,
      reason: '同一项目',
      exitTo: survivor,
      happenedOn: '2026-09',
    };
    await exitProject(d.db, merge, d.bureau, d.now());

    expect(await d.all({ asOf: '2026-08' })).toEqual(atClosing);
    const { arrivals } = await fundsOfProject(d.db, a, d.bureau);
    expect(arrivals.find((r) => r.id === ids[0])).toMatchObject({ arrivedOn: '2026-08-20', bookedOn: '2026-09' });
    const why = await d.why('arrived_amount', '2026-08');
    const listed = why.items.filter((e) => e.ledger === 'arrival').map((e) => e.id);
    expect(listed.toSorted()).toEqual(ids.toSorted());
    expect(why.items.filter((e) => e.ledger !== 'arrival').map((e) => e.kind)).toEqual(['merged']);
    expect(why.remainder).toEqual(none);
    const signed = await d.why('signed_count', '2026-08');
    expect(signed.items.map((e) => [e.kind, e.projectId, e.numerator])).toEqual([['merged', b, -1]]);
    expect(await verifyTotals(d.db)).toEqual([]);
    expect(await verifyClosings(d.db)).toEqual([]);
  });

  test('D11 keeps the name and the total that a project was reported under', async () => {
    const { name } = await visibleProject(d.db, a, d.bureau);
    await updateProject(d.db, { id: a, version: await d.version(a), patch: { name: '改名后的项目', totalMinor: 1 } }, d.bureau, d.now());
    const rows = async (asOf?: string) =>
      (await figureRows(d.db, 'invested_count', { asOf, excluded: false, page: 1, pageSize: 10 }, d.bureau, d.now())).items;
    expect((await rows('2026-08')).map((r) => r.name)).toEqual([name]);
    expect(await rows()).toEqual([]);
    expect((await d.why('invested_count', '2026-08')).items.map((e) => [e.kind, e.numerator])).toEqual([['restated', -1]]);
  });

  test('D11 keeps the day of a start that a project was reported with, and “why” lists the date that came later', async () => {
    const reported = await d.all({ asOf: '2026-08' });
    for (const patch of [{ totalMinor: 500_000_000 }, { startedOn: '2025-12' }])
      await updateProject(d.db, { id: a, version: await d.version(a), patch }, d.bureau, d.now());
    expect(await d.all({ asOf: '2026-08' })).toEqual(reported);
    expect([await d.value('new_count', '2026-08'), await d.value('new_count')]).toMatchObject([{ value: 1 }, { value: 0 }]);
    const { items, remainder } = await d.why('new_count', '2026-08');
    expect(items.map((e) => [e.kind, e.ledger, e.happenedOn, e.numerator])).toContainEqual(['dated', 'authority_date', '2025-12', -1]);
    expect(remainder).toEqual(none);
    expect(await verifyClosings(d.db)).toEqual([]);
  });

  test('a correction of a closed month is no new signing, and a reopened month takes entries again', async () => {
    const { agreements } = await fundsOfProject(d.db, a, d.bureau);
    await correctAgreement(
      d.db,
      { projectId: a, id: agreements[0]!.id, reason: '金额写错', entry: anAgreement('2026-08-11', 910_000_000) },
      d.bureau,
      d.now(),
    );
    const { figures } = await figureValues(d.db, { from: '2026-09' }, d.bureau, d.now(), ['signed_count']);
    expect(figures[0]!.value).toBe(0);
    await reopenMonth(d.db, { month: '2026-08', reason: '审计要求补记' }, d.bureau, d.now());
    await expect(d.all({ asOf: '2026-08' })).rejects.toMatchObject({ code: 'figure.month_not_closed' });
    const again = await recordArrival(d.db, { ...anArrival('2026-08-21', 5), projectId: a }, d.bureau, d.now());
    const { arrivals } = await fundsOfProject(d.db, a, d.bureau);
    expect(arrivals.find((r) => r.id === again.id)).toMatchObject({ bookedOn: null });
    await d.close('2026-08');
    expect(await d.all({ asOf: '2026-08' })).not.toEqual(atClosing);
    const { items, closedThrough, due } = await listClosings(d.db, d.bureau, d.now());
    expect([items.map((e) => [e.kind, e.stands]), closedThrough, due]).toEqual([
      [
        ['close', true],
        ['reopen', false],
        ['close', false],
      ],
      '2026-08',
      null,
    ]);
  });
});

const acts = [
  'agree',
  'arrive',
  'invest',
  'takeBack',
  'correct',
  'advance',
  'aside',
  'back',
  'rename',
  'restate',
  'date',
  'recognise',
  'enter',
] as const;

test(
  'of every figure, whatever was done: the entries listed sum to the difference, and a closing stays what it was',
  { timeout: 300_000 },
  async () => {
    const d = await aDistrict();
    const { db, bureau, now } = d;
    const projects = [await d.enter(d.units.north, '2026-07'), await d.enter(d.units.south, '2026-07', 'negotiating')];
    const anyProject = (n: number) => projects[n % projects.length]!;
    /** Does one thing somewhere; what cannot be done there now is not done. */
    const run: Record<(typeof acts)[number], (n: number, month: string) => Promise<unknown>> = {
      agree: (n, month) =>
        recordAgreement(db, { ...anAgreement(`${month}-0${1 + (n % 9)}`, 1_000_000 + n), projectId: anyProject(n) }, bureau, now()),
      arrive: (n, month) => recordArrival(db, { ...anArrival(month, 1000 + n), projectId: anyProject(n) }, bureau, now()),
      invest: (n, month) => recordInvestment(db, { ...anInvestment(month, 2000 + n), projectId: anyProject(n) }, bureau, now()),
      takeBack: async (n) => {
        const { agreements, arrivals, investments } = await fundsOfProject(db, anyProject(n), bureau);
        const [ledger, reverse] = (
          [
            [agreements, reverseAgreement],
            [arrivals, reverseArrival],
            [investments, reverseInvestment],
          ] as const
        )[n % 3]!;
        const open = ledger.filter((r) => r.can.reverse);
        if (open.length) await reverse(db, { projectId: anyProject(n), id: open[n % open.length]!.id, reason: '错' }, bureau, now());
      },
      correct: async (n, month) => {
        const { arrivals } = await fundsOfProject(db, anyProject(n), bureau);
        const open = arrivals.filter((r) => r.can.reverse);
        const entry = anArrival(month, 7000 + n);
        if (open.length) await correctArrival(db, { projectId: anyProject(n), id: open[0]!.id, reason: '错', entry }, bureau, now());
      },
      advance: (n, month) =>
        advanceByLedger(
          db,
          {
            batchId: '0190a000-0000-7000-8000-000000000002',
            steps: [{ id: anyProject(n), to: (['signed', 'building', 'completed', 'producing'] as const)[n % 4]!, happenedOn: month }],
          },
          bureau,
          now(),
        ),
      aside: async (n, month) => {
        const side = (['withdrawn', 'suspended', 'transferred'] as const)[n % 3]!;
        const id = anyProject(n);
        await exitProject(
          db,
          { id, version: await d.version(id), side, reason: '调整', exitTo: side === 'withdrawn' ? 'funding' : '邻区', happenedOn: month },
          bureau,
          now(),
        );
      },
      back: async (n, month) =>
        reopenProject(db, { id: anyProject(n), version: await d.version(anyProject(n)), reason: '恢复', happenedOn: month }, bureau, now()),
      rename: async (n) =>
        updateProject(
          db,
          { id: anyProject(n), version: await d.version(anyProject(n)), patch: { name: `新名${n}`, totalMinor: (n % 3) * 90_000_000 } },
          bureau,
          now(),
        ),
      restate: async (n) =>
        restateProject(
          db,
          {
            id: anyProject(n),
            version: await d.version(anyProject(n)),
            patch: { unitId: n % 2 ? d.units.north : d.units.south },
            reason: '划转',
          },
          bureau,
          now(),
        ),
      date: async (n, month) => {
        const patch = n % 2 ? { startedOn: month } : { productionOn: month };
        await updateProject(db, { id: anyProject(n), version: await d.version(anyProject(n)), patch }, bureau, now());
      },
      recognise: (n, month) =>
        recordDate(
          db,
          { id: anyProject(n), event: 'started', authority: 'promotion', kind: 'works', happenedOn: month, insteadOf: null, uploadIds: [] },
          bureau,
          now(),
        ),
      enter: async (n, month) => void projects.push(await d.enter(n % 2 ? d.units.north : d.units.south, month)),
    };
    const kept = new Map<string, unknown>();
    const act = fc.tuple(fc.constantFrom(...acts), fc.nat(40), fc.nat(2));
    let done = 0;
    for (const [month, day, next] of [
      ['2026-08', '2026-08-25', '2026-09-04'],
      ['2026-09', '2026-09-25', '2026-10-09'],
      ['2026-10', '2026-10-25', '2026-11-08'],
    ] as const) {
      d.at(day);
      for (const [name, n, back] of fc.sample(act, { numRuns: 30, seed: Number(month.slice(5)) })) {
        const when = ['2026-07', '2026-08', '2026-09', '2026-10'].filter((m) => m <= month).at(-1 - back) ?? month;
        await run[name](n, when).then(
          () => (done += 1),
          (error: { code?: string }) => expect(error.code).toBeTypeOf('string'),
        );
      }
      d.at(next);
      for (const first of month === '2026-08' ? ['2026-07', month] : [month]) await d.close(first);
      kept.set(month, await d.all({ asOf: month }));
    }
    expect(done).toBeGreaterThan(45);
    for (const [month, figures] of kept) expect([month, await d.all({ asOf: month })]).toEqual([month, figures]);
    // As of today and now are the same, whichever way they are read; and rules that come later change nothing that was closed.
    const today = dayOf(now());
    expect(await d.all({ asOf: today })).toEqual(await d.all());
    const since = { effectiveFrom: '2020-01-01', effectiveTo: null, preset: null };
    const counts = { started: 'promotion', production: 'claimed' };
    await publishRule(db, { ...since, kind: 'authority-dates', body: { ...builtInAuthorities, counts } }, bureau, now());
    await publishRule(db, { ...since, kind: 'figure-thresholds', body: { investedMinTotalFen: 400_000_000 } }, bureau, now());
    for (const [month, figures] of kept) expect([month, await d.all({ asOf: month })]).toEqual([month, figures]);
    expect(await verifyClosings(db)).toEqual([]);
    expect(await verifyTotals(db)).toEqual([]);
    for (const key of figureKeys) {
      for (const [before, after] of [
        ['2026-08', '2026-09'],
        ['2026-08', undefined],
        ['2026-09', undefined],
        ['2026-09-20', '2026-10'],
      ] as const) {
        const { remainder, listed, difference } = await d.why(key, before, after);
        expect([key, before, after, remainder]).toEqual([key, before, after, none]);
        expect([key, listed]).toEqual([key, difference]);
      }
      for (const unitId of [d.units.north, d.units.south]) {
        const asked = { unitId, before: '2026-08', after: undefined, from: '2026-08', page: 1, pageSize: 10 };
        expect([key, (await whyChanged(db, key, asked, bureau, now())).remainder]).toEqual([key, none]);
      }
    }
    await d.close_();
  },
);
