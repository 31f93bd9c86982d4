import { asc, eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { auditEntry } from '../../platform/audit.ts';
import { correctAgreement, recordAgreement, recordAgreements, reverseAgreement } from './agreement-commands.ts';
import { correctArrival, recordArrival, recordArrivals, reverseArrival } from './arrival-commands.ts';
import { arrivalFaultCodes } from './domain/arrival-check.ts';
import { correctInvestment, recordInvestment, recordInvestments, reverseInvestment } from './investment-commands.ts';
import { agreement, arrival, investment } from './tables.ts';
import { anAgreement, anArrival, anInvestment, fundsDatabase } from './test-database.ts';

const { db, close, now, units, people, project, totals, months } = await fundsDatabase();
afterAll(close);
const { clerk, head, stranger, bureau, auditor } = people;
const reason = 'entered twice';
const anyway = { codes: [...arrivalFaultCodes], reason: 'seen and right' };
const signed = async (more: Parameters<typeof anAgreement>[1] = {}) => {
  const id = await project();
  const { id: entry } = await recordAgreement(db, anAgreement(id, more), clerk, now);
  return { id, entry };
};

describe('agreements', () => {
  test('投资协议 and 补充协议 add up and date the signing; a framework leaves the totals alone', async () => {
    const id = await project();
    await recordAgreement(db, anAgreement(id, { kind: 'framework', signedOn: '2024', totalMinor: 900_000 }), clerk, now);
    expect(await totals(id)).toMatchObject({ agreed: 0, signed: null });
    await recordAgreement(db, anAgreement(id, { signedOn: '2025-06' }), clerk, now);
    await recordAgreement(
      db,
      anAgreement(id, { kind: 'supplement', signedOn: '2025-09-01', totalMinor: -10_000, attractedMinor: null, fixedMinor: -5_000 }),
      head,
      now,
    );
    expect(await totals(id)).toMatchObject({ agreed: 90_000, attracted: 80_000, fixed: 55_000, signed: '2025-06' });
    expect(await months()).toEqual(
      expect.arrayContaining(['agreed 2025-06 100000 ×1', 'agreed 2025-09 -10000 ×1', 'attracted 2025-06 80000 ×1']),
    );
  });
  test('a supplement waits for a 投资协议, and the 投资协议 stays while a supplement leans on it', async () => {
    const id = await project();
    const supplement = anAgreement(id, { kind: 'supplement', attractedMinor: null, fixedMinor: null });
    await expect(recordAgreement(db, supplement, clerk, now)).rejects.toMatchObject({
      kind: 'rule',
      code: 'agreement.supplement_needs_investment',
    });
    const { id: entry } = await recordAgreement(db, anAgreement(id), clerk, now);
    await recordAgreement(db, supplement, clerk, now);
    await expect(reverseAgreement(db, { projectId: id, id: entry, reason }, clerk, now)).rejects.toMatchObject({
      code: 'agreement.supplement_needs_investment',
    });
    const { projectId: _, ...anew } = anAgreement(id, { signedOn: '2025-02-01' });
    await correctAgreement(db, { projectId: id, id: entry, reason, entry: anew }, clerk, now);
    expect(await totals(id)).toMatchObject({ agreed: 200_000, signed: '2025-02-01' });
  });
  test('a project whose only 投资协议 is taken back is not signed any more', async () => {
    const { id, entry } = await signed();
    await reverseAgreement(db, { projectId: id, id: entry, reason }, clerk, now);
    expect(await totals(id)).toMatchObject({ agreed: 0, attracted: 0, fixed: 0, signed: null });
  });
  test('a foreign agreement keeps its own money and counts in fen at its rate', async () => {
    const dollars = {
      currency: 'USD',
      rate: '7.1234',
      rateSource: '中国银行中间价',
      rateOn: '2025-03-01',
      attractedMinor: null,
      fixedMinor: null,
    };
    const { id, entry } = await signed({ ...dollars, totalMinor: 1_000_000_05 });
    expect(await totals(id)).toMatchObject({ agreed: 712_340_036 });
    const [row] = await db.select().from(agreement).where(eq(agreement.id, entry));
    expect(row).toMatchObject({ currency: 'USD', rate: '7.1234000000', rateOn: '2025-03-01', totalMinor: 100_000_005, attractedFen: null });
  });
});

describe('arrivals', () => {
  test('what arrived is in the total of the project and of its unit’s month, also when only the year is known', async () => {
    const { id } = await signed();
    const before = await months();
    await recordArrival(db, anArrival(id), clerk, now);
    await recordArrival(db, anArrival(id, { arrivedOn: '2026', amountMinor: 70 }), clerk, now);
    expect(await totals(id)).toMatchObject({ arrived: 1070 });
    expect((await months()).filter((m) => !before.includes(m))).toEqual(['arrived 2026 70 ×1', 'arrived 2026-05 1000 ×1']);
  });
  test('a soft fault stops it until it is answered, and the answer is kept with the row without other units’ projects', async () => {
    const other = await project({ unit_id: units.west, name: '西坡冷库' });
    await recordAgreement(db, anAgreement(other), stranger, now);
    await recordArrival(db, anArrival(other, { voucherNo: 'JZ-0031' }), stranger, now);
    const { id } = await signed();
    const wrong = anArrival(id, { voucherNo: 'JZ-0031', amountMinor: 100_001 });
    const refusal = await recordArrival(db, wrong, clerk, now).catch((e: unknown) => e);
    expect(refusal).toMatchObject({
      kind: 'rule',
      code: 'arrival.needs_acknowledgement',
      details: {
        count: 1,
        faults: [
          { code: 'arrived_above_agreed', arrived: { fen: 100_001 }, agreed: { fen: 100_000 } },
          { code: 'same_voucher', uses: 1, shown: [] },
        ],
      },
    });
    expect(JSON.stringify(refusal)).not.toContain('西坡冷库');
    const half = { codes: ['arrived_above_agreed'], reason: 'the contract grew' };
    await expect(recordArrival(db, { ...wrong, acknowledged: half }, clerk, now)).rejects.toMatchObject({
      code: 'arrival.needs_acknowledgement',
    });
    expect(await totals(id)).toMatchObject({ arrived: 0 });
    await expect(recordArrival(db, { ...wrong, projectId: id }, bureau, now)).rejects.toMatchObject({
      details: { faults: [{}, { shown: [{ projectId: other, projectName: '西坡冷库', amountFen: 1000 }] }] },
    });
    const { id: entry } = await recordArrival(db, { ...wrong, acknowledged: anyway }, bureau, now);
    const [row] = await db.select().from(arrival).where(eq(arrival.id, entry));
    expect(row!.acknowledged).toEqual({
      reason: 'seen and right',
      faults: [
        expect.objectContaining({ code: 'arrived_above_agreed' }),
        { code: 'same_voucher', voucherNo: 'JZ-0031', uses: 1, shown: [] },
      ],
    });
  });
  test('a voucher named in a project still in talks shows only its masked name', async () => {
    const secret = await project({ stage: 'negotiating', name: '宏图项目' });
    await recordArrival(db, anArrival(secret, { voucherNo: 'S-1', acknowledged: anyway }), clerk, now);
    const id = await project({ unit_id: units.district });
    const asBureauClerk: Actor = { ...auditor, roles: ['auditor', 'promoter'], unitIds: [units.district] };
    await expect(recordArrival(db, anArrival(id, { voucherNo: 'S-1' }), asBureauClerk, now)).rejects.toMatchObject({
      details: { faults: [{ code: 'before_signing' }, { shown: [{ projectName: '某企业项目' }] }] },
    });
  });
  test('a row that looks right keeps no answer', async () => {
    const { id } = await signed();
    const { id: entry } = await recordArrival(db, anArrival(id, { acknowledged: anyway }), clerk, now);
    expect(await db.select({ a: arrival.acknowledged }).from(arrival).where(eq(arrival.id, entry))).toEqual([{ a: null }]);
  });
});

describe('investment by month', () => {
  test('parts are kept, the month is counted, a second row for the month is asked about', async () => {
    const id = await project({ unit_id: units.west });
    await recordInvestment(db, anInvestment(id), stranger, now);
    expect(await totals(id)).toMatchObject({ invested: 800 });
    expect(await months(units.west)).toContain('invested 2026-05 800 ×1');
    await expect(recordInvestment(db, anInvestment(id), stranger, now)).rejects.toMatchObject({
      code: 'investment.needs_acknowledgement',
      details: { faults: [{ code: 'month_has_rows', alreadyFen: 800 }] },
    });
    await expect(recordInvestment(db, anInvestment(id, { month: '2026-07' }), stranger, now)).rejects.toMatchObject({
      code: 'investment.month_in_future',
    });
    await expect(recordInvestment(db, anInvestment(id, { amountFen: 801 }), stranger, now)).rejects.toMatchObject({
      code: 'investment.parts_differ_from_amount',
    });
  });
  test('a corrected month replaces the wrong one and is not taken for a second row', async () => {
    const id = await project();
    const { id: entry } = await recordInvestment(db, anInvestment(id), clerk, now);
    const { projectId: _, ...anew } = anInvestment(id, { month: '2026-04', civilFen: 200, amountFen: 500 });
    const { id: next } = await correctInvestment(db, { projectId: id, id: entry, reason, entry: anew }, clerk, now);
    expect(await totals(id)).toMatchObject({ invested: 500 });
    const rows = await db.select().from(investment).where(eq(investment.projectId, id)).orderBy(asc(investment.id));
    expect(rows.map((r) => [r.month, r.amountFen, r.equipmentFen, r.reverses, r.reason])).toEqual([
      ['2026-05', 800, 300, null, null],
      ['2026-05', -800, -300, entry, reason],
      ['2026-04', 500, 300, null, null],
    ]);
    expect(rows[2]!.id).toBe(next);
  });
});

describe('taking back', () => {
  test('a row is reversed once, with a reason, and a reversal never', async () => {
    const { id } = await signed();
    const { id: entry } = await recordArrival(db, anArrival(id), clerk, now);
    const back = (more: object) => reverseArrival(db, { projectId: id, id: entry, reason, ...more }, clerk, now);
    await expect(back({ reason: ' ' })).rejects.toMatchObject({ code: 'entry.reason_required' });
    await expect(back({ id: id })).rejects.toMatchObject({ kind: 'not_found', code: 'entry.unknown' });
    const { id: reversal } = await back({});
    expect(await totals(id)).toMatchObject({ arrived: 0 });
    await expect(back({})).rejects.toMatchObject({ kind: 'conflict', code: 'entry.already_reversed', details: { reversedBy: reversal } });
    await expect(back({ id: reversal })).rejects.toMatchObject({ kind: 'rule', code: 'entry.is_reversal' });
  });
  test('two people reverse one row at once: one wins, the other is told, and it counts once', async () => {
    const { id } = await signed();
    const { id: entry } = await recordArrival(db, anArrival(id), clerk, now);
    const both = await Promise.allSettled(
      [clerk, head, bureau].map((who) => reverseArrival(db, { projectId: id, id: entry, reason }, who, now)),
    );
    expect(both.map((r) => (r.status === 'fulfilled' ? 'won' : (r.reason as { code: string }).code)).toSorted()).toEqual([
      'entry.already_reversed',
      'entry.already_reversed',
      'won',
    ]);
    expect(await totals(id)).toMatchObject({ arrived: 0 });
  });
  test('an arrival corrected keeps its other side: the pair cancels, the new row counts, both acts are traced', async () => {
    const { id } = await signed();
    const { id: entry } = await recordArrival(db, anArrival(id, { amountMinor: 99_000 }), clerk, now);
    const { projectId: _, ...anew } = anArrival(id, { amountMinor: 98_000, arrivedOn: '2026-04-01' });
    const { id: next } = await correctArrival(db, { projectId: id, id: entry, reason, entry: anew }, clerk, now);
    expect(await totals(id)).toMatchObject({ arrived: 98_000 });
    const trace = await db
      .select({ action: auditEntry.action, before: auditEntry.before, after: auditEntry.after })
      .from(auditEntry)
      .where(eq(auditEntry.subjectId, entry))
      .orderBy(asc(auditEntry.seq));
    expect(trace).toMatchObject([
      { action: 'arrival.record', after: { amountFen: 99_000 } },
      { action: 'arrival.correct', before: { amountFen: 99_000 }, after: { amountFen: -99_000, reverses: entry, reason } },
    ]);
    expect(await db.select({ after: auditEntry.after }).from(auditEntry).where(eq(auditEntry.subjectId, next))).toMatchObject([
      { after: { amountFen: 98_000 } },
    ]);
  });
});

describe('who may', () => {
  test('a foreign unit’s project is unknown to a clerk, in every act', async () => {
    const { id, entry } = await signed();
    const { id: paid } = await recordArrival(db, anArrival(id), clerk, now);
    const { id: done } = await recordInvestment(db, anInvestment(id), clerk, now);
    const back = { projectId: id, reason };
    const acts = [
      () => recordAgreement(db, anAgreement(id), stranger, now),
      () => recordArrival(db, anArrival(id), stranger, now),
      () => recordInvestment(db, anInvestment(id), stranger, now),
      () => recordArrivals(db, [anArrival(id)], stranger, now),
      () => recordAgreements(db, [anAgreement(id)], stranger, now),
      () => recordInvestments(db, [anInvestment(id)], stranger, now),
      () => reverseAgreement(db, { ...back, id: entry }, stranger, now),
      () => reverseArrival(db, { ...back, id: paid }, stranger, now),
      () => reverseInvestment(db, { ...back, id: done }, stranger, now),
      () => recordArrival(db, anArrival(id), people.system, now),
      () => recordArrival(db, anArrival(entry), bureau, now),
    ];
    for (const act of acts) await expect(act()).rejects.toMatchObject({ kind: 'not_found', code: 'project.unknown' });
  });
  test('whoever only reads may not record, and a unit may not take back what the bureau recorded', async () => {
    const { id } = await signed();
    await expect(recordArrival(db, anArrival(id), auditor, now)).rejects.toMatchObject({ kind: 'forbidden', code: 'entry.may_not_record' });
    const { id: entry } = await recordArrival(db, anArrival(id), bureau, now);
    await expect(reverseArrival(db, { projectId: id, id: entry, reason }, clerk, now)).rejects.toMatchObject({
      kind: 'forbidden',
      code: 'entry.may_not_reverse',
    });
    await reverseArrival(db, { projectId: id, id: entry, reason }, bureau, now);
  });
});
