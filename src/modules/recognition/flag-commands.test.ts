import { afterAll, beforeAll, expect, test } from 'vitest';
import { openLedger } from '../../app/testing/ledger.ts';
import { projectAt } from '../../app/testing/standing.ts';
import type { Actor } from '../../kernel/actor.ts';
import { recordArrival, reverseArrival } from '../funds/arrival-commands.ts';
import { anArrival } from '../funds/test-database.ts';
import { publishRule } from '../reference/commands.ts';
import { defaultFlagRule } from './domain/flag-rule.ts';
import { refreshAllFlags, resolveFlag } from './flag-commands.ts';
import { listFlags } from './flag-queries.ts';
import '../../app/wiring.ts';

const now = new Date('2026-06-20T04:00:00Z');
const t = await openLedger(now);
afterAll(t.close);
const { promotion_admin: bureau, promoter } = t.everyone;
const anyway = { codes: ['arrived_above_agreed', 'arrived_above_total', 'before_signing', 'same_voucher'], reason: '已核实' };
const whole = { totalMinor: 600_000_000, contactPhone: null };

let north: string;
let south: string;
let stranger: Actor;
beforeAll(async () => {
  stranger = await t.person(t.units.south, 'unit_head');
  north = await projectAt(t, 'building', now, { ...whole, name: '北山项目' });
  south = await projectAt(t, 'building', now, { ...whole, name: '南河项目' });
  await t.pool.query("update project set signed_on = '2026-01-10', agreed_fen = 600000000 where id = any($1)", [[north, south]]);
  await t.pool.query('update project set unit_id = $2 where id = $1', [south, t.units.south]);
});
const arrive = async (project: string, actor: Actor, voucherNo: string) =>
  (await recordArrival(t.db, anArrival(project, { voucherNo, acknowledged: anyway }), actor, now)).id;
const vouchers = async (actor: Actor) => {
  const { items } = await listFlags(t.db, { page: 1, size: 50, code: 'same_voucher' }, actor);
  return items.map(({ projectId, state, rows, elsewhere, hidden, reason }) => ({
    of: projectId === north ? 'north' : 'south',
    state,
    rows: rows.length,
    elsewhere: elsewhere.map((e) => e.projectName),
    hidden,
    reason,
  }));
};
let first: string;

test('T12 the same voucher in two projects raises a flag on both as it is recorded', async () => {
  first = await arrive(north, promoter, 'JZ-1');
  expect(await vouchers(bureau)).toEqual([]);
  await arrive(south, stranger, 'JZ-1');
  expect((await vouchers(bureau)).toSorted((a, b) => a.of.localeCompare(b.of))).toEqual([
    { of: 'north', state: 'open', rows: 1, elsewhere: ['南河项目'], hidden: 0, reason: null },
    { of: 'south', state: 'open', rows: 1, elsewhere: ['北山项目'], hidden: 0, reason: null },
  ]);
});

test('a flag about two projects does not tell one unit of the other’s', async () => {
  const own = { state: 'open', rows: 1, elsewhere: [], hidden: 1, reason: null };
  expect(await vouchers(promoter)).toEqual([{ of: 'north', ...own }]);
  expect(await vouchers(stranger)).toEqual([{ of: 'south', ...own }]);
});

test('resolved with a reason; open again when another use comes; cleared when the uses are taken back', async () => {
  const flag = (await listFlags(t.db, { page: 1, size: 50, code: 'same_voucher', project: north }, bureau)).items[0]!;
  const resolving = { projectId: north, flagId: flag.id, reason: '一证分付，已核实' };
  await expect(resolveFlag(t.db, resolving, promoter, now)).rejects.toMatchObject({ code: 'flag.may_not_resolve' });
  await resolveFlag(t.db, resolving, bureau, now);
  await expect(resolveFlag(t.db, resolving, bureau, now)).rejects.toMatchObject({ code: 'flag.not_open' });
  await refreshAllFlags(t.db, now);
  expect((await vouchers(promoter))[0]).toMatchObject({ state: 'resolved', reason: '一证分付，已核实' });
  const second = await arrive(south, stranger, 'JZ-1');
  expect((await vouchers(promoter))[0]).toMatchObject({ state: 'open', hidden: 2 });
  await reverseArrival(t.db, { projectId: south, id: second, reason: '误记' }, stranger, now);
  await reverseArrival(t.db, { projectId: north, id: first, reason: '误记' }, promoter, now);
  expect((await vouchers(bureau)).map((f) => f.state)).toEqual(['cleared', 'cleared']);
  const { rows } = await t.pool.query('select kind from red_flag_event where flag_id = $1 order by recorded_at, id', [flag.id]);
  expect(rows.map((r) => r.kind)).toEqual(['raised', 'resolved', 'reopened', 'cleared']);
  await expect(t.pool.query("update red_flag_event set reason = 'x'")).rejects.toThrow('permission denied');
});

test('nothing stops an entry unless the rule says so', async () => {
  const body = { ...defaultFlagRule, blocking: ['local_payer'] };
  const fiscal = () => recordArrival(t.db, anArrival(north, { payer: '某区财政局', acknowledged: anyway }), promoter, now);
  await fiscal();
  const draft = { kind: 'arrival-flags', effectiveFrom: '2026-01-01', effectiveTo: null, preset: null, body };
  await publishRule(t.db, draft, bureau, now);
  await expect(fiscal()).rejects.toMatchObject({ code: 'arrival.stopped_by_flag' });
});
