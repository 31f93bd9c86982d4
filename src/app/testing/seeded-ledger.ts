import { v7 } from 'uuid';
import { accounts, load } from '../../../bench/load.ts';
import type { Actor } from '../../kernel/actor.ts';
import { recordAgreement, reverseAgreement } from '../../modules/funds/agreement-commands.ts';
import { recordArrival, reverseArrival } from '../../modules/funds/arrival-commands.ts';
import { arrivalFaultCodes } from '../../modules/funds/domain/arrival-check.ts';
import { reverseInvestment } from '../../modules/funds/investment-commands.ts';
import { anAgreement } from '../../modules/funds/test-database.ts';
import { actorByLogin } from '../../modules/identity/queries.ts';
import { testDatabase } from '../../platform/test-database.ts';

/** When everything that is done to the seeded ledger is done. */
export const now = new Date('2026-11-22T02:00:00Z');
export const size = 400;
const plain = { currency: 'CNY' as const, rate: null, rateSource: null, rateOn: null, payer: null, payerRegion: null, remark: null };

export type SeededLedger = Readonly<{
  t: Awaited<ReturnType<typeof testDatabase>>;
  admin: Actor;
  scoped: Actor;
  one: <T>(sql: string) => Promise<T[]>;
}>;

/** The ledger of the benchmarks with a few hundred projects, read by its keeper and by the person of one unit. */
export async function seededLedger(): Promise<SeededLedger> {
  const t = await testDatabase();
  await load(t.ownerUrl, size, () => undefined);
  const who = async (login: string) => (await actorByLogin(t.db, login))!;
  const one = async <T>(sql: string) => (await t.pool.query(sql)).rows as T[];
  const seeded = { t, admin: await who(accounts.admin.login), scoped: await who(accounts.scoped.login), one };
  await recordAhead(seeded);
  return seeded;
}

/** A closed month, entries taken back, and entries of odd dates. */
export async function unsettle(seeded: SeededLedger): Promise<void> {
  await closeThrough(seeded, '2026-09');
  await takeSomeBack(seeded);
  await recordOddDates(seeded);
  await signLate(seeded);
}

/** In June 2025, money that was to come in September. */
async function recordAhead({ t, admin, one }: SeededLedger) {
  const then = new Date('2025-06-20T02:00:00Z');
  const projects = await one<{ id: string }>(
    `select id from project where signed_on < '2025' and created_at < '2025-06-01' order by md5(code) limit 6`,
  );
  for (const { id: projectId } of projects) {
    const entry = { ...plain, projectId, arrivedOn: '2025-09-30', amountMinor: 7_000_00, kind: 'other' as const, voucherNo: null };
    await recordArrival(t.db, { ...entry, acknowledged: { codes: [...arrivalFaultCodes], reason: '预计到账' } }, admin, then);
  }
}

/** What happened by then and is recorded from now on counts in a later month. */
const closeThrough = ({ t, admin }: SeededLedger, month: string) =>
  t.pool.query(
    `insert into month_event (id, unit_id, month, kind, last_at, last_id, recorded_by, recorded_at)
     select $1, (select id from unit where parent_id is null), $2, 'close', a.recorded_at, a.id, $3, $4 from arrival a order by a.recorded_at desc, a.id desc limit 1`,
    [v7(), month, admin.id, now],
  );

async function takeSomeBack({ t, admin, one }: SeededLedger) {
  const of = (table: string, which = 'true') =>
    one<{ projectId: string; id: string }>(
      `select project_id as "projectId", id from ${table} e where reverses is null and project_id::text ~ '[037bf]$' and ${which}
       and not exists (select 1 from ${table} r where r.project_id = e.project_id and r.reverses = e.id) order by id limit 15`,
    );
  const alone = `not exists (select 1 from agreement s where s.project_id = e.project_id and s.kind = 'supplement')`;
  for (const entry of await of('agreement', alone)) await reverseAgreement(t.db, { ...entry, reason: '录错项目' }, admin, now);
  for (const entry of await of('arrival')) await reverseArrival(t.db, { ...entry, reason: '录错项目' }, admin, now);
  for (const entry of await of('investment')) await reverseInvestment(t.db, { ...entry, reason: '录错月份' }, admin, now);
}

/** Signed in a month that is closed, and recorded after it: counts as signed in the next open month. */
async function signLate({ t, admin, one }: SeededLedger) {
  const projects = await one<{ id: string }>(
    `select id from project p where signed_on is null and side is null and created_at < '2025-01-01'
       and not exists (select 1 from agreement g where g.project_id = p.id) order by code limit 5`,
  );
  for (const { id } of projects) await recordAgreement(t.db, anAgreement(id, { signedOn: '2025-03-10' }), admin, now);
}

/** Known only to the year, dated ahead (later in this month, and in the next), or of a month that is closed. */
async function recordOddDates({ t, admin, one }: SeededLedger) {
  const dates = ['2025', '2026', '2026-11-28', '2026-12-05', '2026-08-11'];
  const projects = await one<{ id: string }>(`select id from project where signed_on is not null order by md5(code) limit 40`);
  for (const [i, { id: projectId }] of projects.entries()) {
    const entry = {
      ...plain,
      arrivedOn: dates[i % dates.length]!,
      amountMinor: 1_000_00 * (i + 1),
      kind: 'other' as const,
      voucherNo: null,
    };
    await recordArrival(t.db, { ...entry, projectId, acknowledged: { codes: [...arrivalFaultCodes], reason: '预计到账' } }, admin, now);
  }
}
