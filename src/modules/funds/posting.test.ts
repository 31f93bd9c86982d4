import { asc, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { auditEntry } from '../../platform/audit.ts';
import type { Tx } from '../../platform/db.ts';
import { recordAgreement, recordAgreements, reverseAgreement } from './agreement-commands.ts';
import { recordArrival, recordArrivals, reverseArrival } from './arrival-commands.ts';
import { arrivalFaultCodes } from './domain/arrival-check.ts';
import { investmentFaultCodes } from './domain/investment-check.ts';
import { recordInvestment, recordInvestments, reverseInvestment } from './investment-commands.ts';
import { moveMonthTotals } from './posting-commands.ts';
import { arrival } from './tables.ts';
import { anAgreement, anArrival, anInvestment, fundsDatabase } from './test-database.ts';
import { noSums } from '../projects/domain/import-money.ts';
import { importProjects } from '../projects/import-commands.ts';
import { refreshStandings } from '../projects/standing-commands.ts';
import { importedMoney } from './import-project-money.ts';
import { verifyTotals } from './verify-queries.ts';

const { db, pool, close, now, units, people, project, totals, months } = await fundsDatabase();
afterAll(close);
const { clerk, bureau } = people;
const reason = 'entered twice';
const anyway = { codes: [...arrivalFaultCodes], reason: 'seen and right' };
const signed = async (more: Parameters<typeof anAgreement>[1] = {}) => {
  const id = await project();
  const { id: entry } = await recordAgreement(db, anAgreement(id, more), clerk, now);
  return { id, entry };
};
const inTransaction = <T>(run: (tx: Tx) => Promise<T>) => db.transaction(run);

describe('many rows in one act', () => {
  test('4,500 arrivals over five statements: ids in order, totals once, one trace', async () => {
    const ids = [await project(), await project({ unit_id: units.west })];
    await recordAgreements(
      db,
      ids.map((id) => anAgreement(id, { totalMinor: 1e9, signedOn: '2024' })),
      bureau,
      now,
    );
    const batchId = ids[0]!;
    const rows = Array.from({ length: 4500 }, (_, i) =>
      anArrival(ids[i % 2]!, { arrivedOn: `2025-0${1 + (i % 9)}-11`, amountMinor: i + 1, batchId }),
    );
    const seen: number[] = [];
    const written = async (count: number) => void seen.push(count);
    const { ids: recorded } = await recordArrivals(db, { rows: rows.map((r) => ({ ...r, acknowledged: anyway })), written }, bureau, now);
    expect(seen).toEqual([1000, 2000, 3000, 4000, 4500]);
    const stored = await db
      .select({ id: arrival.id, fen: arrival.amountFen })
      .from(arrival)
      .where(eq(arrival.batchId, batchId))
      .orderBy(asc(arrival.amountFen));
    expect(stored.map((r) => r.id)).toEqual(recorded);
    expect((await Promise.all(ids.map(totals))).map((t) => t['arrived'])).toEqual([2250 ** 2, 2250 * 2251]);
    expect(await db.select({ after: auditEntry.after }).from(auditEntry).where(eq(auditEntry.subjectId, batchId))).toEqual([
      { after: { rows: 4500, projects: 2, fen: (4500 * 4501) / 2 } },
    ]);
    expect(await verifyTotals(db)).toEqual([]);
  });
  test('projects that are entered with their money are written once, and again only where they count for something else', async () => {
    const yuan = { currency: 'CNY', rate: '1', rateSource: null, rateOn: null };
    const agreement = { kind: 'investment', signedOn: '2026-02', totalMinor: 900, attractedMinor: 500, fixedMinor: null, ...yuan };
    const arrival = { arrivedOn: '2026-03-01', amountMinor: 300, ...yuan };
    const dollars = { ...arrival, amountMinor: 7, currency: 'USD', rate: '7.1', rateSource: '中国人民银行', rateOn: '2026-03-01' };
    const lines = [
      { agreement, arrival },
      { agreement: { ...agreement, kind: 'framework' }, arrival: null },
      { agreement: null, arrival: dollars },
      { agreement, arrival },
    ];
    const sums = lines.map((line) => importedMoney.sums({ ...line, today: '2026-06-15' }));
    const none = { attractedFen: 0, fixedFen: 0, signedOn: null };
    expect(sums.slice(1, 3)).toEqual([
      { ...none, agreedFen: 0, arrivedFen: 0 },
      { ...none, agreedFen: 0, arrivedFen: 50 },
    ]);
    const batchId = await project();
    const rows = lines.map((_, i) => ({ name: `带资金的项目${i}`, unitId: units.east, stage: 'signed' as const }));
    const context = { actor: bureau, now };
    const { before, after } = await inTransaction(async (tx) => {
      // The last is entered as if nothing were known of its money.
      const opening = [...sums.slice(0, 3), noSums];
      const made = await importProjects.inside(tx, { batchId, rows, sums: opening }, context);
      const places = async () =>
        (await tx.execute<{ ctid: string }>(sql`select ctid from project where batch_id = ${batchId} order by code`)).rows;
      const first = await places();
      const of = (i: number) => ({ projectId: made[i]!.id });
      const given = {
        agreements: lines.flatMap((l, i) => (l.agreement ? [{ ...l.agreement, ...of(i), party: null, insteadOf: null }] : [])),
        arrivals: lines.flatMap((l, i) => (l.arrival ? [{ ...l.arrival, ...of(i) }] : [])),
        counted: new Map(made.map(({ id }, i) => [id, opening[i]!])),
      };
      const progress = async () => undefined;
      await importedMoney.write(tx, given, { ...context, batchId, acknowledged: { codes: [], reason }, progress });
      return { before: first, after: await places() };
    });
    expect(after.map(({ ctid }, i) => ctid === before[i]!.ctid)).toEqual([true, true, true, false]);
    const kept = await pool.query(
      'select agreed_fen, attracted_fen, arrived_fen, signed_on from project where batch_id = $1 order by code',
      [batchId],
    );
    const whole = { agreed_fen: 900, attracted_fen: 500, arrived_fen: 300, signed_on: '2026-02' };
    expect([kept.rows[0], kept.rows[3]]).toEqual([whole, whole]);
    expect(await verifyTotals(db)).toEqual([]);
  });
  test('one refused row names itself and nothing of the batch remains', async () => {
    const { id } = await signed();
    const rows = [anArrival(id), anArrival(id, { amountMinor: 0 })];
    await expect(recordArrivals(db, rows, clerk, now)).rejects.toMatchObject({ code: 'arrival.amount_zero', details: { row: 1 } });
    await expect(recordArrivals(db, [anArrival(id), anArrival(id, { amountMinor: 1e8 })], clerk, now)).rejects.toMatchObject({
      details: { count: 1, rows: [{ row: 1 }] },
    });
    expect(await totals(id)).toMatchObject({ arrived: 0 });
  });
  test('a connection killed in the middle leaves nothing', async () => {
    const { id } = await signed();
    const killed = inTransaction(async (tx) => {
      await recordArrivals.inside(tx, [anArrival(id)], { actor: bureau, now });
      const { rows } = await tx.execute<{ pid: number }>('select pg_backend_pid() as pid');
      await pool.query('select pg_terminate_backend($1)', [rows[0]!.pid]);
      await recordInvestments.inside(tx, [anInvestment(id)], { actor: bureau, now });
    });
    await expect(killed).rejects.toThrow();
    expect(await totals(id)).toMatchObject({ arrived: 0, invested: 0 });
    expect(await db.select().from(arrival).where(eq(arrival.projectId, id))).toEqual([]);
    expect(await verifyTotals(db)).toEqual([]);
  });
  /** While `hold` keeps a row, what does a batch that waits for it hold already? */
  async function heldWhileWaiting(hold: string, batch: () => Promise<unknown>, other: string) {
    return inTransaction(async (tx) => {
      await tx.execute(hold);
      const waiting = batch();
      const isBlocked = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      while ((await pool.query(isBlocked)).rows.length === 0) await new Promise((r) => setTimeout(r, 5));
      const free = (await pool.query(`${other} for update skip locked`)).rows.length;
      return { free, waiting };
    });
  }
  test('projects are held in the order of their ids, whatever the order of the rows', async () => {
    const low = '01900000-0000-7000-8000-000000000001';
    const high = await project();
    await project({ id: low });
    const rows = [anInvestment(high), anInvestment(low)];
    const { free, waiting } = await heldWhileWaiting(
      `select 1 from project where id = '${low}' for update`,
      () => recordInvestments(db, rows, bureau, now),
      `select 1 from project where id = '${high}'`,
    );
    await waiting;
    expect(free).toBe(1);
  });
  test('month totals are posted in the order of kind, unit and month, whatever the order of the rows', async () => {
    const id = await project();
    const rows = ['2021-03', '2021-02'].map((month) => anInvestment(id, { month }));
    await recordInvestments(db, rows, bureau, now);
    const other = await project();
    const monthRow = (month: string) =>
      `select 1 from month_total where unit_id = '${units.east}' and month = '${month}' and kind = 'invested'`;
    const { free, waiting } = await heldWhileWaiting(
      `${monthRow('2021-02')} for update`,
      () =>
        recordInvestments(
          db,
          rows.map((r) => ({ ...r, projectId: other })),
          bureau,
          now,
        ),
      monthRow('2021-03'),
    );
    await waiting;
    expect(free).toBe(1);
  });
  test('batches over the same projects in opposite orders all end', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, i) => project({ unit_id: i % 2 ? units.east : units.west })));
    const acknowledged = { codes: [...investmentFaultCodes], reason: 'a test' };
    const rows = ids.map((id, i) => anInvestment(id, { month: `2025-${String((i % 12) + 1).padStart(2, '0')}`, acknowledged }));
    await Promise.all([rows, rows.toReversed(), rows, rows.toReversed()].map((r) => recordInvestments(db, r, bureau, now)));
    expect((await Promise.all(ids.map(totals))).map((t) => t['invested'])).toEqual(ids.map(() => 3200));
    expect(await verifyTotals(db)).toEqual([]);
  });
});

describe('the book', () => {
  test('the application’s own role may append to the ledgers and do nothing else to them', async () => {
    const { id } = await signed();
    await recordArrival(db, anArrival(id), clerk, now);
    for (const ledger of ['agreement', 'arrival', 'investment']) {
      await expect(pool.query(`update ${ledger} set remark = 'x'`)).rejects.toThrow(/permission denied/);
      await expect(pool.query(`delete from ${ledger}`)).rejects.toThrow(/permission denied/);
      await expect(pool.query(`truncate ${ledger} cascade`)).rejects.toThrow(/permission denied/);
    }
  });
  test('a project that changes its unit takes its months along', async () => {
    const { id } = await signed({ signedOn: '2019-02-03', totalMinor: 777_777 });
    await recordArrival(db, anArrival(id, { arrivedOn: '2019', amountMinor: 5 }), clerk, now);
    expect(await months()).toEqual(expect.arrayContaining(['agreed 2019-02 777777 ×1', 'arrived 2019 5 ×1']));
    await inTransaction(async (tx) => {
      await moveMonthTotals.inside(tx, { projectId: id, fromUnitId: units.east, toUnitId: units.district }, { actor: bureau, now });
      await tx.execute(`update project set unit_id = '${units.district}' where id = '${id}'`);
      await refreshStandings(tx, [id]);
    });
    expect(await months(units.district)).toEqual(['agreed 2019-02 777777 ×1', 'arrived 2019 5 ×1', 'attracted 2019-02 80000 ×1']);
    expect((await months()).filter((m) => m.includes('2019'))).toEqual([]);
    expect(await verifyTotals(db)).toEqual([]);
  });
  test('verify names what was written past the commands', async () => {
    const { id } = await signed({ signedOn: '2018' });
    await pool.query(`update project set arrived_fen = 1, signed_on = '2017' where id = $1`, [id]);
    await pool.query(`update month_total set entries = entries + 1 where month = '2018' and kind = 'agreed'`);
    expect((await verifyTotals(db)).filter((d) => d.total !== 'standing')).toEqual([
      { total: 'project', projectId: id, projectCode: expect.stringMatching(/^P/), field: 'arrivedFen', kept: '1', recomputed: '0' },
      { total: 'project', projectId: id, projectCode: expect.stringMatching(/^P/), field: 'signedOn', kept: '2017', recomputed: '2018' },
      { total: 'month', unitId: units.east, month: '2018', kind: 'agreed', field: 'entries', kept: '2', recomputed: '1' },
    ]);
    await pool.query(`update project set arrived_fen = 0, signed_on = '2018' where id = $1`, [id]);
    await pool.query(`update month_total set entries = entries - 1 where month = '2018' and kind = 'agreed'`);
  });
  test('after any sequence of records and reversals every total is the sum of its rows', async () => {
    const act = fc.record({
      ledger: fc.constantFrom('agreement', 'arrival', 'investment'),
      amount: fc.integer({ min: 1, max: 1e6 }),
      month: fc.constantFrom('2025-01', '2025-02', '2026-05'),
      project: fc.nat(1),
      back: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(act, { minLength: 1, maxLength: 12 }), async (acts) => {
        const ids = [await project(), await project({ unit_id: units.west })];
        const expected = ids.map(() => ({ agreement: 0, arrival: 0, investment: 0 }));
        for (const { ledger, amount, month, project: p, back } of acts) {
          const id = ids[p]!;
          const [record, reverse] = {
            agreement: [
              () =>
                recordAgreement(
                  db,
                  anAgreement(id, { totalMinor: amount, attractedMinor: amount, fixedMinor: null, signedOn: month }),
                  bureau,
                  now,
                ),
              reverseAgreement,
            ] as const,
            arrival: [
              () => recordArrival(db, anArrival(id, { amountMinor: amount, arrivedOn: month, acknowledged: anyway }), bureau, now),
              reverseArrival,
            ] as const,
            investment: [
              () =>
                recordInvestment(
                  db,
                  anInvestment(id, {
                    month,
                    civilFen: 0,
                    equipmentFen: amount,
                    amountFen: amount,
                    acknowledged: { codes: [...investmentFaultCodes], reason },
                  }),
                  bureau,
                  now,
                ),
              reverseInvestment,
            ] as const,
          }[ledger];
          const { id: entry } = await record();
          if (back) await reverse(db, { projectId: id, id: entry, reason }, bureau, now);
          // A second signing is an event.
          else if (ledger !== 'agreement' || expected[p]!.agreement === 0) expected[p]![ledger] += amount;
        }
        const found = await Promise.all(ids.map(totals));
        expect(found.map((t) => ({ agreement: t['agreed'], arrival: t['arrived'], investment: t['invested'] }))).toEqual(expected);
        expect(await verifyTotals(db)).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});
