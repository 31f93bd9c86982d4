import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lastDayOf } from '../kernel/day.ts';
import { closeWithFigures } from '../modules/closings/commands.ts';
import { lacksOf, listClosings, verifyClosings } from '../modules/closings/queries.ts';
import { figureRows, figureValues } from '../modules/figures/queries.ts';
import { correctAgreement, recordAgreement } from '../modules/funds/agreement-commands.ts';
import { recordArrival, reverseArrival } from '../modules/funds/arrival-commands.ts';
import { recordInvestment } from '../modules/funds/investment-commands.ts';
import { reopenMonth } from '../modules/funds/month-commands.ts';
import { fundsOfProject } from '../modules/funds/queries.ts';
import { verifyTotals } from '../modules/funds/verify-queries.ts';
import { updateProject } from '../modules/projects/commands.ts';
import { visibleProject } from '../modules/projects/queries.ts';
import { giveVerdicts } from '../modules/recognition/commands.ts';
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
    await recordArrival(d.db, { ...anArrival('2026-08-16', 30_000_007), projectId: b }, d.bureau, d.now());
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
    expect(lacks).toContainEqual({
      kind: 'arrivals_without_evidence',
      count: 2,
      names: [expect.stringContaining('项目'), expect.stringContaining('项目')],
    });
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
    const own = { outcome: 'counted' as const, reason: 'part_counted' as const, amountFen: 7 };
    const judged = [{ projectId: b, arrivalId: ids[3]!, supersedes: null, own }];
    await giveVerdicts(d.db, { basis: 'promotion', rows: judged, recognisedOn: null, remark: '部分认定' }, d.bureau, d.now());
    await d.merge(b, a);

    expect(await d.all({ asOf: '2026-08' })).toEqual(atClosing);
    const { rows: carried } = await d.pool.query<{ id: string; from: string | null; booked: string }>(
      'select id, from_id as "from", booked_on as booked from arrival where recorded_at = (select max(recorded_at) from arrival) order by id',
    );
    // Five entries of b stood, one of them since before the closing: each is taken back there and entered with a, in the month that is open.
    expect(carried.map((r) => r.booked)).toEqual(Array.from({ length: 10 }, () => '2026-09'));
    ids.push(...carried.map((r) => r.id));
    const { rows: said } = await d.pool.query('select amount_fen, given_by, supersedes from verdict where arrival_id = $1', [
      carried.find((r) => r.from === ids[3])!.id,
    ]);
    expect(said).toEqual([{ amount_fen: 7, given_by: d.bureau.id, supersedes: null }]);
    const { arrivals } = await fundsOfProject(d.db, a, d.bureau);
    expect(arrivals.find((r) => r.id === ids[0])).toMatchObject({ arrivedOn: '2026-08-20', bookedOn: '2026-09' });
    const why = await d.why('arrived_amount', '2026-08');
    const listed = why.items.filter((e) => e.ledger === 'arrival').map((e) => e.id);
    expect(listed.toSorted()).toEqual(ids.toSorted());
    expect(why.remainder).toEqual(none);
    const signed = await d.why('signed_count', '2026-08');
    expect(signed.items.map((e) => [e.kind, e.projectId, e.numerator])).toEqual([['reversed', b, -1]]);
    const { figures } = await figureValues(d.db, { from: '2026-09' }, d.bureau, d.now(), ['signed_count']);
    expect(figures[0]!.value).toBe(0);
    expect(await verifyTotals(d.db)).toEqual([]);
    expect(await verifyClosings(d.db)).toEqual([]);
  });

  test('D11 keeps the name and the total that a project was reported under', async () => {
    const { name } = await visibleProject(d.db, a, d.bureau);
    await updateProject(d.db, { id: a, version: await d.version(a), patch: { name: '改名后的项目', totalMinor: 1 } }, d.bureau, d.now());
    const rows = async (asOf?: string) =>
      (await figureRows(d.db, 'invested_count', { asOf, excluded: false, page: 1, size: 10 }, d.bureau, d.now())).items;
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

  test('a signing that a closed month reported is no new one where a merger carries it', async () => {
    const c = await d.enter(d.units.north, '2026-09');
    await d.merge(a, c);
    const { figures } = await figureValues(d.db, { from: '2026-09' }, d.bureau, d.now(), ['signed_count']);
    expect([figures[0]!.value, (await d.value('signed_count')).value]).toEqual([0, 1]);
  });
});
