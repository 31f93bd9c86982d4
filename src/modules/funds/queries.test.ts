import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { recordAgreement, recordAgreements } from './agreement-commands.ts';
import { recordArrival, reverseArrival } from './arrival-commands.ts';
import { fundsContract, ProjectFunds } from './contract.ts';
import { arrivalFaultCodes } from './domain/arrival-check.ts';
import { AgreementFilter, ArrivalFilter, InvestmentFilter } from './domain/list-filter.ts';
import { recordInvestments } from './investment-commands.ts';
import { examineArrivals, examineInvestments, factsOfProject } from './known-queries.ts';
import { listAgreements, listArrivals, listInvestments } from './list-queries.ts';
import { entryEvidence, fundsOfProject } from './queries.ts';
import { anAgreement, anArrival, anInvestment, fundsDatabase } from './test-database.ts';

const { db, close, now, units, people, project } = await fundsDatabase();
afterAll(close);
const { clerk, stranger, bureau, auditor } = people;
const acknowledged = { codes: [...arrivalFaultCodes], reason: 'seen and right' };
const page = { page: 1, size: 50 };
const arrivals = (asked: object, actor: Actor, at = page) => listArrivals(db, { ...ArrivalFilter.parse(asked), ...at }, actor);
const agreements = (asked: object, actor: Actor) => listAgreements(db, { ...AgreementFilter.parse(asked), ...page }, actor);
const investments = (asked: object, actor: Actor) => listInvestments(db, { ...InvestmentFilter.parse(asked), ...page }, actor);
const dollars = { currency: 'USD', rate: '7', rateSource: '中国银行中间价', rateOn: '2026-01-05' };

let open = '';
let talks = '';
let far = '';
let reversed = '';
beforeAll(async () => {
  open = await project({ name: '云岭电池' });
  talks = await project({ name: '宏图芯片', masked_name: '某企业芯片', stage: 'negotiating' });
  far = await project({ name: '西坡冷库', unit_id: units.west });
  await recordAgreements(db, [anAgreement(open, { totalMinor: 1e7 }), anAgreement(far, { totalMinor: 1e7 })], bureau, now);
  await recordAgreement(
    db,
    anAgreement(talks, { kind: 'framework', title: '宏图投资框架', party: '宏图科技', remark: '宏图' }),
    clerk,
    now,
  );
  await recordArrival(db, anArrival(open, { arrivedOn: '2026', amountMinor: 10 }), clerk, now);
  await recordArrival(db, anArrival(open, { arrivedOn: '2026-02-10', amountMinor: 20, voucherNo: 'V-2' }), clerk, now);
  const wrong = await recordArrival(db, anArrival(open, { arrivedOn: '2026-03', amountMinor: 400, acknowledged }), clerk, now);
  ({ id: reversed } = await reverseArrival(db, { projectId: open, id: wrong.id, reason: 'not ours' }, clerk, now));
  await recordArrival(db, anArrival(open, { arrivedOn: '2026-05-01', ...dollars, amountMinor: 100 }), bureau, now);
  await recordArrival(db, anArrival(talks, { amountMinor: 3, payer: '宏图科技', remark: '宏图首付', acknowledged }), clerk, now);
  await recordArrival(db, anArrival(far, { amountMinor: 5 }), stranger, now);
  await recordInvestments(
    db,
    [anInvestment(open, { month: '2025-12' }), anInvestment(open, { month: '2026-01' }), anInvestment(open, { month: '2026-02' })],
    clerk,
    now,
  );
});

describe('one project', () => {
  test('rows run in the order they happened, with what they add up to, and name each other when one takes another back', async () => {
    const funds = ProjectFunds.parse(await fundsOfProject(db, open, clerk));
    expect(funds.arrivals.map((a) => [a.arrivedOn, a.amountFen, a.cumulativeFen])).toEqual([
      ['2026', 10, 10],
      ['2026-02-10', 20, 30],
      ['2026-03', 400, 430],
      ['2026-03', -400, 30],
      ['2026-05-01', 700, 730],
    ]);
    const [, , wrong, back] = funds.arrivals;
    expect([wrong!.reversedBy, back!.reverses, back!.reason, back!.recordedByName, back!.id]).toEqual([
      back!.id,
      wrong!.id,
      'not ours',
      '甲员',
      reversed,
    ]);
    expect(wrong!.acknowledged).toMatchObject({ reason: 'seen and right', faults: [{ code: 'far_above_last_month' }] });
    expect(funds.investments.map((i) => [i.month, i.cumulativeFen, i.yearFen])).toEqual([
      ['2025-12', 800, 800],
      ['2026-01', 1600, 800],
      ['2026-02', 2400, 1600],
    ]);
    expect(funds.totals).toMatchObject({ agreedFen: 1e7, arrivedFen: 730, investedFen: 2400, signedOn: '2025-03-01' });
    expect(funds.totals.arrivedBy).toEqual([
      { currency: 'CNY', minor: 30, fen: 30 },
      { currency: 'USD', minor: 100, fen: 700 },
    ]);
  });
  test('what may be taken back, and whether anything may be recorded, is said by the policy', async () => {
    const asClerk = await fundsOfProject(db, open, clerk);
    expect([asClerk.can.record, ...asClerk.arrivals.map((a) => a.can.reverse)]).toEqual([true, true, true, false, false, false]);
    const asAuditor = await fundsOfProject(db, open, auditor);
    expect([asAuditor.can.record, ...asAuditor.arrivals.map((a) => a.can.reverse)]).toEqual([false, false, false, false, false, false]);
    expect((await fundsOfProject(db, open, bureau)).arrivals.map((a) => a.can.reverse)).toEqual([true, true, false, false, true]);
  });
  test('a foreign project is unknown, and so is every project to an administrator', async () => {
    for (const actor of [stranger, people.system])
      await expect(fundsOfProject(db, open, actor)).rejects.toMatchObject({ kind: 'not_found', code: 'project.unknown' });
  });
  test('before the signing the amounts are there and everything that names the investor is not, except to those who may know', async () => {
    const text = (actor: Actor) => fundsOfProject(db, talks, actor).then((f) => JSON.stringify([f, f.arrivals[0]!.amountFen]));
    expect(await text(auditor)).not.toContain('宏图');
    const masked = await fundsOfProject(db, talks, auditor);
    expect(masked.arrivals[0]).toMatchObject({ isMasked: true, amountFen: 3, payer: null, remark: null, projectName: '某企业芯片' });
    expect(masked.agreements[0]).toMatchObject({ isMasked: true, totalFen: 100_000, party: null, title: null });
    for (const actor of [clerk, bureau]) expect(await text(actor)).toContain('宏图首付');
  });
  test('what the stage gate asks', async () => {
    expect(await factsOfProject(db, talks)).toEqual({ hasInvestmentAgreement: false });
    expect(await factsOfProject(db, open)).toEqual({ hasInvestmentAgreement: true });
  });
  test('papers filed with a row are read by whoever may know who pays, and added to by whoever may record', async () => {
    const secret = (await fundsOfProject(db, talks, clerk)).arrivals[0]!.id;
    const asks = (actor: Actor) =>
      Promise.all(
        [entryEvidence.mayRead, entryEvidence.mayAttach].flatMap((ask) => [
          ask(db, 'arrival', reversed, open, actor),
          ask(db, 'arrival', secret, talks, actor),
        ]),
      );
    expect(await asks(clerk)).toEqual([true, true, true, true]);
    expect(await asks(auditor)).toEqual([true, false, false, false]);
    expect(await asks(stranger)).toEqual([false, false, false, false]);
    for (const [subject, project] of [
      ['agreement', open],
      ['arrival', far],
      ['arrival', null],
      ['project', open],
    ] as const) {
      expect(await entryEvidence.mayRead(db, subject, reversed, project, bureau)).toBe(false);
    }
  });
});

describe('across projects', () => {
  test('totals are those of all rows the filters leave, not of the page', async () => {
    const found = fundsContract.arrivals.result.parse(await arrivals({ sort: 'amountFen' }, bureau, { page: 2, size: 2 }));
    expect(found.items.map((a) => a.amountFen)).toEqual([10, 5]);
    expect(found.totals).toEqual({
      count: 5,
      fen: 738,
      byCurrency: [
        { currency: 'CNY', minor: 38, fen: 38 },
        { currency: 'USD', minor: 100, fen: 700 },
      ],
    });
    expect((await arrivals({ status: 'all' }, bureau)).totals).toMatchObject({ count: 7, fen: 738 });
  });
  test('everyone sees their own units only, and a unit with all below it', async () => {
    expect((await arrivals({}, stranger)).items.map((a) => a.projectId)).toEqual([far]);
    expect((await arrivals({}, clerk)).totals).toMatchObject({ count: 4, fen: 733 });
    expect((await arrivals({}, people.system)).totals).toEqual({ count: 0, fen: 0, byCurrency: [] });
    expect((await arrivals({ unit: units.east }, stranger)).totals.count).toBe(0);
    expect((await arrivals({ unit: units.district }, bureau)).totals.count).toBe(5);
    expect((await arrivals({ unit: units.west }, auditor)).totals.count).toBe(1);
    await expect(arrivals({ unit: open }, bureau)).rejects.toMatchObject({ code: 'unit.unknown' });
    expect((await investments({}, stranger)).items).toEqual([]);
    expect((await agreements({}, stranger)).items.map((a) => a.projectId)).toEqual([far]);
  });
  test('a range of months takes what is known to lie in it; a date known only to the year belongs to ranges from its January', async () => {
    const found = async (from: string, to: string) =>
      (await arrivals({ project: open, from, to, order: 'asc' }, clerk)).items.map((a) => a.arrivedOn);
    expect(await found('2026-02', '2026-04')).toEqual(['2026-02-10']);
    expect(await found('2026-01', '2026-02')).toEqual(['2026', '2026-02-10']);
    expect(await found('2026', '2026')).toEqual(['2026', '2026-02-10', '2026-05-01']);
    expect(await found('2025', '2025-12')).toEqual([]);
    expect(ArrivalFilter.safeParse({ from: '2026-13' }).success).toBe(false);
  });
  test('a payer that the reader may not know is not found by searching for it', async () => {
    expect((await arrivals({ payer: '宏图' }, auditor)).totals).toEqual({ count: 0, fen: 0, byCurrency: [] });
    expect((await arrivals({ payer: '宏图' }, clerk)).totals).toMatchObject({ count: 1, fen: 3 });
    expect((await arrivals({ payer: '%' }, bureau)).totals.count).toBe(0);
  });
  test('by kind, currency, voucher, mark and order', async () => {
    expect((await arrivals({ currency: 'USD' }, clerk)).totals).toEqual({
      count: 1,
      fen: 700,
      byCurrency: [{ currency: 'USD', minor: 100, fen: 700 }],
    });
    expect((await arrivals({ voucherNo: 'v-2', kind: 'civil' }, clerk)).items.map((a) => a.amountFen)).toEqual([20]);
    expect((await arrivals({ flagged: 'true' }, clerk)).items.map((a) => a.amountFen)).toEqual([3]);
    expect((await arrivals({ flagged: 'false', project: open }, clerk)).totals.count).toBe(3);
    expect((await agreements({ kind: 'framework' }, clerk)).items.map((a) => a.projectId)).toEqual([talks]);
    expect((await investments({ from: '2026-01', order: 'asc' }, clerk)).items.map((i) => i.month)).toEqual(['2026-01', '2026-02']);
    expect((await arrivals({ sort: 'projectCode', order: 'asc' }, bureau)).items.map((a) => a.projectCode)).toEqual([
      'P1',
      'P1',
      'P1',
      'P2',
      'P3',
    ]);
    for (const sort of ['amountFen; drop table arrival', 'payer']) expect(ArrivalFilter.safeParse({ sort }).success).toBe(false);
  });
});

describe('a dry run', () => {
  test('says for every row in its place what recording it would find', async () => {
    const rows = [
      anArrival(open),
      anArrival(open, { amountMinor: 0 }),
      anArrival(open, { amountMinor: 2e7 }),
      anArrival(open, { currency: 'USD' }),
    ];
    const found = await examineArrivals(db, rows, { actor: bureau, now });
    expect(found).toMatchObject([
      { faults: [] },
      { code: 'arrival.amount_zero' },
      { faults: [{ code: 'arrived_above_agreed' }] },
      { code: 'money.rate_unreadable' },
    ]);
    expect(
      await examineInvestments(db, [anInvestment(open, { month: '2026-02' }), anInvestment(open, { month: '2099-01' })], { now }),
    ).toMatchObject([{ faults: [{ code: 'month_has_rows' }] }, { code: 'investment.month_in_future' }]);
  });
  test('a long list is judged as one, however it is taken up', async () => {
    const id = await project();
    await recordAgreement(db, anAgreement(id, { totalMinor: 5990, attractedMinor: null, fixedMinor: null }), clerk, now);
    const rows = Array.from({ length: 600 }, (_, i) => anArrival(id, { amountMinor: 10, voucherNo: i % 599 ? `L-${i}` : 'L-0' }));
    const found = await examineArrivals(db, rows, { actor: clerk, now });
    const faulty = found.flatMap((f, i) => ('faults' in f && f.faults.length ? [[i, f.faults.map((x) => x.code)]] : []));
    expect(faulty).toEqual([[599, ['arrived_above_agreed', 'same_voucher']]]);
  });
});
