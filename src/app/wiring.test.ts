import { afterAll, expect, test } from 'vitest';
import { recordArrivals } from '../modules/funds/arrival-commands.ts';
import { verifyTotals } from '../modules/funds/verify-queries.ts';
import { arrivalFaultCodes } from '../modules/funds/domain/arrival-check.ts';
import { updateProject } from '../modules/projects/commands.ts';
import { openLedger } from './testing/ledger.ts';
import { projectAt } from './testing/standing.ts';
import { factsOf, gatePermits } from './wiring.ts';

const now = new Date('2026-10-20T04:00:00Z');
const t = await openLedger(now);
afterAll(t.close);

test('a project that changes its unit takes its month totals along, and verify finds no difference', async () => {
  const id = await projectAt(t, 'negotiating', now);
  const bureau = t.everyone.promotion_admin;
  const money = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null };
  const arrival = {
    projectId: id,
    externalRef: null,
    batchId: null,
    ...money,
    arrivedOn: '2026-09-08',
    amountMinor: 5_000_00,
    kind: 'land' as const,
  };
  const papers = { payer: null, payerRegion: null, voucherNo: null, remark: null };
  const acknowledged = { codes: [...arrivalFaultCodes], reason: '预付土地款' };
  await t.db.transaction((tx) => recordArrivals.inside(tx, [{ ...arrival, ...papers, acknowledged }], { actor: bureau, now }));
  const { rows } = await t.pool.query('select version from project where id = $1', [id]);
  await updateProject(t.db, { id, version: rows[0].version, patch: { unitId: t.units.south } }, bureau, now);
  expect(await verifyTotals(t.db)).toEqual([]);
  const kept = await t.pool.query('select unit_id, amount_fen from month_total where amount_fen <> 0');
  expect(kept.rows).toEqual([{ unit_id: t.units.south, amount_fen: 5_000_00 }]);
});

test('a gate learns of the approvals it names from their room, and of none when it names none', async () => {
  const id = await projectAt(t, 'preparing', now, { name: '问审批的项目', place: '别处' });
  const asked = { day: '2026-10-20' };
  expect(await factsOf(t.db, id, { ...asked, permits: ['construction'] })).toMatchObject({
    permits: [{ key: 'construction', standing: 'unlaid' }],
  });
  expect(await factsOf(t.db, id, { ...asked, permits: [] })).toMatchObject({ permits: [] });
  expect((await gatePermits.choices(t.db, asked.day)).map((c) => c.key)).toContain('construction');
});
